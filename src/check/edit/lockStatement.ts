// Statements that take or let go a lock, as they are written: `spin_lock(&inode->i_lock);`, `lock_page(page);`.

import type { LockKind, LockMode } from '../../lang/syntax/lockKinds.ts';
import { isLockOperation, LOCK_OPERATIONS } from '../../lang/syntax/lockKinds.ts';
import type { FunctionDefinition, Program } from '../../lang/program/program.ts';
import type { Statement } from '../../lang/syntax/syntax.ts';
import type { FunctionText } from './functionText.ts';

export interface LockStatement {
  readonly does: 'take' | 'release';
  readonly kind: LockKind;
  readonly mode: LockMode;
  /** `inode->i_lock`: equal where it is the same lock by the same names. */
  readonly lock: string;
}

/** Null for every other statement. What nobody holds, such as a completion, is no lock here. */
export function lockStatement(
  program: Program,
  within: FunctionText,
  s: Statement,
): LockStatement | null {
  if (s.kind !== 'evaluate' || s.value.kind !== 'call') return null;
  const [argument, more] = s.value.args;
  if (argument === undefined || more !== undefined) return null;
  const text = within.text.slice(argument.at.from, argument.at.to);
  const name = s.value.callee.name;
  if (isLockOperation(name)) return operation(name, text.replace(/^&/, ''));
  const wrapped = wrapperOf(program, name);
  return wrapped && operation(wrapped.operation, `${text}->${wrapped.field}`);
}

function operation(
  name: Parameters<typeof isLockOperation>[0],
  lock: string,
): LockStatement | null {
  if (!isLockOperation(name)) return null;
  const { does, form, lock: kind, mode } = LOCK_OPERATIONS[name];
  if (form === 'count' || (does !== 'take' && does !== 'release')) return null;
  return { does, kind, mode, lock };
}

/** A function that does nothing but one operation on a lock of its argument. */
function wrapperOf(
  program: Program,
  name: string,
): { readonly operation: string; readonly field: string } | null {
  const [found]: readonly FunctionDefinition[] = program.functions.get(name) ?? [];
  const [only, more] = found?.body ?? [];
  if (only?.kind !== 'lock' || more !== undefined || found?.parameters !== 1) return null;
  const [step, deeper] = only.place.path;
  if (step?.kind !== 'field' || deeper !== undefined) return null;
  return { operation: only.operation, field: step.name };
}
