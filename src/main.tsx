// The page: composes session and views, and hands them the browser.

import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { assert } from './base/assert.ts';
import { FIRST_SCENARIO, readCatalogue, scenarioNames } from './check/catalogue/catalogue.ts';
import { DEFAULT_LIMITS } from './check/verdict/checkConfiguration.ts';
import { createChecker } from './check/worker/checkerClient.ts';
import { carriesText, type TextCodec } from './check/link/link.ts';
import { loadScenario, loadText } from './check/source/loadScenario.ts';
import { spawnWorker } from './check/worker/spawnWorker.ts';
import type { AddressBar } from './session/address/address.ts';
import type { PromelaForm } from './export/promela.ts';
import { pressKey } from './session/session/commands.ts';
import { claimsOf } from './session/session/keyboard.ts';
import { isLandingHash } from './session/state/landing.ts';
import { loadPanels, type Theme } from './session/state/panels.ts';
import { isOwnFile, readOwnFile } from './session/state/ownFile.ts';
import { selectHash, selectIdle } from './session/state/select.ts';
import { createSession, type Session } from './session/session/session.ts';
import { App } from './views/page/App.tsx';
import { LandingPage } from './views/landing/LandingPage.tsx';
import { SessionContext } from './views/base/sessionContext.ts';

const clock = {
  setTimeout: (callback: () => void, ms: number): unknown => window.setTimeout(callback, ms),
  clearTimeout: (id: unknown): void => window.clearTimeout(id as number),
};

const bar: AddressBar = {
  read: () => location.hash,
  replace: (hash) => history.replaceState(null, '', hash),
  push: (hash) => history.pushState(null, '', hash),
  onMove: (listener) => {
    const move = (): void => {
      if (!isLandingHash(location.hash)) listener();
    };
    addEventListener('popstate', move);
    return () => removeEventListener('popstate', move);
  },
};

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

const storage = browserStorage();
const root = createPageRoot();
/** Null while the landing page is shown. */
let stage: OpenStage | null = null;
/** What reads and writes the text in a link: loaded with the first link or file that needs it. */
let codec: TextCodec | null = null;

addEventListener('popstate', show);
show();

/** The address says which of the two pages it is: none, and the stories are told; any other, and one is played. */
function show(): void {
  const hash = bar.read();
  if (isLandingHash(hash)) showLanding();
  else if (stage === null && codec === null && carriesText(hash)) {
    document.documentElement.dataset['idle'] = 'false';
    void loadCodec().then(show, () => (stage ??= openStage()));
  } else stage ??= openStage();
}

async function loadCodec(): Promise<TextCodec> {
  codec = await import('./check/link/textLink.ts');
  return codec;
}

function showLanding(): void {
  stage?.close();
  stage = null;
  wearTheme(loadPanels(storage).theme);
  document.documentElement.dataset['idle'] = 'true';
  root.render(
    <StrictMode>
      <LandingPage storage={storage} onTheme={wearTheme} />
    </StrictMode>,
  );
}

interface OpenStage {
  close(): void;
}

function openStage(): OpenStage {
  const session = createSession({
    library: { names: scenarioNames, first: FIRST_SCENARIO, load: loadScenario, loadText },
    bar,
    clock,
    storage,
    prefersDark: () => darkSystem.matches,
    checker: createChecker({ spawn: spawnWorker('checker'), clock }),
    asker: createChecker({ spawn: spawnWorker('why'), clock }),
    grapher: createChecker({ spawn: spawnWorker('graph'), clock }),
    measurer: createChecker({ spawn: spawnWorker('checker'), clock }),
    codec,
    loadCodec,
    limits: DEFAULT_LIMITS,
    now: () => performance.now(),
  });
  const until = new AbortController();
  listenToKeys(session, until.signal);
  addEventListener('pagehide', () => session.readTyped(), until);
  followTheme(session, until.signal);
  tellIdle(session);
  render(session);
  return {
    close: () => {
      until.abort();
      session.close();
    },
  };
}

/** Null where the browser keeps nothing, such as in a private window. */
function browserStorage(): globalThis.Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function listenToKeys(to: Session, signal: AbortSignal): void {
  const press = (event: KeyboardEvent): void => {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    if (!event.defaultPrevented && pressKey(to, event, claimsOf(focused))) event.preventDefault();
  };
  addEventListener('keydown', press, { signal });
}

/** The theme is an attribute of the page; index.html sets it before the first paint from what the panels kept. */
function wearTheme(theme: Theme): void {
  const dark = theme === 'auto' ? darkSystem.matches : theme === 'dark';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

function followTheme({ store }: Session, signal: AbortSignal): void {
  wearTheme(store.getState().panels.theme);
  store.subscribe(({ panels }, before) => {
    if (panels.theme !== before.panels.theme) wearTheme(panels.theme);
  });
  darkSystem.addEventListener('change', () => wearTheme(store.getState().panels.theme), { signal });
}

/** Says when nothing is searched, moved or waiting: what a test waits for. */
function tellIdle({ store }: Session): void {
  const tell = (): void => {
    const idle = selectIdle(store.getState());
    document.documentElement.dataset['idle'] = String(idle);
    if (idle) fetchParts();
  };
  tell();
  store.subscribe(tell);
}

let fetched = false;

/** The small parts that come after the first load: a hall's net may be gone when they are needed. */
function fetchParts(): void {
  if (fetched) return;
  fetched = true;
  void Promise.allSettled([
    import('./views/graph/StateGraphDialog.tsx'),
    import('./session/state/exports.ts'),
    import('./check/link/textLink.ts'),
  ]);
}

async function share(session: Session): Promise<boolean> {
  try {
    session.readTyped();
    await session.packed();
    const url = new URL(location.href);
    url.hash = selectHash(session.store.getState());
    await navigator.clipboard.writeText(url.href);
    session.tellShared();
    return true;
  } catch {
    return false;
  }
}

async function copyRun(session: Session): Promise<boolean> {
  try {
    const { exportRun } = await import('./session/state/exports.ts');
    await navigator.clipboard.writeText(exportRun(session.store.getState()));
    return true;
  } catch {
    return false;
  }
}

/** What writes models is a part by itself: few ask for it. */
async function savePromela(session: Session, form: PromelaForm): Promise<string | null> {
  const exports = await import('./session/state/exports.ts').catch(() => null);
  if (exports === null) return 'a part of the page could not be loaded; load the page again';
  const exported = exports.exportModel(session.store.getState(), form);
  if (!exported.ok) return exported.reason;
  save(exported.file.name, exported.file.text);
  return null;
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** The text as it stands, errors and all: opening the file brings it back. */
function download(session: Session): void {
  session.readTyped();
  const { scenario, source } = session.store.getState();
  save(isOwnFile(scenario) ? scenario : `${scenario}.race`, source.text);
}

/** One after the other: the last one stays on the stage. */
async function openFiles(session: Session, files: readonly File[]): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (const file of files) session.openFile(await readOwnFile(file, decoder));
}

function createPageRoot(): Root {
  const element = document.getElementById('root');
  assert(element !== null, 'index.html has an element with the id root');
  return createRoot(element);
}

function render(session: Session): void {
  root.render(
    <StrictMode>
      <SessionContext value={session}>
        <App
          scenarios={readCatalogue()}
          onShare={() => share(session)}
          exporting={{
            onCopyRun: () => copyRun(session),
            onPromela: (form) => savePromela(session, form),
          }}
          onFiles={(files) => void openFiles(session, files)}
          onDownload={() => download(session)}
        />
      </SessionContext>
    </StrictMode>,
  );
}
