// The landing page with the catalogue and the theme setting.

import { useMemo, useState } from 'react';
import {
  type LandingFilter,
  formatFilter,
  listChapters,
  listFlagships,
  listLadder,
  parseFilter,
} from '../../session/state/landing.ts';
import { loadPanels, savePanels, type Storage, type Theme } from '../../session/state/panels.ts';
import { Landing, type LandingProps } from './Landing.tsx';

export interface LandingPageProps extends Pick<LandingProps, 'replay' | 'fetchTexts'> {
  /** The address, from its `#` on. */
  readonly address: { read(): string; replace(hash: string): void };
  readonly storage: Storage | null;
  /** Shows a theme that was chosen. */
  readonly onTheme: (theme: Theme) => void;
}

export function LandingPage({ storage, address, replay, fetchTexts, onTheme }: LandingPageProps) {
  const chapters = useMemo(listChapters, []);
  const ladder = useMemo(listLadder, []);
  const flagships = useMemo(listFlagships, []);
  const [filter, setFilter] = useState(() => parseFilter(address.read()));
  const choose = (chosen: LandingFilter): void => {
    setFilter(chosen);
    address.replace(formatFilter(chosen));
  };
  const [theme, setTheme] = useState(() => loadPanels(storage).theme);
  const wear = (chosen: Theme): void => {
    savePanels(storage, { ...loadPanels(storage), theme: chosen });
    setTheme(chosen);
    onTheme(chosen);
  };
  return (
    <Landing
      {...{ chapters, flagships, ladder, theme, replay, fetchTexts, filter }}
      onFilter={choose}
      onTheme={wear}
    />
  );
}
