import { expect, it } from 'vitest';
import type { Effect, LockEvent, Moment, Run } from '../../model/world/run.ts';
import type {
  LockKind,
  LockName,
  WaitLink,
  Value,
  World,
  WorldTask,
} from '../../model/world/world.ts';
import { at } from '../../base/assert.ts';
import { caption, captionText, deadlockText, listed } from './caption.ts';
import { BREAKING, fixtureRun, fixtureTasks, FLUSH } from '../time/fixtureRun.testing.ts';

it('tells every step of the fixture from its effects and lock events', () => {
  const run = fixtureRun();
  const reported = run.moments.map((_, now) =>
    captionText(caption(run, now, fixtureTasks), fixtureTasks),
  );
  expect(reported).toEqual([
    'Start. No task has moved yet.',
    'Step 1. fault finds cpu0.tlb[0] empty.',
    'Step 2. fault takes mm0.mmap_sem shared.',
    'Step 3. fault finds F.i_data.i_pages[0] empty.',
    'Step 4. punch takes F.i_mutex.',
    'Step 5. punch finds mm0.pte[0] empty.',
    'Step 6. fault allocates page P1, takes P1.PG_locked and points F.i_data.i_pages[0] to page P1. flush now waits for P1.PG_locked.',
    'Step 7. fault reads block B1 from F.bmap[0] and points P1.blk to block B1.',
    'Step 8. punch reads page P1 from F.i_data.i_pages[0].',
    'Step 9. fault sets uptodate of page P1.',
    'Step 10. fault takes mm0.page_table_lock.',
    'Step 11. fault sets mm0.pte[0] to page P1 (w, d).',
    'Step 12. fault releases mm0.page_table_lock.',
    'Step 13. fault sets dirty of page P1.',
    'Step 14. fault releases P1.PG_locked. flush can go on.',
    'Step 15. flush takes P1.PG_locked.',
    "Step 16. punch clears F.bmap[0] (was block B1) and ends file F's ownership of block B1.",
    'Step 17. punch releases F.i_mutex.',
    'Step 18. reuse makes file G the owner of block B1 and writes S to block B1.',
    'Step 19. flush clears dirty of page P1.',
    'Step 20. flush writes W to block B1, owned by G since step 18. Breaks no_foreign_write.',
    'Step 21. flush releases P1.PG_locked.',
  ]);
});

const int = (value: number): Value => ({ kind: 'int', value });
const write = (object: string, field: string, before: Value, after: Value): Effect => ({
  kind: 'write',
  object,
  field,
  before,
  after,
});
const emptyWord: Value = { kind: 'word', struct: 'pte', fields: [] };
const freed: Value = { kind: 'ref', target: 'pages[0]', dangling: true };

it.each<[string, readonly Effect[], string]>([
  [
    'a count that goes up',
    [write('pages[0]', 'refcount', int(1), int(2))],
    'raises P1.refcount to 2',
  ],
  [
    'a count that goes down',
    [write('pages[0]', 'refcount', int(2), int(1))],
    'lowers P1.refcount to 1',
  ],
  ['a number that leaps', [write('F', 'i_size', int(2), int(0))], 'sets F.i_size to 0'],
  [
    'a number read',
    [{ kind: 'read', object: 'F', field: 'i_size', value: int(1) }],
    'reads 1 from F.i_size',
  ],
  ['a freed page', [{ kind: 'free', object: 'pages[0]' }], 'frees page P1'],
  [
    'a pointer to a freed page',
    [{ kind: 'read', object: 'F.i_data', field: 'i_pages[0]', value: freed }],
    'reads page P1 (free) from F.i_data.i_pages[0]',
  ],
  ['no effect at all', [], 'runs unlock_page(p)'],
  [
    'a read of what it writes',
    [
      { kind: 'read', object: 'pages[0]', field: 'refcount', value: int(1) },
      write('pages[0]', 'refcount', int(1), int(2)),
    ],
    'raises P1.refcount to 2',
  ],
  [
    'more than a sentence holds: the reads and the counts go first',
    [
      { kind: 'read', object: 'F', field: 'i_size', value: int(1) },
      write('pages[0]', 'refcount', int(1), int(2)),
      write('pages[0]', 'dirty', { kind: 'bool', on: false }, { kind: 'bool', on: true }),
      { kind: 'free', object: 'pages[0]' },
    ],
    'frees page P1, raises P1.refcount to 2 and sets dirty of page P1',
  ],
])('says of %s what it is', (_, effects, does) => {
  expect(caption(withLast({ effects, locks: [] }), last(), fixtureTasks).does).toBe(does);
});

const lock = { object: 'F', field: 'i_mutex', kind: 'mutex', name: 'F.i_mutex' } as const;
const event = (kind: LockEvent['kind'], task = FLUSH): LockEvent => ({
  kind,
  lock,
  mode: 'exclusive',
  task,
});

it.each<[LockEvent, string, string | null]>([
  [event('queue'), 'queues for F.i_mutex', null],
  [event('trylock-failed'), 'fails to take F.i_mutex', null],
  [{ ...event('queue'), mode: 'shared' }, 'queues for F.i_mutex shared', null],
  [event('downgrade'), 'downgrades F.i_mutex to shared', null],
  [event('contend'), 'runs unlock_page(p)', 'Next it waits for F.i_mutex.'],
  [event('contend', 0), 'runs unlock_page(p)', 'fault now waits for F.i_mutex.'],
  [event('wake', 1), 'runs unlock_page(p)', 'punch can go on.'],
])('tells the lock event %j', (locks, does, follows) => {
  const reported = caption(withLast({ effects: [], locks: [locks] }), last(), fixtureTasks);
  expect([reported.does, reported.follows]).toEqual([does, follows]);
});

function holding(task: number): WaitLink {
  return { task, on: null, why: 'holds' };
}

it.each<[Partial<World>, string]>([
  [{ ending: 'quiescent' }, 'Every task has ended.'],
  [{ ending: 'panicked', oops: 'use after free' }, 'The machine stops: use after free.'],
  [
    { ending: 'deadlocked', cycle: [0, 1].map(holding) },
    'Deadlock: fault waits for punch, punch waits for fault.',
  ],
])('tells the end %j', (world, follows) => {
  const reported = caption(withLast({ effects: [], locks: [], world }), last(), fixtureTasks);
  expect(reported.follows).toBe(follows);
});

it('says which branch was chosen, before what it led to', () => {
  const run = withLast({
    effects: [write('F', 'i_size', int(1), int(0))],
    locks: [event('release')],
  });
  const moments = run.moments.map((moment) => ({
    ...moment,
    step: moment.step && { ...moment.step, choice: 'miss' },
  }));
  expect(caption({ ...run, moments }, last(), fixtureTasks).does).toBe(
    'chooses miss, releases F.i_mutex and lowers F.i_size to 0',
  );
  const many = withLast({
    effects: [
      write('mm0', 'pte[0]', emptyWord, emptyWord),
      write('F', 'i_size', int(1), int(0)),
      { kind: 'free', object: 'pages[0]' },
    ],
    locks: [event('release')],
  });
  const chosen = many.moments.map((moment) => ({
    ...moment,
    step: moment.step && { ...moment.step, choice: 'miss' },
  }));
  expect(caption({ ...many, moments: chosen }, last(), fixtureTasks).does).toMatch(
    /^chooses miss, /,
  );
});

it('speaks of a property only at the step that breaks it', () => {
  const run = fixtureRun();
  expect(caption(run, BREAKING, fixtureTasks).breaks).toEqual(['no_foreign_write']);
  expect(caption(run, BREAKING + 1, fixtureTasks).breaks).toEqual([]);
});

it('names a deadlock of one task with itself', () => {
  expect(deadlockText({ cycle: [holding(1)], tasks: [] }, fixtureTasks)).toBe(
    'Deadlock: punch waits for itself.',
  );
});

it('says who waits for what where there is no cycle', () => {
  const { world } = at(fixtureRun().moments, 0);
  const states: readonly WorldTask['state'][] = [
    { kind: 'blocked', on: lockOf('completion', 'io'), waitsFor: [] },
    { kind: 'blocked', on: lockOf('mutex', 'm'), waitsFor: [{ task: 0, why: 'holds' }] },
    { kind: 'blocked', on: null, waitsFor: [] },
    { kind: 'done' },
  ];
  const tasks = states.map((state, index) => ({ ...at(world.tasks, 0), index, state }));
  const names = ['a', 'b', 'c', 'd'].map((name, i) => ({ ...at(fixtureTasks, 0), index: i, name }));
  expect(deadlockText({ cycle: [], tasks }, names)).toBe(
    'Deadlock: a waits for io, which is not complete; b waits for m, held by a; c waits until its condition holds.',
  );
});

function lockOf(kind: LockKind, name: string): LockName {
  return { object: '(globals)', field: name, kind, name };
}

it('tells who queues ahead from who holds', () => {
  const on = { object: '(globals)', field: 's', kind: 'rwsem', name: 's' } as const;
  const cycle: WaitLink[] = [{ task: 0, on, why: 'queues' }, holding(1)];
  expect(deadlockText({ cycle, tasks: [] }, fixtureTasks)).toBe(
    'Deadlock: fault waits behind punch in the queue for s, punch waits for fault.',
  );
});

it('lists with one and', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
});

function last(): number {
  return fixtureRun().moments.length - 1;
}

/** The fixture with another last step: it touches nothing but what is given. */
function withLast(step: {
  effects: readonly Effect[];
  locks: readonly LockEvent[];
  world?: Partial<World>;
}): Run {
  const run = fixtureRun();
  const moment = at(run.moments, last());
  const { effects, locks } = step;
  const end: Moment = {
    world: { ...moment.world, ...step.world },
    step: moment.step && { ...moment.step, effects, locks },
  };
  return { ...run, moments: [...run.moments.slice(0, -1), end] };
}
