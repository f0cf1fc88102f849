// The guard of an atomic whose operation comes after observers and local work. The values of locals there are computed
// from their values before: each local is replaced by the expression assigned to it.

import { at, unreachable } from '../../base/assert.ts';
import { NotExportable } from '../notExportable.ts';
import type { Stmt } from '../promelaText.ts';
import type { Instruction } from './instruction.ts';
import { negate } from './written.ts';

export interface StepGuard {
  /** Null: always. */
  readonly open: string | null;
  /** Of a fair lock: when the step only queues. */
  readonly queues: readonly { readonly when: string; readonly join: Stmt }[];
}

/** By local, its value. */
type Holding = ReadonlyMap<string, string>;

const ALWAYS: StepGuard = { open: null, queues: [] };

export function stepGuard(code: readonly Instruction[], index: number): StepGuard {
  return from(code, index, at(code, index).atomicRegion, new Map());
}

function from(
  code: readonly Instruction[],
  index: number,
  atomicRegion: number,
  before: Holding,
): StepGuard {
  const { atomicRegion: own, event, open, queue, body, exit } = at(code, index);
  if (own !== atomicRegion) return ALWAYS;
  if (event === 'operation') {
    const queues = queue === null ? [] : [{ when: put(queue.when, before), join: substituted(queue.join, before) }]; // prettier-ignore
    return { open: open === null ? null : put(open, before), queues };
  }
  const holding = event === null ? after(body, before) : before;
  switch (exit.kind) {
    case 'next':
      return from(code, exit.to.to, atomicRegion, holding);
    case 'branch': {
      const then = from(code, exit.to.to, atomicRegion, holding);
      const otherwise = from(code, exit.otherwise.to, atomicRegion, holding);
      return either(put(exit.condition, holding), then, otherwise);
    }
    case 'choose':
    case 'end':
      return ALWAYS;
    default:
      return unreachable(exit);
  }
}

function either(condition: string, then: StepGuard, otherwise: StepGuard): StepGuard {
  const waits = then.open !== null || otherwise.open !== null;
  const not = negate(condition);
  const open = `(${condition} && ${then.open ?? 'true'} || ${not} && ${otherwise.open ?? 'true'})`;
  const queues = [
    ...then.queues.map((one) => ({ ...one, when: `${condition} && ${one.when}` })),
    ...otherwise.queues.map((one) => ({ ...one, when: `${not} && ${one.when}` })),
  ];
  return { open: waits ? open : null, queues };
}

/** The values of the locals after statements that change nothing else. */
function after(body: readonly Stmt[], before: Holding): Holding {
  return body.reduce((holding, stmt) => afterOne(stmt, holding), before);
}

function afterOne(stmt: Stmt, before: Holding): Holding {
  if (stmt.kind === 'line') {
    const [, name, value] = /^(\w+) = (.*)$/.exec(stmt.text) ?? [];
    if (stmt.text === 'skip' || stmt.text === 'LIMIT') return before;
    if (name === undefined || value === undefined) throw tooMuch();
    return new Map([...before, [name, `(${put(value, before)})`]]);
  }
  if (stmt.kind === 'back') throw tooMuch();
  const [first, ...rest] = stmt.options;
  if (first === undefined || first.guard === null) return after(first?.body ?? [], before);
  const [then, otherwise] = [after(first.body, before), afterOne({ kind: 'if', options: rest }, before)]; // prettier-ignore
  const condition = put(first.guard, before);
  const names = new Set([...then.keys(), ...otherwise.keys()]);
  const merged = [...names].map((name) => {
    const [a, b] = [then.get(name) ?? name, otherwise.get(name) ?? name];
    return [name, a === b ? a : `(${condition} -> ${a} : ${b})`] as const;
  });
  return new Map(merged);
}

function tooMuch(): NotExportable {
  return new NotExportable('the local work before an operation that can block does more than put values into locals'); // prettier-ignore
}

function substituted(stmt: Stmt, holding: Holding): Stmt {
  return stmt.kind === 'line' ? { ...stmt, text: put(stmt.text, holding) } : stmt;
}

/** Replaces the locals by their values; a field may have a local's name. */
function put(text: string, holding: Holding): string {
  if (holding.size === 0) return text;
  return text.replaceAll(/(?<![\w.])[A-Za-z_]\w*/g, (word) => holding.get(word) ?? word);
}
