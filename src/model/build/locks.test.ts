// Every lock operation: what it does to holders and queues, what it says, and what is an oops.
import { describe, expect, it } from 'vitest';
import { lastWorld, runOf, describeLastStep, describeLike, worldAfter } from './snippet.testing.ts';

/** Tasks a, b, c … with these bodies. */
function text(...bodies: string[]): string {
  const tasks = bodies.map((body, i) => {
    const letter = 'abcd'.charAt(i);
    return `task ${letter}_task '${letter}' { ${body} }`;
  });
  return `struct box { bitlock lk; }; struct box T; mutex m; spinlock s; rwsem r; int 0..7 x, y; ${tasks.join('\n')}`;
}

const USE_MUTEX = 'mutex_lock(&m); x = 1; mutex_unlock(&m);';
const READ = 'down_read(&r); x = 1; up_read(&r);';
const WRITE = 'down_write(&r); x = 2; up_write(&r);';

describe('locks that one task holds', () => {
  it.each([
    ['mutex', 'mutex_lock(&m); x = 1; mutex_unlock(&m);', 'm'],
    ['spinlock', 'spin_lock(&s); x = 1; spin_unlock(&s);', 's'],
    ['bitlock', 'bit_lock(&T.lk); x = 1; bit_unlock(&T.lk);', 'T.lk'],
  ])('a %s keeps the second task out until the first lets go', (_, use, lock) => {
    const both = text(use, use);
    const [take, , release] = use.split(';').map((part) => part.trim());
    const blocked = `${lock}=w0 | x = 1 ; blocked at ${take} by 0`;
    expect(describeLike(worldAfter(both, 'a'), blocked)).toBe(blocked);
    expect(runOf(both, 'ab').stopped?.kind).toBe('blocked');
    expect(describeLike(worldAfter(both, 'aa'), `${lock}= | `)).toBe(
      `${lock}=w0 | ${release} ; blocked at ${take} by 0`,
    );
    expect(describeLike(worldAfter(both, 'aaa'), `${lock}= | `)).toBe(`${lock}=- | done ; ${take}`);
    expect(describeLike(worldAfter(both, 'aaab'), `${lock}= | `)).toBe(`${lock}=w1 | done ; x = 1`);
  });

  it.each([
    [
      'the holder of a mutex who wants it again',
      text('mutex_lock(&m); mutex_lock(&m);'),
      'a',
      'm=w0 | blocked at mutex_lock(&m) by 0',
    ],
    [
      'the holder of a spinlock',
      text('spin_lock(&s); spin_lock(&s); spin_unlock(&s);'),
      'a',
      's=w0 | blocked at spin_lock(&s) by 0',
    ],
    [
      'a writer who wants to read',
      text('down_write(&r); down_read(&r);'),
      'aa',
      'r=w0<r0 | blocked at down_read(&r) by 0',
    ],
    [
      'a reader who wants to write',
      text('down_read(&r); down_write(&r);'),
      'aa',
      'r=r0<w0 | blocked at down_write(&r) by 0',
    ],
  ])('%s waits for itself', (_, program, schedule, expected) => {
    const world = worldAfter(program, schedule);
    expect(describeLike(world, expected)).toBe(expected);
    expect([world.ending, world.cycle.map(({ task, why }) => [task, why])]).toEqual([
      'deadlocked',
      [[0, 'holds']],
    ]);
  });

  it('two locks in two orders are a cycle', () => {
    const one = 'mutex_lock(&m); spin_lock(&s); spin_unlock(&s); mutex_unlock(&m);';
    const other = 'spin_lock(&s); mutex_lock(&m); mutex_unlock(&m); spin_unlock(&s);';
    const world = worldAfter(text(one, other), 'ab');
    expect([world.ending, world.cycle.map(({ task }) => task), world.broken]).toEqual([
      'deadlocked',
      [0, 1],
      ['no_deadlock'],
    ]);
  });

  it('a reader waits behind a writer who queues ahead, and never for its own shared hold', () => {
    const twice = 'down_read(&r); down_read(&r); up_read(&r); up_read(&r);';
    const world = worldAfter(text(twice, 'down_write(&r); up_write(&r);'), 'aba');
    expect(world.cycle.map(({ task, on, why }) => [task, on?.name, why])).toEqual([
      [0, 'r', 'queues'],
      [1, 'r', 'holds'],
    ]);
  });

  it('readers who queue do not wait for each other', () => {
    const reader = 'down_read(&r); up_read(&r);';
    const world = worldAfter(text(reader, reader, 'down_write(&r); up_write(&r);'), 'cab');
    expect(world.tasks.map(({ state }) => state.kind === 'blocked' && state.waitsFor)).toEqual([
      [{ task: 2, why: 'holds' }],
      [{ task: 2, why: 'holds' }],
      false,
    ]);
  });

  it('a task that begins after all others waits for those that have not ended', () => {
    const program = `mutex m;
init { m = settle; }
task one 'a' { mutex_lock(&m); mutex_unlock(&m); }
task settle 's' after all { mutex_unlock(&m); }`;
    const world = worldAfter(program, '');
    expect(world.cycle.map(({ task, why }) => [task, why])).toEqual([
      [0, 'holds'],
      [1, 'unfinished'],
    ]);
  });

  it('a bitlock may be released by another task, as I/O completion does', () => {
    const after = worldAfter(
      text('bit_lock(&T.lk); x = 1;', 'wait until (x == 1); bit_unlock(&T.lk);'),
      'a2b2',
    );
    expect(describeLike(after, 'T.lk=-')).toBe('T.lk=-');
  });
});

describe('an unlock by who does not hold', () => {
  it.each([
    ['mutex of another', text(USE_MUTEX, 'mutex_unlock(&m);'), 'ab'],
    ['free mutex', text('mutex_unlock(&m);'), 'a'],
    [
      'spinlock of another',
      text('spin_lock(&s); x = 1; spin_unlock(&s);', 'spin_unlock(&s);'),
      'ab',
    ],
    ['free bitlock', text('bit_unlock(&T.lk);'), 'a'],
    ['rwsem of another reader', text(READ, 'up_read(&r);'), 'ab'],
    ['rwsem held shared, as a writer', text('down_read(&r); up_write(&r);'), 'aa'],
    ['rwsem held exclusively, as a reader', text('down_write(&r); up_read(&r);'), 'aa'],
    ['rwsem held shared, to downgrade', text('down_read(&r); downgrade_write(&r);'), 'aa'],
  ])('%s is an oops', (_, program, schedule) => {
    const run = runOf(program, schedule);
    expect(lastWorld(run).oops).toBe('unlock of a lock that is not held');
    expect(describeLastStep(run).breaks).toEqual(['no_oops']);
  });
});

describe('an rwsem', () => {
  it.each([
    ['has many readers', [READ, READ], 'ab', 'r=r0r1 | x = 1 ; x = 1'],
    ['has one writer', [WRITE, WRITE], 'a', 'r=w0 | x = 2 ; down_write(&r)'],
    [
      'is queued at in one step',
      [WRITE, READ],
      'ab',
      'r=w0<r1 | x = 2 ; blocked at down_read(&r) by 0',
    ],
    ['and taken in another', [WRITE, READ], 'abaa', 'r=-<r1 | done ; down_read(&r)'],
    ['which is its own', [WRITE, READ], 'abaab', 'r=r1 | done ; x = 1'],
    [
      'lets a reader queue behind a writer who queues',
      [READ, WRITE, READ],
      'abc',
      'r=r0<w1r2 | x = 1 ; blocked at down_write(&r) by 0 ; blocked at down_read(&r) by 1',
    ],
    [
      'serves the writer first then',
      [READ, WRITE, READ],
      'abcaa',
      'r=-<w1r2 | done ; down_write(&r) ; blocked at down_read(&r) by 1',
    ],
    [
      'and the reader after it',
      [READ, WRITE, READ],
      'abcaabbb',
      'r=-<r2 | done ; done ; down_read(&r)',
    ],
    [
      'lets readers at its head in together',
      [WRITE, READ, READ],
      'abcaac',
      'r=r2<r1 | done ; down_read(&r) ; x = 1',
    ],
    [
      'keeps a writer behind readers who queue',
      [WRITE, READ, WRITE],
      'abcaa',
      'r=-<r1w2 | done ; down_read(&r) ; blocked at down_write(&r) by 1',
    ],
    [
      'is not taken past those who queue',
      [READ, WRITE, READ],
      'aba',
      'r=r0<w1 | up_read(&r) ; blocked at down_write(&r) by 0 ; down_read(&r)',
    ],
    [
      'moves those behind up when one leaves the queue',
      [WRITE, READ, READ, READ],
      'abcdaac',
      'r=r2<r1r3 | done ; down_read(&r) ; x = 1 ; down_read(&r)',
    ],
    [
      'is held twice by one reader',
      ['down_read(&r); down_read(&r); up_read(&r); up_read(&r);', WRITE],
      'aaa',
      'r=r0 | up_read(&r) ; down_write(&r)',
    ],
    [
      'blocks that reader behind a writer who queues',
      ['down_read(&r); down_read(&r);', WRITE],
      'aba',
      'r=r0<w1r0 | blocked at down_read(&r) by 1 ; blocked at down_write(&r) by 0',
    ],
    [
      'is downgraded',
      ['down_write(&r); downgrade_write(&r); up_read(&r);', READ],
      'aba',
      'r=r0<r1 | up_read(&r) ; down_read(&r)',
    ],
    [
      'lets readers in then, and no writer',
      ['down_write(&r); downgrade_write(&r); up_read(&r);', READ, WRITE],
      'abcab',
      'r=r0r1<w2 | up_read(&r) ; x = 1 ; blocked at down_write(&r) by 0,1',
    ],
  ])('%s', (_, bodies, schedule, expected) => {
    expect(describeLike(worldAfter(text(...bodies), schedule), expected)).toBe(expected);
  });

  it('cannot be held three times by one reader', () => {
    const { stopped } = runOf(text('down_read(&r); down_read(&r); down_read(&r);'), 'aaa');
    expect(stopped).toMatchObject({ kind: 'limit', limit: 'down_read by one task three times' });
    const tried = text(
      'b = down_read_trylock(&r); b = down_read_trylock(&r); b = down_read_trylock(&r); x = 1;',
    );
    expect(runOf(tried, 'aaa').stopped).toMatchObject({
      kind: 'limit',
      limit: 'down_read by one task three times',
    });
  });
});

describe('a trylock', () => {
  const tries = (operation: string): string => `b = ${operation}; if (b) x = 1; else x = 2;`;

  it.each([
    ['mutex_trylock(&m)', 'mutex_lock(&m); x = 0;', 'm', 'exclusive'],
    ['spin_trylock(&s)', 'spin_lock(&s); x = 0; spin_unlock(&s);', 's', 'exclusive'],
    ['bit_trylock(&T.lk)', 'bit_lock(&T.lk); x = 0;', 'T.lk', 'exclusive'],
    ['down_read_trylock(&r)', 'down_write(&r); x = 0;', 'r', 'shared'],
    ['down_write_trylock(&r)', 'down_read(&r); x = 0;', 'r', 'exclusive'],
  ])('%s takes what is free, and fails else', (operation, hold, lock, mode) => {
    const program = text(tries(operation), hold);
    const taken = runOf(program, 'a');
    expect(describeLastStep(taken).locks[0]).toBe(`0 acquire ${lock} ${mode}`);
    expect(describeLike(lastWorld(taken), 'x=0 | ')).toMatch(/^x=0 \| x = 1 ; /);
    const failed = runOf(program, 'ba');
    expect(describeLastStep(failed).locks).toEqual([`0 trylock-failed ${lock} ${mode}`]);
    expect(describeLike(lastWorld(failed), 'x=0 | ')).toBe('x=0 | x = 2 ; x = 0');
  });

  it('for reading fails where somebody queues, though there is room', () => {
    const program = text(tries('down_read_trylock(&r)'), WRITE, READ);
    const run = runOf(program, 'cba');
    expect(describeLike(lastWorld(run), 'r=')).toBe('r=r2<w1');
    expect(describeLastStep(run).locks).toEqual(['0 trylock-failed r shared']);
  });

  it('in a condition is the same', () => {
    const program = text('if (!mutex_trylock(&m)) x = 2; else x = 1;', 'mutex_lock(&m); x = 3;');
    expect(describeLastStep(runOf(program, 'ba')).locks).toEqual(['0 trylock-failed m exclusive']);
  });

  it('of one in an array names the one', () => {
    const program = `spinlock locks[2]; int 0..2 x; task a 'a' { for (i in 0..1) if (!spin_trylock(&locks[i])) x = 1; }
      task b 'b' { spin_lock(&locks[1]); x = 2; spin_unlock(&locks[1]); }`;
    expect(describeLastStep(runOf(program, 'baa')).locks).toEqual([
      '0 trylock-failed locks[1] exclusive',
    ]);
  });
});

describe('what a step says of locks', () => {
  const CONTENDED = text(USE_MUTEX, USE_MUTEX);
  const FAIR = text(WRITE, READ, READ);

  it.each([
    [
      'who stands before a lock that is taken contends for it',
      CONTENDED,
      'a',
      ['0 acquire m exclusive', '1 contend m exclusive'],
    ],
    [
      'who comes to one that is taken contends, in its own step',
      text(USE_MUTEX, `y = 1; ${USE_MUTEX}`),
      'ab',
      ['1 contend m exclusive'],
    ],
    [
      'a release wakes who waited',
      CONTENDED,
      'aaa',
      ['0 release m exclusive', '1 wake m exclusive'],
    ],
    ['taking what is free says so', CONTENDED, 'aaab', ['1 acquire m exclusive']],
    ['who queues is not said to contend', FAIR, 'ab', ['1 queue r shared']],
    [
      'readers are woken together, as readers',
      FAIR,
      'abcaa',
      ['0 release r exclusive', '1 wake r shared', '2 wake r shared'],
    ],
    [
      'a downgrade is one',
      text('down_write(&r); downgrade_write(&r); up_read(&r);', READ),
      'aba',
      ['0 downgrade r shared', '1 wake r shared'],
    ],
    [
      'an atomic that takes and releases says nothing of what was held within',
      text('atomic { mutex_lock(&m); x = 1; mutex_unlock(&m); }'),
      'a',
      [],
    ],
    [
      'who is woken and comes too late contends again',
      text(USE_MUTEX, USE_MUTEX, USE_MUTEX),
      'aaab',
      ['1 acquire m exclusive', '2 contend m exclusive'],
    ],
  ])('%s', (_, program, schedule, locks) => {
    expect(describeLastStep(runOf(program, schedule)).locks).toEqual(locks);
  });
});

describe('locks that are held from the start', () => {
  it.each([
    ['a bitlock by a task', 'bit_unlock(&T.lk); y = 1;', 'T.lk = a_task;', 'T.lk=w0'],
    ['a mutex by a task', 'mutex_unlock(&m); y = 1;', 'm = a_task;', 'm=w0'],
    ['an rwsem by a task', 'up_write(&r); y = 1;', 'r = a_task;', 'r=w0'],
  ])('%s', (_, body, init, expected) => {
    const program = `${text(body, 'down_read(&r); bit_lock(&T.lk); mutex_lock(&m);')} init { ${init} }`;
    const lock = expected.slice(0, expected.indexOf('='));
    expect(describeLike(worldAfter(program, ''), expected)).toBe(expected);
    expect(describeLike(worldAfter(program, 'a'), `${lock}=`)).toBe(`${lock}=-`);
  });

  it('an rwsem makes others queue though nobody ever takes it exclusively', () => {
    const program = `${text('up_write(&r);', READ)} init { r = a_task; }`;
    expect(describeLike(worldAfter(program, 'b'), 'r=')).toBe('r=w0<r1');
    expect(describeLike(worldAfter(program, 'babb'), 'r=')).toBe('r=r1');
  });

  it('a new object is locked without a wait', () => {
    const program = `struct box { bitlock lk; }; pool struct box boxes[1] named B; int 0..1 x;
      task a 'a' { p = alloc(boxes); p->lk = current; x = 1; bit_unlock(&p->lk); }`;
    const run = runOf(program, 'aa');
    expect(describeLastStep(run).locks).toEqual(['0 acquire B1.lk exclusive']);
  });

  it.each([
    ['a mutex of another', text(USE_MUTEX, 'm = current;'), 'ab'],
    ['a mutex of its own', text('mutex_lock(&m); m = current;'), 'aa'],
    ['a bitlock of another', text('bit_lock(&T.lk); x = 1;', 'T.lk = current;'), 'ab'],
    ['an rwsem with a writer', text(WRITE, 'r = current;'), 'ab'],
    ['an rwsem with a reader', text(READ, 'r = current;'), 'ab'],
    ['an rwsem that it reads itself', text('down_read(&r); r = current;'), 'aa'],
  ])('%s cannot be had without a wait: an oops', (_, program, schedule) => {
    const run = runOf(program, schedule);
    expect(lastWorld(run).oops).toBe('hold of a lock that is held');
    expect(describeLastStep(run).breaks).toEqual(['no_oops']);
  });

  it('a free rwsem is taken without a wait, past those who queue', () => {
    const program = text(WRITE, READ, 'r = current; up_write(&r);');
    expect(describeLike(worldAfter(program, 'abaac'), 'r=')).toBe('r=w2<r1');
  });
});

describe('no_lock_leak', () => {
  it.each([
    ['a mutex', 'mutex_lock(&m);', ['no_lock_leak']],
    ['a spinlock', 'spin_lock(&s);', ['no_lock_leak']],
    ['an rwsem held shared', 'down_read(&r);', ['no_lock_leak']],
    ['an rwsem held exclusively', 'down_write(&r);', ['no_lock_leak']],
    ['a bitlock, which somebody else may release', 'bit_lock(&T.lk);', []],
    ['nothing any more', 'mutex_lock(&m); mutex_unlock(&m);', []],
  ])('of a task that ends with %s', (_, body, breaks) => {
    const run = runOf(text(body), 'a'.repeat(body.split(';').length - 1));
    expect(describeLastStep(run).breaks).toEqual(breaks);
  });

  it('is asked at the end of every pass of a daemon', () => {
    const run = runOf(`mutex m; int 0..1 x; daemon w 'w' runs 2 { mutex_lock(&m); x = 1; }`, 'ww');
    expect(describeLastStep(run).breaks).toEqual(['no_lock_leak']);
  });
});
