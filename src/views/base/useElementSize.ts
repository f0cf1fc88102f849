// The size of an element in CSS pixels, kept up to date.

import { type RefObject, useEffect, useRef, useState } from 'react';

export interface ElementSize {
  readonly width: number;
  readonly height: number;
}

/**
 * A ref for the element, and its size: `given` where the caller knows it (nothing is measured
 * then), else what was measured last; null before that.
 */
export function useElementSize<T extends HTMLElement>(
  given: ElementSize | null,
): [RefObject<T | null>, ElementSize | null] {
  const element = useRef<T>(null);
  const [measured, setMeasured] = useState<ElementSize | null>(null);
  const known = given !== null;
  useEffect(() => {
    if (known || !element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      setMeasured({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [known]);
  return [element, given ?? measured];
}
