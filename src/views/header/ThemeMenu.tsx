// Light, dark, or the system's setting.

import { Monitor, Moon, Sun } from 'lucide-react';
import { lazyPart } from '../base/lazyPart.tsx';
import { PopupButton } from '../base/PopupButton.tsx';
import type { ThemeChoice } from './ThemePopup.tsx';

const ThemePopup = lazyPart(async () => (await import('./ThemePopup.tsx')).ThemePopup);

const ICONS = { auto: Monitor, light: Sun, dark: Moon } as const;

export function ThemeMenu({ theme, onTheme }: ThemeChoice) {
  const Icon = ICONS[theme];
  return (
    <PopupButton
      opens="menu"
      className="icon-button theme-trigger"
      aria-label="Theme"
      renderPopup={(opened) => <ThemePopup {...opened} theme={theme} onTheme={onTheme} />}
    >
      <Icon />
    </PopupButton>
  );
}
