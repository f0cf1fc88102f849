// Which tasks are programs in user space: nothing that they do spans two system calls.

import { unreachable } from '../../base/assert.ts';
import type { Stmt } from '../../lang/program/program.ts';
import { expressionsOf } from '../../lang/program/programWalk.ts';
import type { FunctionText } from './functionText.ts';

/** A task whose body only calls, one system call after the other. One that does work of its own is kernel code itself. */
export function isUserProgram({ checked }: FunctionText): boolean {
  const calls = checked.body.some((s) => s.kind === 'call');
  return calls && !checked.body.some(worksItself);
}

function worksItself(s: Stmt): boolean {
  switch (s.kind) {
    case 'store':
    case 'lock':
    case 'hold':
    case 'free':
    case 'wait':
    case 'atomic':
      return true;
    case 'set':
    case 'evaluate':
      return expressionsOf(s).some((e) => e.kind !== 'local' && e.kind !== 'constant');
    case 'call':
      return s.args.some(({ type, kind }) => type.kind === 'reference' && kind === 'local');
    case 'if':
      return [...s.then, ...s.else].some(worksItself);
    case 'while':
      return [...s.before, ...s.body].some(worksItself);
    case 'for':
      return s.body.some(worksItself);
    case 'choose':
      return s.branches.some(({ body }) => body.some(worksItself));
    case 'set-part':
    case 'label':
    case 'goto':
    case 'return':
    case 'break':
    case 'continue':
    case 'ghost':
    case 'assert':
      return false;
    default:
      return unreachable(s);
  }
}
