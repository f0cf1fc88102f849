// Tasks that differ only in their names: same text, each with its own cpu and mm, or all with the same.

import { at } from '../../base/assert.ts';
import type { CellKind } from './cellKinds.ts';
import { conditionText, cfgText } from './cfgText.ts';
import { livePointers } from './livePointers.ts';
import type { Model } from '../build/model.ts';
import { Renaming } from './renaming.ts';
import { referenceTo, withEmbedded } from '../storage/storage.ts';
import type { TaskCode } from '../step/taskCode.ts';

export interface OwnObject {
  readonly struct: string;
  readonly reference: number;
}

export interface TaskGroup {
  /** In rising order. */
  readonly members: readonly number[];
  /** By member: objects that only it has, in the same order for all. */
  readonly own: readonly (readonly OwnObject[])[];
}

/**
 * Groups of tasks whose members, with the objects of their own, can be renamed into each other in every state without
 * changing its runs: texts, properties and fields that never change are the same under that renaming.
 */
export function findTaskGroups(model: Model, cellKinds: readonly CellKind[]): TaskGroup[] {
  const groups: { members: number[]; own: OwnObject[][] }[] = [];
  const judge = new Judge(model, cellKinds);
  model.codes.forEach((_, task) => {
    for (const { members, own } of groups) {
      const pair = judge.ownObjects(at(members, 0), task);
      if (pair === null || (members.length > 1 && at(own, 0).length !== pair[0].length)) continue;
      members.push(task);
      own.splice(0, 1, pair[0]);
      own.push(pair[1]);
      return;
    }
    groups.push({ members: [task], own: [[]] });
  });
  return groups.filter(({ members }) => members.length > 1);
}

class Judge {
  private readonly model: Model;
  private readonly cellKinds: readonly CellKind[];
  private readonly values: ReadonlyMap<number, readonly number[]>;
  /** By task, its text without renaming. */
  private readonly texts: (string | null | undefined)[] = [];

  constructor(model: Model, cellKinds: readonly CellKind[]) {
    const { places } = model.machine.parts.packing;
    this.model = model;
    this.cellKinds = cellKinds;
    this.values = new Map(places.map(({ cell, values }) => [cell, values]));
  }

  /** The objects that each of two interchangeable tasks has of its own; null if they are not interchangeable. */
  ownObjects(a: number, b: number): [OwnObject[], OwnObject[]] | null {
    const { codes, storage } = this.model;
    if (shapeOf(at(codes, a)) !== shapeOf(at(codes, b))) return null;
    const own = this.differing(a, b);
    if (own === null) return null;
    const renaming = new Renaming(storage).swapTasks(a, b);
    own[0].forEach(({ struct, reference }, i) =>
      renaming.swapObjects(struct, reference, at(own[1], i).reference),
    );
    const same =
      own[0].every((object) => this.isNeverPointedTo(object)) &&
      this.textsAllow(renaming) &&
      this.conditionsAllow(renaming) &&
      this.cellsAllow(renaming);
    return same ? own : null;
  }

  /** Whether no register and no field that changes can point to an object of this kind, or to what is embedded in it. */
  private isNeverPointedTo({ struct, reference }: OwnObject): boolean {
    const parts = withEmbedded(this.model.storage, struct, reference);
    const structs = new Set(parts.map(({ extent }) => extent.struct.name));
    return (
      this.cellKinds.every(
        (cellKind, slot) =>
          cellKind.kind !== 'reference' || !structs.has(cellKind.struct) || !this.values.has(slot),
      ) &&
      !livePointers(this.model)
        .flat(2)
        .some((pointer) => structs.has(pointer.struct))
    );
  }

  private differing(a: number, b: number): [OwnObject[], OwnObject[]] | null {
    const own: [OwnObject[], OwnObject[]] = [[], []];
    for (const what of ['cpu', 'mm'] as const) {
      const [one, other] = [this.objectOf(a, what), this.objectOf(b, what)];
      if (one === null || other === null) {
        if (one !== other) return null;
      } else if (one.struct !== other.struct) return null;
      else if (one.reference !== other.reference) {
        own[0].push(one);
        own[1].push(other);
      }
    }
    return own;
  }

  private objectOf(task: number, what: 'cpu' | 'mm'): OwnObject | null {
    const { codes, program, storage } = this.model;
    const name = at(codes, task).task[what];
    const type = program.globals.find((global) => global.name === name)?.type;
    if (name === null || type?.kind !== 'object') return null;
    return { struct: type.struct, reference: referenceTo(storage, type.struct, name) };
  }

  private textsAllow(renaming: Renaming): boolean {
    const { codes, storage } = this.model;
    return codes.every(({ cfg }, task) => {
      const other = at(renaming.tasks, task);
      const text = cfgText(storage, cfg, renaming);
      return text !== null && text === this.textOf(other);
    });
  }

  private textOf(task: number): string | null {
    const { codes, storage } = this.model;
    const known = this.texts[task];
    if (known !== undefined) return known;
    const text = cfgText(storage, at(codes, task).cfg, new Renaming(storage));
    this.texts[task] = text;
    return text;
  }

  private conditionsAllow(renaming: Renaming): boolean {
    const { machine, storage } = this.model;
    const same = new Renaming(storage);
    return machine.parts.conditions.every((condition) => {
      if (condition === null) return true;
      const text = conditionText(storage, condition.value, renaming);
      return text !== null && text === conditionText(storage, condition.value, same);
    });
  }

  /** Whether each slot can hold the values of the slot that is renamed to it; one that never changes has to hold its value. */
  private cellsAllow(renaming: Renaming): boolean {
    return this.cellKinds.every((cellKind, slot) => {
      const to = renaming.slot(slot, cellKind);
      const renamed = this.valuesOf(slot).map((value) => renaming.value(value, cellKind));
      return renamed.sort((x, y) => x - y).join() === this.valuesOf(to).join();
    });
  }

  private valuesOf(slot: number): readonly number[] {
    return this.values.get(slot) ?? [at(this.model.machine.parts.start, slot)];
  }
}

/** What has to be equal before texts are compared: how the task runs, and its registers. */
function shapeOf({ task, nodes, idleFrom, registers, registerBounds, cfg }: TaskCode): string {
  const variables = cfg.variables.map(({ low, high, type }) => [type, low, high]);
  return JSON.stringify([
    task.kind,
    task.runs,
    cfg.nodes.length,
    nodes,
    idleFrom,
    registers.of,
    registerBounds,
    variables,
  ]);
}
