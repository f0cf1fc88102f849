// The exhaustive search of a machine, with a verdict for each of its properties.

import { Budget } from '../machine/budget.ts';
import { Census, type EndKey } from './census.ts';
import { CollapsedMachine, foldWhereWide } from '../machine/collapsedMachine.ts';
import type { Machine, MachineProperty } from '../machine/machine.ts';
import { Search } from './search.ts';
import {
  type Ends,
  NEVER_FINISHES,
  NO_DEADLOCK,
  NO_STUCK,
  type PropertyVerdict,
  type SearchLimits,
  type SearchProgress,
  type SearchReport,
} from './searchReport.ts';
import { findStuck, type StuckAnswer } from './stuck.ts';

/**
 * States between two progress reports: about 20 ms of a machine that takes a microsecond a step.
 */
export const SLICE = 8192;

/**
 * Searches breadth-first and exactly, through violations, until every state within the limits
 * has been judged with all its moves. Yields after each slice of states; to cancel, stop asking.
 *
 * Built in: `no_deadlock` (no move, though neither quiescent nor panicked) and `no_stuck` (from
 * every reachable state a quiescent or panicked one can be reached).
 *
 * `keyOf` asks for the ends too: the final states, grouped by what it says of each.
 */
export function* explore(
  machine: Machine,
  limits: SearchLimits,
  slice = SLICE,
  keyOf: EndKey | null = null,
): Generator<SearchProgress, SearchReport> {
  const census = keyOf && new Census(keyOf, machine.properties);
  const budget = new Budget(limits.maxBytes);
  const kept = foldWhereWide(machine, budget);
  const search = new Search(kept, limits, budget, census);
  yield* search.run(slice);
  const stuck = yield* findStuck(search, slice);
  const common = kept instanceof CollapsedMachine ? kept.bytes() : 0;
  const report = reportOf(search, stuck);
  return {
    ...report,
    bytes: report.bytes + common,
    ends: census && (yield* endsOf(search, census)),
  };
}

/** Witnesses take time where there are many ends and long runs. */
function* endsOf(search: Search, census: Census): Generator<SearchProgress, Ends> {
  const work = census.ends((state) => search.pathTo(state), search.limits);
  for (;;) {
    const end = work.next();
    if (end.done === true) return end.value;
    yield search.progress();
  }
}

function reportOf(search: Search, stuck: StuckAnswer): Omit<SearchReport, 'ends'> {
  return {
    verdicts: verdictsOf(search, stuck),
    states: search.states.count,
    transitions: search.transitions,
    depth: search.depth,
    quiescent: search.quiescent,
    bytes: search.states.bytes() + search.tree.bytes(),
    stuckBytes: stuck.bytes,
    limits: limitsOf(search, stuck),
  };
}

function limitsOf(search: Search, stuck: StuckAnswer): readonly string[] {
  const more = stuck.outOfMemory && !search.limits.includes(search.budget.limitName);
  return more ? [...search.limits, search.budget.limitName] : search.limits;
}

function verdictsOf(search: Search, stuck: StuckAnswer): PropertyVerdict[] {
  const { machine, deadlock } = search;
  const [limit = null] = search.limits;
  const [stuckLimit = null] = limitsOf(search, stuck);
  const tested = machine.tested ?? -1;
  const pathTo = (state: number | null) => (state === null ? null : search.pathTo(state));
  return [
    ...machine.properties.map((property, index) =>
      verdict(
        property.name,
        search.witness(index),
        limit ?? unfinished(property, search),
        ((tested >> index) & 1) === 0,
      ),
    ),
    verdict(NO_DEADLOCK, pathTo(deadlock), limit),
    verdict(NO_STUCK, pathTo(stuck.first), stuckLimit),
  ];
}

/** A `final` property is unknown if nothing ever finishes. */
function unfinished(property: MachineProperty, search: Search): string | null {
  return property.kind === 'final' && search.quiescent === 0 ? NEVER_FINISHES : null;
}

function verdict(
  name: string,
  witness: number[] | null,
  limit: string | null,
  untested = false,
): PropertyVerdict {
  if (witness !== null) return { name, verdict: 'violated', limit: null, vacuous: false, witness };
  if (limit !== null) return { name, verdict: 'unknown', limit, vacuous: false, witness: null };
  return { name, verdict: 'holds', limit: null, vacuous: untested, witness: null };
}
