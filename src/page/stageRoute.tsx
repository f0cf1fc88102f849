// The stage as a route: composes session and views, and gives them access to the browser.

import { selectStageExplanation } from '../session/plans/explainPlan.ts';
import { StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { FIRST_SCENARIO, indexedNames } from '../check/catalogue/scenarioUses.ts';
import { carriesText, type TextCodec } from '../check/link/link.ts';
import { DEFAULT_LIMITS } from '../check/verdict/checkConfiguration.ts';
import { createChecker } from '../check/worker/checkerClient.ts';
import { spawnWorker } from '../check/worker/spawnWorker.ts';
import type { PromelaForm } from '../export/promela.ts';
import { type EmbedOptions, readEmbedOptions } from '../session/address/embedOptions.ts';
import { neededTexts } from '../session/address/neededTexts.ts';
import { pressKey } from '../session/session/commands.ts';
import { claimsOf } from '../session/session/keyboard.ts';
import { createSession, type Session } from '../session/session/session.ts';
import { fetchedLibrary } from '../session/state/library.ts';
import { isOwnFile } from '../session/state/ownFile.ts';
import type { TakeAway } from '../session/state/takeAway.ts';
import { selectHash, selectIdle } from '../session/state/select.ts';
import type { SessionState } from '../session/state/store.ts';
import { SessionContext } from '../views/base/sessionContext.ts';
import { fetchParts } from '../views/base/lazyPart.tsx';
import { App } from '../views/page/App.tsx';
import { bar, clock, darkSystem, save, showIdle, storage, wearTheme } from './browser.ts';
import { texts } from './texts.ts';

const library = fetchedLibrary(texts, indexedNames, FIRST_SCENARIO);

/** Null outside a frame that asks for the reduced stage. */
const embed = readEmbedOptions(location.search);

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Fetches what the address needs, then opens the stage. Rejects if a text cannot be fetched. */
export async function prepareStage(): Promise<(root: Root) => OpenStage> {
  const hash = bar.read();
  const [codec] = await Promise.all([
    carriesText(hash) ? loadCodec().catch(() => null) : null,
    library.fetch(neededTexts(hash, library)),
  ]);
  return (root) => openStage(root, codec);
}

/**
 * The code that reads and writes texts in links. It is loaded with the first link or file that needs it.
 */
function loadCodec(): Promise<TextCodec> {
  return import('../check/link/textLink.ts');
}

export interface OpenStage {
  close(): void;
}

/** Whether the texts that the address needs are loaded. */
function openStage(root: Root, codec: TextCodec | null): OpenStage {
  const session = createSession({
    library,
    bar,
    clock,
    storage: embed === null ? storage : null,
    prefersDark: () => darkSystem.matches,
    checker: createChecker({ spawn: spawnWorker('checker'), clock }),
    asker: createChecker({ spawn: spawnWorker('why'), clock }),
    explainer: createChecker({ spawn: spawnWorker('explain'), clock }),
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
  const warn = (event: BeforeUnloadEvent): void => {
    if (session.losesText()) event.preventDefault();
  };
  addEventListener('beforeunload', warn, until);
  if (embed === null) followTheme(session, until.signal);
  else wearTheme(embed.theme ?? 'auto');
  reportIdle(session);
  followTitle(session);
  const leave = embed === null ? render(session, root) : openFrame(session, root, embed);
  return {
    close: () => {
      until.abort();
      leave();
      session.close();
    },
  };
}

/** The reduced stage in the frame of another page. Its code is a part by itself. */
function openFrame(session: Session, root: Root, options: EmbedOptions): () => void {
  const loaded = session.awaitPart();
  const end = showFrame(session, root, options).catch(() => () => {});
  void end.then(loaded);
  return () => void end.then((leave) => leave());
}

async function showFrame(
  session: Session,
  root: Root,
  { code, time, controls, origin }: EmbedOptions,
): Promise<() => void> {
  const [{ EmbedApp }, { listenInFrame }] = await Promise.all([
    import('../views/page/EmbedApp.tsx'),
    import('./frame.ts'),
  ]);
  const page = `${location.origin}${location.pathname}`;
  root.render(
    <SessionContext value={session}>
      <EmbedApp {...{ code, time, controls, page }} />
    </SessionContext>,
  );
  return listenInFrame(session, origin);
}

function listenToKeys(to: Session, signal: AbortSignal): void {
  const press = (event: KeyboardEvent): void => {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    if (!event.defaultPrevented && pressKey(to, event, claimsOf(focused))) event.preventDefault();
  };
  addEventListener('keydown', press, { signal });
}

function followTheme({ store }: Session, signal: AbortSignal): void {
  wearTheme(store.getState().panels.theme);
  store.subscribe(({ panels }, before) => {
    if (panels.theme !== before.panels.theme) wearTheme(panels.theme);
  });
  darkSystem.addEventListener('change', () => wearTheme(store.getState().panels.theme), { signal });
}

/** The browser's tab has the scenario's title. */
function followTitle({ store }: Session): void {
  const show = ({ program }: SessionState): void => {
    document.title = `${program.title} · pagerace`;
  };
  show(store.getState());
  store.subscribe((state, before) => {
    if (state.program !== before.program) show(state);
  });
}

/**
 * Reports whether the page is idle: nothing is searched, animated or pending. Tests wait for it.
 */
function reportIdle({ store }: Session): void {
  const notify = (): void => {
    const idle = selectIdle(store.getState());
    showIdle(idle);
    if (idle) fetchRest();
  };
  notify();
  store.subscribe(notify);
}

let fetched = false;

/** What comes after the first load: conference Wi-Fi may fail before it is needed. */
function fetchRest(): void {
  if (fetched) return;
  fetched = true;
  void Promise.allSettled([
    fetchParts(),
    import('../session/state/exports.ts'),
    import('./takeAway.ts'),
    import('../check/link/textLink.ts'),
    texts.fetch(null),
  ]);
}

async function share(session: Session): Promise<boolean> {
  try {
    session.readTyped();
    await session.packed();
    const url = new URL(location.href);
    url.hash = selectHash(session.store.getState());
    await navigator.clipboard.writeText(url.href);
    session.reportShared();
    return true;
  } catch {
    return false;
  }
}

async function copyRun(session: Session): Promise<boolean> {
  try {
    const { exportRun } = await import('../session/state/exports.ts');
    const state = session.store.getState();
    await navigator.clipboard.writeText(exportRun(state, selectStageExplanation(state)));
    return true;
  } catch {
    return false;
  }
}

/** Pictures and other texts are a part by themselves. Answers what was done, or why nothing was. */
async function take(session: Session, what: TakeAway): Promise<string> {
  const part = await import('./takeAway.ts').catch(() => null);
  if (part === null) return 'A part of the page could not be loaded: load the page again.';
  return part.takeAway(session, what).catch(() => 'The browser does not allow this.');
}

/** The model exporter is a separate chunk, because few visitors need it. */
async function savePromela(session: Session, form: PromelaForm): Promise<string | null> {
  const exports = await import('../session/state/exports.ts').catch(() => null);
  if (exports === null) return 'a part of the page could not be loaded; reload the page';
  const exported = exports.exportModel(session.store.getState(), form);
  if (!exported.ok) return exported.reason;
  save(exported.file.name, exported.file.text);
  return null;
}

/** Keeps the text as it is, errors included: opening the file restores it. */
function download(session: Session): void {
  session.readTyped();
  const { scenario, source } = session.store.getState();
  save(isOwnFile(scenario) ? scenario : `${scenario}.race`, source.text);
}

function render(session: Session, root: Root): () => void {
  root.render(
    <StrictMode>
      <SessionContext value={session}>
        <App
          onShare={() => share(session)}
          exporting={{
            onCopyRun: () => copyRun(session),
            onPromela: (form) => savePromela(session, form),
            onTake: (what) => take(session, what),
          }}
          onFiles={(files) => void session.readFiles(files, decoder)}
          onDownload={() => download(session)}
        />
      </SessionContext>
    </StrictMode>,
  );
  return () => {};
}
