// The order in which the kernels of the catalogue take their locks, where no run of them deadlocks: a rule for every edit.

import type { FunctionDefinition, Program, Stmt } from '../../lang/program/program.ts';
import { everyStatement } from '../../lang/program/programWalk.ts';
import { LOCK_OPERATIONS } from '../../lang/syntax/lockKinds.ts';
import type { Model } from '../../model/build/model.ts';
import { lockClass, lockPairs, type LockPair, reversed } from './lockOrder.ts';
import known from './lockRules.json' with { type: 'json' };

/** By pair, a scenario that has it. */
const RULES: ReadonlyMap<string, string> = new Map(Object.entries(known));

const MMAP_SEM = 'mm_struct.mmap_sem';

export interface Disorder {
  readonly pair: LockPair;
  /** A scenario in which the two are taken the other way round. */
  readonly scenario: string;
}

/**
 * A pair that the edited model has and the one before had not, and that is taken the other way round elsewhere. A page fault
 * may come from `copy_from_user()`, so its path must not take what is taken before mmap_sem, whether or not the scenario
 * models mmap_sem.
 */
export function disorderOf(before: Model, after: Model): Disorder | null {
  return faultDisorder(before.program, after.program) ?? pairDisorder(before, after);
}

function faultDisorder(before: Program, after: Program): Disorder | null {
  const had = faultLocks(before);
  for (const lock of faultLocks(after)) {
    const scenario = RULES.get(`${lock} > ${MMAP_SEM}`);
    if (!had.has(lock) && scenario !== undefined)
      return { pair: `${MMAP_SEM} > ${lock}`, scenario };
  }
  return null;
}

/** The classes of locks that functions of the page-fault path take: those that return a `vm_fault` code or call such a one. */
function faultLocks({ functions }: Program): ReadonlySet<string> {
  const all = [...functions.values()].flat();
  const faults = new Set(
    all.flatMap(({ name, result }) =>
      result.kind === 'enum' && result.name === 'vm_fault' ? [name] : [],
    ),
  );
  const callsFault = ({ body }: FunctionDefinition): boolean =>
    everyStatement(body).some((s) => s.kind === 'call' && faults.has(s.callee));
  return new Set(
    all.filter((one) => faults.has(one.name) || callsFault(one)).flatMap(({ body }) => taken(body)),
  );
}

function taken(body: readonly Stmt[]): string[] {
  return everyStatement(body).flatMap((s) => {
    if (s.kind !== 'lock' || LOCK_OPERATIONS[s.operation].does !== 'take') return [];
    const field = s.place.path.findLast((step) => step.kind === 'field');
    return field?.kind === 'field' ? [lockClass(field.struct, field.name)] : [];
  });
}

function pairDisorder(before: Model, after: Model): Disorder | null {
  const had = lockPairs(before);
  for (const pair of lockPairs(after)) {
    const scenario = RULES.get(reversed(pair));
    if (had.has(pair) || scenario === undefined || RULES.has(pair)) continue;
    return { pair, scenario };
  }
  return null;
}
