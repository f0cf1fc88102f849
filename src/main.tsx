// The page: one of four routes by its address, each loaded when it is first shown.

import { createRoot } from 'react-dom/client';
import { assert, AssertionFailure } from './base/assert.ts';
import { bar, showIdle } from './page/browser.ts';
import type { OpenStage } from './page/stageRoute.tsx';
import './views/base/fonts.css';
import './views/base/theme.css';
import './views/base/base.css';
import { isLandingHash, isRecordingHash } from './session/address/landingHash.ts';
import { isTalkHash, talkKeyOf } from './session/address/talkHash.ts';

const element = document.getElementById('root');
assert(element !== null, 'index.html has an element with the id root');
const root = createRoot(element);

/** Null while another route is shown. */
let stage: OpenStage | null = null;
/** The talk that is shown, with the part of its address that names it; null while another route is shown. */
let talk: { readonly key: string; close(): void } | null = null;
/** The route asked for last. A route whose code arrives after a newer request is not shown. */
let asked: symbol | null = null;

openOwnScenario();
addEventListener('popstate', show);
show();
keepOffline();

/** Keeps the files of the page for the next visit, when this one has nothing else to do. */
function keepOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  addEventListener('load', () => void import('./page/offline.ts').then(({ watch }) => watch()), {
    once: true,
  });
}

/** The page of one scenario opens it, where the address names nothing. */
function openOwnScenario(): void {
  const own = document.querySelector('meta[name="pagerace-scenario"]')?.getAttribute('content');
  if (own && bar.read().length < 2) bar.replace(`#/${own}`);
}

/** An empty address is the landing page, one with a talk's view is a talk, `#recording` shows recordings; any other is the stage's. */
function show(): void {
  const hash = bar.read();
  if (isHandled(hash)) {
    asked = null;
    return;
  }
  const mine = Symbol('route');
  asked = mine;
  showIdle(false);
  const shown = openRoute(hash, () => asked === mine);
  void shown.catch((error: unknown) => asked === mine && showFailure(error));
}

/** The route on the screen goes there by itself. */
function isHandled(hash: string): boolean {
  if (isLandingHash(hash) || isRecordingHash(hash)) return false;
  return isTalkHash(hash) ? talk?.key === talkKeyOf(hash) : stage !== null;
}

function openRoute(hash: string, wanted: () => boolean): Promise<void> {
  if (isLandingHash(hash)) return openLanding(wanted);
  if (isRecordingHash(hash)) return openRecording(wanted);
  return isTalkHash(hash) ? openTalk(talkKeyOf(hash), wanted) : openStage(wanted);
}

async function openLanding(wanted: () => boolean): Promise<void> {
  const { showLanding } = await import('./page/landingRoute.tsx');
  if (!wanted()) return;
  leave();
  showLanding(root);
}

async function openRecording(wanted: () => boolean): Promise<void> {
  const { showRecording } = await import('./page/recordingRoute.tsx');
  if (!wanted()) return;
  leave();
  showRecording(root);
}

async function openStage(wanted: () => boolean): Promise<void> {
  const { prepareStage } = await import('./page/stageRoute.tsx');
  const open = await prepareStage();
  if (!wanted()) return;
  leave();
  stage = open(root);
}

async function openTalk(key: string, wanted: () => boolean): Promise<void> {
  const { prepareTalk } = await import('./page/talkRoute.tsx');
  const open = await prepareTalk();
  if (!wanted()) return;
  leave();
  talk = { key, ...open(root) };
}

/** Closes the route that was on the screen. */
function leave(): void {
  stage?.close();
  talk?.close();
  stage = null;
  talk = null;
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
