// Searches one configuration of one program completely.

import { explore, SLICE } from '../../explore/search/explore.ts';
import { fewestSwitches } from '../../explore/search/fewestSwitches.ts';
import type { PropertyVerdict, SearchReport } from '../../explore/search/searchReport.ts';
import { type Config, expectedVerdict, kernelOf } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { endKey } from '../../model/replay/runEnd.ts';
import { SearchMachine } from '../../model/wasm/searchMachine.ts';
import { takeCensus } from './census.ts';
import { searchReduced } from './reducedSearch.ts';
import type { Reduction } from './reductions.ts';
import type { Census, Finding, Limits, Progress, Report } from './report.ts';
import { type HidingNote, hidingNotes, restsOn } from './restsOn.ts';
import { scheduleOf } from './scheduleOf.ts';

/** The default limits of the page and the CLI. */
export const DEFAULT_LIMITS: Limits = { maxStates: 2_000_000, maxBytes: 512 * 1024 * 1024 };

export interface CheckOptions {
  readonly limits: Limits;
  /** Also find, for each violation, the run with the fewest context switches: a second search. */
  readonly switches: boolean;
  /** Also group the ends of all runs. On by default; no verdict needs it. */
  readonly census?: boolean;
  /**
   * Search with these reductions: the same verdicts with fewer states, but runs may not be shortest, and there
   * is no census. Empty by default.
   */
  readonly reduce?: readonly Reduction[];
  /** Milliseconds on a monotonic clock. */
  readonly now: () => number;
}

/** Yields progress after each slice of states; to cancel, stop iterating. */
export function* checkConfiguration(
  program: Program,
  config: Config,
  options: CheckOptions,
): Generator<Progress, Report, void> {
  const began = options.now();
  const model = buildModel(program, config);
  const machine = new SearchMachine(model.machine);
  const { reduce = [] } = options;
  const search =
    reduce.length > 0
      ? yield* exploreReduced(model, options.limits, reduce)
      : yield* exploreWhole(model, machine, options);
  const hiding = hidingNotes(program, config);
  const findings = search.verdicts.map((verdict) => finding(model, verdict, hiding));
  return {
    scenario: program.name,
    kernel: kernelOf(program, config),
    config: shownConfig(program, config),
    findings: options.switches
      ? yield* addSwitches(model, machine, options.limits, findings)
      : findings,
    census: search.ends === null ? NO_CENSUS : takeCensus(model, search.ends),
    states: search.states,
    transitions: search.transitions,
    depth: search.depth,
    quiescent: search.quiescent,
    bytes: search.bytes,
    limits: model.startFault === null ? search.limits : [model.startFault, ...search.limits],
    reduce,
    ms: options.now() - began,
  };
}

const NO_CENSUS: Census = { outcomes: [], complete: false };

function* exploreWhole(
  model: Model,
  machine: SearchMachine,
  { limits, census = true }: CheckOptions,
): Generator<Progress, SearchReport, void> {
  if (!census) return yield* explore(machine, limits, SLICE);
  return yield* explore(machine, limits, SLICE, () => {
    machine.show();
    return endKey(model);
  });
}

/** Including the states of abandoned attempts. */
function* exploreReduced(
  model: Model,
  limits: Limits,
  reduce: readonly Reduction[],
): Generator<Progress, SearchReport, void> {
  const { report, states } = yield* searchReduced(model, limits, reduce);
  return { ...report, states };
}

/** The options that this scenario varies: those that a library file declares and nobody varies say nothing. */
export function shownConfig(program: Program, config: Config): Config {
  const varied = program.options.filter((option) => option.varied);
  return Object.fromEntries(varied.map(({ name }) => [name, config[name] ?? false]));
}

function finding(model: Model, verdict: PropertyVerdict, hiding: readonly HidingNote[]): Finding {
  const info = model.properties.find(({ name }) => name === verdict.name);
  const { program, config } = model;
  const reported = model.startFault === null ? verdict.verdict : 'unknown';
  return {
    property: verdict.name,
    sentence: info?.sentence ?? verdict.name,
    violation: info?.violation ?? `${verdict.name} does not hold`,
    kind: info?.kind ?? 'builtin',
    verdict: reported,
    vacuous: model.startFault === null && verdict.vacuous,
    limit: model.startFault ?? verdict.limit,
    expected: expectedVerdict(program, verdict.name, config),
    witness: verdict.witness === null ? null : scheduleOf(model, verdict.witness),
    fewestSwitches: null,
    rests: reported === 'holds' ? restsOn(hiding, verdict.name) : null,
  };
}

/** One more search, for all violated properties at once. */
function* addSwitches(
  model: Model,
  machine: SearchMachine,
  limits: Limits,
  findings: readonly Finding[],
): Generator<Progress, Finding[], void> {
  const violated = findings
    .filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property);
  if (violated.length === 0) return [...findings];
  const { schedules } = yield* fewestSwitches(machine, violated, limits);
  return findings.map((found) => {
    const moves = schedules.find(({ name }) => name === found.property)?.moves ?? null;
    return { ...found, fewestSwitches: moves === null ? null : scheduleOf(model, moves) };
  });
}
