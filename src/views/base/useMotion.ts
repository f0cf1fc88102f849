// Drives an animation with the browser's frames: the picture shown moves towards the wanted one.

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { atRest, isOver, sceneOf, turnTo } from '../../layout/scene/motion.ts';
import type { Scene } from '../../layout/plan/worldScene.ts';

/**
 * The scene to draw now. `jump`: show the wanted scene at once (a scrub sets positions faster than
 * a glide could follow); so does a reader who asked for less motion, and a change of size.
 */
export function useMotion(wanted: Scene, jump: boolean): Scene {
  const calm = usePrefersCalm();
  const [shown, setShown] = useState(wanted);
  const glide = useRef(atRest(wanted));
  useEffect(() => {
    const { to } = glide.current;
    if (to === wanted) return;
    const resized = to.width !== wanted.width || to.scale !== wanted.scale;
    if (jump || calm || resized) {
      glide.current = atRest(wanted);
      setShown(wanted);
      return;
    }
    glide.current = turnTo(glide.current, wanted, performance.now());
    let frame = requestAnimationFrame(function tick(now) {
      // Drawn in this very frame: a render of its own later would miss it.
      flushSync(() => setShown(sceneOf(glide.current, now)));
      if (!isOver(glide.current, now)) frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, jump, calm]);
  return jump || calm ? wanted : shown;
}

let query: MediaQueryList | null = null;

/** One for the page: it is asked in every frame of a glide. */
function calmQuery(): MediaQueryList {
  query ??= matchMedia('(prefers-reduced-motion: reduce)');
  return query;
}

function onCalm(changed: () => void): () => void {
  calmQuery().addEventListener('change', changed);
  return () => calmQuery().removeEventListener('change', changed);
}

function usePrefersCalm(): boolean {
  return useSyncExternalStore(
    onCalm,
    () => calmQuery().matches,
    () => true,
  );
}
