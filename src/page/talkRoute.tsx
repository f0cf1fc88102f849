// Talks as routes: the audience window, the speaker window, and the editor. Composes them and gives them access to the browser.

import { StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { FIRST_SCENARIO, indexedNames } from '../check/catalogue/scenarioUses.ts';
import type { TextCodec } from '../check/link/link.ts';
import { createChecker } from '../check/worker/checkerClient.ts';
import { spawnWorker } from '../check/worker/spawnWorker.ts';
import { neededTexts } from '../session/address/neededTexts.ts';
import { withFiles } from '../session/state/ownFile.ts';
import { fetchedLibrary } from '../session/state/library.ts';
import { loadPanels } from '../session/state/panels.ts';
import { openTalk, type OpenedTalk } from '../session/talk/openedTalk.ts';
import { speakerChannel, type SpeakerChannel } from '../session/talk/speakerChannel.ts';
import { claimsOf, talkCommand, type TalkCommand } from '../session/talk/talkKeys.ts';
import { SpeakerSession } from '../session/talk/speakerSession.ts';
import { TalkEditing, withWholeLinks } from '../session/talk/talkEditing.ts';
import { TalkSession } from '../session/talk/talkSession.ts';
import { readTalkText } from '../session/talk/talkText.ts';
import { parseTalk, type ParsedTalk } from '../talk/parseTalk.ts';
import { hashesOf } from '../talk/talk.ts';
import {
  formatTalkAddress,
  parseTalkAddress,
  type TalkAddress,
  talkKey,
  type TalkSource,
  type TalkView,
} from '../talk/talkAddress.ts';
import { SpeakerPage } from '../views/talk/SpeakerPage.tsx';
import { TalkEditor } from '../views/talk/TalkEditor.tsx';
import { TalkPage } from '../views/talk/TalkPage.tsx';
import { TalkContext } from '../views/talk/useTalk.ts';
import { bar, clock, darkSystem, save, showIdle, storage, wearTheme } from './browser.ts';
import { texts } from './texts.ts';

export interface OpenRoute {
  close(): void;
}

const library = withFiles(fetchedLibrary(texts, indexedNames, FIRST_SCENARIO), new Map());

/** Fetches the talk of the address and its scenarios, and shows it. Rejects if something cannot be fetched. */
export async function prepareTalk(): Promise<(root: Root) => OpenRoute> {
  followTheme();
  darkSystem.addEventListener('change', followTheme);
  const address = parseTalkAddress(bar.read());
  if (address === null) return showProblem('This address names no talk.');
  const read = await readTalkText(address.source, { library, storage, loadCodec });
  if (!read.ok) return showProblem(read.problem);
  const parsed = parseTalk(read.text);
  await fetchScenarios(parsed);
  const shown: ShownTalk = { address, parsed, opened: openTalk(parsed.talk, library) };
  if (address.view === 'edit-talk') return (root) => openEditor(root, shown, read.text);
  if (address.view === 'speaker') return (root) => openSpeakerWindow(root, shown);
  return (root) => openAudience(root, shown);
}

/** The theme that was chosen, or the system's. */
function followTheme(): void {
  wearTheme(loadPanels(storage).theme);
}

interface ShownTalk {
  readonly address: TalkAddress;
  readonly parsed: ParsedTalk;
  readonly opened: OpenedTalk;
}

function loadCodec(): Promise<TextCodec> {
  return import('../check/link/textLink.ts');
}

async function fetchScenarios({ talk }: ParsedTalk): Promise<void> {
  const needed = new Set(
    talk.beats.flatMap(({ scene }) => hashesOf(scene)).map((hash) => neededTexts(hash, library)),
  );
  await Promise.all([...needed].map((scenario) => library.fetch(scenario)));
}

function showProblem(problem: string): (root: Root) => OpenRoute {
  return (root) => {
    root.render(
      <main className="talk-missing">
        <h1>{problem}</h1>
        <a href="#/">To the start page</a>
      </main>,
    );
    showIdle(true);
    return { close: () => {} };
  };
}

function channelOf(source: TalkSource): SpeakerChannel {
  const channel = new BroadcastChannel(`pagerace ${talkKey(source)}`);
  return speakerChannel(channel);
}

const calmQuery = matchMedia('(prefers-reduced-motion: reduce)');

function openAudience(root: Root, { address, parsed, opened }: ShownTalk): OpenRoute {
  const { source } = address;
  const session = new TalkSession({
    opened,
    beat: address.beat,
    startedAt: keptStart(source),
    calm: calmQuery.matches,
    clock,
    checker: createChecker({ spawn: spawnWorker('checker'), clock }),
    channel: channelOf(source),
    now: dateNow,
    showBeat: (beat) => bar.replace(formatTalkAddress({ view: 'talk', source, beat })),
    keepStart: (startedAt) => sessionStorage.setItem(startKey(source), String(startedAt)),
  });
  const until = new AbortController();
  listenToKeys(session, source, until.signal);
  listenToAddress(session, source, until.signal);
  const calm = (): void => session.send({ type: 'calm', calm: calmQuery.matches });
  calmQuery.addEventListener('change', calm, until);
  reportIdle(session);
  root.render(
    <StrictMode>
      <TalkContext value={session}>
        <TalkPage
          title={parsed.talk.title}
          diagnostics={parsed.diagnostics}
          editorHref={hrefOf('edit-talk', source)}
          onSpeaker={() => openSpeaker(session, source)}
          onFullScreen={toggleFullScreen}
        />
      </TalkContext>
    </StrictMode>,
  );
  return {
    close: () => {
      until.abort();
      session.close();
    },
  };
}

function openEditor(root: Root, { address, opened }: ShownTalk, text: string): OpenRoute {
  const { source, beat } = address;
  const preview = new TalkSession({
    opened,
    beat,
    startedAt: null,
    calm: calmQuery.matches,
    clock,
    checker: createChecker({ spawn: spawnWorker('checker'), clock }),
    channel: channelOf({ kind: 'named', name: `preview of ${talkKey(source)}` }),
    now: dateNow,
    showBeat: () => {},
    keepStart: () => {},
  });
  const editing = new TalkEditing(text, { library, storage, preview, loadCodec });
  // What is typed is the draft of this browser from here on.
  const href = (): string => hrefOf('talk', isEdited(editing, text) ? { kind: 'draft' } : source);
  root.render(
    <StrictMode>
      <TalkContext value={preview}>
        <TalkEditor
          editing={editing}
          onPresent={() => {
            location.hash = href();
          }}
          onSave={() =>
            save('talk.md', withWholeLinks(editing.store.getState().text, pageAddress()))
          }
          onCopyLink={() => copyLink(editing)}
          onFile={(file) => void file.text().then(editing.type)}
        />
      </TalkContext>
    </StrictMode>,
  );
  reportIdle(preview);
  return { close: () => preview.close() };
}

function isEdited({ store }: TalkEditing, text: string): boolean {
  return store.getState().text !== text;
}

/** Without its hash. */
function pageAddress(): string {
  return location.href.replace(/#.*$/, '');
}

async function copyLink(editing: TalkEditing): Promise<string> {
  const hash = await editing.link();
  if (hash === null) return 'The talk is too long for a link: save it as a file.';
  try {
    await navigator.clipboard.writeText(`${pageAddress()}${hash}`);
    return 'Copied the link.';
  } catch {
    return 'The browser does not allow copying: save the talk as a file.';
  }
}

function openSpeakerWindow(root: Root, { address, parsed: { talk } }: ShownTalk): OpenRoute {
  const { source, beat } = address;
  const session = new SpeakerSession(channelOf(source));
  const until = new AbortController();
  const press = (event: KeyboardEvent): void => {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    const command = talkCommand(event, claimsOf(focused));
    if (command === null || typeof command.does === 'string' || command.does.type === 'panel')
      return;
    event.preventDefault();
    session.send(command.does);
  };
  addEventListener('keydown', press, { signal: until.signal });
  root.render(
    <StrictMode>
      <SpeakerPage
        talk={talk}
        session={session}
        firstBeat={beat}
        audienceHref={formatTalkAddress({ view: 'talk', source, beat })}
        now={dateNow}
      />
    </StrictMode>,
  );
  showIdle(true);
  return {
    close: () => {
      until.abort();
      session.close();
    },
  };
}

const dateNow = (): number => Date.now();

function hrefOf(view: TalkView, source: TalkSource): string {
  return formatTalkAddress({ view, source, beat: 0 });
}

function startKey(source: TalkSource): string {
  return `pagerace.start ${talkKey(source)}`;
}

/** When the talk in this window began; null: not yet. */
function keptStart(source: TalkSource): number | null {
  const kept = Number(sessionStorage.getItem(startKey(source)));
  return kept > 0 ? kept : null;
}

function listenToKeys(session: TalkSession, source: TalkSource, signal: AbortSignal): void {
  const press = (event: KeyboardEvent): void => {
    const { panel } = session.snapshot().context;
    if (event.key === 'Escape' && panel !== null) {
      session.send({ type: 'close' });
      event.preventDefault();
      return;
    }
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    const command = talkCommand(event, claimsIn(panel !== null, focused));
    if (event.defaultPrevented || command === null) return;
    event.preventDefault();
    obey(command, session, source);
  };
  addEventListener('keydown', press, { signal });
}

/** Outside a panel every key is the talk's, whatever was clicked last: a clicker knows of no focus. */
function claimsIn(panel: boolean, focused: HTMLElement | null): ReturnType<typeof claimsOf> {
  if (focused?.tagName === 'INPUT') return claimsOf(focused);
  return panel ? new Set(['presses']) : new Set();
}

function obey({ does }: TalkCommand, session: TalkSession, source: TalkSource): void {
  if (does === 'full-screen') toggleFullScreen();
  else if (does === 'speaker') openSpeaker(session, source);
  else session.send(does);
}

/** A browser that refuses shows the talk in its window. */
function toggleFullScreen(): void {
  const done =
    document.fullscreenElement === null
      ? document.documentElement.requestFullscreen()
      : document.exitFullscreen();
  done.catch(() => {});
}

function openSpeaker(session: TalkSession, source: TalkSource): void {
  const { beat } = session.snapshot().context;
  const url = new URL(location.href);
  url.hash = formatTalkAddress({ view: 'speaker', source, beat });
  open(url, `speaker ${talkKey(source)}`, 'popup,width=1100,height=760');
}

/** Another beat of the same talk in the address bar. */
function listenToAddress(session: TalkSession, source: TalkSource, signal: AbortSignal): void {
  const move = (): void => {
    const address = parseTalkAddress(bar.read());
    if (address?.view === 'talk' && talkKey(address.source) === talkKey(source))
      session.send({ type: 'go-to', beat: address.beat });
  };
  addEventListener('popstate', move, { signal });
}

function reportIdle(session: TalkSession): void {
  const notify = (): void => showIdle(!session.snapshot().moving && !session.isSearching());
  session.subscribe(notify);
  notify();
}
