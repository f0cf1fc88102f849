// The statements that a statement holds directly.

import { unreachable } from '../../base/assert.ts';
import type { Statement } from './syntax.ts';

/** In the order of the text; those of blocks are not opened further. */
export function innerStatements(s: Statement): readonly Statement[] {
  switch (s.kind) {
    case 'block':
      return s.body;
    case 'if':
      return s.else === null ? [s.then] : [s.then, s.else];
    case 'while':
    case 'for':
    case 'do':
    case 'atomic':
    case 'ghost':
      return [s.body];
    case 'count':
      return [s.start, s.step, s.body].filter((one) => one !== null);
    case 'switch':
      return s.cases.flatMap((one) => one.body);
    case 'choose':
      return s.branches.flatMap((branch) => branch.body);
    case 'evaluate':
    case 'wait':
    case 'label':
    case 'goto':
    case 'return':
    case 'break':
    case 'continue':
    case 'declare':
    case 'assign':
      return [];
    default:
      return unreachable(s);
  }
}
