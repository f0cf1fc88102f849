// When an `after all` task may begin.

import type { Model } from '../build/model.ts';
import { ENDED } from '../step/taskCode.ts';

/** Whether every other task has ended, and every daemon is idle, in the state that the machine has open. */
export function othersAreThrough(model: Pick<Model, 'machine' | 'codes'>): boolean {
  return unfinished(model).length === 0;
}

/** The tasks that an `after all` task has to wait for, in the state that the machine has open. */
export function unfinished({ machine, codes }: Pick<Model, 'machine' | 'codes'>): number[] {
  return codes.flatMap(({ task, idleFrom }, index) => {
    const pc = machine.pcOf(index);
    const through = task.kind === 'settle' || pc === ENDED || pc >= idleFrom;
    return through ? [] : [index];
  });
}
