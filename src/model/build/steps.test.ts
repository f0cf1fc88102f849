// What one step is: the shared access of one statement, with the local work that follows it.
import { describe, expect, it } from 'vitest';
import {
  lastWorld,
  modelOf,
  runOf,
  stepsOf,
  textOf,
  describeLike,
  worldAfter,
} from './snippet.testing.ts';

describe('the statements that are steps', () => {
  it.each([
    [
      'reads, writes and both',
      'x = 1; n = x; x++; n = xchg(x, 2);',
      ['x = 1', 'n = x', 'x++', 'n = xchg(x, 2)'],
    ],
    ['not what is local', 'n = 1; k = n; if (k == 1) n = 2; x = n;', ['x = n']],
    [
      'a test of something shared, by its condition',
      'if (x == 1) y = 1; else y = 2;',
      ['x == 1', 'y = 1', 'y = 2'],
    ],
    ['the test of a loop, once a round', 'while (x < 2) x++;', ['x < 2', 'x++']],
    ['what a call reads for the test', 'while (get() < 2) x++;', ['return x', 'x++']],
    [
      'a read, even where a known local says that it does not matter',
      'b = false; if (b && f) x = 1; y = 1;',
      ['b && f', 'x = 1', 'y = 1'],
    ],
    ['not what the options leave out', 'if (on && f) x = 1; if (on) x = 2; y = 1;', ['y = 1']],
    [
      'no read of a const field',
      'p = &T; n = p->size; q = T.size; x = n; y = q;',
      ['x = n', 'y = q'],
    ],
    ['a read of a field that never changes', 'n = T.v; x = n;', ['n = T.v', 'x = n']],
    [
      'locks, waits, choices and pools',
      'mutex_lock(&m); wait until (f); choose { l: ghost g = 1; r: x = 1; } p = alloc(things); free(p); mutex_unlock(&m);',
      [
        'mutex_lock(&m)',
        'wait until (f)',
        'choose { l: ghost g = 1; r: x = 1; }',
        'x = 1',
        'p = alloc(things)',
        'free(p)',
        'mutex_unlock(&m)',
      ],
    ],
    ['an allocation in a condition', 'if (!alloc(things)) x = 1;', ['!alloc(things)', 'x = 1']],
    [
      'no ghost and no assertion',
      'x = 1; ghost g = 2; ghost g += 1; ghost g--; assert(g == x, ok); y = 1;',
      ['x = 1', 'y = 1'],
    ],
    [
      'BUG_ON and WARN_ON of what is shared, not of what is local',
      'n = x; BUG_ON(n == 3); BUG_ON(x == 3); WARN_ON(n == 3); WARN_ON(y == 3);',
      ['n = x', 'BUG_ON(x == 3)', 'WARN_ON(y == 3)'],
    ],
    [
      'every round of a for',
      'for (i in 0..2) arr[i] = 1;',
      ['arr[i] = 1', 'arr[i] = 1', 'arr[i] = 1'],
    ],
    [
      'each operation of an atomic that a step could begin with, and no other',
      'atomic { if (on) x = 2; x = 1; y = 1; } atomic y = x;',
      ['x = 1', 'y = x'],
    ],
  ])('%s', (_, body, steps) => {
    expect(stepsOf(world(body))).toEqual(steps);
  });
});

function world(body: string): string {
  return `change on; assertion ok; outcome { g };
    struct thing { const int 0..3 size; int 0..3 v; }; struct thing T = { .size = 2 };
    pool struct thing things[2];
    int 0..3 x, y; int 0..3 arr[3]; bool f; mutex m; ghost int 0..3 g;
    int get(void) { return x; }
    task a 'a' { ${body} }`;
}

describe('local work', () => {
  it.each([
    ['before the first step belongs to the initial state', '', 'x=0 y=0 | x = n (n=2)'],
    ['rides after the step', 'a', 'x=2 y=0 | m = x'],
    ['with what the step has read', 'aa', 'x=2 y=0 | y = m (m=3)'],
    ['up to the end', 'aaa', 'x=2 y=3 | done'],
  ])('%s', (_, schedule, expected) => {
    const text = `int 0..3 x, y; task a 'a' { n = 1; n = n + 1; x = n; m = x; m = m + 1; y = m; m = 0; }`;
    expect(textOf(worldAfter(text, schedule))).toBe(expected);
  });

  it('that never ends is a limit with a name', () => {
    const text = `int 0..1 x; task a 'a' { x = 1; b = true; while (b) { } }`;
    expect(runOf(text, 'a').stopped).toEqual({
      kind: 'limit',
      at: 0,
      task: 0,
      limit: 'local moves without a shared access',
    });
  });

  it('before a daemon’s next pass may come to a limit', () => {
    const text = `int 0..1 x; ghost int 0..1 g, h; daemon w 'w' runs 2 { ghost g++; ghost h = g; x = 1; } outcome { g, h };`;
    expect(runOf(text, 'w').stopped).toEqual({
      kind: 'limit',
      at: 0,
      task: 0,
      limit: 'range g 0..1',
    });
  });

  it.each([
    ['a local', 'int 0..2 n = C.kind - 2; x = n;'],
    ['an argument', 'put(C.kind - 2);'],
    ['an argument that nobody reads', 'drop(C.kind - 2); x = 1;'],
  ])('that puts a value beyond the range of %s is a limit', (_, body) => {
    const text = `int 0..1 x; struct c { const int 0..1 kind; }; struct c C = { .kind = 1 };
void put(int 0..2 n) { x = n; } void drop(int 0..2 n) { }
task a 'a' { x = 0; ${body} }`;
    expect(runOf(text, 'aa').stopped).toMatchObject({ kind: 'limit', limit: 'range n 0..2' });
  });

  it('that never ends before the first step is a fault of the start', () => {
    const model = modelOf(`int 0..1 x; task a 'a' { b = true; while (b) { } x = 1; }`);
    expect(model.startFault).toBe('local moves without a shared access');
  });
});

describe('ghosts and assertions', () => {
  const text = `int 0..3 x, y; ghost int 0..3 g; assertion ok; always small: g < 2;
    task a 'a' { ghost g = 1; x = 1; ghost g = x + 1; assert(g == 1, ok); y = g_free(); }
    int g_free(void) { return x; }`;

  it.each([
    ['before the first step', '', 'x=0 y=0 g=1 | x = 1', []],
    ['on the step before', 'a', 'x=1 y=0 g=2 | return x', ['ok']],
  ])('ride %s', (_, schedule, expected, broken) => {
    const run = runOf(text, schedule);
    expect(textOf(lastWorld(run))).toBe(expected);
    expect(run.moments.at(-1)?.step?.breaks ?? []).toEqual(broken);
  });

  it.each([
    [
      'reads zero through NULL, and the kernel goes on',
      'x = 1; ghost g = p->v; n = 1; if (n == 1) y = 1; else y = 2;',
      'aa',
      'x=1 y=1 g=0 | done',
    ],
    [
      'is false where it compares through NULL',
      'x = 1; ghost { if (p->v == 0) g = 1; else g = 2; } y = 1;',
      'a',
      'x=1 y=0 g=2 | y = 1',
    ],
    ['writes nothing through NULL', 'x = 1; ghost p->seen = 2; y = 1;', 'aa', 'x=1 y=1 | done'],
    [
      'may compute its own index',
      'x = 1; ghost h = 1; ghost list[h] = 2; ghost g = list[1]; y = 1;',
      'a',
      'x=1 y=0 g=2 h=1 list=[0,2] | y = 1',
    ],
  ])('a ghost %s', (_, body, schedule, expected) => {
    const own = `struct thing { int 0..3 v; ghost int 0..3 seen; }; struct thing *p; int 0..3 x, y;
      ghost int 0..3 g, h; ghost int 0..3 list[2]; outcome { g };
      always unseen: forall t in struct thing, t.seen == 0;
      task a 'a' { ${body} }`;
    expect(textOf(worldAfter(own, schedule))).toBe(expected);
  });

  it('a ghost writes nothing into an object that is free', () => {
    const own = `struct thing { ghost int 0..3 seen; int 0..1 v; }; pool struct thing things[1] named T; int 0..1 x;
      always unseen: forall t in things, t.seen == 0;
      task a 'a' { p = alloc(things); free(p); ghost p->seen = 2; p = alloc(things); x = 1; }`;
    expect(textOf(worldAfter(own, 'aaa'))).toBe('T2.seen=0 x=0 | x = 1');
  });
});

describe('atomic', () => {
  const shared = `int 0..3 x, y, z; bool f; mutex m; int 0..3 arr[3];
    atomic int both(int n) { x = n; y = n; return x; }
    void outer(int n) { atomic { z = 1; n = both(n); } x = n; }`;

  it.each([
    ['is one step', 'atomic { x = 1; y = x; n = y; } z = n;', 'a', 'x=1 y=1 z=0 | z = n (n=1)'],
    [
      'blocks at its first operation',
      'atomic { wait until (f); x = 1; }',
      '',
      'x=0 | blocked at wait until (f)',
    ],
    [
      'takes the lock and goes on in one step',
      'atomic { mutex_lock(&m); x = 1; mutex_unlock(&m); } y = 1;',
      'a',
      'x=1 y=0 m=- | y = 1',
    ],
    [
      'may skip its first operation',
      'b = false; atomic { if (b) wait until (f); x = 1; y = 1; }',
      'a',
      'x=1 y=1 | done',
    ],
    [
      'may contain another one',
      'atomic { x = 1; atomic { y = 1; } z = 1; }',
      'a',
      'x=1 y=1 z=1 | done',
    ],
    [
      'ends where it ends: the next one is a step of its own',
      'atomic { x = 1; y = 1; } atomic { x = 2; y = 2; }',
      'a',
      'x=1 y=1 | x = 2',
    ],
    [
      'can be left by return',
      'atomic { x = 1; if (x == 1) return; y = 1; }',
      'a',
      'x=1 y=0 | done',
    ],
    [
      'can be left by goto',
      'atomic { x = 1; if (x == 1) goto out; y = 1; } z = 1; out: y = 3;',
      'a',
      'x=1 y=0 z=0 | y = 3',
    ],
    [
      'begins anew when it is entered again',
      'again: atomic { x++; if (x == 1) goto again; y = 1; }',
      'a',
      'x=1 y=0 | x++',
    ],
    [
      'begins anew in a loop',
      'n = 0; while (n < 2) { atomic { x++; y = x; } n = n + 1; }',
      'a',
      'x=1 y=1 | x++ (n=1)',
    ],
    ['as a function is one step', 'n = both(2); z = n;', 'a', 'x=2 y=2 z=0 | z = n (n=2)'],
    ['takes functions in', 'outer(3);', 'a', 'x=3 y=3 z=1 | x = n (n=3)'],
    ['has for loops', 'atomic for (i in 0..2) arr[i] = 2;', 'a', 'arr=[2,2,2] | done'],
    [
      'reads shared arguments in its own step',
      'x = 1; atomic n = both(y);',
      'a',
      'x=1 y=0 | both(y)',
    ],
    [
      'lets local work ride after it',
      'atomic { x = 1; y = 1; } n = 2; z = n;',
      'a',
      'x=1 y=1 z=0 | z = n',
    ],
  ])('%s', (_, body, schedule, expected) => {
    const after = worldAfter(`${shared} task a 'a' { ${body} }`, schedule);
    expect(describeLike(after, expected)).toBe(expected);
  });

  it('reads a shared argument when the step is taken, not before', () => {
    const text = `int 0..3 x, y; void put(int n) { y = n; } task a 'a' { x = 1; atomic put(x); } task b 'b' { x = 2; }`;
    expect(textOf(worldAfter(text, 'aba'))).toBe('x=2 y=2 | done ; done');
  });
});

describe('loops and jumps', () => {
  const shared = `struct thing { int 0..3 v; }; struct thing S, T; pool struct thing things[2] named T;
    int 0..3 x, y; int 0..3 arr[3];`;

  it.each([
    [
      'break ends a for',
      'for (i in 0..2) { arr[i] = 1; if (i == 1) break; } x = 1;',
      'aa',
      'arr=[1,1,0]',
    ],
    [
      'continue goes to its next round',
      'for (i in 0..2) { if (i == 1) continue; arr[i] = 1; } x = 1;',
      'aa',
      'arr=[1,0,1]',
    ],
    ['break ends a while', 'while (x < 3) { x++; if (y == 0) break; } y = 1;', 'aaaa', 'x=1 y=1'],
    [
      'a for runs over every object of a struct',
      'for (t in struct thing) t->v = 2; x = 1;',
      'aa',
      'S.v=2 T.v=2',
    ],
    [
      'and over those that are allocated when their turn comes',
      'p = alloc(things); x = 1; for (t in things) t->v = 2; y = 1;',
      'aaaa',
      'T1.v=2 x=1 y=1',
    ],
    [
      'goto leaves loops',
      'while (x < 3) { for (i in 0..2) { x = 2; if (i == 0) goto out; } } out: y = 2;',
      'aaa',
      'x=2 y=2',
    ],
    ['goto goes back', 'again: x++; if (x < 2) goto again; y = 1;', 'aaaa', 'x=2 y=0'],
  ])('%s', (_, body, schedule, expected) => {
    const after = worldAfter(`${shared} task a 'a' { ${body} }`, schedule);
    expect(describeLike(after, expected)).toBe(expected);
  });
});
