// The menu of themes.

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { Theme } from '../../session/state/panels.ts';
import { MenuPopup } from '../base/MenuPopup.tsx';
import type { OpenedPopup } from '../base/PopupButton.tsx';

export interface ThemeChoice {
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

const THEMES: readonly (readonly [Theme, string])[] = [
  ['auto', 'system setting'],
  ['light', 'light'],
  ['dark', 'dark'],
];

export function ThemePopup({ theme, onTheme, ...opened }: ThemeChoice & OpenedPopup) {
  return (
    <MenuPopup {...opened} label="Themes" align="end">
      <Menu.RadioGroup value={theme} onValueChange={onTheme}>
        {THEMES.map(([name, text]) => (
          <Menu.RadioItem key={name} value={name} className="popup-row" closeOnClick>
            <Menu.RadioItemIndicator>
              <Check />
            </Menu.RadioItemIndicator>
            <span className="popup-text">{text}</span>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </MenuPopup>
  );
}
