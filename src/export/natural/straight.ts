// Statements that can be written unchanged, because no step begins or ends in them and no jump leaves them.

import { unreachable } from '../../base/assert.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Program, Stmt } from '../../lang/program/program.ts';
import { operates } from './sharedAccesses.ts';

interface Question {
  readonly program: Program;
  readonly config: Config;
  /** Whether accesses to shared memory belong to the current step. */
  readonly steps: boolean;
  /** Whether observers do, and tests whether an object is allocated. */
  readonly observes: boolean;
}

export function isStraight(q: Question, s: Stmt, observing: boolean): boolean {
  const all = (body: readonly Stmt[], seen = observing): boolean => body.every((inner) => isStraight(q, inner, seen)); // prettier-ignore
  const silent = q.steps || observing || !operates(s, q.config);
  switch (s.kind) {
    case 'set':
    case 'set-part':
    case 'store':
    case 'evaluate':
    case 'hold':
    case 'free':
      return silent;
    case 'assert':
      return silent && (q.observes || s.kind !== 'assert');
    case 'lock':
      return q.steps;
    case 'if':
      return silent && all(s.then) && all(s.else);
    case 'for':
      return (q.observes || s.over.kind === 'range') && all(s.body);
    case 'atomic':
      return all(s.body);
    case 'ghost':
      return q.observes && all(s.body, true);
    case 'call':
    case 'wait':
    case 'while':
    case 'label':
    case 'goto':
    case 'return':
    case 'break':
    case 'continue':
    case 'choose':
      return false;
    default:
      return unreachable(s);
  }
}
