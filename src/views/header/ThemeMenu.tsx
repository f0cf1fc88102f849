// Light, dark, or as the system has it.

import { Menu } from '@base-ui/react/menu';
import { Check, Monitor, Moon, Sun } from 'lucide-react';
import type { Theme } from '../../session/state/panels.ts';

export interface ThemeMenuProps {
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

const THEMES = [
  ['auto', 'as the system', Monitor],
  ['light', 'light', Sun],
  ['dark', 'dark', Moon],
] as const;

export function ThemeMenu({ theme, onTheme }: ThemeMenuProps) {
  const Icon = THEMES.find(([name]) => name === theme)?.[2] ?? Monitor;
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button theme-trigger" aria-label="Theme">
        <Icon />
      </Menu.Trigger>
      <Menu.Portal role="region" aria-label="Themes">
        <Menu.Positioner align="end" sideOffset={6} className="popup-layer">
          <Menu.Popup className="popup">
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
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
