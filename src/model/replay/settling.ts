// When an `after all` task may begin.

import type { Model } from '../build/model.ts';
import { ENDED } from '../step/taskCode.ts';

/** Whether every other task has ended, and every daemon is idle, in the state that the machine has open. */
export function othersAreThrough({ machine, codes }: Pick<Model, 'machine' | 'codes'>): boolean {
  return codes.every(({ task, idleFrom }, index) => {
    const place = machine.placeOf(index);
    return task.kind === 'settle' || place === ENDED || place >= idleFrom;
  });
}
