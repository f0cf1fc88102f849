// One task ready to run: its nodes as closures, and the places where it can stand as small numbers.

import { at } from '../base/assert.ts';
import type { Task } from '../lang/program.ts';
import type { Compiled, Memory } from './compileValue.ts';
import { compileGuard, compileNode, type NodeCompilation, type Run } from './compileNode.ts';
import type { Fault } from './fault.ts';
import type { Flow } from './flow.ts';
import type { Registers } from './registers.ts';
import { findStops, firstStops, stopSort } from './stops.ts';
import type { Storage } from './storage.ts';

/** The number of "has ended" among the places of every task. */
export const ENDED = 0;

export interface TaskCode {
  readonly task: Task;
  readonly flow: Flow;
  readonly runs: readonly Run[];
  /** By node: its `StopSort`, and the atomic that it is in. */
  readonly stops: Uint8Array;
  readonly regions: Int32Array;
  /** By place: null where the step can always be taken. */
  readonly guards: readonly (((memory: Memory) => boolean) | null)[];
  /** By place, the node that runs first; -1 for ENDED. */
  readonly nodes: readonly number[];
  /** By node, the place; -1 where none can stand. */
  readonly places: Int32Array;
  /**
   * The places from this one on are those of a task that has not begun: a daemon between two passes, an
   * `after all` task before its time. An ordinary task has none.
   */
  readonly idleFrom: number;
  /** By node, the place where the task waits to begin with it; -1 where it never does. */
  readonly idlePlaces: Int32Array;
  /** By place: the cells of registers that hold nothing there; they are zero in every state. */
  readonly dead: readonly Int32Array[];
  readonly registers: Registers;
  readonly compilation: NodeCompilation;
  /** First memory cell of the registers. */
  readonly registerBase: number;
  /** By register: the values that it ever holds in a state. */
  readonly registerBounds: readonly {
    readonly low: number;
    readonly high: number;
    readonly kept: boolean;
  }[];
}

export interface CodeSetting {
  readonly storage: Storage;
  readonly fault: Fault;
  readonly defaults: Int32Array;
  readonly bit: (property: string) => number;
  readonly isDone: (task: number) => Compiled;
}

export function compileTask(
  setting: CodeSetting,
  task: Task,
  index: number,
  flow: Flow,
  registers: Registers,
  registerBase: number,
): TaskCode {
  const c: NodeCompilation = {
    ...setting,
    task: index,
    register: (variable) => registerBase + at(registers.of, variable),
    bounds: (variable) => {
      const { type, low, high, name } = at(flow.variables, variable);
      return type.kind === 'int' ? { low, high, limit: `range ${name} ${low}..${high}` } : null;
    },
  };
  const stops = findStops(flow).filter((stop) => at(flow.nodes, stop).action.kind !== 'end');
  const first = task.kind === 'task' ? [] : firstStops(flow).filter((stop) => stops.includes(stop));
  const nodes = [-1, ...stops, ...first];
  const idleFrom = 1 + stops.length;
  const placesOf = (some: readonly number[], from: number): Int32Array => {
    const places = new Int32Array(flow.nodes.length).fill(-1);
    some.forEach((stop, i) => (places[stop] = from + i));
    return places;
  };
  const bounds = boundRegisters(flow, registers, stops);
  return {
    task,
    flow,
    runs: flow.nodes.map((node, i) => compileNode(c, node, i)),
    stops: Uint8Array.from(flow.nodes, stopSort),
    regions: Int32Array.from(flow.nodes, ({ region }) => region),
    guards: nodes.map((node) => (node < 0 ? null : compileGuard(c, at(flow.nodes, node)))),
    nodes,
    places: placesOf(stops, 1),
    idleFrom,
    idlePlaces: placesOf(first, idleFrom),
    dead: nodes.map((node) => deadAt(registers, registerBase, bounds, node)),
    registers,
    compilation: c,
    registerBase,
    registerBounds: bounds,
  };
}

function boundRegisters(flow: Flow, registers: Registers, stops: readonly number[]) {
  const bounds = Array.from({ length: registers.count }, () => ({ low: 0, high: 0, kept: false }));
  const kept = new Set(stops.flatMap((stop) => [...at(registers.alive, stop)]));
  for (const variable of kept) {
    const bound = at(bounds, at(registers.of, variable));
    const { low, high } = at(flow.variables, variable);
    bound.low = Math.min(bound.low, low);
    bound.high = Math.max(bound.high, high);
    bound.kept = true;
  }
  return bounds;
}

function deadAt(
  registers: Registers,
  base: number,
  bounds: readonly { readonly kept: boolean }[],
  node: number,
): Int32Array {
  const alive =
    node < 0 ? [] : [...at(registers.alive, node)].map((variable) => at(registers.of, variable));
  const dead = bounds.flatMap(({ kept }, register) =>
    kept && !alive.includes(register) ? [base + register] : [],
  );
  return Int32Array.from(dead);
}
