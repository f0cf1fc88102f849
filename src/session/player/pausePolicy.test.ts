import { unreachable } from '../../base/assert.ts';
import { describe, expect, it } from 'vitest';
import {
  defaultPolicy,
  isPageTableLock,
  nextStop,
  type PausePolicy,
  stopReasons,
} from './pausePolicy.ts';
import type { Reason } from './reason.ts';
import { lockName, toyModel, toyMoves, toyRun } from './toyModel.testing.ts';

const on = (policy: PausePolicy['on']): PausePolicy => ({ ...defaultPolicy, on: policy });
const locks = (choice: Partial<PausePolicy['locks']>): PausePolicy => ({
  on: 'lock',
  locks: { ...defaultPolicy.locks, ...choice },
});

/** A reason in one word or two: `contend P.PG_locked`, `broken no_x`. */
function word(reason: Reason): string {
  switch (reason.kind) {
    case 'lock':
      return `${reason.event.kind} ${reason.event.lock.name}`;
    case 'broken':
      return `broken ${reason.property}`;
    case 'halted':
      return `halted ${reason.refusal.stop.kind}`;
    case 'end':
    case 'quiescent':
    case 'deadlock':
    case 'panic':
    case 'switch':
    case 'step':
      return reason.kind;
    default:
      return unreachable(reason);
  }
}

const model = toyModel({
  fault: [
    'look up',
    'lock P.PG_locked',
    'lock mm.ptl',
    'set pte',
    'unlock mm.ptl',
    'unlock P.PG_locked',
  ],
  punch: ['lock P.PG_locked', 'taint orphan', 'unlock P.PG_locked', 'oops'],
  write: ['try P.PG_locked', 'assert no_foreign_write'],
  quick: ['down F.sem', 'up F.sem'],
  raise: ['down F.sem', 'up F.sem'],
  zero: ['a', 'b'],
});

/** steps taken | steps that follow · policy · the reasons to pause; none: play goes on. */
const table: [string, PausePolicy, string[]][] = [
  ['f|z', on('step'), ['step']],
  ['f|f', on('switch'), []],
  ['f|z', on('switch'), ['switch', 'step']],
  ['f|z', on('lock'), []],
  ['f|z', on('broken'), []],
  ['f2|z', on('lock'), ['acquire P.PG_locked', 'contend P.PG_locked', 'step']],
  ['f3|z', on('lock'), []],
  ['f3|z', locks({ pageTable: true }), ['acquire mm.ptl', 'step']],
  ['f3|z', locks({ pageTable: true, kinds: ['bitlock'] }), []],
  ['f3|z', on('step'), ['acquire mm.ptl', 'step']],
  ['f2|z', locks({ kinds: ['mutex'] }), []],
  ['f2|z', locks({ except: ['PG_locked'] }), []],
  ['f6|z', on('lock'), ['release P.PG_locked', 'wake P.PG_locked', 'step']],
  ['p2|z', on('lock'), ['broken orphan', 'step']],
  ['p2|z', on('broken'), ['broken orphan', 'step']],
  ['p2|p', on('switch'), ['broken orphan', 'step']],
  ['p3|z', on('broken'), []],
  ['p4|', on('broken'), ['panic', 'end', 'step']],
  ['p4|z', on('broken'), ['panic', 'halted ended', 'step']],
  ['pw|z', on('lock'), ['trylock-failed P.PG_locked', 'step']],
  ['pw|z', locks({ kinds: ['rwsem'] }), []],
  ['pww|z', on('switch'), ['broken no_foreign_write', 'switch', 'step']],
  ['q|z', on('lock'), ['acquire F.sem', 'step']],
  ['qr|z', on('lock'), ['queue F.sem', 'contend F.sem', 'step']],
  ['qrq|z', on('lock'), ['release F.sem', 'wake F.sem', 'step']],
  ['qrqr|z', on('lock'), ['acquire F.sem', 'step']],
  ['f|', on('broken'), ['end', 'step']],
  ['f2|p', on('switch'), ['halted blocked', 'acquire P.PG_locked', 'contend P.PG_locked', 'step']],
];

describe('play', () => {
  it.each(table)('at %s under %o pauses for %j', (schedule, policy, expected) => {
    const at = toyMoves(model, schedule.split('|')[0] ?? '').length;
    const run = toyRun(model, schedule.replace('|', ''));
    expect(stopReasons(run, at, policy).map(word)).toEqual(expected);
  });

  it('stops where tasks wait for one another, and says in which order', () => {
    const abba = toyModel({
      a: ['lock X.mutex', 'lock Y.mutex'],
      b: ['lock Y.mutex', 'lock X.mutex'],
    });
    const reasons = stopReasons(toyRun(abba, 'ab'), 2, on('broken'));
    expect(reasons[0]).toMatchObject({ kind: 'deadlock', cycle: [{ task: 0 }, { task: 1 }] });
  });

  it('says who holds the lock: now for one who waits, before for one who was let in', () => {
    const lock = (schedule: string) => {
      const run = toyRun(model, schedule);
      return stopReasons(run, run.moves.length, on('lock')).filter(
        (reason) => reason.kind === 'lock',
      );
    };
    expect(lock('f2')).toMatchObject([
      { event: { kind: 'acquire', task: 0 }, by: 0, others: [] },
      { event: { kind: 'contend', task: 1 }, by: 0, others: [0] },
    ]);
    expect(lock('f6')[1]).toMatchObject({ event: { kind: 'wake', task: 1 }, by: 0, others: [0] });
    expect(lock('qrqr')[0]).toMatchObject({ event: { kind: 'acquire', task: 4 }, others: [] });
    expect(lock('qr')[0]).toMatchObject({ event: { kind: 'queue', task: 4 }, by: 4, others: [3] });
  });

  it('tells a property that is broken before the first step', () => {
    const run = toyRun(model, '');
    const [first] = run.moments;
    if (first === undefined) throw new Error('a run has an initial moment');
    const broken = { ...first, world: { ...first.world, broken: ['orphan'] } };
    const reasons = stopReasons({ ...run, moments: [broken] }, 0, on('broken'));
    expect(reasons.map(word)).toEqual(['broken orphan', 'end']);
  });
});

describe('the next stop', () => {
  const run = toyRun(model, 'f6p');
  it.each([
    [0, 1, 2],
    [2, 1, 6],
    [6, 1, 7],
    [7, 1, 7],
    [7, -1, 6],
    [6, -1, 2],
    [2, -1, 0],
    [0, -1, 0],
  ] as const)('from %i by %i is %i', (from, by, to) => {
    expect(nextStop(run, from, by, defaultPolicy)).toBe(to);
  });
});

describe('a page-table lock', () => {
  it.each([
    ['mm.ptl', true],
    ['P.PG_locked', false],
  ])('%s: %s', (name, expected) => {
    expect(isPageTableLock(lockName(name))).toBe(expected);
  });

  it.each([
    ['spinlock', 'page_table_lock', true],
    ['spinlock', 'pmd.ptl', true],
    ['spinlock', 'tree_lock', false],
    ['mutex', 'ptl', false],
  ] as const)('%s %s: %s', (kind, field, expected) => {
    expect(isPageTableLock({ object: 'mm0', kind, field, name: `mm0.${field}` })).toBe(expected);
  });
});
