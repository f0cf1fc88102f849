// A button that opens a popup. The button is there from the first paint; what it opens is a part of
// the page by itself, loaded when it is first opened.

import {
  type ButtonHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from 'react';
import { Tip } from './Tip.tsx';
import { useEver } from './useEver.ts';

/** What a popup needs of its button. */
export interface OpenedPopup {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean, why: { readonly event: Event }) => void;
  /** It stands beside the button, and gives the focus back to it. */
  readonly button: RefObject<HTMLButtonElement | null>;
}

export interface PopupButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly opens: 'menu' | 'dialog';
  readonly renderPopup: (opened: OpenedPopup) => ReactNode;
  /** A hint, where the button has no word on it. */
  readonly tip?: string;
}

export function PopupButton({ opens, renderPopup, tip, ...props }: PopupButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const ever = useEver(open);
  const onOpenChange: OpenedPopup['onOpenChange'] = (opened, { event }) => {
    if (!isPress(event, button.current)) setOpen(opened);
  };
  const down = (event: KeyboardEvent) => {
    if (opens !== 'menu' || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    setOpen(true);
  };
  const trigger = (
    <button
      ref={button}
      type="button"
      aria-haspopup={opens}
      aria-expanded={open}
      data-popup-open={open || undefined}
      onClick={() => setOpen(!open)}
      onKeyDown={down}
      {...props}
    />
  );
  return (
    <>
      {tip === undefined ? (
        trigger
      ) : (
        <Tip text={tip} side="bottom">
          {trigger}
        </Tip>
      )}
      {ever && renderPopup({ open, onOpenChange, button })}
    </>
  );
}

/** A press on the button itself is a click to come, which closes what is open. */
function isPress({ type, target }: Event, button: HTMLElement | null): boolean {
  const pressed = type === 'pointerdown' || type === 'mousedown' || type === 'click';
  return pressed && target instanceof Node && button?.contains(target) === true;
}
