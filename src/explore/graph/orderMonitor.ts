// Which orders of events the runs of an explored graph have: a search of the graph beside a monitor that counts two events.

import type { StateGraph } from './stateGraph.ts';

/** The `count`-th time that the task steps from that place. Counts from 1. */
export interface GraphEvent {
  readonly task: number;
  readonly place: number;
  readonly count: number;
}

/** Where a run breaks what is asked: when it comes to such a state, or takes such an edge. It ends there. */
export interface Breach {
  /** By state, and by edge: 1 where it does. */
  readonly states: Uint8Array;
  readonly edges: Uint8Array;
}

export interface EventOrder {
  readonly first: GraphEvent;
  readonly second: GraphEvent;
  /** The second event may come after the breach, or never: it must only not come before the first one. */
  readonly open: boolean;
}

/** Beyond so many states of graph and monitor together no answer is looked for. */
export const MOST_MONITORED = 1_500_000;

export class OrderMonitor {
  private readonly graph: StateGraph;
  private readonly breach: Breach;
  /** By state: 1 where some run from it breaks, itself included. */
  private readonly canBreak: Uint8Array;
  /** By edge: the task that steps and the place that it steps from, as one number. */
  private readonly steps: Int32Array;

  constructor(graph: StateGraph, moveTask: readonly number[], breach: Breach) {
    this.graph = graph;
    this.breach = breach;
    this.canBreak = whoCanBreak(graph, breach);
    this.steps = stepsOf(graph, moveTask);
  }

  /** Whether every run that breaks has both events, in this order. */
  isNecessary(order: EventOrder): boolean {
    return !new NecessityWalk(this, order).findsOther();
  }

  /** Whether some run of the graph has both events in the other order. */
  isFree({ first, second }: EventOrder): boolean {
    const [a, b] = [stepNumber(first), stepNumber(second)];
    const wide = second.count + 1;
    const walk = new Walk(this.graph.states, first.count * wide);
    walk.push(0, 0);
    for (let at = walk.pop(); at >= 0; at = walk.pop()) {
      const state = walk.stateOf(at);
      const code = walk.codeOf(at);
      const counted = Math.floor(code / wide);
      const seconds = code % wide;
      for (let e = this.from(state); e < this.from(state + 1); e += 1) {
        const step = this.step(e);
        const isFirst = step === a;
        if (isFirst && counted + 1 === first.count) {
          if (seconds === second.count) return true;
          continue;
        }
        const nowSeconds = step === b ? Math.min(seconds + 1, second.count) : seconds;
        walk.push(this.target(e), (counted + (isFirst ? 1 : 0)) * wide + nowSeconds);
      }
    }
    return false;
  }

  /**
   * Whether every run with all the events in these orders breaks: false where one ends well, null where that would
   * take too many states.
   */
  isEnough(orders: readonly EventOrder[]): boolean | null {
    return new EnoughWalk(this, orders).answer();
  }

  from(state: number): number {
    return this.graph.edges[state] ?? 0;
  }

  step(edge: number): number {
    return this.steps[edge] ?? 0;
  }

  target(edge: number): number {
    return this.graph.target[edge] ?? 0;
  }

  get states(): number {
    return this.graph.states;
  }

  breaksAt(state: number): boolean {
    return this.breach.states[state] === 1;
  }

  breaksBy(edge: number): boolean {
    return this.breach.edges[edge] === 1;
  }

  mayBreakFrom(state: number): boolean {
    return this.canBreak[state] === 1;
  }

  endsWell(state: number): boolean {
    return this.graph.ending[state] === QUIESCENT;
  }
}

const QUIESCENT = 1;

/** Looks for a run that breaks and does not have the order. */
class NecessityWalk {
  private readonly monitor: OrderMonitor;
  private readonly order: EventOrder;

  constructor(monitor: OrderMonitor, order: EventOrder) {
    this.monitor = monitor;
    this.order = order;
  }

  findsOther(): boolean {
    const { monitor } = this;
    const { first, second } = this.order;
    const wide = second.count;
    const walk = new Walk(monitor.states, (first.count + 1) * wide);
    if (monitor.mayBreakFrom(0)) walk.push(0, 0);
    for (let at = walk.pop(); at >= 0; at = walk.pop()) {
      const state = walk.stateOf(at);
      const code = walk.codeOf(at);
      const firsts = Math.floor(code / wide);
      const seconds = code % wide;
      if (monitor.breaksAt(state)) {
        if (!this.open(firsts)) return true;
        continue;
      }
      for (let e = monitor.from(state); e < monitor.from(state + 1); e += 1) {
        const broken = monitor.breaksBy(e);
        const target = monitor.target(e);
        if (!broken && !monitor.mayBreakFrom(target)) continue;
        const step = monitor.step(e);
        const nowFirsts = firsts + (step === stepNumber(first) && firsts < first.count ? 1 : 0);
        const isSecond = step === stepNumber(second);
        if (isSecond && seconds + 1 === second.count) {
          if (firsts < first.count) return true;
          continue;
        }
        if (broken) {
          if (!this.open(nowFirsts)) return true;
          continue;
        }
        walk.push(target, nowFirsts * wide + seconds + (isSecond ? 1 : 0));
      }
    }
    return false;
  }

  /** Whether a run may break before the second event. */
  private open(firsts: number): boolean {
    return this.order.open && firsts === this.order.first.count;
  }
}

/** Looks for a run that has all the orders and ends well. */
class EnoughWalk {
  private readonly monitor: OrderMonitor;
  private readonly orders: readonly EventOrder[];
  /** Steps that some event counts, with how far. */
  private readonly counted = new Map<number, number>();

  constructor(monitor: OrderMonitor, orders: readonly EventOrder[]) {
    this.monitor = monitor;
    this.orders = orders;
    for (const { first, second } of orders)
      for (const event of [first, second]) {
        const step = stepNumber(event);
        this.counted.set(step, Math.max(this.counted.get(step) ?? 0, event.count));
      }
  }

  answer(): boolean | null {
    const { monitor } = this;
    const vectors = new Vectors([...this.counted.values()]);
    const steps = [...this.counted.keys()];
    const seen = new Set<number>([0]);
    const pending = [0];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const state = Math.floor(at / vectors.size);
      const vector = at % vectors.size;
      if (monitor.breaksAt(state)) continue;
      if (monitor.endsWell(state) && this.isComplete(vectors, steps, vector)) return false;
      for (let e = monitor.from(state); e < monitor.from(state + 1); e += 1) {
        if (monitor.breaksBy(e)) continue;
        const next = vectors.raised(vector, steps.indexOf(monitor.step(e)));
        if (next !== vector && !this.isInOrder(vectors, steps, next)) continue;
        const key = monitor.target(e) * vectors.size + next;
        if (seen.has(key)) continue;
        if (seen.size >= MOST_MONITORED) return null;
        seen.add(key);
        pending.push(key);
      }
    }
    return true;
  }

  private isInOrder(vectors: Vectors, steps: readonly number[], vector: number): boolean {
    const has = (event: GraphEvent): boolean => this.has(vectors, steps, vector, event);
    return this.orders.every(({ first, second }) => has(first) || !has(second));
  }

  private isComplete(vectors: Vectors, steps: readonly number[], vector: number): boolean {
    const has = (event: GraphEvent): boolean => this.has(vectors, steps, vector, event);
    return this.orders.every(({ first, second, open }) => has(first) && (open || has(second)));
  }

  private has(
    vectors: Vectors,
    steps: readonly number[],
    vector: number,
    event: GraphEvent,
  ): boolean {
    return vectors.at(vector, steps.indexOf(stepNumber(event))) >= event.count;
  }
}

/** Some small counts as one number. */
class Vectors {
  readonly size: number;
  private readonly most: readonly number[];
  private readonly weight: readonly number[];

  constructor(most: readonly number[]) {
    this.most = most;
    let size = 1;
    this.weight = most.map((one) => {
      const weight = size;
      size *= one + 1;
      return weight;
    });
    this.size = size;
  }

  at(vector: number, index: number): number {
    return Math.floor(vector / (this.weight[index] ?? 1)) % ((this.most[index] ?? 0) + 1);
  }

  /** As far as it is counted; the same for no index. */
  raised(vector: number, index: number): number {
    if (index < 0 || this.at(vector, index) >= (this.most[index] ?? 0)) return vector;
    return vector + (this.weight[index] ?? 0);
  }
}

/** States with a code each, every pair walked over once. */
class Walk {
  private readonly codes: number;
  private readonly seen: Uint8Array;
  private readonly pending: number[] = [];

  constructor(states: number, codes: number) {
    this.codes = codes;
    this.seen = new Uint8Array(states * codes);
  }

  push(state: number, code: number): void {
    const at = state * this.codes + code;
    if (this.seen[at] === 1) return;
    this.seen[at] = 1;
    this.pending.push(at);
  }

  /** -1 when all was walked over. */
  pop(): number {
    return this.pending.pop() ?? -1;
  }

  stateOf(at: number): number {
    return Math.floor(at / this.codes);
  }

  codeOf(at: number): number {
    return at % this.codes;
  }
}

/** Places of a task are fewer than this. */
const PLACES = 1 << 20;

function stepNumber({ task, place }: { readonly task: number; readonly place: number }): number {
  return task * PLACES + place;
}

function stepsOf(graph: StateGraph, moveTask: readonly number[]): Int32Array {
  const steps = new Int32Array(graph.target.length);
  for (let state = 0; state < graph.states; state += 1) {
    const stands = graph.stands[graph.pc[state] ?? 0] ?? [];
    for (let e = graph.edges[state] ?? 0; e < (graph.edges[state + 1] ?? 0); e += 1) {
      const task = moveTask[graph.move[e] ?? 0] ?? 0;
      steps[e] = stepNumber({ task, place: stands[task] ?? 0 });
    }
  }
  return steps;
}

/** Follows edges back from where runs break; nothing is followed beyond a breach. */
function whoCanBreak(graph: StateGraph, breach: Breach): Uint8Array {
  const can = breach.states.slice();
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = graph.states - 1; state >= 0; state -= 1) {
      if (can[state] === 1) continue;
      for (let e = graph.edges[state] ?? 0; e < (graph.edges[state + 1] ?? 0); e += 1)
        if (breach.edges[e] === 1 || can[graph.target[e] ?? 0] === 1) can[state] = 1;
      if (can[state] === 1) changed = true;
    }
  }
  return can;
}
