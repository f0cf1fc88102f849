// The session: composes the player, the store, the address bar and the checker. It is the one
// writer of the store and the one that tells the player of documents; views read and command.

import { type ActorRefFrom, createActor } from 'xstate';
import { assert } from '../../base/assert.ts';
import {
  brokenRequire,
  configurationOf,
  fittedConfiguration,
  withKernel,
} from '../../check/link/namedConfiguration.ts';
import { applyEdit, type Edit } from '../../check/edit/edit.ts';
import { joinBundle, splitBundle } from '../../check/source/bundle.ts';
import { sourceOf } from '../../check/source/programSource.ts';
import { sourceTooLarge } from '../../check/source/readSourceFile.ts';
import { carriesText, maxLinkLength, parseLink, type TextCodec } from '../../check/link/link.ts';
import { locateDiagnostics } from '../../check/source/locatedDiagnostic.ts';
import { readReductions, type Reduction, REDUCTIONS } from '../../check/verdict/reductions.ts';
import type { Detail } from '../../explore/graph/mergedGraph.ts';
import type { Config, Configuration } from '../../lang/program/configurations.ts';
import { Replayer } from '../../model/replay/replay.ts';
import { type Address, type AddressBar, type Clock, createAddress } from '../address/address.ts';
import { type Arrival, receiveText } from '../address/arrival.ts';
import { CheckPlan, type CheckPorts } from '../plans/checkPlan.ts';
import { createDebounce, type Debounce } from '../address/debounce.ts';
import { neededTexts } from '../address/neededTexts.ts';
import { loadDrafts, removeDraft, saveDraft } from '../address/drafts.ts';
import { type Followed, follow, followedCursor, originCursor } from '../player/followed.ts';
import type { Library, OwnLibrary } from '../state/library.ts';
import { type Notice, type Topic, withNotice, withoutTopic } from '../state/notice.ts';
import {
  type Opening,
  openLinked,
  openStaged,
  type Staged,
  stageScenario,
} from '../address/opening.ts';
import {
  asksFor,
  freeName,
  isOwnFile,
  isTextOf,
  originOf,
  type OwnFile,
  withFiles,
} from '../state/ownFile.ts';
import { GraphPlan, type GraphPorts, selectGraphReport, wayToNode } from '../plans/graphPlan.ts';
import { loadPanels, type Panels, savePanels, type Storage, type Theme } from '../state/panels.ts';
import { type Follow, sameMoves } from '../player/playback.ts';
import { type PersonEvent, type PlayerEvent, playerMachine } from '../player/player.ts';
import { configKey, replayerOf } from '../state/replayers.ts';
import { ReportCache } from '../state/reportCache.ts';
import {
  movesOf,
  selectAddress,
  selectHash,
  selectOffer,
  selectReport,
  type WitnessSort,
} from '../state/select.ts';
import {
  createSessionStore,
  type Editing,
  type OwnText,
  type SessionState,
  type SessionStore,
} from '../state/store.ts';
import { selectSpace, SpacePlan, type SpacePorts } from '../plans/spacePlan.ts';
import { plain, tellFollowed } from '../player/telling.ts';
import { WhyPlan, type WhyPorts } from '../plans/whyPlan.ts';

export interface SessionPorts extends CheckPorts, WhyPorts, GraphPorts, SpacePorts {
  readonly library: Library;
  readonly bar: AddressBar;
  /** One clock for the player and the address bar; a simulated one in tests. */
  readonly clock: Clock;
  /** What packs texts into links; null: it is loaded when it is needed. */
  readonly codec: TextCodec | null;
  loadCodec(): Promise<TextCodec>;
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
  /**
   * Another text of the scenario, with the library files that it changes (a bundle); while it has
   * errors, the last good one stays on the stage. A scenario of the catalogue becomes a copy of the
   * visitor's own, and is the catalogue's again when its text is.
   */
  editSource(text: string): void;
  /** A person types in one file of it (null: the scenario itself): read when they rest. */
  typeText(file: string | null, text: string): void;
  /** Reads what was typed, now. */
  readTyped(): void;
  /** Changes the text on the stage, and opens the editor where it did. */
  tryEdit(edit: Edit): void;
  /** The library's text, or the catalogue's, in the place of a changed one. */
  revertFile(file: string | null): void;
  /** Forgets a copy of the visitor's own, and goes back to what it was made from. */
  discardCopy(): void;
  /** Null closes the editor. */
  edit(editing: Editing | null): void;
  toggleEditor(): void;
  /** Null: the one that the scenario is about. */
  chooseProperty(property: string | null): void;
  /** Puts a witness of the property on the stage, and plays it. */
  playWitness(property: string, sort: WitnessSort): void;
  /** Puts a run that a check has found on the stage, and plays it. */
  playSchedule(schedule: string): void;
  /** Goes to a step of a run that a check has found: puts it on the stage where it is not there yet. */
  showStep(schedule: string, step: number): void;
  /** Searches all sets of changes for the smallest that suffice, where that does not happen by itself. */
  findCures(): void;
  /** Opens or closes the table of all sets of changes. */
  toggleMatrix(): void;
  /** Goes to a configuration with that property chosen, and plays the run where there is one. */
  showCell(config: Config, property: string, witness: string | null): void;
  /** Asks why the witness of the property broke it. */
  askWhy(property: string, witness: string): void;
  stopAsking(): void;
  /** Opens or closes the state graph, and explores it where that was not done. */
  toggleGraph(): void;
  /** Draws it in that detail. */
  askGraph(detail: Detail | null): void;
  /** Goes to a state of that node: along the run on the stage, on from here, or from the start. */
  goToNode(node: number): void;
  /** Opens or closes what is known of the state space, and counts what each reduction saves. */
  showSpace(open: boolean): void;
  stopCounting(): void;
  /** Counts what is missing, after it was stopped. */
  countAgain(): void;
  /** Searches everything with that reduction, or with all of them, from now on; or without. */
  switchReduction(one: Reduction, on: boolean): void;
  switchReductions(on: boolean): void;
  setPanels(change: Partial<Panels>): void;
  toggleTheme(): void;
  toggleHelp(): void;
  dismiss(topic: Topic): void;
  dismissRejected(): void;
  /** Resolves when the address carries all that it can. */
  packed(): Promise<void>;
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
  readonly #why: WhyPlan;
  readonly #graph: GraphPlan;
  readonly #space: SpacePlan;
  readonly #typing: Debounce;
  /** The texts that this page itself has put into the address, packed. */
  readonly #carried = new Set<string>();
  /** The last wish that needs texts: an older one whose texts come later is dropped. */
  #asked: symbol | null = null;
  /** What packs texts, on its way. */
  #loading: Promise<void> | null = null;
  /** What the store takes over together with the player's next word. */
  #staged: Partial<SessionState> = {};

  constructor(ports: SessionPorts) {
    const { bar, clock, library, storage } = ports;
    const panels = loadPanels(storage);
    const kept = loadDrafts(storage);
    const arrival = receiveText(parseLink(bar.read(), ports.codec), library, kept.drafts);
    const own = withFiles(library, arrival.files);
    const { opening, notice } = openLinked(arrival.parsed, own, null);
    const first = opening ?? openFirst(own);
    const said: readonly (Notice | null)[] = [
      notice,
      arrival.notice,
      kept.problem === null ? null : { topic: 'text', tone: 'warning', text: kept.problem },
    ];
    const notices = said.filter((one) => one !== null);
    this.#ports = ports;
    this.#player = startPlayer(first, panels, clock);
    this.store = createSessionStore({
      ...documentsOf(first),
      files: arrival.files,
      editing: null,
      rejected: arrival.rejected,
      playback: this.#player.getSnapshot().context,
      playing: false,
      lastReport: null,
      chosenProperty: null,
      matrix: { asked: false, open: false },
      why: null,
      graph: null,
      graphOpen: false,
      codec: ports.codec,
      reduce: [],
      space: null,
      spaceOpen: false,
      panels,
      help: false,
      notices,
      original: library.original,
      pending: { text: false, address: false, motion: false, codec: false, texts: false },
    });
    this.#player.subscribe(() => this.#mirror());
    this.store.subscribe((state) => this.#offer(state));
    const cache = new ReportCache();
    this.#checks = new CheckPlan(this.store, ports, cache);
    this.#why = new WhyPlan(this.store, ports);
    this.#graph = new GraphPlan(this.store, ports);
    this.#space = new SpacePlan(this.store, ports, cache);
    this.#address = createAddress({
      bar,
      clock,
      move: (hash) => this.#open(hash),
      pending: (address) => this.#setPending({ address }),
    });
    this.#typing = createDebounce(clock, typingRestMs, (text) => this.#setPending({ text }));
    this.#settle(opening !== null && notice === null && arrival.rejected === null);
    this.store.subscribe((state) => this.#pack(state));
    this.#pack(this.store.getState());
  }

  readonly send = (event: PersonEvent): void => {
    this.#player.send(event);
  };

  readonly openScenario = (name: string): void => {
    this.#withTexts(isOwnFile(name) ? null : name, () => {
      this.readTyped();
      this.#show(openStaged(this.#stageOf(name)), null);
      this.#address.place(this.#hash());
    });
  };

  readonly openFile = (file: OwnFile): void => {
    this.readTyped();
    if ('refused' in file)
      this.#say({ topic: 'text', tone: 'error', text: `${file.name}: ${file.refused}` });
    else this.#withTexts(null, () => this.#openText(file));
  };

  #openText({ name, text }: Extract<OwnFile, { text: string }>): void {
    const loaded = this.#ports.library.loadText(name, text);
    if (loaded.program === null) {
      const rejected = { file: name, diagnostics: locateDiagnostics(loaded) };
      this.store.setState({ rejected });
      return;
    }
    this.store.setState(({ notices }) => ({
      rejected: null,
      notices: withoutTopic(notices, 'text'),
    }));
    this.#keep(name, { text, staged: text });
    this.#openAgain(name);
  }

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
    const { scenario: before, source } = this.store.getState();
    if (text === source.text) return;
    const scenario = this.#copyName(before);
    const origin = this.#originOf(scenario);
    if (origin !== null && origin.source.text === text) this.#forget(before);
    const { program, ...edited } =
      origin !== null && origin.source.text === text ? origin : this.#readSource(scenario, text);
    if (isOwnFile(edited.scenario))
      this.#keep(edited.scenario, { text, staged: edited.source.staged });
    if (program === null) this.store.setState(edited);
    else this.#retext({ ...edited, program }, 'text');
    const isNew = edited.scenario !== before && isOwnFile(edited.scenario);
    if (isNew) this.#address.place(this.#hash());
    else this.#address.step(this.#hash());
  };

  readonly typeText = (file: string | null, text: string): void => {
    this.#typing.ask(() => {
      const { text: scenario, files } = splitBundle(this.store.getState().source.text);
      const changed = (name: string): ReadonlyMap<string, string> =>
        withChange(files, name, text, this.#ports.library.original(name));
      if (file === null) this.editSource(joinBundle({ text, files }));
      else this.editSource(joinBundle({ text: scenario, files: changed(file) }));
    });
  };

  readonly tryEdit = (edit: Edit): void => {
    this.readTyped();
    const { program, source } = this.store.getState();
    const before = sourceOf(program);
    const { name, text, library } = applyEdit(before, edit);
    const files = [...library]
      .filter(([file, changed]) => changed !== before.library.get(file))
      .reduce(
        (all, [file, changed]) =>
          withChange(all, file, changed, this.#ports.library.original(file)),
        splitBundle(source.text).files,
      );
    this.editSource(joinBundle({ text, files }));
    const [first] = edit;
    if (first !== undefined)
      this.edit({ file: first.file === name ? null : first.file, at: first.from });
  };

  readonly readTyped = (): void => {
    this.#typing.flush();
  };

  readonly revertFile = (file: string | null): void => {
    this.readTyped();
    const { scenario, source } = this.store.getState();
    const { text, files } = splitBundle(source.text);
    const origin = this.#originOf(scenario)?.source.text ?? text;
    const others = [...files].filter(([name]) => name !== file);
    if (file === null) this.editSource(joinBundle({ text: origin, files }));
    else this.editSource(joinBundle({ text, files: new Map(others) }));
  };

  readonly discardCopy = (): void => {
    this.readTyped();
    const { scenario } = this.store.getState();
    const { library } = this.#ports;
    this.#forget(scenario);
    this.openScenario(originOf(scenario, library.names) ?? library.first);
  };

  readonly toggleEditor = (): void => {
    this.edit(this.store.getState().editing === null ? { file: null, at: null } : null);
  };

  readonly edit = (editing: Editing | null): void => {
    this.readTyped();
    if (editing === null) this.store.setState({ editing });
    else this.#withTexts(null, () => this.store.setState({ editing }));
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

  readonly showStep = (schedule: string, step: number): void => {
    const state = this.store.getState();
    const moves = movesOf(state, schedule);
    if (!sameMoves(moves, state.playback.run.moves))
      this.#player.send({ type: 'replace', run: this.#replayer().replay(moves), cursor: 0 });
    this.send({ type: 'seek', to: step });
  };

  readonly findCures = (): void => {
    this.store.setState(({ matrix }) => ({ matrix: { ...matrix, asked: true } }));
    this.#checks.again();
  };

  readonly toggleMatrix = (): void => {
    const { open } = this.store.getState().matrix;
    this.store.setState({ matrix: { asked: true, open: !open } });
    if (!open) this.#checks.refresh();
  };

  readonly showCell = (config: Config, property: string, witness: string | null): void => {
    const { program } = this.store.getState();
    this.store.setState(({ matrix }) => ({ matrix: { ...matrix, open: false } }));
    this.#configure(configurationOf(program, config));
    this.chooseProperty(property);
    if (witness !== null) this.playSchedule(witness);
  };

  readonly askWhy = (property: string, witness: string): void => {
    this.#why.ask(property, witness);
  };

  readonly stopAsking = (): void => {
    this.#why.stop();
  };

  readonly toggleGraph = (): void => {
    const { graphOpen } = this.store.getState();
    this.store.setState({ graphOpen: !graphOpen });
    if (graphOpen) this.#graph.stop();
    else if (selectGraphReport(this.store.getState()) === null) this.#graph.ask(null);
  };

  readonly askGraph = (detail: Detail | null): void => {
    this.#graph.ask(detail);
  };

  readonly goToNode = (node: number): void => {
    this.store.setState({ graphOpen: false });
    const way = wayToNode(this.store.getState(), node);
    if (way !== null) this.showStep(way.schedule, way.step);
  };

  readonly showSpace = (open: boolean): void => {
    this.store.setState({ spaceOpen: open });
    if (!open) this.#space.stop();
    else if (selectSpace(this.store.getState())?.kind === 'stopped') this.#space.ask();
  };

  readonly stopCounting = (): void => {
    this.#space.stop();
  };

  readonly countAgain = (): void => {
    this.#space.ask();
  };

  readonly switchReduction = (one: Reduction, on: boolean): void => {
    const { reduce } = this.store.getState();
    const others = reduce.filter((other) => other !== one);
    this.#reduce(readReductions(on ? [...others, one] : others));
  };

  readonly switchReductions = (on: boolean): void => {
    this.#reduce(on ? REDUCTIONS : []);
  };

  readonly setPanels = (change: Partial<Panels>): void => {
    const before = this.store.getState().panels;
    const panels = { ...before, ...change };
    this.store.setState({ panels });
    savePanels(this.#ports.storage, panels);
    if (panels.maxBytes !== before.maxBytes) this.#checks.again();
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
    const state = this.store.getState();
    const { scenario, source } = state;
    const { tooLong } = selectAddress(state);
    if (tooLong !== null) this.#say(tooLongNotice(scenario, tooLong));
    else if (source.text !== source.staged) this.#say(unfinishedNotice);
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
    this.readTyped();
    this.#checks.close();
    this.#why.close();
    this.#graph.close();
    this.#space.close();
    this.#player.stop();
  };

  #reduce(reduce: readonly Reduction[]): void {
    this.store.setState({ reduce, checks: new Map() });
    this.#checks.refresh();
  }

  readonly packed = async (): Promise<void> => {
    await this.#loading;
  };

  /** A text of the visitor's own travels in its address, as soon as there is something to pack it. */
  #pack({ scenario, codec }: SessionState): void {
    if (!isOwnFile(scenario) || codec !== null) return;
    void this.#loadCodec();
  }

  /** Once: where it cannot be had, links name their files alone. */
  #loadCodec(): Promise<void> {
    if (this.#loading === null) {
      const loaded = this.#ports.loadCodec().then(
        (codec) => this.#takeCodec(codec),
        () => this.#say(noCodecNotice),
      );
      this.#loading = loaded.then(() => this.#setPending({ codec: false }));
      this.#setPending({ codec: true });
    }
    return this.#loading;
  }

  #takeCodec(codec: TextCodec): void {
    const before = selectHash(this.store.getState());
    const { address } = this.store.getState().pending;
    this.store.setState({ codec });
    if (address) this.#address.step(this.#hash());
    else if (this.#ports.bar.read() === before) this.#address.settle(this.#hash());
  }

  /** Acts when the texts are there: at once, or when they were fetched and nothing else was asked for meanwhile. */
  #withTexts(needed: string | null, act: () => void): void {
    const { library } = this.#ports;
    const asked = Symbol('asked');
    this.#asked = asked;
    if (library.has(needed)) {
      this.#setPending({ texts: false });
      act();
      return;
    }
    this.#setPending({ texts: true });
    const settle = (then: () => void) => (): void => {
      if (this.#asked !== asked) return;
      this.#setPending({ texts: false });
      then();
    };
    void library.fetch(needed).then(
      settle(act),
      settle(() => this.#say(noTextsNotice)),
    );
  }

  /** The person went to another address: back, forward, or typed. */
  #open(hash: string): void {
    this.readTyped();
    this.#withTexts(neededTexts(hash, this.#ports.library), () => this.#openHere(hash));
  }

  #openHere(hash: string): void {
    const { codec, pending } = this.store.getState();
    if (carriesText(hash) && codec === null && (this.#loading === null || pending.codec)) {
      void this.#loadCodec().then(() => this.#ports.bar.read() === hash && this.#open(hash));
      return;
    }
    const arrival = this.#receive(hash);
    const { parsed, files, rejected } = arrival;
    this.store.setState({ files, rejected });
    if (rejected !== null) return;
    const { opening, notice } = openLinked(parsed, this.#library(), this.store.getState());
    if (opening !== null) this.#show(opening, notice);
    else if (notice !== null) this.#say(notice);
    if (arrival.notice !== null) this.#say(arrival.notice);
    this.#settle(opening !== null && notice === null);
  }

  /** What this page put into its address itself goes back to the text that stands there now. */
  #receive(hash: string): Arrival {
    const { files, codec } = this.store.getState();
    const parsed = parseLink(hash, codec);
    if (
      parsed.kind !== 'link' ||
      !this.#carried.has(textIn(hash)) ||
      !files.has(parsed.link.scenario)
    )
      return receiveText(parsed, this.#ports.library, files);
    return receiveText({ ...parsed, text: null }, this.#ports.library, files);
  }

  /** An address that was kept whole is rewritten in its shortest form; one that was not stays to be read. */
  #settle(whole: boolean): void {
    if (whole) this.#address.settle(this.#hash());
    this.#checks.refresh();
    this.#offer(this.store.getState());
  }

  /** A file whose good text was just put away; an address may have waited for it. */
  #openAgain(name: string): void {
    const { scenario } = this.store.getState();
    const hash = this.#ports.bar.read();
    if (scenario !== name && asksFor(hash, name)) this.#open(hash);
    else if (isTextOf(name, scenario)) {
      this.#retext(this.#stageOf(name), 'file');
      const now = this.#hash();
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
        rejected: null,
        ...(same
          ? {}
          : { chosenProperty: null, lastReport: null, matrix: { asked: false, open: false } }),
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
    this.#address.place(this.#hash());
  }

  /** Of what is typed only that is told which the run could not follow. */
  #retext(staged: Staged, came: 'file' | 'text'): void {
    const { program } = staged;
    const configuration = fittedConfiguration(program, this.store.getState().configuration);
    const replayer = replayerOf(program, configuration.config);
    const matrix = { asked: false, open: this.store.getState().matrix.open };
    const documents = { ...staged, configuration, checks: new Map(), matrix };
    this.#carry(documents, replayer, 'the new text', came === 'text');
  }

  /** Another kernel or text takes the run over, statement by statement. */
  #carry(documents: Partial<SessionState>, replayer: Replayer, here: string, quiet = false): void {
    const state = this.store.getState();
    const followed = followHere(state, replayer);
    const untold = quiet && followed.divergence === null;
    const telling = untold ? null : tellFollowed(followed, here, replayer.model);
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
    if (stepped && !placed) this.#address.step(this.#hash());
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

  /** The address of this step; what it carries is known to be of this page's own. */
  #hash(): string {
    const hash = selectHash(this.store.getState());
    this.#carried.add(textIn(hash));
    return hash;
  }

  /** Another text on the stage, or one with errors beside it. */
  #readSource(scenario: string, text: string): Edited {
    const tooLarge = sourceTooLarge(scenario, text.length);
    const loaded =
      tooLarge === null
        ? this.#ports.library.loadText(scenario, text)
        : { program: null, diagnostics: [tooLarge], texts: new Map<string, string>() };
    const { program } = loaded;
    const { staged } = this.store.getState().source;
    const diagnostics = locateDiagnostics(loaded);
    const source = { text, staged: program === null ? staged : text, original: false, diagnostics };
    return { scenario, source, program };
  }

  /** Under which name a text is edited: its own, or the first that is free for a copy. */
  #copyName(scenario: string): string {
    if (isOwnFile(scenario)) return scenario;
    const { files } = this.store.getState();
    return freeName(`${scenario}.race`, (name) => files.has(name));
  }

  /** What a copy was made from; null for a file that is no copy. */
  #originOf(scenario: string): Staged | null {
    const origin = originOf(scenario, this.#ports.library.names);
    return origin === null ? null : stageScenario(this.#library(), origin);
  }

  #keep(name: string, own: OwnText): void {
    const { storage } = this.#ports;
    this.store.setState(({ files }) => ({ files: new Map(files).set(name, own) }));
    if (storage !== null && !saveDraft(storage, name, own)) this.#say(notKeptNotice(name));
  }

  #forget(name: string): void {
    const { files } = this.store.getState();
    this.store.setState({ files: new Map([...files].filter(([file]) => file !== name)) });
    removeDraft(this.#ports.storage, name);
  }

  #library(): OwnLibrary {
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

/** A text as it was read: without a program where it has errors. */
type Edited = Omit<Staged, 'program'> & { readonly program: Staged['program'] | null };

/** A person who types rests for as long between two words. */
const typingRestMs = 150;

/** The text that a hash carries, packed; empty where it carries none. */
function textIn(hash: string): string {
  const colon = hash.indexOf(':');
  return colon === -1 ? '' : hash.slice(colon);
}

/** A library file that says what the library's says is not changed. */
function withChange(
  files: ReadonlyMap<string, string>,
  file: string,
  text: string,
  original: string | undefined,
): ReadonlyMap<string, string> {
  const changed = new Map(files).set(file, text);
  if (original === text) changed.delete(file);
  return changed;
}

const noTextsNotice: Notice = {
  topic: 'link',
  tone: 'error',
  text: 'The texts of that scenario could not be loaded. Check the network and try again.',
};

const noCodecNotice: Notice = {
  topic: 'link',
  tone: 'warning',
  text: 'The part of this page that packs texts into links could not be loaded: links name the file and do not carry its text until the page is loaded again',
};

const unfinishedNotice: Notice = {
  topic: 'link',
  tone: 'info',
  text: 'The link carries the last text without errors: the one that plays here',
};

function tooLongNotice(file: string, length: number): Notice {
  const needed = length.toLocaleString('en-US');
  const most = maxLinkLength.toLocaleString('en-US');
  const text = `The link names ${file} and does not carry its text, which is too long for one (${needed} characters, and the most is ${most}): hand the file on as well`;
  return { topic: 'link', tone: 'warning', text, action: 'download' };
}

function notKeptNotice(file: string): Notice {
  const text = `This browser keeps no more texts: ${file} is gone after a reload unless you download it`;
  return { topic: 'text', tone: 'warning', text, action: 'download' };
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
    checks,
  };
}

function openFirst(library: OwnLibrary): Opening {
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
