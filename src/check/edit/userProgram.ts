// Which tasks are programs in user space: what they do one after the other are system calls.

import { everyStatement } from '../../lang/program/programWalk.ts';
import type { FunctionText } from './functionText.ts';

/** A task that calls something. One that calls nothing is a piece of kernel code itself. */
export function isUserProgram({ kind, checked }: FunctionText): boolean {
  return kind === 'task' && everyStatement(checked.body).some((s) => s.kind === 'call');
}
