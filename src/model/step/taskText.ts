// A task's code before its registers have addresses in memory: the same in every configuration that does not change
// the task's text.

import { at } from '../../base/assert.ts';
import type { Task } from '../../lang/program/program.ts';
import { CfgBuilder } from '../cfg/cfgBuilder.ts';
import type { CfgSetting } from '../cfg/cfgScope.ts';
import type { ControlFlowGraph } from '../cfg/controlFlowGraph.ts';
import { type StepChanges, stepChanges } from '../cfg/writeSet.ts';
import { inferRanges } from '../cfg/intRanges.ts';
import { allocateRegisters, type Registers } from '../cfg/registers.ts';
import { findStops, firstStops, stopKind } from '../cfg/stops.ts';

export interface TaskText {
  readonly task: Task;
  readonly cfg: ControlFlowGraph;
  readonly registers: Registers;
  /** By node: its `StopKind`, and the atomic that it is in. */
  readonly stops: Uint8Array;
  readonly atomicRegions: Int32Array;
  /** By program counter, the node that runs first; -1 for ENDED. */
  readonly nodes: readonly number[];
  /** By node, the program counter; -1 if no step begins there. */
  readonly pcs: Int32Array;
  /**
   * The program counters from this one on are those of a task that has not begun: a daemon between two passes, an
   * `after all` task before its time. An ordinary task has none.
   */
  readonly idleFrom: number;
  /** By node, the program counter at which the task waits to begin with it; -1 if it never does. */
  readonly idlePcs: Int32Array;
  /** By register: the values that it ever holds in a state. */
  readonly registerBounds: readonly RegisterBounds[];
  /** By program counter: the registers that are dead there; they are zero in every state. */
  readonly deadRegisters: readonly (readonly number[])[];
  /** By program counter: what a step from there can change; null for ENDED. */
  readonly changes: readonly (StepChanges | null)[];
}

export interface RegisterBounds {
  readonly low: number;
  readonly high: number;
  readonly kept: boolean;
}

export function readTask(setting: CfgSetting, task: Task): TaskText {
  const { storage } = setting;
  const cfg = new CfgBuilder(setting, task, task).build();
  inferRanges(cfg);
  const registers = allocateRegisters(cfg);
  const stops = findStops(cfg).filter((stop) => at(cfg.nodes, stop).action.kind !== 'end');
  const first = task.kind === 'task' ? [] : firstStops(cfg).filter((stop) => stops.includes(stop));
  const nodes = [-1, ...stops, ...first];
  const idleFrom = 1 + stops.length;
  const registerBounds = boundRegisters(cfg, registers, stops);
  return {
    task,
    cfg,
    registers,
    stops: Uint8Array.from(cfg.nodes, stopKind),
    atomicRegions: Int32Array.from(cfg.nodes, ({ atomicRegion }) => atomicRegion),
    nodes,
    pcs: pcsOf(cfg, stops, 1),
    idleFrom,
    idlePcs: pcsOf(cfg, first, idleFrom),
    registerBounds,
    deadRegisters: nodes.map((node) => deadAt(registers, registerBounds, node)),
    changes: stepChanges(storage, task, cfg, nodes, registers),
  };
}

/** By node, its number among some nodes, counted from a first number; -1 for the others. */
function pcsOf(cfg: ControlFlowGraph, some: readonly number[], from: number): Int32Array {
  const pcs = new Int32Array(cfg.nodes.length).fill(-1);
  some.forEach((stop, i) => (pcs[stop] = from + i));
  return pcs;
}

function boundRegisters(
  cfg: ControlFlowGraph,
  registers: Registers,
  stops: readonly number[],
): RegisterBounds[] {
  const bounds = Array.from({ length: registers.count }, () => ({ low: 0, high: 0, kept: false }));
  const kept = new Set(stops.flatMap((stop) => [...at(registers.alive, stop)]));
  for (const variable of kept) {
    const bound = at(bounds, at(registers.of, variable));
    const { low, high } = at(cfg.variables, variable);
    bound.low = Math.min(bound.low, low);
    bound.high = Math.max(bound.high, high);
    bound.kept = true;
  }
  return bounds;
}

function deadAt(
  registers: Registers,
  bounds: readonly RegisterBounds[],
  node: number,
): readonly number[] {
  const alive = new Set(
    node < 0 ? [] : [...at(registers.alive, node)].map((variable) => at(registers.of, variable)),
  );
  return bounds.flatMap(({ kept }, register) => (kept && !alive.has(register) ? [register] : []));
}
