// The landing page with what it reads of the catalogue, and the theme that it keeps.

import { useCallback, useMemo, useState } from 'react';
import { type PicturedRun, replayBadEnd } from '../../session/state/badEnd.ts';
import { listChapters, listLadder } from '../../session/state/landing.ts';
import { loadPanels, savePanels, type Storage, type Theme } from '../../session/state/panels.ts';
import { Landing } from './Landing.tsx';

export interface LandingPageProps {
  readonly storage: Storage | null;
  /** Shows a theme that was chosen. */
  readonly onTheme: (theme: Theme) => void;
}

export function LandingPage({ storage, onTheme }: LandingPageProps) {
  const chapters = useMemo(listChapters, []);
  const ladder = useMemo(listLadder, []);
  const [theme, setTheme] = useState(() => loadPanels(storage).theme);
  const choose = (chosen: Theme): void => {
    savePanels(storage, { ...loadPanels(storage), theme: chosen });
    setTheme(chosen);
    onTheme(chosen);
  };
  const replay = useCallback(
    (name: string): PicturedRun | null => {
      const all = chapters.flatMap(({ scenarios }) => scenarios);
      const indexed = all.find((scenario) => scenario.name === name)?.indexed ?? null;
      return indexed === null ? null : replayBadEnd(indexed);
    },
    [chapters],
  );
  return <Landing {...{ chapters, ladder, theme, replay }} onTheme={choose} />;
}
