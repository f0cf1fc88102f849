// What is a step: whether a statement of the text accesses shared memory or a lock. See docs/LANGUAGE.md, “Steps”.

import { unreachable } from '../../base/assert.ts';
import { type Config, decide } from '../../lang/program/configurations.ts';
import type { Expr, Place, Stmt } from '../../lang/program/program.ts';

/** Whether a statement of kernel code accesses shared memory or a lock itself, not counting the statements in it. */
export function operates(s: Stmt, config: Config): boolean {
  switch (s.kind) {
    case 'lock':
    case 'hold':
    case 'wait':
    case 'free':
    case 'choose':
      return true;
    case 'store':
      return !s.place.ghost;
    case 'set':
    case 'set-part':
    case 'evaluate':
      return sharesMemory(s.value, config);
    case 'if':
    case 'while':
      return sharesMemory(s.condition, config);
    case 'assert':
      return s.variant !== 'assert' && sharesMemory(s.condition, config);
    case 'return':
      return s.value !== null && sharesMemory(s.value, config);
    case 'call':
      return s.args.some((arg) => sharesMemory(arg, config));
    case 'for':
    case 'label':
    case 'goto':
    case 'break':
    case 'continue':
    case 'atomic':
    case 'ghost':
      return false;
    default:
      return unreachable(s);
  }
}

/** Whether computing a value accesses shared memory or a lock. */
export function sharesMemory(e: Expr, config: Config): boolean {
  switch (e.kind) {
    case 'load':
      return (!e.place.constant && !e.place.ghost) || pathSharesMemory(e.place, config);
    case 'address':
      return pathSharesMemory(e.place, config);
    case 'bump':
      return !e.place.ghost || pathSharesMemory(e.place, config);
    case 'exchange':
    case 'trylock':
    case 'allocate':
      return true;
    case 'part':
      return sharesMemory(e.word, config);
    case 'word':
      return e.fields.some((field) => sharesMemory(field, config));
    case 'not':
      return sharesMemory(e.operand, config);
    case 'binary':
      return sharesMemory(e.left, config) || (!settles(e, config) && sharesMemory(e.right, config));
    case 'constant':
    case 'local':
    case 'current':
    case 'option':
    case 'quantified':
    case 'done':
    case 'held':
      return false;
    default:
      return unreachable(e);
  }
}

function pathSharesMemory({ root, path }: Place, config: Config): boolean {
  if (root.kind === 'pointer' && sharesMemory(root.pointer, config)) return true;
  return path.some((step) => step.kind === 'index' && sharesMemory(step.index, config));
}

/** Whether the options alone decide the result, so that the right side is never computed. */
function settles({ operator, left }: Extract<Expr, { kind: 'binary' }>, config: Config): boolean {
  const known = decide(left, config);
  if (operator === '||') return known === true;
  return (operator === '&&' || operator === '=>') && known === false;
}
