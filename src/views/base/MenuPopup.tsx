// The popup of a menu: where it stands, and what the button that opened it has to do with it.

import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import type { OpenedPopup } from './PopupButton.tsx';

export interface MenuPopupProps extends OpenedPopup {
  /** What a screen reader calls the region that it lies in. */
  readonly label: string;
  readonly align: 'start' | 'end';
  readonly children: ReactNode;
}

export function MenuPopup({ label, align, children, button, ...opened }: MenuPopupProps) {
  return (
    <Menu.Root {...opened}>
      <Menu.Portal role="region" aria-label={label}>
        <Menu.Positioner anchor={button} align={align} sideOffset={6} className="popup-layer">
          {/* A long one scrolls: whoever has no wheel reaches it by the keyboard. */}
          <Menu.Popup className="popup" tabIndex={0} finalFocus={button}>
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
