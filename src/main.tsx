// The page: one of two routes by its address, each loaded when it is first shown.

import { createRoot } from 'react-dom/client';
import { assert, AssertionFailure } from './base/assert.ts';
import { bar, showIdle } from './page/browser.ts';
import type { OpenStage } from './page/stageRoute.tsx';
import './views/base/fonts.css';
import './views/base/theme.css';
import './views/base/base.css';
import { isLandingHash } from './session/address/landingHash.ts';

const element = document.getElementById('root');
assert(element !== null, 'index.html has an element with the id root');
const root = createRoot(element);

/** Null while the landing page is shown. */
let stage: OpenStage | null = null;
/** The route asked for last. A route whose code arrives after a newer request is not shown. */
let asked: symbol | null = null;

addEventListener('popstate', show);
show();

/** An empty address is the landing page; any other is the stage's. */
function show(): void {
  const landing = isLandingHash(bar.read());
  if (!landing && stage !== null) {
    asked = null;
    return;
  }
  const mine = Symbol('route');
  asked = mine;
  showIdle(false);
  const shown = landing ? openLanding(() => asked === mine) : openStage(() => asked === mine);
  void shown.catch((error: unknown) => asked === mine && showFailure(error));
}

async function openLanding(wanted: () => boolean): Promise<void> {
  const { showLanding } = await import('./page/landingRoute.tsx');
  if (!wanted()) return;
  stage?.close();
  stage = null;
  showLanding(root);
}

async function openStage(wanted: () => boolean): Promise<void> {
  const { prepareStage } = await import('./page/stageRoute.tsx');
  const open = await prepareStage();
  if (wanted()) stage = open(root);
}

/**
 * Either a part of the page did not load (the network is down, or the server has a newer version of the page; it is
 * tried again when the network returns), or this address cannot be opened.
 */
function showFailure(error: unknown): void {
  const isOurs = error instanceof AssertionFailure;
  root.render(
    <div role="alert" style={{ padding: '2rem' }}>
      {isOurs ? <NotOpened why={error.message} /> : <NotLoaded />}
    </div>,
  );
  if (!isOurs) addEventListener('online', show, { once: true });
  showIdle(true);
}

function NotLoaded() {
  return <p>A part of this page could not be loaded. Check the network and reload the page.</p>;
}

/** The text in the address, or of the file that it names, can still be had. */
function NotOpened({ why }: { readonly why: string }) {
  const save = async (): Promise<void> => {
    const { saveAddressedText } = await import('./page/addressedText.ts');
    saveAddressedText();
  };
  return (
    <>
      <p>This address could not be opened: {why}.</p>
      <p>
        <a href="#/">All scenarios</a>{' '}
        <button type="button" className="button" onClick={() => void save()}>
          Download the text
        </button>
      </p>
    </>
  );
}
