// The one hint of the page, above everything else. It is there for eyes alone: what it says of a
// control stands in the control's own label too.

import { createContext, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { tipPlace } from './tipPlace.ts';
import { type ShownTip, TipTimer } from './tipTimer.ts';
import './TipLayer.css';

const CLOCK = {
  after: (ms: number, then: () => void): number => window.setTimeout(then, ms),
  cancel: (id: number): void => window.clearTimeout(id),
};

/** Outside a layer nothing shows. */
export const TipContext = createContext<TipTimer>(new TipTimer(CLOCK, () => undefined));

export function TipLayer({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<ShownTip | null>(null);
  const [timer] = useState(() => new TipTimer(CLOCK, setShown));
  return (
    <TipContext value={timer}>
      {children}
      {shown && <TipBox tip={shown} timer={timer} />}
    </TipContext>
  );
}

/** What a person does elsewhere ends a hint. */
const ENDINGS = ['keydown', 'pointerdown', 'scroll', 'resize', 'blur'] as const;

function TipBox({ tip, timer }: { readonly tip: ShownTip; readonly timer: TipTimer }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current) place(box.current, tip);
  }, [tip]);
  useEffect(() => {
    const until = new AbortController();
    for (const ending of ENDINGS)
      addEventListener(ending, () => timer.close(), { capture: true, signal: until.signal });
    return () => until.abort();
  }, [timer]);
  return (
    <div
      ref={box}
      className={tip.look === undefined ? 'tip' : `tip ${tip.look}`}
      aria-hidden="true"
      onPointerEnter={() => timer.keep()}
      onPointerLeave={() => timer.leave()}
    >
      {tip.text}
      {tip.keys !== undefined && <kbd>{tip.keys}</kbd>}
    </div>
  );
}

function place(box: HTMLElement, { anchor, x: centre, side = 'top' }: ShownTip): void {
  const page = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const { width, height } = box.getBoundingClientRect();
  const whole = anchor.getBoundingClientRect();
  const { top, height: tall } = whole;
  const beside = centre === undefined ? whole : { left: centre, width: 0, top, height: tall };
  const { x, y } = tipPlace(beside, { width, height }, page, side);
  box.style.left = `${x}px`;
  box.style.top = `${y}px`;
}
