// What one task does in a run, step by step, by the nodes of its text: what a lock can be held over.

import { at } from '../../base/assert.ts';
import type { Model } from '../../model/build/model.ts';
import type { TracedStep } from './witnessTrace.ts';

/** A local that points to an object when a step begins. */
export interface Pointer {
  readonly variable: number;
  readonly name: string;
  readonly struct: string;
  /** The object's number among those of its struct, from 1. */
  readonly object: number;
}

export interface PathStep {
  readonly node: number;
  readonly traced: TracedStep;
  readonly pointers: readonly Pointer[];
}

/** The task's steps, in the order taken. */
export function pathOf(model: Model, steps: readonly TracedStep[], task: number): PathStep[] {
  const code = at(model.codes, task);
  return steps
    .filter((traced) => traced.task === task)
    .map((traced) => {
      const node = at(code.nodes, traced.place);
      return { node, traced, pointers: pointersAt(model, traced, node) };
    });
}

/** Only what is alive is looked at: other locals may share its register. */
function pointersAt(model: Model, { task, before }: TracedStep, node: number): Pointer[] {
  const { flow, registers, registerBase } = at(model.codes, task);
  const { machine } = model;
  machine.open(before, 0);
  return [...at(registers.alive, node)].flatMap((variable) => {
    const { name, type } = at(flow.variables, variable);
    const object = machine.state[registerBase + at(registers.of, variable)] ?? 0;
    if (type.kind !== 'reference' || object === 0) return [];
    return [{ variable, name, struct: type.struct, object }];
  });
}
