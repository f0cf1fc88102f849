// A search with reductions: fewer states, the same verdicts.

import { CanonicalMachine, spellOut } from '../../explore/machine/canonicalMachine.ts';
import { explore, SLICE } from '../../explore/search/explore.ts';
import type { Machine } from '../../explore/machine/machine.ts';
import { ReducedMachine, untilBroken } from '../../explore/machine/reducedMachine.ts';
import type { PropertyVerdict, SearchReport } from '../../explore/search/searchReport.ts';
import { CanonicalState } from '../../model/reduce/canonicalState.ts';
import { Independence } from '../../model/reduce/independence.ts';
import type { Model } from '../../model/build/model.ts';
import { SearchMachine } from '../../model/wasm/searchMachine.ts';
import type { Reduction } from './reductions.ts';
import type { Limits, Progress } from './report.ts';

export interface ReducedSearch {
  /** Its runs are runs of the model, and may not be shortest. */
  readonly report: SearchReport;
  /** States stored by all attempts together, abandoned ones included. */
  readonly states: number;
  /** The reductions that were not abandoned: the model violates an assumption of the others. */
  readonly left: readonly Reduction[];
}

/**
 * Searches again with less taken for granted when a promise that a reduction counts on turns out to be broken.
 *
 * First come `merge` and `order`, which choose moves; then, of the states that are left, only those are kept that stand
 * for others (`pages`, `tasks`). Whatever a move is chosen for holds of all that can be reached from its state, and like
 * states reach like ones: so from the one that is kept each end, deadlock and broken property of the others is reached.
 */
export function* searchReduced(
  model: Model,
  limits: Limits,
  reduce: readonly Reduction[],
): Generator<Progress, ReducedSearch> {
  const unguarded = new Set<string>();
  let left = reduce;
  let given = 0;
  for (;;) {
    const attempt = new Attempt(model, left, unguarded);
    const found = yield* attempt.search(limits);
    if (typeof found !== 'number') return { report: found, states: given + found.states, left };
    given += found;
    left = attempt.giveUp();
  }
}

/** One search, with its assumptions. */
class Attempt {
  private readonly model: Model;
  private readonly reduce: readonly Reduction[];
  private readonly unguarded: Set<string>;
  private readonly independence: Independence | null;
  private readonly canonical: CanonicalState | null;
  /** Before states are made canonical. */
  private readonly moving: Machine;
  private readonly machine: Machine;

  constructor(model: Model, reduce: readonly Reduction[], unguarded: Set<string>) {
    const [merge, order] = [reduce.includes('merge'), reduce.includes('order')];
    const [pages, tasks] = [reduce.includes('pages'), reduce.includes('tasks')];
    this.model = model;
    this.reduce = reduce;
    this.unguarded = unguarded;
    this.independence =
      merge || order ? new Independence(model, { merge, order, unguarded }) : null;
    const canonical = pages || tasks ? new CanonicalState(model, { pages, tasks }) : null;
    this.canonical = canonical?.useful === true ? canonical : null;
    const whole = new SearchMachine(model.machine);
    this.moving = this.independence ? new ReducedMachine(whole, this.independence, merge) : whole;
    this.machine = this.canonical ? new CanonicalMachine(this.moving, this.canonical) : this.moving;
  }

  /** Only the number of states if it was abandoned. */
  *search(limits: Limits): Generator<Progress, SearchReport | number> {
    const search = explore(this.machine, limits, SLICE);
    let states = 0;
    for (;;) {
      const next = search.next();
      if (next.done === true) return this.broken ? next.value.states : this.spelledOut(next.value);
      ({ states } = next.value);
      if (this.broken) return states;
      yield next.value;
    }
  }

  private get broken(): boolean {
    return this.independence?.broken === true || this.canonical?.broken === true;
  }

  /** The reductions that the next attempt may use. */
  giveUp(): Reduction[] {
    const assumptions = this.independence?.assumptions;
    const dangling = this.canonical?.broken === true || assumptions?.dangling === true;
    for (const field of assumptions?.unguarded ?? []) this.unguarded.add(field);
    return this.reduce.filter((one) => {
      if (one === 'pages') return !dangling;
      return one === 'tasks' || assumptions?.broken !== true;
    });
  }

  private spelledOut(report: SearchReport): SearchReport {
    return { ...report, verdicts: report.verdicts.map((verdict, i) => this.withRun(verdict, i)) };
  }

  private withRun(verdict: PropertyVerdict, index: number): PropertyVerdict {
    const { machine } = this.model;
    if (verdict.witness === null) return verdict;
    const moves = spellOut(this.moving, this.canonical, verdict.witness);
    const own = index < machine.properties.length;
    return { ...verdict, witness: own ? untilBroken(machine, index, moves) : moves };
  }
}
