// The landing page as a route: the catalogue, and pictures that are drawn once the engine is loaded.

import { StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import type { IndexedScenario } from '../check/catalogue/indexedScenario.ts';
import type { PicturedRun } from '../session/state/picturedRun.ts';
import { loadPanels } from '../session/state/panels.ts';
import { LandingPage } from '../views/landing/LandingPage.tsx';
import { showIdle, storage, wearTheme } from './browser.ts';
import { texts } from './texts.ts';

export function showLanding(root: Root): void {
  wearTheme(loadPanels(storage).theme);
  showIdle(true);
  root.render(
    <StrictMode>
      <LandingPage storage={storage} onTheme={wearTheme} replay={replay} />
    </StrictMode>,
  );
}

/** The code that replays runs is not in the first load: cards appear before their pictures. */
async function replay(scenario: IndexedScenario): Promise<PicturedRun | null> {
  const [{ replayBadEnd }] = await Promise.all([
    import('../session/state/picturedRun.ts'),
    texts.fetch(scenario.name),
  ]);
  return replayBadEnd(texts, scenario);
}
