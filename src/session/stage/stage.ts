// What is on the stage: a text, its program in one configuration, and a run of it. The player owns the run and the
// position. The store's `playback` and `playing` are a copy of the player's last snapshot. Only the stage writes
// them, together with the documents of the run.

import type { ActorRefFrom } from 'xstate';
import { assert } from '../../base/assert.ts';
import {
  brokenRequire,
  configurationOf,
  fittedConfiguration,
  withKernel,
} from '../../check/link/namedConfiguration.ts';
import type { Configuration } from '../../lang/program/configurations.ts';
import type { Opening, Staged } from '../address/opening.ts';
import { sameMoves } from '../player/playback.ts';
import type { PlayerEvent, playerMachine } from '../player/player.ts';
import type { Notice } from '../state/notice.ts';
import { addNotice, dropNotice } from '../state/notices.ts';
import { configKey, replayerOf } from '../state/replayers.ts';
import { movesOf, selectOffer, selectReport, type WitnessKind } from '../state/select.ts';
import type { SessionState, SessionStore } from '../state/store.ts';
import { isSaferHere, selectBeside } from './beside.ts';
import { carryRun, type CarryTo, replayerIn } from './carriedRun.ts';
import { documentsOf } from './documents.ts';

export interface StagePorts {
  /** Another step or another run, of the same documents. */
  stepped(): void;
  /** A person chose another configuration. */
  configured(): void;
  /** Other documents: something else may have to be searched. */
  changed(): void;
}

export class Stage {
  readonly #store: SessionStore;
  readonly #player: ActorRefFrom<typeof playerMachine>;
  readonly #ports: StagePorts;
  /** What the store takes over together with the player's next snapshot. */
  #documents: Partial<SessionState> = {};

  constructor(store: SessionStore, player: ActorRefFrom<typeof playerMachine>, ports: StagePorts) {
    this.#store = store;
    this.#player = player;
    this.#ports = ports;
    player.subscribe(() => this.#publish());
    store.subscribe((state) => this.#offer(state));
  }

  send(event: PlayerEvent): void {
    this.#player.send(event);
  }

  /** Replaces the text or configuration; reports on the same program stay. */
  show(opening: Opening, notice: Notice | null): void {
    const before = this.#store.getState();
    const documents = documentsOf(opening);
    const same = before.scenario === documents.scenario;
    const kept = before.program === documents.program ? { checks: before.checks } : {};
    const notices = notice === null ? [] : [notice];
    const { replayer: stepper, run, cursor } = opening;
    this.#put(
      { ...documents, ...kept, rejected: null, ...(same ? {} : anotherScenario), notices },
      { type: same ? 'remap' : 'load', stepper, run, cursor },
    );
    this.#ports.changed();
  }

  /** Carries the run over to that kernel, with the options on the stage if they are valid there. */
  chooseKernel(name: string): void {
    const { program, configuration } = this.#store.getState();
    const chosen = withKernel(program, configuration.config, name);
    assert(chosen !== null, `the scenario has a kernel ${name}`);
    this.configure(chosen);
  }

  /**
   * Shows that kernel beside the one on the stage, on the same schedule. Where the chosen property is violated only
   * there, that one goes to the left. A stage without a run gets a witness, at the first difference.
   */
  compare(name: string): void {
    const { program, configuration } = this.#store.getState();
    const other = withKernel(program, configuration.config, name);
    assert(other !== null, `the scenario has a kernel ${name}`);
    const swap = isSaferHere(this.#store.getState(), other);
    if (swap) this.configure(other);
    this.#store.setState({ beside: swap ? configuration : other });
    dropNotice(this.#store, 'kernel');
    this.#adoptWitness();
    this.#ports.configured();
  }

  /** Shows that kernel beside the one on the stage, whatever the verdicts are. */
  setBeside(name: string): void {
    const { program, configuration } = this.#store.getState();
    this.#store.setState({ beside: withKernel(program, configuration.config, name) });
    this.#ports.configured();
  }

  stopComparing(): void {
    this.#store.setState({ beside: null });
    this.#ports.configured();
  }

  /** The kernel beside goes to the stage, and that of the stage beside it. */
  swap(): void {
    const { beside, configuration } = this.#store.getState();
    if (beside === null) return;
    this.configure(beside);
    this.#store.setState({ beside: configuration });
    dropNotice(this.#store, 'kernel');
    this.#ports.configured();
  }

  #adoptWitness(): void {
    const { playback } = this.#store.getState();
    const { offer } = playback;
    if (playback.run.moves.length > 0 || offer.kind !== 'witness') return;
    const run = replayerIn(this.#store.getState()).replay(offer.moves);
    this.send({ type: 'replace', run, cursor: 0 });
    const to = selectBeside(this.#store.getState())?.difference?.at;
    this.send({ type: 'seek', to: to ?? offer.moves.length });
  }

  setOption(name: string, value: boolean | string): void {
    const { program, configuration } = this.#store.getState();
    const config = { ...configuration.config, [name]: value };
    const broken = brokenRequire(program, config);
    if (broken === null) this.configure(configurationOf(program, config));
    else addNotice(this.#store, togetherNotice(broken));
  }

  configure(configuration: Configuration): void {
    const { program, configuration: before } = this.#store.getState();
    if (configKey(configuration.config) === configKey(before.config)) return;
    const name = configuration.kernel ?? 'this set of options';
    const replayer = replayerOf(program, configuration.config);
    this.#carry({ configuration }, { replayer, name, quiet: false });
    this.#ports.configured();
  }

  /** Another text of the scenario. While a person types (`quiet`), only a lost run is reported. */
  retext(staged: Staged, quiet: boolean): void {
    const { program } = staged;
    const before = this.#store.getState();
    const configuration = fittedConfiguration(program, before.configuration);
    const replayer = replayerOf(program, configuration.config);
    const matrix = { asked: false, open: before.matrix.open };
    const beside = before.beside && fittedConfiguration(program, before.beside);
    const documents = { ...staged, configuration, beside, checks: new Map(), matrix };
    this.#carry(documents, { replayer, name: 'the new text', quiet });
  }

  playWitness(property: string, kind: WitnessKind): void {
    this.#store.setState({ chosenProperty: property });
    const report = selectReport(this.#store.getState());
    const finding = report?.findings.find((one) => one.property === property);
    const schedule = kind === 'shortest' ? finding?.witness : finding?.fewestSwitches;
    this.playSchedule(schedule ?? '');
  }

  playSchedule(schedule: string): void {
    this.showStep(schedule, 0);
    this.send({ type: 'play' });
  }

  showStep(schedule: string, step: number): void {
    const state = this.#store.getState();
    const moves = movesOf(state, schedule);
    if (!sameMoves(moves, state.playback.run.moves))
      this.send({ type: 'replace', run: replayerIn(state).replay(moves), cursor: 0 });
    this.send({ type: 'seek', to: step });
  }

  /** After opening: searches the configuration, and offers its runs. */
  settle(): void {
    this.#ports.changed();
    this.#offer(this.#store.getState());
  }

  close(): void {
    this.#player.stop();
  }

  #carry(documents: Partial<SessionState>, to: CarryTo): void {
    const carried = carryRun(this.#store.getState(), to);
    this.#put({ ...documents, ...carried.documents }, carried.event);
    this.#ports.changed();
  }

  /** Readers see documents and player change together. */
  #put(documents: Partial<SessionState>, event: PlayerEvent): void {
    this.#documents = documents;
    this.#player.send(event);
  }

  #publish(): void {
    const { context: playback, value } = this.#player.getSnapshot();
    const { playback: before, followed: carried } = this.#store.getState();
    const documents = this.#documents;
    this.#documents = {};
    const followed = documents.followed === undefined ? carried : documents.followed;
    this.#store.setState({
      ...documents,
      playback,
      playing: value === 'playing',
      followed: followed?.run === playback.run ? followed : null,
    });
    const stepped = playback.run !== before.run || playback.cursor !== before.cursor;
    const placed = Object.keys(documents).length > 0;
    if (!stepped || placed) return;
    this.#dropInfo();
    this.#ports.stepped();
  }

  /** What was said about the run before the step; a warning stays until it is dismissed. */
  #dropInfo(): void {
    const { notices } = this.#store.getState();
    const kept = notices.filter(({ tone, action }) => tone !== 'info' || action !== undefined);
    if (kept.length < notices.length) this.#store.setState({ notices: kept });
  }

  #offer(state: SessionState): void {
    const offer = selectOffer(state);
    if (offer !== state.playback.offer) this.#player.send({ type: 'offer', offer });
  }
}

/** What is reset when another scenario is opened. */
const anotherScenario = {
  chosenProperty: null,
  lastReport: null,
  matrix: { asked: false, open: false },
} as const;

function togetherNotice(broken: string): Notice {
  const text = `These options cannot be combined: ${broken}`;
  return { topic: 'kernel', tone: 'warning', text };
}
