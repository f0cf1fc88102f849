import type { WaitLink } from '../../model/world/world.ts';
import { describe, expect, it } from 'vitest';
import type { RunStop } from '../../model/world/run.ts';
import { stopReasons, defaultPolicy } from './pausePolicy.ts';
import type { Offer, Stop } from './playback.ts';
import {
  type ModelNames,
  plain,
  explainOffer,
  explainRefusal,
  explainStop,
} from './explanation.ts';
import { lockName, toyModel, toyRun } from './toyModel.testing.ts';

function holding(task: number): WaitLink {
  return { task, on: null, why: 'holds' };
}

const model = toyModel({
  fault: ['look up', 'lock P.PG_locked', 'set pte', 'unlock P.PG_locked'],
  punch: ['lock P.PG_locked', 'taint orphan', 'unlock P.PG_locked', 'oops'],
  write: ['try P.PG_locked', 'assert no_foreign_write'],
  quick: ['down F.sem', 'up F.sem'],
  raise: ['down F.sem', 'up F.sem'],
  self: ['lock I.mutex', 'lock I.mutex'],
  zero: ['a'],
});
const modelNames: ModelNames = {
  tasks: model.tasks,
  properties: [{ name: 'orphan', violation: 'A page of the file is not in its cache' }],
};
const none: Offer = { kind: 'none', property: null, why: 'unasked' };

describe('at a stop the page says', () => {
  it.each([
    [
      'f2',
      [
        'fault takes P.PG_locked: it was free',
        'punch waits for P.PG_locked: held by fault',
        'fault: lock P.PG_locked',
      ],
    ],
    [
      'f4',
      [
        'fault releases P.PG_locked',
        'punch can go on: fault released P.PG_locked',
        'fault: unlock P.PG_locked',
      ],
    ],
    ['pw', ['write tries P.PG_locked but fails: held by punch', 'write: try P.PG_locked']],
    [
      'qr',
      [
        'raise queues for F.sem: held by quick',
        'raise waits for F.sem: held by quick',
        'raise: down F.sem',
      ],
    ],
    [
      's',
      [
        'self takes I.mutex: it was free',
        'self waits for I.mutex: held by self itself',
        'self: lock I.mutex',
      ],
    ],
    ['p2', ['punch breaks orphan: A page of the file is not in its cache', 'punch: taint orphan']],
    ['pww', ['write breaks no_foreign_write', 'write: assert no_foreign_write']],
    ['p4', ['punch stops the machine: BUG_ON', 'punch: oops']],
    [
      'ffp',
      [
        'The schedule cannot continue: punch cannot take a step: it waits for P.PG_locked, held by fault',
      ],
    ],
  ])('after %s: %j', (schedule, expected) => {
    const run = toyRun(model, schedule);
    const at = run.moments.length - 1;
    const stop: Stop = { kind: 'reached', at, reasons: stopReasons(run, at, defaultPolicy) };
    const reported = explainStop(stop, none, modelNames).map(plain);
    expect(reported.filter((line) => line !== 'End of the run').slice(0, expected.length)).toEqual(
      expected,
    );
  });

  it.each<[Stop, string]>([
    [{ kind: 'start' }, 'At the start: no step taken yet'],
    [{ kind: 'paused', at: 1 }, 'Paused after 1 step'],
    [{ kind: 'paused', at: 7 }, 'Paused after 7 steps'],
    [
      { kind: 'reached', at: 3, reasons: [{ kind: 'deadlock', cycle: [0, 1].map(holding) }] },
      'Deadlock: fault waits for punch, which waits for fault',
    ],
    [
      { kind: 'reached', at: 3, reasons: [{ kind: 'deadlock', cycle: [] }] },
      'Deadlock: no task can take a step',
    ],
    [
      { kind: 'reached', at: 3, reasons: [{ kind: 'switch', from: 0, to: 1 }] },
      'punch runs next: a context switch from fault',
    ],
    [{ kind: 'reached', at: 3, reasons: [{ kind: 'quiescent' }] }, 'Every task has ended'],
    [
      { kind: 'reached', at: 0, reasons: [{ kind: 'broken', property: 'orphan', task: null }] },
      'orphan is broken from the start: A page of the file is not in its cache',
    ],
  ])('%j: %s', (stop, expected) => {
    expect(explainStop(stop, none, modelNames).map(plain)).toEqual([expected]);
  });
});

describe('of a lock with several holders it says', () => {
  const lock = lockName('F.sem');
  it.each([
    ['acquire', [1], 'fault takes F.sem for reading: beside punch'],
    ['release', [1, 2], 'fault releases F.sem: still held by punch and write'],
    ['queue', [1, 2, 3], 'fault queues for F.sem for reading: held by punch, write and quick'],
    ['trylock-failed', [], 'fault tries F.sem but fails: others queue for it'],
    ['downgrade', [], 'fault downgrades F.sem: from now on it only reads'],
  ] as const)('%s %j: %s', (kind, others, expected) => {
    const event = { kind, lock, mode: 'shared', task: 0 } as const;
    const stop: Stop = {
      kind: 'reached',
      at: 1,
      reasons: [{ kind: 'lock', event, by: 0, others }],
    };
    expect(explainStop(stop, none, modelNames).map(plain)).toEqual([expected]);
  });
});

describe('of a step that is not taken it says', () => {
  it.each<[RunStop, number[], string]>([
    [
      { kind: 'blocked', at: 2, task: 1, on: lockName('P.PG_locked') },
      [0],
      'punch cannot take a step: it waits for P.PG_locked, held by fault',
    ],
    [
      { kind: 'blocked', at: 2, task: 1, on: lockName('F.sem') },
      [],
      'punch cannot take a step: it waits for F.sem',
    ],
    [
      { kind: 'blocked', at: 2, task: 1, on: null },
      [],
      'punch cannot take a step: it waits until its condition holds',
    ],
    [{ kind: 'done', at: 2, task: 0 }, [], 'fault cannot take a step: it has ended'],
    [
      { kind: 'ended', at: 2, oops: 'use after free' },
      [],
      'No task can take a step: the machine has stopped, use after free',
    ],
    [
      { kind: 'limit', at: 2, task: 0, limit: 'pool pages[4]' },
      [],
      'fault cannot take a step: the limit “pool pages[4]” is reached',
    ],
    [
      { kind: 'no-choice', at: 2, task: 0, choice: null },
      [],
      'fault cannot take a step: it has to choose a branch',
    ],
    [
      { kind: 'no-choice', at: 2, task: 0, choice: 'evict' },
      [],
      'fault cannot take a step: it has no branch evict',
    ],
  ])('%j: %s', (stop, holders, expected) => {
    const waitsFor = holders.map((task) => ({ task, why: 'holds' as const }));
    expect(plain(explainRefusal({ stop, waitsFor, settling: false }, modelNames))).toBe(expected);
  });
});

it('of a task that settles, that it waits for the others', () => {
  const stop: RunStop = { kind: 'blocked', at: 0, task: 6, on: null };
  expect(plain(explainRefusal({ stop, waitsFor: [], settling: true }, modelNames))).toBe(
    'zero cannot take a step: it begins when all other tasks have ended',
  );
});

describe('where there is no rest it says', () => {
  it.each<[Offer, string]>([
    [
      { kind: 'witness', property: 'orphan', moves: [], shortest: true },
      'End of the run: play shows the shortest run that breaks orphan',
    ],
    [
      { kind: 'none', property: 'orphan', why: 'holds' },
      'orphan holds: there is no bad run to play; take steps of your own',
    ],
    [
      { kind: 'none', property: 'orphan', why: 'searching' },
      'Nothing to play yet: orphan is still being searched',
    ],
    [
      { kind: 'none', property: 'orphan', why: 'unknown' },
      'Nothing to play: orphan is unknown: no bad run was found before a limit',
    ],
    [
      { kind: 'none', property: 'orphan', why: 'initial' },
      'orphan is broken before the first step: there is nothing to play',
    ],
    [none, 'Nothing to play: no property was searched; take steps of your own'],
  ])('%j: %s', (offer, expected) => {
    expect(plain(explainOffer(offer))).toBe(expected);
  });
});
