// The data that each task got from the memory that it read: what its read() returns, what its load read.

import { at } from '../../base/assert.ts';
import type { StepValues } from '../../model/replay/valueTrace.ts';
import type { Run } from '../../model/world/run.ts';
import type { Value } from '../../model/world/world.ts';

export type Token = Value & { readonly kind: 'token' };

/** By moment and task; null before the task has read any. */
export type TaskData = readonly (readonly (Token | null)[])[];

/**
 * By moment and task: the token that the task read last into one of its locals; null before it has read any. It stays
 * when the task has ended. `values`: of each step of the run, the first at 0. A value that a task was given to write does not count.
 */
export function taskData(run: Run, values: readonly StepValues[], tasks: number): TaskData {
  let now: readonly (Token | null)[] = Array.from({ length: tasks }, () => null);
  return run.moments.map(({ step }, moment) => {
    const own = step && values[moment - 1];
    if (!own) return now;
    const got = readToken(own, now[step.task] ?? null);
    if (got !== null) now = now.map((token, task) => (task === step.task ? got : token));
    return now;
  });
}

/** A local that holds what this step read, or what the task had read before. */
function readToken({ reads, locals }: StepValues, before: Token | null): Token | null {
  const read = reads.flatMap(({ value }) => (value.kind === 'token' ? [value.token] : []));
  const known = before === null ? read : [...read, before.token];
  const held = locals.flatMap(({ value }) => (value.kind === 'token' ? [value] : []));
  const got = held.filter(({ token }) => known.includes(token));
  return got.length === 0 ? null : at(got, got.length - 1);
}
