// The landing page with the catalogue and the theme setting.

import { useMemo, useState } from 'react';
import { listChapters, listLadder } from '../../session/state/landing.ts';
import { loadPanels, savePanels, type Storage, type Theme } from '../../session/state/panels.ts';
import { Landing, type LandingProps } from './Landing.tsx';

export interface LandingPageProps extends Pick<LandingProps, 'replay'> {
  readonly storage: Storage | null;
  /** Shows a theme that was chosen. */
  readonly onTheme: (theme: Theme) => void;
}

export function LandingPage({ storage, replay, onTheme }: LandingPageProps) {
  const chapters = useMemo(listChapters, []);
  const ladder = useMemo(listLadder, []);
  const [theme, setTheme] = useState(() => loadPanels(storage).theme);
  const choose = (chosen: Theme): void => {
    savePanels(storage, { ...loadPanels(storage), theme: chosen });
    setTheme(chosen);
    onTheme(chosen);
  };
  return <Landing {...{ chapters, ladder, theme, replay }} onTheme={choose} />;
}
