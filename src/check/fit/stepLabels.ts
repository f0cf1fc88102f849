// Which steps of a model a map speaks of: asked of each move while it is taken.

import { at, unreachable } from '../../base/assert.ts';
import type { CfgNode } from '../../model/cfg/controlFlowGraph.ts';
import { firstStops, nodesOfStep, stopsAfter } from '../../model/cfg/stops.ts';
import { walkAction } from '../../model/cfg/walkValue.ts';
import type { Model } from '../../model/build/model.ts';
import type { TaskCode } from '../../model/step/taskCode.ts';
import type { Storage } from '../../model/storage/storage.ts';
import type { StepPattern } from '../../recording/eventMap.ts';

/** No label: a step that no recording shows. */
export const UNSEEN = -1;

/** The place of a node at which no task can stand. */
const NOWHERE = -1;

interface Candidate {
  readonly label: number;
  /** Places at which the step has to end; null: anywhere. */
  readonly ends: ReadonlySet<number> | null;
  /** Cells that show it; empty: it is shown by the step being taken at all. */
  readonly cells: readonly number[];
  /** A cell becomes something, or nothing. */
  readonly becomes: 'set' | 'clear';
}

/** Labels are indexes into the patterns that it is made from. A step has the first label that fits. */
export class StepLabels {
  private readonly model: Model;
  /** By task and place. */
  private readonly candidates: readonly (readonly (readonly Candidate[])[])[];

  constructor(model: Model, patterns: readonly StepPattern[]) {
    this.model = model;
    this.candidates = model.codes.map((code) => candidatesOf(model, code, patterns));
  }

  /** The label of the step that `machine.run` has just taken, from the open state to its memory. */
  labelOf(task: number): number {
    const { machine } = this.model;
    const pc = machine.parts.plan.pcs[task] as number;
    const { state, memory } = machine;
    const found = (this.candidates[task] as readonly (readonly Candidate[])[])[state[pc] as number];
    if (found === undefined) return UNSEEN;
    for (const { label, ends, cells, becomes } of found) {
      if (ends !== null && !ends.has(memory[pc] as number)) continue;
      if (cells.length === 0 ? memory[pc] !== state[pc] : changed(state, memory, cells, becomes))
        return label;
    }
    return UNSEEN;
  }
}

function changed(
  before: Int32Array,
  after: Int32Array,
  cells: readonly number[],
  becomes: 'set' | 'clear',
): boolean {
  return cells.some((cell) =>
    becomes === 'set'
      ? before[cell] === 0 && after[cell] !== 0
      : before[cell] !== 0 && after[cell] === 0,
  );
}

function candidatesOf(
  model: Model,
  code: TaskCode,
  patterns: readonly StepPattern[],
): (readonly Candidate[])[] {
  const entered = enteredFunctions(code);
  return code.nodes.map((first, pc) => {
    if (first < 0) return [];
    const nodes = [...nodesOfStep(code.cfg, first)].map((node) => at(code.cfg.nodes, node));
    return patterns.flatMap((pattern, label): Candidate[] => {
      if (pattern.kind === 'call') return entered[pc]?.has(pattern.inside) ? [taken(label)] : [];
      if (pattern.kind === 'enter') {
        const ends = endsInside(code, first, pattern.inside);
        return ends.size === 0 ? [] : [{ ...taken(label), ends }];
      }
      if (!nodes.some((node) => matches(pattern, node))) return [];
      if (pattern.kind === 'lock') return [taken(label)];
      const cells = cellsOf(model.storage, pattern.field);
      return [{ label, ends: null, cells, becomes: pattern.kind }];
    });
  });
}

function taken(label: number): Candidate {
  return { label, ends: null, cells: [], becomes: 'set' };
}

/** Where a step from outside of a function can end inside of it. */
function endsInside(code: TaskCode, first: number, name: string): ReadonlySet<number> {
  if (callsAt(code, first).includes(name)) return new Set();
  const ends = stopsAfter(code.cfg, first).filter((node) => callsAt(code, node).includes(name));
  return new Set(ends.map((node) => code.pcs[node] ?? NOWHERE));
}

function callsAt({ cfg }: TaskCode, node: number): readonly string[] {
  return at(cfg.nodes, node).site?.calls ?? [];
}

/** By place: functions in which it is the first step of some call. */
function enteredFunctions(code: TaskCode): ReadonlySet<string>[] {
  const entered = code.nodes.map(() => new Set<string>());
  const enter = (node: number, from: readonly string[]): void => {
    const pc = code.pcs[node] ?? NOWHERE;
    for (const name of callsAt(code, node)) if (!from.includes(name)) entered[pc]?.add(name);
  };
  for (const first of firstStops(code.cfg)) enter(first, []);
  for (const node of code.nodes) {
    if (node < 0) continue;
    for (const next of stopsAfter(code.cfg, node)) enter(next, callsAt(code, node));
  }
  return entered;
}

function matches(
  pattern: Exclude<StepPattern, { kind: 'call' | 'enter' }>,
  node: CfgNode,
): boolean {
  if (pattern.inside !== null && !(node.site?.calls ?? []).includes(pattern.inside)) return false;
  switch (pattern.kind) {
    case 'lock':
      return lockOperations(node).some(
        ({ operation, field }) => operation === pattern.operation && field === pattern.field,
      );
    case 'set':
    case 'clear':
      return node.accesses.some(
        ({ kind, address }) => kind === 'write' && address.field === pattern.field,
      );
    default:
      return unreachable(pattern);
  }
}

function lockOperations({ action }: CfgNode): { operation: string; field: string }[] {
  if (action.kind === 'lock') return [{ operation: action.operation, field: action.lock.field }];
  const found: { operation: string; field: string }[] = [];
  walkAction(action, (value) => {
    if (value.kind === 'trylock')
      found.push({ operation: value.operation, field: value.lock.field });
  });
  return found;
}

/** The cells of a field in all objects; of a word, such as a PTE, its first field, which says whether it is there. */
function cellsOf(storage: Storage, field: string): number[] {
  return storage.slots.flatMap((slot, cell) => {
    if (slot.field !== field) return [];
    const width = wordWidth(storage, slot.struct, field);
    return slot.part % width === 0 ? [cell] : [];
  });
}

function wordWidth(storage: Storage, struct: string, field: string): number {
  const type = storage.extents.get(struct)?.spots.get(field)?.field.type;
  const of = type?.kind === 'array' ? type.of : type;
  if (of?.kind !== 'word') return 1;
  const cells = storage.slots.filter((slot) => slot.struct === struct && slot.field === field);
  const items = type?.kind === 'array' ? type.length : 1;
  const objects = storage.extents.get(struct)?.objects.length ?? 1;
  return Math.max(1, cells.length / items / objects);
}
