// Whether an edit of a program's text mends a property: the text is written, loaded as every text is, and searched.

import { at } from '../../base/assert.ts';
import { explore } from '../../explore/search/explore.ts';
import { Flood } from '../../explore/search/flood.ts';
import { NO_DEADLOCK, NO_STUCK, type SearchReport } from '../../explore/search/searchReport.ts';
import { type Loaded, loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { SearchMachine } from '../../model/wasm/searchMachine.ts';
import type { Config, Limits } from '../verdict/report.ts';
import { type ProgramSource, sourceOf } from '../source/programSource.ts';
import { applyEdit, type Edit } from './edit.ts';
import { type Disorder, disorderOf } from './lockRules.ts';

export type EditOutcome =
  /** The property holds, nothing that held is broken, and every run can end well. */
  | {
      readonly kind: 'proved';
      readonly source: ProgramSource;
      readonly states: number;
      /** In how many of the other worlds the property is broken all the same. */
      readonly open: number;
    }
  /** The text is no program, or has a warning that it did not have: an edit that was badly written. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Some run breaks the property all the same. */
  | { readonly kind: 'breaks' }
  /** Another property is broken that must hold; `world`: in another world of the scenario. */
  | { readonly kind: 'harms'; readonly property: string; readonly world: Config | null }
  /** It takes two locks in an order that another scenario's kernel has the other way round. */
  | { readonly kind: 'disorder'; readonly disorder: Disorder }
  | { readonly kind: 'limit'; readonly limit: string };

/** What an edit is asked to mend, and where. */
export interface EditQuestion {
  readonly property: string;
  readonly config: Config;
  /** Other configurations in which nothing that holds may break. */
  readonly worlds: readonly Config[];
  readonly limits: Limits;
}

/** Counts what was done, and is told after each slice of states. */
export interface EditWork {
  searches: number;
  states: number;
  readonly limits: Set<string>;
}

/** What no edit may leave behind, even where the text before had it. */
const NEVER = [NO_DEADLOCK, NO_STUCK, 'no_oops', 'no_lock_leak'];
const SLICE = 2048;

type Searching<T> = Generator<{ readonly states: number }, T>;

export class EditProver {
  readonly program: Program;
  readonly source: ProgramSource;
  readonly question: EditQuestion;
  readonly work: EditWork;
  private readonly warnings: number;
  private readonly held = new Map<Config, ReadonlySet<string>>();
  private last: LoadedEdit | null = null;
  private readonly broken = new Map<string, boolean>();

  constructor(program: Program, question: EditQuestion, work: EditWork) {
    this.program = program;
    this.source = sourceOf(program);
    this.question = question;
    this.work = work;
    this.warnings = loadSource(this.source).diagnostics.length;
  }

  /**
   * Whether some run breaks the property, or one of `more`, or none ends well; null where the text is no program or a limit
   * was met.
   */
  *breaks(edit: Edit, more: readonly string[] = []): Searching<boolean | null> {
    const key = keyOf(edit) + more.join(' ');
    const known = this.broken.get(key);
    if (known !== undefined) return known;
    const { program } = this.load(edit);
    if (program === null) return null;
    const model = buildModel(program, this.question.config);
    if (model.startFault !== null) return null;
    this.work.searches += 1;
    const { property, limits } = this.question;
    const wanted = [...asked(property), ...more];
    const flood = new Flood(new SearchMachine(model.machine), wanted, 'break', limits);
    const found = yield* this.counted(flood.fromStart(SLICE));
    const broken = found || (flood.limits.length === 0 && flood.goodEnds === 0);
    this.work.states += flood.count;
    flood.limits.forEach((limit) => this.work.limits.add(limit));
    if (!broken && flood.limits.length > 0) return null;
    this.broken.set(key, broken);
    return broken;
  }

  *prove(edit: Edit): Searching<EditOutcome> {
    const { source, program, message } = this.load(edit);
    if (program === null) return { kind: 'refused', message };
    const { config } = this.question;
    const disorder = disorderOf(buildModel(this.program, config), buildModel(program, config));
    if (disorder !== null) return { kind: 'disorder', disorder };
    if ((yield* this.breaks(edit)) === true) return { kind: 'breaks' };
    return yield* this.proveIn(program, source, {});
  }

  /** The text as it is, with options set otherwise. */
  *proveOptions(changes: Config): Searching<EditOutcome> {
    return yield* this.proveIn(this.program, this.source, changes);
  }

  private *proveIn(
    program: Program,
    source: ProgramSource,
    changes: Config,
  ): Searching<EditOutcome> {
    const { config, worlds } = this.question;
    const here = yield* this.judge(program, config, changes);
    if (here.outcome !== null) return here.outcome;
    let open = 0;
    for (const world of worlds) {
      const there = yield* this.judge(program, world, changes);
      if (there.outcome !== null) return there.outcome;
      if (there.broken) open += 1;
    }
    return { kind: 'proved', source, states: here.states, open };
  }

  private *judge(program: Program, config: Config, changes: Config): Searching<Judgement> {
    const here = config === this.question.config;
    const model = buildModel(program, { ...config, ...changes });
    if (model.startFault !== null)
      return { outcome: { kind: 'limit', limit: model.startFault }, states: 0, broken: false };
    const must = yield* this.mustHold(config);
    const report = yield* this.explore(model);
    const { states } = report;
    const broken = report.verdicts.some(
      ({ name, verdict }) => name === this.question.property && verdict === 'violated',
    );
    const judged = (outcome: EditOutcome | null): Judgement => ({ outcome, states, broken });
    const bad = report.verdicts.find(({ name, verdict }) => verdict !== 'holds' && must.has(name));
    if (bad === undefined) return judged(null);
    if (bad.verdict === 'unknown') return judged({ kind: 'limit', limit: bad.limit ?? 'a limit' });
    if (here && bad.name === this.question.property) return judged({ kind: 'breaks' });
    return judged({ kind: 'harms', property: bad.name, world: here ? null : config });
  }

  /** What held before the edit; where it is to be mended, the property too, and what no edit may leave. */
  private *mustHold(config: Config): Searching<ReadonlySet<string>> {
    const known = this.held.get(config);
    if (known !== undefined) return known;
    const { verdicts } = yield* this.explore(buildModel(this.program, config));
    const held = verdicts.filter(({ verdict }) => verdict === 'holds').map(({ name }) => name);
    const here = config === this.question.config ? [this.question.property, ...NEVER] : [];
    const must = new Set([...held, ...here]);
    this.held.set(config, must);
    return must;
  }

  private *explore(model: Model): Searching<SearchReport> {
    this.work.searches += 1;
    const machine = new SearchMachine(model.machine);
    const report = yield* this.counted(explore(machine, this.question.limits, SLICE));
    this.work.states += report.states;
    report.limits.forEach((limit) => this.work.limits.add(limit));
    return report;
  }

  /** The progress of a search, as that of all. */
  private *counted<T>(search: Searching<T>): Searching<T> {
    for (;;) {
      const slice = search.next();
      if (slice.done === true) return slice.value;
      yield { states: this.work.states + slice.value.states };
    }
  }

  private load(edit: Edit): LoadedEdit {
    const key = keyOf(edit);
    if (this.last?.key === key) return this.last;
    const source = applyEdit(this.source, edit);
    const { program, diagnostics } = loadSource(source);
    const sound = diagnostics.length <= this.warnings;
    const message = sound ? '' : at(diagnostics, 0).message;
    this.last = { key, source, program: sound ? program : null, message };
    return this.last;
  }
}

interface Judgement {
  /** Null: nothing is wrong there. */
  readonly outcome: EditOutcome | null;
  readonly states: number;
  /** Whether the property in question is broken there. */
  readonly broken: boolean;
}

interface LoadedEdit {
  readonly key: string;
  readonly source: ProgramSource;
  /** Null where the text is no program, or has more warnings than before. */
  readonly program: Program | null;
  readonly message: string;
}

function asked(property: string): string[] {
  return property === NO_STUCK ? [NO_DEADLOCK] : [property];
}

/** By the loader that reads every program. */
function loadSource({ name, text, library }: ProgramSource): Loaded {
  return loadProgram(name, text, library);
}

function keyOf(edit: Edit): string {
  return JSON.stringify(edit);
}
