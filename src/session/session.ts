// The session: composes the player, the store, the address bar and the checker. It is the one
// writer of the store and the one that tells the player of documents; views read and command.

import { type ActorRefFrom, createActor } from 'xstate';
import { assert } from '../base/assert.ts';
import {
  brokenRequire,
  configurationOf,
  fittedConfiguration,
  withKernel,
} from '../check/namedConfiguration.ts';
import { locateDiagnostics } from '../check/locatedDiagnostic.ts';
import type { Configuration } from '../lang/configurations.ts';
import { Replayer } from '../model/replay.ts';
import { type Address, type AddressBar, type Clock, createAddress } from './address.ts';
import { CheckPlan, type CheckPorts } from './checkPlan.ts';
import { type Followed, follow, followedCursor, originCursor } from './followed.ts';
import type { Library } from './library.ts';
import { type Notice, type Topic, withNotice, withoutTopic } from './notice.ts';
import { openHash, type Opening, openStaged, type Staged, stageScenario } from './opening.ts';
import { asksFor, isOwnFile, isTextOf, type OwnFile, withFiles } from './ownFile.ts';
import { loadPanels, type Panels, savePanels, type Storage, type Theme } from './panels.ts';
import { type Follow, sameMoves } from './playback.ts';
import { type PersonEvent, type PlayerEvent, playerMachine } from './player.ts';
import { configKey, replayerOf } from './replayers.ts';
import { movesOf, selectHash, selectOffer, selectReport, type WitnessSort } from './select.ts';
import { createSessionStore, type SessionState, type SessionStore } from './store.ts';
import { plain, tellFollowed } from './telling.ts';

export interface SessionPorts extends CheckPorts {
  readonly library: Library;
  readonly bar: AddressBar;
  /** One clock for the player and the address bar; a simulated one in tests. */
  readonly clock: Clock;
  /** Null where the browser keeps nothing. */
  readonly storage: Storage | null;
  /** Whether the system asks for dark pages. */
  prefersDark(): boolean;
}

/** Its functions may be taken from it one by one. */
export interface Session {
  readonly store: SessionStore;
  /** Time: steps, play, undo. */
  send(event: PersonEvent): void;
  /** One of the catalogue, or a file that was opened before. */
  openScenario(name: string): void;
  /**
   * A file of the visitor's own becomes the scenario on the stage; one that cannot be read or has
   * errors says so, and the stage stays. Another version of what is on the stage takes its run over.
   */
  openFile(file: OwnFile): void;
  /** Carries the run over to that kernel, in the world on the stage where they go together. */
  chooseKernel(name: string): void;
  setOption(name: string, value: boolean | string): void;
  /** Another text of the scenario; while it has errors, the last good one stays on the stage. */
  editSource(text: string): void;
  /** Null: the one that the scenario is about. */
  chooseProperty(property: string | null): void;
  /** Puts a witness of the property on the stage, and plays it. */
  playWitness(property: string, sort: WitnessSort): void;
  /** Puts a run that a check has found on the stage, and plays it. */
  playSchedule(schedule: string): void;
  setPanels(change: Partial<Panels>): void;
  toggleTheme(): void;
  toggleHelp(): void;
  dismiss(topic: Topic): void;
  dismissRejected(): void;
  /** The address of this step was handed on: says what it does not carry. */
  tellShared(): void;
  stopChecking(): void;
  checkAgain(): void;
  /** Whether something on the page is still gliding. */
  setMotion(moving: boolean): void;
  close(): void;
}

export function createSession(ports: SessionPorts): Session {
  return new LiveSession(ports);
}

class LiveSession implements Session {
  readonly store: SessionStore;
  readonly #ports: SessionPorts;
  readonly #player: ActorRefFrom<typeof playerMachine>;
  readonly #address: Address;
  readonly #checks: CheckPlan;
  /** What the store takes over together with the player's next word. */
  #staged: Partial<SessionState> = {};

  constructor(ports: SessionPorts) {
    const { bar, clock, library, storage } = ports;
    const panels = loadPanels(storage);
    const { opening, notice } = openHash(bar.read(), library, null);
    const first = opening ?? openFirst(library);
    this.#ports = ports;
    this.#player = startPlayer(first, panels, clock);
    this.store = createSessionStore({
      ...documentsOf(first),
      files: new Map(),
      playback: this.#player.getSnapshot().context,
      playing: false,
      chosenProperty: null,
      panels,
      help: false,
      notices: notice === null ? [] : [notice],
      pending: { address: false, motion: false },
    });
    this.#player.subscribe(() => this.#mirror());
    this.store.subscribe((state) => this.#offer(state));
    this.#checks = new CheckPlan(this.store, ports);
    this.#address = createAddress({
      bar,
      clock,
      move: (hash) => this.#open(hash),
      pending: (address) => this.#setPending({ address }),
    });
    this.#settle(opening !== null && notice === null);
  }

  readonly send = (event: PersonEvent): void => {
    this.#player.send(event);
  };

  readonly openScenario = (name: string): void => {
    this.#show(openStaged(this.#stageOf(name)), null);
    this.#address.place(selectHash(this.store.getState()));
  };

  readonly openFile = (file: OwnFile): void => {
    const { name } = file;
    if ('refused' in file) {
      this.#say({ topic: 'text', tone: 'error', text: `${name}: ${file.refused}` });
      return;
    }
    const loaded = this.#ports.library.loadText(name, file.text);
    if (loaded.program === null) {
      const rejected = { file: name, diagnostics: locateDiagnostics(loaded) };
      this.store.setState({ rejected });
      return;
    }
    this.store.setState(({ files, notices }) => ({
      files: new Map(files).set(name, file.text),
      rejected: null,
      notices: withoutTopic(notices, 'text'),
    }));
    this.#openAgain(name);
  };

  readonly chooseKernel = (name: string): void => {
    const { program, configuration } = this.store.getState();
    const chosen = withKernel(program, configuration.config, name);
    assert(chosen !== null, `the scenario has a kernel ${name}`);
    this.#configure(chosen);
  };

  readonly setOption = (name: string, value: boolean | string): void => {
    const { program, configuration } = this.store.getState();
    const config = { ...configuration.config, [name]: value };
    const broken = brokenRequire(program, config);
    if (broken === null) this.#configure(configurationOf(program, config));
    else
      this.#say({
        topic: 'kernel',
        tone: 'warning',
        text: `These options do not go together: ${broken}`,
      });
  };

  readonly editSource = (text: string): void => {
    const { library } = this.#ports;
    const { scenario, source } = this.store.getState();
    const loaded = library.loadText(scenario, text);
    const { program } = loaded;
    const diagnostics = locateDiagnostics(loaded);
    if (program === null) {
      this.store.setState({ source: { ...source, text, diagnostics } });
      return;
    }
    const original = text === stageScenario(library, scenario)?.source.text;
    this.#retext({ scenario, source: { text, staged: text, original, diagnostics }, program });
    this.#address.step(selectHash(this.store.getState()));
  };

  readonly chooseProperty = (property: string | null): void => {
    this.store.setState({ chosenProperty: property });
  };

  readonly playWitness = (property: string, sort: WitnessSort): void => {
    this.store.setState({ chosenProperty: property });
    const state = this.store.getState();
    const finding = selectReport(state)?.findings.find((one) => one.property === property);
    const schedule = sort === 'shortest' ? finding?.witness : finding?.fewestSwitches;
    this.playSchedule(schedule ?? '');
  };

  readonly playSchedule = (schedule: string): void => {
    const state = this.store.getState();
    const moves = movesOf(state, schedule);
    const { run } = state.playback;
    if (sameMoves(moves, run.moves)) this.send({ type: 'seek', to: 0 });
    else this.#player.send({ type: 'replace', run: this.#replayer().replay(moves), cursor: 0 });
    this.send({ type: 'play' });
  };

  readonly setPanels = (change: Partial<Panels>): void => {
    const panels = { ...this.store.getState().panels, ...change };
    this.store.setState({ panels });
    savePanels(this.#ports.storage, panels);
    this.#player.send({ type: 'policy', policy: panels.policy });
    this.#player.send({ type: 'pace', stepMs: panels.stepMs });
  };

  readonly toggleTheme = (): void => {
    const { theme } = this.store.getState().panels;
    const dark = theme === 'auto' ? this.#ports.prefersDark() : theme === 'dark';
    const other: Theme = dark ? 'light' : 'dark';
    this.setPanels({ theme: other });
  };

  readonly toggleHelp = (): void => {
    this.store.setState(({ help }) => ({ help: !help }));
  };

  readonly dismiss = (topic: Topic): void => {
    this.store.setState(({ notices }) => ({ notices: withoutTopic(notices, topic) }));
  };

  readonly dismissRejected = (): void => {
    this.store.setState({ rejected: null });
  };

  readonly tellShared = (): void => {
    const { scenario } = this.store.getState();
    const text = `The link names the file ${scenario} and does not carry its text: whoever follows it opens the file first`;
    if (isOwnFile(scenario)) this.#say({ topic: 'link', tone: 'info', text });
  };

  readonly stopChecking = (): void => {
    this.#checks.stop();
  };

  readonly checkAgain = (): void => {
    this.#checks.again();
  };

  readonly setMotion = (motion: boolean): void => {
    this.#setPending({ motion });
  };

  readonly close = (): void => {
    this.#address.close();
    this.#checks.close();
    this.#player.stop();
  };

  /** The person went to another address: back, forward, or typed. */
  #open(hash: string): void {
    const state = this.store.getState();
    const { opening, notice } = openHash(hash, this.#library(), state);
    if (opening !== null) this.#show(opening, notice);
    else if (notice !== null) this.#say(notice);
    this.#settle(opening !== null && notice === null);
  }

  /** An address that was kept whole is rewritten in its shortest form; one that was not stays to be read. */
  #settle(whole: boolean): void {
    if (whole) this.#address.settle(selectHash(this.store.getState()));
    this.#checks.refresh();
    this.#offer(this.store.getState());
  }

  /** A file whose good text was just put away; an address may have waited for it. */
  #openAgain(name: string): void {
    const { scenario } = this.store.getState();
    const hash = this.#ports.bar.read();
    if (scenario !== name && asksFor(hash, name)) this.#open(hash);
    else if (isTextOf(name, scenario)) {
      this.#retext(this.#stageOf(name));
      const now = selectHash(this.store.getState());
      if (scenario === name) this.#address.step(now);
      else this.#address.place(now);
    } else this.openScenario(name);
  }

  #show(opening: Opening, notice: Notice | null): void {
    const { scenario, program } = this.store.getState();
    const documents = documentsOf(opening);
    const same = scenario === documents.scenario;
    const kept = program === documents.program ? { checks: this.store.getState().checks } : {};
    const { replayer: stepper, run, cursor } = opening;
    this.#stage(
      {
        ...documents,
        ...kept,
        ...(same ? {} : { chosenProperty: null }),
        notices: notice === null ? [] : [notice],
      },
      { type: same ? 'remap' : 'load', stepper, run, cursor },
    );
    this.#checks.refresh();
  }

  #configure(configuration: Configuration): void {
    const { program, configuration: before } = this.store.getState();
    if (configKey(configuration.config) === configKey(before.config)) return;
    const here = configuration.kernel ?? 'this set of options';
    this.#carry({ configuration }, replayerOf(program, configuration.config), here);
    this.#address.place(selectHash(this.store.getState()));
  }

  #retext(staged: Staged): void {
    const { program } = staged;
    const configuration = fittedConfiguration(program, this.store.getState().configuration);
    const replayer = replayerOf(program, configuration.config);
    this.#carry({ ...staged, configuration, checks: new Map() }, replayer, 'the new text');
  }

  /** Another kernel or text takes the run over, statement by statement. */
  #carry(documents: Partial<SessionState>, replayer: Replayer, here: string): void {
    const state = this.store.getState();
    const followed = followHere(state, replayer);
    const telling = tellFollowed(followed, here, replayer.model);
    const notices = withoutTopic(state.notices, 'kernel');
    const notice: Notice | null = telling && {
      topic: 'kernel',
      tone: 'info',
      text: plain(telling),
    };
    const { run } = followed;
    this.#stage(
      {
        ...documents,
        model: replayer.model,
        followed,
        notices: notice === null ? notices : withNotice(notices, notice),
      },
      { type: 'remap', stepper: replayer, run, cursor: followedCursor(followed) },
    );
    this.#checks.refresh();
  }

  /** Documents and player change in one piece for whoever reads the store. */
  #stage(documents: Partial<SessionState>, event: PlayerEvent): void {
    this.#staged = documents;
    this.#player.send(event);
  }

  /** The player has spoken. */
  #mirror(): void {
    const { context: playback, value } = this.#player.getSnapshot();
    const { playback: before } = this.store.getState();
    const documents = this.#staged;
    this.#staged = {};
    this.store.setState((state) => {
      const followed = documents.followed === undefined ? state.followed : documents.followed;
      return {
        ...documents,
        playback,
        playing: value === 'playing',
        followed: followed?.run === playback.run ? followed : null,
      };
    });
    const stepped = playback.run !== before.run || playback.cursor !== before.cursor;
    const placed = Object.keys(documents).length > 0;
    if (stepped && !placed) this.#address.step(selectHash(this.store.getState()));
  }

  #offer(state: SessionState): void {
    const offer = selectOffer(state);
    if (offer !== state.playback.offer) this.#player.send({ type: 'offer', offer });
  }

  #say(notice: Notice): void {
    this.store.setState(({ notices }) => ({ notices: withNotice(notices, notice) }));
  }

  #setPending(change: Partial<SessionState['pending']>): void {
    this.store.setState(({ pending }) => ({ pending: { ...pending, ...change } }));
  }

  #library(): Library {
    return withFiles(this.#ports.library, this.store.getState().files);
  }

  #stageOf(scenario: string): Staged {
    const staged = stageScenario(this.#library(), scenario);
    assert(staged !== null, `there is a scenario ${scenario}`);
    return staged;
  }

  #replayer(): Replayer {
    return replayerIn(this.store.getState());
  }
}

/** What an opening puts into the store; nothing was checked of it yet. */
function documentsOf({ staged, configuration, replayer }: Opening) {
  const { scenario, source, program } = staged;
  const checks: SessionState['checks'] = new Map();
  return {
    scenario,
    source,
    program,
    configuration,
    model: replayer.model,
    followed: null,
    rejected: null,
    checks,
  };
}

function openFirst(library: Library): Opening {
  const staged = stageScenario(library, library.first);
  assert(staged !== null, `the catalogue has its first scenario ${library.first}`);
  return openStaged(staged);
}

function startPlayer({ replayer, run, cursor }: Opening, { policy, stepMs }: Panels, clock: Clock) {
  const input = { stepper: replayer, follow: followPlace, policy, stepMs };
  const player = createActor(playerMachine, { input, clock }).start();
  player.send({ type: 'load', stepper: replayer, run, cursor });
  return player;
}

/** For undo: a run that was left in another kernel or text is followed here. */
const followPlace: Follow = (place, to) => {
  assert(place.stepper instanceof Replayer && to instanceof Replayer, 'the session replays models');
  const run = place.stepper.replay(place.moves);
  const followed = follow({ run, cursor: place.cursor, replayer: place.stepper, kernel: null }, to);
  return { run: followed.run, cursor: followedCursor(followed) };
};

/**
 * A run that was carried here and not left since is carried on from its origin, so that trying
 * one kernel after another wears nothing off it.
 */
function followHere(state: SessionState, to: Replayer): Followed {
  const { playback, followed, configuration } = state;
  const here = {
    run: playback.run,
    cursor: playback.cursor,
    replayer: replayerIn(state),
    kernel: configuration.kernel,
  };
  if (followed === null) return follow(here, to);
  return follow({ ...followed.origin, cursor: originCursor(followed, playback.cursor) }, to);
}

function replayerIn({ playback }: SessionState): Replayer {
  assert(playback.stepper instanceof Replayer, 'the session replays models');
  return playback.stepper;
}
