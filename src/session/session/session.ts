// The session: the page without its views. It composes the stage, the address bar, editing and the
// searches, and names the commands that views may give. Views read the store and never write to it.

import type { Fix } from '../../check/fix/fixReport.ts';
import type { TextCodec } from '../../check/link/link.ts';
import { configurationOf } from '../../check/link/namedConfiguration.ts';
import type { StrictDecoder } from '../../check/source/readSourceFile.ts';
import type { Reduction } from '../../check/verdict/reductions.ts';
import type { Detail } from '../../explore/graph/mergedGraph.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { AddressBar, Clock } from '../address/address.ts';
import { FileReading } from '../address/fileReading.ts';
import { OwnTexts } from '../address/ownTexts.ts';
import { TextFetch } from '../address/textFetch.ts';
import { wayToNode } from '../plans/graphPlan.ts';
import { Searches, type SearchPorts } from '../plans/searches.ts';
import type { PersonEvent } from '../player/player.ts';
import { startPlayer } from '../stage/documents.ts';
import { selectBesideChoice } from '../stage/beside.ts';
import { Stage } from '../stage/stage.ts';
import type { Library } from '../state/library.ts';
import type { Topic } from '../state/notice.ts';
import { dropNotice } from '../state/notices.ts';
import type { ChosenFile, OwnFile } from '../state/ownFile.ts';
import type { Panels, Storage } from '../state/panels.ts';
import { setPending } from '../state/pending.ts';
import type { WitnessKind } from '../state/select.ts';
import { createSessionStore, type Editing, type SessionStore } from '../state/store.ts';
import { firstState } from './firstState.ts';
import { Navigation } from './navigation.ts';
import { Settings } from './settings.ts';
import { TextEditing } from './textEditing.ts';

export interface SessionPorts extends SearchPorts {
  readonly library: Library;
  readonly bar: AddressBar;
  /** One clock for the player and the address bar; a simulated one in tests. */
  readonly clock: Clock;
  /** The code that packs texts into links; null: it is loaded when it is needed. */
  readonly codec: TextCodec | null;
  loadCodec(): Promise<TextCodec>;
  /** Null where the browser stores nothing. */
  readonly storage: Storage | null;
  /** Whether the system asks for dark pages. */
  prefersDark(): boolean;
}

/** Its functions may be used detached from it. */
export interface Session {
  readonly store: SessionStore;
  /** Time: steps, play, undo. */
  send(event: PersonEvent): void;
  /** A scenario of the catalogue, or a file that was opened before. */
  openScenario(name: string): void;
  /**
   * Opens a file of the visitor's own. If it cannot be read or has errors, this is reported and the stage stays.
   * A new version of the scenario on the stage takes over its run.
   */
  openFile(file: OwnFile): void;
  /** Reads files and opens one after the other; the last one stays on the stage. */
  readFiles(files: readonly ChosenFile[], decoder: StrictDecoder): Promise<void>;
  /** Carries the run over to that kernel, with the options on the stage if they are valid there. */
  chooseKernel(name: string): void;
  setOption(name: string, value: boolean | string): void;
  /**
   * Shows that kernel and the one on the stage side by side, on one schedule: to the left the one that breaks the chosen
   * property.
   */
  compare(kernel: string): void;
  /** Replaces the kernel to the right of a comparison. */
  setBeside(kernel: string): void;
  /** Opens the comparison with the kernel that says most about this one, or closes it. */
  toggleComparison(): void;
  /** Changes the sides of a comparison. */
  swapSides(): void;
  /**
   * Sets another text of the scenario, with the library files that it changes (a bundle). While it has errors,
   * the last valid text stays on the stage. A changed scenario of the catalogue becomes a copy, and is the
   * catalogue's again when its text is.
   */
  editSource(text: string): void;
  /**
   * A person typed in one file of it (null: the scenario itself). The text is read after a pause.
   */
  typeText(file: string | null, text: string): void;
  /** Reads typed text now. */
  readTyped(): void;
  /** Changes the text on the stage and opens the editor at the change, or goes to the kernel that has it; and plays the run. */
  tryFix(fix: Fix): void;
  /** Whether closing the page now loses a text of the visitor's own. */
  losesText(): boolean;
  /** Restores the library's or the catalogue's text of a file. */
  revertFile(file: string | null): void;
  /** Deletes a visitor's copy, and opens its original. */
  discardCopy(): void;
  /** Null closes the editor. */
  edit(editing: Editing | null): void;
  toggleEditor(): void;
  /** Null: the property that the scenario is about. */
  chooseProperty(property: string | null): void;
  /** Puts a witness of the property on the stage, and plays it. */
  playWitness(property: string, kind: WitnessKind): void;
  /** Puts a run that a check has found on the stage, and plays it. */
  playSchedule(schedule: string): void;
  /** Goes to a step of a run that a check has found, after putting it on the stage if needed. */
  showStep(schedule: string, step: number): void;
  /**
   * Searches all combinations of fixes for the minimal ones, if that does not happen in the background.
   */
  findFixes(): void;
  /** Opens or closes the table of all combinations. */
  toggleMatrix(): void;
  /** Opens a configuration with that property chosen, and plays the run if there is one. */
  showCell(config: Config, property: string, witness: string | null): void;
  /** Asks why the witness of the property broke it. */
  askWhy(property: string, witness: string): void;
  stopAsking(): void;
  /** Opens or closes the state graph, and explores it if needed. */
  toggleGraph(): void;
  /** Draws it in that detail. */
  askGraph(detail: Detail | null): void;
  /**
   * Goes to a state of that node: along the run on the stage, from the current state, or from the start.
   */
  goToNode(node: number): void;
  /** Opens or closes the state space part, and counts what each reduction saves. */
  showSpace(open: boolean): void;
  stopCounting(): void;
  /** Continues a stopped count. */
  countAgain(): void;
  /** Switches a reduction, or all of them, on or off for all searches. */
  switchReduction(one: Reduction, on: boolean): void;
  switchReductions(on: boolean): void;
  setPanels(change: Partial<Panels>): void;
  toggleTheme(): void;
  toggleHelp(): void;
  dismiss(topic: Topic): void;
  dismissRejected(): void;
  /** Resolves when the address is complete. */
  packed(): Promise<void>;
  /** The address was shared: reports what it does not carry. */
  reportShared(): void;
  stopChecking(): void;
  checkAgain(): void;
  /** A part of the page is being loaded, until the answer is called. */
  awaitPart(): () => void;
  /** Whether something on the page is still gliding. */
  setMotion(moving: boolean): void;
  close(): void;
}

export function createSession(ports: SessionPorts): Session {
  return new LiveSession(ports);
}

class LiveSession implements Session {
  readonly store: SessionStore;
  readonly #stage: Stage;
  readonly #searches: Searches;
  readonly #navigation: Navigation;
  readonly #editing: TextEditing;
  readonly #settings: Settings;
  readonly #files: FileReading;
  readonly #texts: OwnTexts;

  constructor(ports: SessionPorts) {
    const { bar, clock, library, storage } = ports;
    const { opening, whole, state } = firstState(ports);
    const player = startPlayer(opening, state.panels, clock);
    const store = createSessionStore({ ...state, playback: player.getSnapshot().context });
    const texts = new OwnTexts(store, library, storage);
    const fetch = new TextFetch(store, library);
    const stage = new Stage(store, player, {
      stepped: () => this.#navigation.step(),
      configured: () => this.#navigation.place(),
      changed: () => this.#searches.checks.refresh(),
    });
    this.store = store;
    this.#texts = texts;
    this.#stage = stage;
    this.#searches = new Searches(store, ports);
    this.#navigation = new Navigation({
      store,
      stage,
      texts,
      fetch,
      bar,
      clock,
      loadCodec: () => ports.loadCodec(),
      readTyped: () => this.#editing.readTyped(),
    });
    const navigation = this.#navigation;
    this.#editing = new TextEditing({ store, stage, texts, fetch, navigation, clock });
    this.#settings = new Settings(store, {
      storage,
      prefersDark: () => ports.prefersDark(),
      changed: (panels, before) => this.#arrange(panels, before),
    });
    this.#files = new FileReading(store, this.openFile);
    navigation.begin(whole);
  }

  readonly send = (event: PersonEvent): void => this.#stage.send(event);
  readonly openScenario = (name: string): void => this.#navigation.openScenario(name);
  readonly openFile = (file: OwnFile): void => this.#navigation.openFile(file);
  readonly readFiles = (files: readonly ChosenFile[], decoder: StrictDecoder): Promise<void> =>
    this.#files.read(files, decoder);
  readonly chooseKernel = (name: string): void => this.#stage.chooseKernel(name);
  readonly setOption = (name: string, value: boolean | string): void =>
    this.#stage.setOption(name, value);
  readonly compare = (kernel: string): void => this.#stage.compare(kernel);
  readonly setBeside = (kernel: string): void => this.#stage.setBeside(kernel);
  readonly toggleComparison = (): void => {
    const state = this.store.getState();
    const other = selectBesideChoice(state);
    if (state.beside !== null) this.#stage.stopComparing();
    else if (other !== null) this.#stage.compare(other);
  };
  readonly swapSides = (): void => this.#stage.swap();

  readonly editSource = (text: string): void => this.#editing.editSource(text);
  readonly typeText = (file: string | null, text: string): void =>
    this.#editing.typeText(file, text);
  readonly readTyped = (): void => this.#editing.readTyped();
  readonly tryFix = (fix: Fix): void => {
    if (fix.kind === 'history')
      this.#stage.configure(configurationOf(this.store.getState().program, fix.config));
    else this.#editing.tryEdit(fix.edit);
    this.send({ type: 'seek', to: 0 });
    this.send({ type: 'play' });
  };
  readonly losesText = (): boolean => {
    this.readTyped();
    return this.#texts.isLossy;
  };
  readonly revertFile = (file: string | null): void => this.#editing.revertFile(file);
  readonly discardCopy = (): void => this.#editing.discardCopy();
  readonly edit = (editing: Editing | null): void => this.#editing.edit(editing);
  readonly toggleEditor = (): void => this.#editing.toggleEditor();

  readonly chooseProperty = (chosenProperty: string | null): void =>
    this.store.setState({ chosenProperty });
  readonly playWitness = (property: string, kind: WitnessKind): void =>
    this.#stage.playWitness(property, kind);
  readonly playSchedule = (schedule: string): void => this.#stage.playSchedule(schedule);
  readonly showStep = (schedule: string, step: number): void =>
    this.#stage.showStep(schedule, step);

  readonly findFixes = (): void => this.#searches.findFixes();
  readonly toggleMatrix = (): void => this.#searches.toggleMatrix();
  readonly showCell = (config: Config, property: string, witness: string | null): void => {
    const { program } = this.store.getState();
    this.store.setState(({ matrix }) => ({ matrix: { ...matrix, open: false } }));
    this.#stage.configure(configurationOf(program, config));
    this.chooseProperty(property);
    if (witness !== null) this.playSchedule(witness);
  };
  readonly askWhy = (property: string, witness: string): void =>
    this.#searches.why.ask(property, witness);
  readonly stopAsking = (): void => this.#searches.why.stop();
  readonly toggleGraph = (): void => this.#searches.toggleGraph();
  readonly askGraph = (detail: Detail | null): void => this.#searches.askGraph(detail);
  readonly goToNode = (node: number): void => {
    this.store.setState({ graphOpen: false });
    const way = wayToNode(this.store.getState(), node);
    if (way !== null) this.showStep(way.schedule, way.step);
  };
  readonly showSpace = (open: boolean): void => this.#searches.showSpace(open);
  readonly stopCounting = (): void => this.#searches.space.stop();
  readonly countAgain = (): void => this.#searches.space.ask();
  readonly switchReduction = (one: Reduction, on: boolean): void =>
    this.#searches.switchReduction(one, on);
  readonly switchReductions = (on: boolean): void => this.#searches.switchReductions(on);
  readonly stopChecking = (): void => this.#searches.checks.stop();
  readonly checkAgain = (): void => this.#searches.checks.again();

  readonly setPanels = (change: Partial<Panels>): void => this.#settings.set(change);
  readonly toggleTheme = (): void => this.#settings.toggleTheme();
  readonly toggleHelp = (): void => this.store.setState(({ help }) => ({ help: !help }));
  readonly dismiss = (topic: Topic): void => dropNotice(this.store, topic);
  readonly dismissRejected = (): void => this.store.setState({ rejected: null });
  readonly packed = (): Promise<void> => this.#navigation.packed();
  readonly reportShared = (): void => this.#navigation.reportShared();
  readonly awaitPart = (): (() => void) => {
    this.#awaitedParts(1);
    return () => this.#awaitedParts(-1);
  };
  readonly setMotion = (motion: boolean): void => setPending(this.store, { motion });

  readonly close = (): void => {
    this.#navigation.close();
    this.#editing.readTyped();
    this.#searches.close();
    this.#stage.close();
  };

  #awaitedParts(more: number): void {
    setPending(this.store, { parts: this.store.getState().pending.parts + more });
  }

  #arrange({ policy, stepMs, maxBytes }: Panels, before: Panels): void {
    if (maxBytes !== before.maxBytes) this.#searches.checks.again();
    this.#stage.send({ type: 'policy', policy });
    this.#stage.send({ type: 'pace', stepMs });
  }
}
