// The explored graph of a machine: every state with its moves, in flat arrays that travel between threads.

import { Budget } from '../machine/budget.ts';
import type { EndKey } from '../search/census.ts';
import type { LocatedMachine } from '../machine/locatedMachine.ts';
import { ReachedLimits } from '../search/reachedLimits.ts';
import type { SearchLimits, SearchProgress } from '../search/searchReport.ts';
import { ABSENT, StateSet } from '../machine/stateSet.ts';

/** How a state ends, by its number in `StateGraph.ending`. `deadlocked`: no move, and no end of a run. */
export const ENDINGS = ['running', 'quiescent', 'panicked', 'deadlocked'] as const;
export type GraphEnding = (typeof ENDINGS)[number];

const RUNNING = 0;
const PANICKED = 2;
const DEADLOCKED = 3;
/** In `end`, of a state in which no run ends. */
export const NO_END = -1;

/** States are numbered in the order of their distance, from 0, the initial one. */
export interface StateGraph {
  readonly states: number;
  /** By state: moves of a shortest run to it. */
  readonly depth: Uint32Array;
  /** By state: its number in ENDINGS. */
  readonly ending: Uint8Array;
  /** By state: bits of the properties that it breaks itself. */
  readonly broken: Uint32Array;
  /** By state: where its tasks stand; equal numbers for equal places of all tasks. */
  readonly pc: Uint32Array;
  /** By number of `pc`: where each task stands, by task. */
  readonly stands: readonly (readonly number[])[];
  /** By state: which of `ends` it is, or NO_END. */
  readonly end: Int32Array;
  /** By state: 1 where a move leads to what is not in the graph. */
  readonly cut: Uint8Array;
  /** The moves of state `s` lie from `edges[s]` up to `edges[s + 1]`. */
  readonly edges: Uint32Array;
  /** By edge: the state that it leads to, the machine's move, and the bits of the properties that it breaks. */
  readonly target: Uint32Array;
  readonly move: Uint8Array;
  readonly breaks: Uint32Array;
  /** Keys of the ends, told apart as a census does, in the order in which they were found. */
  readonly ends: readonly string[];
  /** What is left out: all states from this depth on; null where nothing is. */
  readonly cutDepth: number | null;
  /** Limits reached, in that order. */
  readonly limits: readonly string[];
}

/** Explores breadth-first. Where there are more states than may be kept, whole layers only are. */
export function* exploreGraph(
  machine: LocatedMachine,
  limits: SearchLimits,
  keyOf: EndKey,
  slice: number,
): Generator<SearchProgress, StateGraph> {
  const explorer = new GraphExplorer(machine, limits, keyOf);
  yield* explorer.run(slice);
  return explorer.graph();
}

class GraphExplorer {
  private readonly machine: LocatedMachine;
  private readonly keyOf: EndKey;
  private readonly maxStates: number;
  private readonly budget: Budget;
  private readonly set: StateSet;
  private readonly successor: Uint32Array;
  private readonly tasks: readonly number[];
  private readonly depth: number[] = [];
  private readonly ending: number[] = [];
  private readonly broken: number[] = [];
  private readonly pc: number[] = [];
  private readonly end: number[] = [];
  private readonly cut: number[] = [];
  private readonly edges: number[] = [0];
  private readonly target: number[] = [];
  private readonly move: number[] = [];
  private readonly breaks: number[] = [];
  private readonly pcs = new Map<string, number>();
  private readonly ends = new Map<string, number>();
  private readonly reached: ReachedLimits;
  private cutDepth: number | null = null;
  private closed = 0;

  constructor(machine: LocatedMachine, limits: SearchLimits, keyOf: EndKey) {
    this.machine = machine;
    this.reached = new ReachedLimits(machine);
    this.keyOf = keyOf;
    this.maxStates = limits.maxStates;
    this.budget = new Budget(limits.maxBytes);
    this.set = new StateSet(machine.words, this.budget);
    this.successor = new Uint32Array(machine.words);
    this.tasks = [...new Set(machine.moveTask)];
  }

  *run(slice: number): Generator<SearchProgress, void> {
    const broken = this.machine.start(this.successor, 0);
    if (broken < 0) this.reached.reachOwn(broken);
    else if (this.admit(0) === 0) this.broken[0] = broken;
    while (this.closed < this.set.count && !this.isCutHere()) {
      this.expand(this.closed++);
      if (this.closed % slice === 0) yield this.progress();
    }
  }

  /** The layer in which room ran out is left out as a whole: what of it was found says little. */
  graph(): StateGraph {
    const states = this.closed;
    const last = this.edges[states] ?? 0;
    const inside = (target: number): boolean => target < states;
    for (let state = 0, edge = 0; state < states; state++) {
      for (; edge < (this.edges[state + 1] ?? 0); edge++) {
        if (!inside(this.target[edge] ?? 0)) this.cut[state] = 1;
      }
    }
    const kept = this.keptEdges(last, inside);
    return {
      states,
      depth: Uint32Array.from(this.depth.slice(0, states)),
      ending: Uint8Array.from(this.ending),
      broken: Uint32Array.from(this.broken.slice(0, states)),
      pc: Uint32Array.from(this.pc),
      stands: [...this.pcs.keys()].map((text) => text.split(',').map(Number)),
      end: Int32Array.from(this.end),
      cut: Uint8Array.from(this.cut.slice(0, states)),
      ...kept,
      ends: [...this.ends.keys()],
      cutDepth: this.cutDepth,
      limits: this.reached.names,
    };
  }

  private keptEdges(
    last: number,
    inside: (target: number) => boolean,
  ): Pick<StateGraph, 'edges' | 'target' | 'move' | 'breaks'> {
    const kept = Uint32Array.from({ length: last }, (_, edge) => edge).filter((edge) =>
      inside(this.target[edge] ?? 0),
    );
    const edges = new Uint32Array(this.closed + 1);
    for (let state = 0, at = 0; state < this.closed; state++) {
      while (at < kept.length && (kept[at] ?? 0) < (this.edges[state + 1] ?? 0)) at++;
      edges[state + 1] = at;
    }
    return {
      edges,
      target: kept.map((edge) => this.target[edge] ?? 0),
      move: Uint8Array.from(kept, (edge) => this.move[edge] ?? 0),
      breaks: kept.map((edge) => this.breaks[edge] ?? 0),
    };
  }

  private isCutHere(): boolean {
    return this.cutDepth !== null && (this.depth[this.closed] ?? 0) >= this.cutDepth;
  }

  private progress(): SearchProgress {
    const { set, closed } = this;
    return {
      states: set.count,
      transitions: this.target.length,
      frontier: set.count - closed,
      depth: this.depth[closed - 1] ?? 0,
    };
  }

  private expand(state: number): void {
    const { machine, set } = this;
    machine.open(set.states.page(state), set.states.offset(state));
    const ending = ENDINGS.indexOf(machine.ending());
    const moves = ending === PANICKED ? 0 : machine.enabled();
    const final = moves === 0 && ending === RUNNING ? DEADLOCKED : ending;
    this.broken[state] = (this.broken[state] ?? 0) | machine.judge();
    this.ending.push(final);
    this.pc.push(numberOf(this.pcs, this.tasks.map((task) => machine.pcOf(task)).join()));
    this.end.push(this.endOf(final));
    for (let rest = moves; rest !== 0; rest &= rest - 1) {
      this.follow(state, 31 - Math.clz32(rest & -rest));
    }
    this.edges.push(this.target.length);
  }

  private endOf(final: number): number {
    const ending: GraphEnding = ENDINGS[final] ?? 'running';
    return ending === 'running' ? NO_END : numberOf(this.ends, this.keyOf(ending));
  }

  private follow(state: number, move: number): void {
    const broken = this.machine.take(move, this.successor, 0);
    if (broken < 0) {
      this.reached.reachOwn(broken);
      this.cut[state] = 1;
      return;
    }
    const known = this.set.find(this.successor);
    const target = known === ABSENT ? this.admit((this.depth[state] ?? 0) + 1) : known;
    if (target === ABSENT) {
      this.cut[state] = 1;
      return;
    }
    this.target.push(target);
    this.move.push(move);
    this.breaks.push(broken);
  }

  /** Keeps the state that `successor` holds; ABSENT where there is no room. */
  private admit(depth: number): number {
    if (this.cutDepth !== null || !this.reserve()) {
      this.cutDepth ??= depth;
      return ABSENT;
    }
    this.set.find(this.successor);
    this.depth.push(depth);
    this.broken.push(0);
    this.cut.push(0);
    return this.set.add(this.successor);
  }

  private reserve(): boolean {
    const { set, maxStates, budget } = this;
    if (set.count >= maxStates) this.reached.reach(`states ${maxStates}`);
    else if (!set.reserve()) this.reached.reach(budget.limitName);
    else return true;
    return false;
  }
}

/** Numbers texts in the order in which they come. */
function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text) ?? numbers.size;
  numbers.set(text, known);
  return known;
}
