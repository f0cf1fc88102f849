// Semaphores and completions: who goes on, who waits, what it is called.
import { describe, expect, it } from 'vitest';
import { LOCK_KINDS, LOCK_OPERATIONS, LOCKS, TRY_LOCKS } from '../../lang/syntax/lockKinds.ts';
import {
  runOf,
  stopOf,
  describeEvent,
  describeLastStep,
  describeLike,
  worldAfter,
} from './snippet.testing.ts';

/** Tasks a, b, c … with these bodies. */
function text(...bodies: string[]): string {
  const tasks = bodies.map((body, i) => {
    const letter = 'abc'.charAt(i);
    return `task ${letter}_task '${letter}' { ${body} }`;
  });
  return `semaphore s = 1; completion c; int 0..7 x; struct o { semaphore t; }; struct o F = { .t = 2 }, G; init { G.t = 3; } ${tasks.join(' ')}`;
}

it('begins at what its declaration or init says', () => {
  const world = worldAfter(text('down(&s); complete(&c); up(&F.t); up(&G.t);'), '');
  expect(describeLike(world, 's=1 c=0 F.t=2 G.t=3')).toBe('s=1 c=0 F.t=2 G.t=3');
});

describe('a semaphore', () => {
  const USE = 'down(&s); x = 1; up(&s);';

  it('lets as many in as it counts', () => {
    const both = text(USE, USE);
    expect(describeLike(worldAfter(both, 'a'), 's=0 | ')).toBe('s=0 | x = 1 ; blocked at down(&s)');
    expect(stopOf(both, 'ab')?.kind).toBe('blocked');
    expect(describeLike(worldAfter(both, 'aaab'), 's=0 | ')).toBe('s=0 | done ; x = 1');
  });

  it.each([
    ['is raised by who has not lowered it', text('down(&s); down(&s);', 'up(&s);'), 'aba', 's=0'],
    ['is lowered by a try', text('if (down_trylock(&s)) x = 2; else x = 1;'), 'aa', 's=0 x=1'],
    ['refuses a try at 0', text('down(&s); if (down_trylock(&s)) x = 2;'), 'aaa', 's=0 x=2'],
    ['is tried for nothing but itself', text('down_trylock(&s);'), 'a', 's=0'],
    ['of an object', text('down(&F.t); up(&G.t);'), 'aa', 'F.t=1 G.t=4'],
  ])('%s', (_, program, schedule, wanted) => {
    expect(describeLike(worldAfter(program, schedule), wanted)).toBe(wanted);
  });

  it('has a limit', () => {
    const full = text('up(&G.t); '.repeat(13));
    expect(stopOf(full, 'a13')).toMatchObject({
      kind: 'limit',
      limit: 'a semaphore or completion counted beyond 15',
    });
  });

  it('is nobody’s to leave behind', () => {
    expect(describeLastStep(runOf(text('down(&s);'), 'a')).breaks).toEqual([]);
  });
});

describe('a completion', () => {
  const WAIT = 'wait_for_completion(&c); x = 1;';

  it.each([
    ['lets nobody pass at first', text(WAIT), '', 'c=0 | blocked at wait_for_completion(&c)'],
    ['lets one pass', text(WAIT, WAIT, 'complete(&c);'), 'ca', 'c=0 | '],
    ['remembers who comes later', text('complete(&c); complete(&c);', WAIT), 'aab', 'c=1 | '],
    ['lets all pass for ever', text(WAIT, WAIT, 'complete_all(&c);'), 'cab', 'c=for ever | '],
    ['stays open', text('complete_all(&c); complete(&c);'), 'aa', 'c=for ever | '],
  ])('%s', (_, program, schedule, wanted) => {
    const described = describeLike(worldAfter(program, schedule), wanted);
    expect(wanted.endsWith('| ') ? described.startsWith(wanted) : described).toBe(
      wanted.endsWith('| ') ? true : wanted,
    );
  });
});

it('tells who lowers and who raises, and who can go on', () => {
  const program = text('down(&s); up(&s);', 'down(&s);', 'wait_for_completion(&c);');
  const events = (schedule: string) =>
    runOf(program, schedule).moments.at(-1)?.step?.locks.map(describeEvent) ?? [];
  expect(events('a')).toEqual(['0 acquire s exclusive', '1 contend s exclusive']);
  expect(events('aa')).toEqual(['0 release s exclusive', '1 wake s exclusive']);
});

it('leaves the names that texts have', () => {
  const program = `int 0..3 semaphore; task completion 'c' { semaphore = 1; semaphore++; }`;
  expect(describeLike(worldAfter(program, 'cc'), 'semaphore=2')).toBe('semaphore=2');
});

describe('the table of lock kinds', () => {
  it('has one form for each kind', () => {
    for (const { lock, form } of Object.values(LOCK_OPERATIONS))
      expect(LOCKS[lock].form).toBe(form);
  });

  it.each(LOCK_KINDS)('has a way to take a %s and a way to let it go', (kind) => {
    const own = Object.values(LOCK_OPERATIONS).filter(({ lock }) => lock === kind);
    expect(own.map(({ does }) => does)).toEqual(expect.arrayContaining(['take', 'release']));
  });

  it('has trylocks in modes that their kinds have', () => {
    for (const { lock, mode } of Object.values(TRY_LOCKS))
      if (LOCKS[lock].modes.length > 0) expect(LOCKS[lock].modes).toContain(mode);
  });
});
