// SPIN and our own search on one model, alternating, so that other load on the machine affects both.

import { at } from '../src/base/assert.ts';
import { namedConfiguration } from '../src/check/link/namedConfiguration.ts';
import { searchReduced } from '../src/check/verdict/reducedSearch.ts';
import { REDUCTIONS } from '../src/check/verdict/reductions.ts';
import type { Limits } from '../src/check/verdict/report.ts';
import { exportPromela, type PromelaForm } from '../src/export/promela.ts';
import type { Program } from '../src/lang/program/program.ts';
import { buildModel } from '../src/model/build/model.ts';
import { type Measurement, measure, readProgram } from './measurement.ts';
import { type SpinManner, type SpinRun, SpinVerifier } from './spinRun.ts';
import { type Spread, spreadOf } from './spread.ts';

/** A model, as text of ours. */
export interface Subject {
  readonly name: string;
  readonly text: string;
  readonly kernel: string;
}

/**
 * Both forms with SPIN's fastest flags that keep every state (the README lists other flags); then SPIN's reductions,
 * with the fastest compilation.
 */
const MANNERS = {
  exact: { form: 'exact', translate: ['-o1', '-o2', '-o3'], compile: ['-O2', '-DNOREDUCE'] },
  natural: { form: 'natural', translate: [], compile: ['-O2', '-DNOREDUCE'] },
  reduced: { form: 'natural', translate: [], compile: ['-O0'] },
} as const satisfies Record<string, SpinManner & { readonly form: PromelaForm }>;

type Manner = keyof typeof MANNERS;
const ALL = Object.keys(MANNERS) as Manner[];

/** Null: SPIN did not finish within its memory. */
type SpinRuns = Readonly<Record<Manner, SpinRun | null>>;
type Verifiers = Readonly<Record<Manner, SpinVerifier>>;

interface Round {
  readonly states: number;
  readonly bytesPerState: number;
  /** CPU time of our search alone, and of all from the text on: whole, and with all reductions. */
  readonly searchSeconds: number;
  readonly verdictSeconds: number;
  readonly reducedVerdictSeconds: number;
  readonly spin: SpinRuns;
}

export interface Comparison {
  readonly model: string;
  readonly states: number;
  /** In each mode; null if SPIN did not finish within its memory. */
  readonly spinStates: Readonly<Record<Manner, number | null>>;
  readonly statesPerCpuSecond: Spread;
  readonly spinStatesPerCpuSecond: Readonly<Record<Manner, Spread | null>>;
  /** States a second of CPU time without reductions: ours over the faster of SPIN's two forms, each in its own states. */
  readonly throughputRatio: Spread;
  /** CPU time of SPIN's search of the exact form, which has our states, over that of ours. */
  readonly exactSearchRatio: Spread | null;
  /** CPU time from text to verdict: SPIN's fastest run over ours, each with its reductions if they pay. */
  readonly verdictSpeedup: Spread;
  readonly verdictSeconds: Spread;
  readonly reducedVerdictSeconds: Spread;
  /** CPU time of `spin -a` and gcc. */
  readonly spinBuildSeconds: Readonly<Record<Manner, number>>;
  /** Ours: visited set, queue and parents. */
  readonly bytesPerState: number;
  /** The smaller one of SPIN's two forms. */
  readonly spinBytesPerState: number;
  /** States that we keep with reductions on, including those of attempts that were given up. */
  readonly reducedStates: number;
  /** The same over the states of SPIN's partial-order reduction, which its natural form allows. */
  readonly reducedStatesRatio: Spread | null;
}

/** In the searches of one round. */
const STATES_AT_LEAST = 200_000;
const LIMITS: Limits = { maxStates: 40_000_000, maxBytes: 4 * 1024 ** 3 };

/** The verifiers are compiled once, and kept; every time from text to verdict includes the compilation. */
export function compareWithSpin(subject: Subject, rounds: number): Comparison {
  const verifiers = buildVerifiers(subject);
  const all = Array.from({ length: rounds }, () => takeTurns(subject, verifiers));
  return comparisonOf(subject, all, verifiers);
}

/** Seconds of CPU time that each took to compile, now or when it was first needed. */
export function compileForSpin(subject: Subject): Readonly<Record<Manner, number>> {
  const verifiers = buildVerifiers(subject);
  return each((manner) => verifiers[manner].buildSeconds);
}

function buildVerifiers({ name, text, kernel }: Subject): Verifiers {
  const program = readProgram(name, text);
  const model = buildModel(program, configurationOf(program, kernel).config);
  const build = ({ form, ...flags }: (typeof MANNERS)[Manner]): SpinVerifier => {
    const exported = exportPromela(model, form);
    if (!exported.ok) throw new Error(`${name}: ${exported.reason}`);
    return new SpinVerifier(exported.text, flags);
  };
  return each((manner) => build(MANNERS[manner]));
}

function configurationOf(program: Program, kernel: string) {
  const found = namedConfiguration(program, kernel);
  if (found === null) throw new Error(`${program.name} has no kernel ${kernel}`);
  return found;
}

/** Small models are searched several times, because the CPU clock is coarse. */
function takeTurns({ name, text, kernel }: Subject, verifiers: Verifiers): Round {
  const configuration = configurationOf(readProgram(name, text), kernel);
  const once = measure(name, text, { configuration }, LIMITS);
  const times = Math.max(1, Math.round(STATES_AT_LEAST / once.states));
  const more = Array.from({ length: times }, () => measure(name, text, { configuration }, LIMITS));
  const mean = (of: (m: Measurement) => number) =>
    more.reduce((sum, m) => sum + of(m), 0) / more.length;
  return {
    states: once.states,
    bytesPerState: once.bytesPerState,
    searchSeconds: mean((m) => m.states / m.statesPerCpuSecond),
    verdictSeconds: mean((m) => m.textToVerdictCpuMs / 1000),
    reducedVerdictSeconds: reducedSeconds({ name, text, kernel }, times),
    spin: each((manner) => verifiers[manner].search(once.states, times)),
  };
}

function comparisonOf(
  subject: Subject,
  rounds: readonly Round[],
  verifiers: Verifiers,
): Comparison {
  const { states, bytesPerState, spin } = at(rounds, 0);
  const reducedStates = countReduced(subject);
  const ourRate = (round: Round) => states / round.searchSeconds;
  const spinRate = (manner: Manner) => ofRuns(rounds, manner, (run) => run.states / run.seconds);
  const spread = (of: (round: Round) => number) => spreadOf(rounds.map(of));
  const builds = each((manner) => verifiers[manner].buildSeconds);
  const finished = [spin.exact, spin.natural].flatMap((run) => run ?? []);
  return {
    model: subject.name,
    states,
    spinStates: each((manner) => spin[manner]?.states ?? null),
    statesPerCpuSecond: spread(ourRate),
    spinStatesPerCpuSecond: each(spinRate),
    throughputRatio: spread((round) => ourRate(round) / fastest(round.spin)),
    exactSearchRatio: ofRuns(rounds, 'exact', (run, round) => run.seconds / round.searchSeconds),
    verdictSpeedup: spread((round) => shortestChain(round.spin, builds) / ourShortest(round)),
    verdictSeconds: spread((round) => round.verdictSeconds),
    reducedVerdictSeconds: spread((round) => round.reducedVerdictSeconds),
    spinBuildSeconds: builds,
    bytesPerState,
    spinBytesPerState: round1(Math.min(...finished.map((run) => run.bytesPerState))),
    reducedStates,
    reducedStatesRatio: ofRuns(rounds, 'reduced', (run) => reducedStates / run.states),
  };
}

function ourShortest({ verdictSeconds, reducedVerdictSeconds }: Round): number {
  return Math.min(verdictSeconds, reducedVerdictSeconds);
}

/** The mean of so many times from the text on. */
function reducedSeconds(subject: Subject, times: number): number {
  const before = process.cpuUsage();
  for (let n = 0; n < times; n += 1) countReduced(subject);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / times;
}

function countReduced({ name, text, kernel }: Subject): number {
  const program = readProgram(name, text);
  const { config } = configurationOf(program, kernel);
  const work = searchReduced(buildModel(program, config), LIMITS, REDUCTIONS);
  for (;;) {
    const slice = work.next();
    if (slice.done === true) return slice.value.states;
  }
}

/** Null where SPIN did not finish. */
function ofRuns(
  rounds: readonly Round[],
  manner: Manner,
  of: (run: SpinRun, round: Round) => number,
): Spread | null {
  const values = rounds.flatMap((round) => {
    const run = round.spin[manner];
    return run === null ? [] : [of(run, round)];
  });
  return values.length === 0 ? null : spreadOf(values);
}

/** States a second in the faster of the two forms. */
function fastest({ exact, natural }: SpinRuns): number {
  const finished = [exact, natural].flatMap((run) => run ?? []);
  return Math.max(...finished.map(({ states, seconds }) => states / seconds));
}

/** Seconds of `spin -a`, gcc and the search, in the fastest mode. */
function shortestChain(runs: SpinRuns, builds: Readonly<Record<Manner, number>>): number {
  const chains = ALL.map((manner) => builds[manner] + (runs[manner]?.seconds ?? Infinity));
  return Math.min(...chains);
}

function each<T>(of: (manner: Manner) => T): Record<Manner, T> {
  return { exact: of('exact'), natural: of('natural'), reduced: of('reduced') };
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
