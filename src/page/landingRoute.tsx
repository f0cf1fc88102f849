// The landing page as a route: the catalogue, and pictures that are drawn once the engine is loaded.

import { StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import type { IndexedScenario } from '../check/catalogue/indexedScenario.ts';
import type { PicturedRun } from '../session/state/picturedRun.ts';
import type { DeepTexts } from '../session/state/landing.ts';
import { loadPanels } from '../session/state/panels.ts';
import { LandingPage } from '../views/landing/LandingPage.tsx';
import { bar, showIdle, storage, wearTheme } from './browser.ts';
import { texts } from './texts.ts';

export function showLanding(root: Root): void {
  wearTheme(loadPanels(storage).theme);
  document.title = 'pagerace: how a page cache goes wrong';
  showIdle(true);
  root.render(
    <StrictMode>
      <LandingPage
        storage={storage}
        address={bar}
        onTheme={wearTheme}
        replay={replay}
        fetchTexts={fetchTexts}
      />
    </StrictMode>,
  );
}

/** The code that replays runs is not in the first load: cards appear before their pictures. */
async function replay(scenario: IndexedScenario): Promise<PicturedRun | null> {
  const [{ replayCard }] = await Promise.all([
    import('../session/state/picturedRun.ts'),
    texts.fetch(scenario.name),
  ]);
  return replayCard(texts, scenario);
}

/** All texts: what the search looks into beside titles. */
async function fetchTexts(): Promise<DeepTexts> {
  const [{ searchTexts }] = await Promise.all([
    import('../session/state/searchText.ts'),
    texts.fetch(null),
  ]);
  return searchTexts(texts);
}
