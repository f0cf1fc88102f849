// The guard of a step: the condition of its lock or its wait.

import { unreachable } from '../base/assert.ts';
import { LOCK_OPERATIONS } from '../lang/syntax/lockKinds.ts';
import type { Address, CfgNode } from '../model/cfg/controlFlowGraph.ts';
import { EXCLUSIVE_HOLD } from '../model/storage/storage.ts';
import { type PromelaValues, type Trap } from './promelaValue.ts';

/** A place that cannot be reached does not block, since the step is an oops; null: it can always be taken. */
export function stepGuard(values: PromelaValues, task: number, { action }: CfgNode): string | null {
  const traps: Trap[] = [];
  if (action.kind === 'wait') {
    const { text } = values.pure(action.until, task, traps);
    return either(traps, text);
  }
  if (action.kind !== 'lock') return null;
  const { form, does, mode } = LOCK_OPERATIONS[action.operation];
  if (does !== 'take') return null;
  switch (form) {
    case 'owner': {
      const spot = values.spot(action.lock, false, task, traps, []);
      return either(traps, `${values.cell(spot, 0)} == 0`);
    }
    case 'count': {
      const spot = values.spot(action.lock, false, task, traps, []);
      return either(traps, `${values.cell(spot, 0)} != 0`);
    }
    case 'seats':
      return either(traps, mayDown(values, action.lock, mode === 'exclusive', task, traps));
    default:
      return unreachable(form);
  }
}

/** Not yet queued: the step takes or queues. Queued: it takes when every earlier waiter is compatible. */
function mayDown(
  values: PromelaValues,
  lock: Address,
  write: boolean,
  task: number,
  traps: Trap[],
): string | null {
  const { codes } = values.model;
  const spot = values.spot(lock, false, task, traps, []);
  const queue = (t: number): string => values.cell(spot, codes.length + t);
  const mine = queue(task);
  if (mine === '0') return null;
  const holds = codes.map((_, t) => `${values.cell(spot, t)} ${write ? '== 0' : `!= ${EXCLUSIVE_HOLD}`}`); // prettier-ignore
  const behind = codes.flatMap((_, t) => {
    const other = queue(t);
    if (t === task || other === '0') return [];
    const before = `${other} != 0 && ${other} >> 1 < ${mine} >> 1`;
    return [`!(${before}${write ? '' : ` && (${other} & 1) == 1`})`];
  });
  return `(${mine} == 0 || ${[...holds, ...behind].join(' && ')})`;
}

function either(traps: readonly Trap[], open: string | null): string | null {
  if (open === null) return null;
  return traps.length === 0 ? open : `(${[...traps.map((trap) => `(${trap.when.join(' && ')})`), open].join(' || ')})`; // prettier-ignore
}
