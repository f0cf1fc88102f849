// The window of a dialog inside its `Dialog.Root`: a backdrop over the page, a title and a close button.

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { KeyboardEventHandler, ReactNode, RefObject } from 'react';
import './DialogWindow.css';

export interface DialogWindowProps {
  /** The class that sets its size and layout. */
  readonly className: string;
  readonly title: string;
  /** Beside the title, or below it. */
  readonly head?: ReactNode;
  readonly onKeyDown?: KeyboardEventHandler;
  /** What has the focus after it; without, what had it before. */
  readonly finalFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

export function DialogWindow(props: DialogWindowProps) {
  const { className, title, head, onKeyDown, finalFocus, children } = props;
  return (
    <Dialog.Portal>
      <Dialog.Backdrop className="dialog-veil" />
      <Dialog.Popup className={`dialog ${className}`} onKeyDown={onKeyDown} finalFocus={finalFocus}>
        <div className="dialog-head">
          <Dialog.Title className="dialog-title">{title}</Dialog.Title>
          {head}
        </div>
        <Dialog.Close className="icon-button dialog-close" aria-label="Close">
          <X />
        </Dialog.Close>
        {children}
      </Dialog.Popup>
    </Dialog.Portal>
  );
}
