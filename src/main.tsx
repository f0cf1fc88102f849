// The page: composes session and views, and hands them the browser.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { assert } from './base/assert.ts';
import { FIRST_SCENARIO, readCatalogue, scenarioNames } from './check/catalogue.ts';
import { DEFAULT_LIMITS } from './check/checkConfiguration.ts';
import { createChecker } from './check/checkerClient.ts';
import { loadScenario, loadText } from './check/loadScenario.ts';
import { spawnWhyWorker, spawnWorker } from './check/spawnWorker.ts';
import type { AddressBar } from './session/address.ts';
import type { PromelaForm } from './export/promela.ts';
import { pressKey } from './session/commands.ts';
import { exportModel, exportRun } from './session/exports.ts';
import { claimsOf } from './session/keyboard.ts';
import type { Theme } from './session/panels.ts';
import { isOwnFile, readOwnFile } from './session/ownFile.ts';
import { selectHash, selectIdle } from './session/select.ts';
import { createSession, type Session } from './session/session.ts';
import { App } from './views/App.tsx';
import { SessionContext } from './views/sessionContext.ts';

const clock = {
  setTimeout: (callback: () => void, ms: number): unknown => window.setTimeout(callback, ms),
  clearTimeout: (id: unknown): void => window.clearTimeout(id as number),
};

const bar: AddressBar = {
  read: () => location.hash,
  replace: (hash) => history.replaceState(null, '', hash),
  push: (hash) => history.pushState(null, '', hash),
  onMove: (listener) => {
    addEventListener('popstate', listener);
    return () => removeEventListener('popstate', listener);
  },
};

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

const session = createSession({
  library: { names: scenarioNames, first: FIRST_SCENARIO, load: loadScenario, loadText },
  bar,
  clock,
  storage: browserStorage(),
  prefersDark: () => darkSystem.matches,
  checker: createChecker({ spawn: spawnWorker, clock }),
  asker: createChecker({ spawn: spawnWhyWorker, clock }),
  limits: DEFAULT_LIMITS,
  now: () => performance.now(),
});

listenToKeys(session);
addEventListener('pagehide', () => session.readTyped());
followTheme(session);
tellIdle(session);
render(session);

/** Null where the browser keeps nothing, such as in a private window. */
function browserStorage(): globalThis.Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function listenToKeys(to: Session): void {
  addEventListener('keydown', (event) => {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    if (!event.defaultPrevented && pressKey(to, event, claimsOf(focused))) event.preventDefault();
  });
}

/** The theme is an attribute of the page; index.html sets it before the first paint from what the panels kept. */
function followTheme({ store }: Session): void {
  const wear = (theme: Theme): void => {
    const dark = theme === 'auto' ? darkSystem.matches : theme === 'dark';
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  };
  wear(store.getState().panels.theme);
  store.subscribe(({ panels }, before) => {
    if (panels.theme !== before.panels.theme) wear(panels.theme);
  });
  darkSystem.addEventListener('change', () => wear(store.getState().panels.theme));
}

/** Says when nothing is searched, moved or waiting: what a test waits for. */
function tellIdle({ store }: Session): void {
  const tell = (): void => {
    document.documentElement.dataset['idle'] = String(selectIdle(store.getState()));
  };
  tell();
  store.subscribe(tell);
}

async function share(): Promise<boolean> {
  try {
    session.readTyped();
    const url = new URL(location.href);
    url.hash = selectHash(session.store.getState());
    await navigator.clipboard.writeText(url.href);
    session.tellShared();
    return true;
  } catch {
    return false;
  }
}

async function copyRun(): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(exportRun(session.store.getState()));
    return true;
  } catch {
    return false;
  }
}

function savePromela(form: PromelaForm): string | null {
  const exported = exportModel(session.store.getState(), form);
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
function download(): void {
  session.readTyped();
  const { scenario, source } = session.store.getState();
  const url = URL.createObjectURL(new Blob([source.text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = isOwnFile(scenario) ? scenario : `${scenario}.race`;
  link.click();
  URL.revokeObjectURL(url);
}

/** One after the other: the last one stays on the stage. */
async function openFiles(files: readonly File[]): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (const file of files) session.openFile(await readOwnFile(file, decoder));
}

function render(to: Session): void {
  const root = document.getElementById('root');
  assert(root !== null, 'index.html has an element with the id root');
  createRoot(root).render(
    <StrictMode>
      <SessionContext value={to}>
        <App
          scenarios={readCatalogue()}
          onShare={share}
          exporting={{ onCopyRun: copyRun, onPromela: savePromela }}
          onFiles={(files) => void openFiles(files)}
          onDownload={download}
        />
      </SessionContext>
    </StrictMode>,
  );
}
