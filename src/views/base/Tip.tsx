// A hint on hover and on keyboard focus, with the key that does the same.

import { cloneElement, type ReactElement, use, useEffect, useRef } from 'react';
import { TipContext } from './TipLayer.tsx';
import type { TipContent, TipTimer } from './tipTimer.ts';

export interface TipProps extends TipContent {
  /** The element that the hint belongs to. The hint takes its pointer and focus handlers. */
  readonly children: ReactElement<TipHandlers>;
}

export interface TipHandlers {
  readonly onPointerEnter?: (event: PointerTipEvent) => void;
  readonly onPointerLeave?: () => void;
  readonly onFocus?: (event: TipEvent) => void;
  readonly onBlur?: () => void;
}

interface TipEvent {
  readonly currentTarget: Element;
}

interface PointerTipEvent extends TipEvent {
  readonly pointerType: string;
}

export function Tip({ children, ...content }: TipProps) {
  return cloneElement(children, useTip(content));
}

/** What an element needs to have that hint. */
export function useTip(content: TipContent): TipHandlers {
  const timer = use(TipContext);
  const anchor = useRef<Element>(null);
  useEffect(() => () => leaveBehind(timer, anchor.current), [timer]);
  return {
    onPointerEnter: ({ currentTarget, pointerType }) => {
      if (pointerType === 'touch') return;
      anchor.current = currentTarget;
      timer.enter({ ...content, anchor: currentTarget });
    },
    onPointerLeave: () => timer.leave(),
    onFocus: ({ currentTarget }) => {
      anchor.current = currentTarget;
      if (currentTarget.matches(':focus-visible'))
        timer.focus({ ...content, anchor: currentTarget });
    },
    onBlur: () => timer.close(),
  };
}

/** An element that goes takes its hint along. */
function leaveBehind(timer: TipTimer, anchor: Element | null): void {
  if (anchor !== null) timer.drop(anchor);
}
