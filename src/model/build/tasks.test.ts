// Tasks: waiting, choosing, daemons and their passes, settling, and who takes part.
import { describe, expect, it } from 'vitest';
import { lastWorld, modelOf, runOf, textOf, describeLike, worldAfter } from './snippet.testing.ts';

describe('wait until', () => {
  const text = `int 0..3 x; bool f; task a 'a' { wait until (x == 2); f = true; } task b 'b' { x = 1; x = 2; x = 3; }`;

  it.each([
    ['stands before its condition', '', 'x=0 f=0 | blocked at wait until (x == 2) ; x = 1'],
    ['goes on when it is true', 'bb', 'x=2 f=0 | wait until (x == 2) ; x = 3'],
    ['as a step of its own', 'bba', 'x=2 f=0 | f = true ; x = 3'],
    ['and misses what is over', 'bbb', 'x=3 f=0 | blocked at wait until (x == 2) ; done'],
  ])('%s', (_, schedule, expected) => {
    expect(textOf(worldAfter(text, schedule))).toBe(expected);
  });

  it('says no lock and nobody who is in the way', () => {
    const { stopped, moments } = runOf(text, 'a');
    expect(stopped).toEqual({ kind: 'blocked', at: 0, task: 0, on: null });
    expect(moments[0]?.world.tasks[0]?.state).toEqual({ kind: 'blocked', on: null, waitsFor: [] });
  });

  it('on what never comes is a deadlock without a cycle', () => {
    const world = worldAfter(text, 'bbb');
    expect([world.ending, world.cycle, world.broken]).toEqual(['deadlocked', [], ['no_deadlock']]);
  });

  it('through NULL is an oops that can be taken', () => {
    const own = `struct thing { bool f; }; task a 'a' { struct thing *p = NULL; wait until (p->f); }`;
    expect(worldAfter(own, 'a').oops).toBe('NULL dereference');
  });
});

describe('choose', () => {
  const text = `int 0..3 x; task c 'c' { choose { merge: x = 1; x = 2; move: x = 3; none: } x = 0; } task d 'd' { x = 1; }`;

  it.each([
    ['is a step by itself', 'c.me', 'x=0 | x = 1 ; x = 1'],
    ['takes the branch of its label', 'c.mo1c', 'x=3 | x = 0 ; x = 1'],
    ['may have an empty branch', 'c.n', 'x=0 | x = 0 ; x = 1'],
    ['goes on behind its branches', 'c.mo1c2', 'x=0 | done ; x = 1'],
  ])('%s', (_, schedule, expected) => {
    expect(textOf(worldAfter(text, schedule))).toBe(expected);
  });

  it('offers its labels, and nothing else does', () => {
    const choices = (schedule: string) => worldAfter(text, schedule).tasks.map((t) => t.choices);
    expect(choices('')).toEqual([['merge', 'move', 'none'], []]);
    expect(choices('c.n')).toEqual([[], []]);
  });

  it.each([
    ['without a label', 'c', { choice: null }],
    ['of a step that is none', 'c.n1c.n', { choice: 'none', at: 1 }],
  ])('%s stops there', (_, schedule, stop) => {
    expect(runOf(text, schedule).stopped).toMatchObject({ kind: 'no-choice', task: 0, ...stop });
  });

  it('is one move for every label that a task has', () => {
    expect(modelOf(text).moves).toEqual([
      { task: 0, choice: null },
      { task: 0, choice: 'merge' },
      { task: 0, choice: 'move' },
      { task: 0, choice: 'none' },
      { task: 1, choice: null },
    ]);
  });
});

describe('a daemon', () => {
  const twice = `int 0..7 x; task a 'a' { x = 7; } daemon w 'w' runs 2 { n = x; x = 2; }`;

  it.each([
    ['is idle before its first pass', twice, '', 'x=0 | x = 7 ; idle', 'running'],
    ['counts as through while it is idle', twice, 'a', 'x=7 | done ; idle', 'quiescent'],
    ['and not within a pass', twice, 'aw', 'x=7 | done ; x = 2', 'running'],
    ['is idle between two passes', twice, 'aww', 'x=2 | done ; idle', 'quiescent'],
    ['and has ended after the last one', twice, 'awwww', 'x=2 | done ; done', 'quiescent'],
    [
      'runs once where nothing is said',
      `int 0..1 x; daemon w 'w' { x = 1; }`,
      'w',
      'x=1 | done',
      'quiescent',
    ],
    [
      'waits at the statement that its locals lead to',
      `int 0..3 x; daemon w 'w' runs 2 { i = 0; if (i == 1) x = 1; else x = 2; i = 1; }`,
      'ww',
      'x=2 | done',
      'quiescent',
    ],
    [
      'begins every pass with fresh locals',
      `int 0..3 x; daemon w 'w' runs 2 { int 0..3 n; if (n == 0) x = 1; else x = 2; n = x; n = n + 1; f(n); } void f(int n) { if (n == 3) x = 3; }`,
      'wwww',
      'x=1 | done',
      'quiescent',
    ],
    [
      'without anything to do has ended',
      `int 0..1 x; daemon w 'w' runs 2 { } task a 'a' { x = 1; }`,
      '',
      'x=0 | done ; x = 1',
      'running',
    ],
  ])('%s', (_, text, schedule, expected, ending) => {
    const world = worldAfter(text, schedule);
    expect([textOf(world), world.ending]).toEqual([expected, ending]);
  });

  it('that blocks within a pass is no end', () => {
    const world = worldAfter(
      `mutex m; int 0..1 x; daemon w 'w' { x = 1; wait until (x == 0); }`,
      'w',
    );
    expect(world.ending).toBe('deadlocked');
  });

  it('ends as often as it runs', () => {
    expect(runOf(twice, 'wwwww').stopped).toEqual({ kind: 'done', at: 4, task: 1 });
  });
});

describe('after all', () => {
  const text = `int 0..7 x; task a 'a' { x = 1; } daemon w 'w' runs 2 { x = 2; x = 3; } task e 'e' after all { n = x; x = 7; }`;

  it.each([
    ['waits for the others', '', 'x=0 | x = 1 ; idle ; later'],
    ['waits for a daemon within a pass', 'aw', 'x=2 | done ; x = 3 ; later'],
    ['begins when all have ended or are idle', 'a', 'x=1 | done ; idle ; n = x'],
    ['keeps the daemons idle from then on', 'ae', 'x=1 | done ; idle ; x = 7'],
    ['and after it', 'aee', 'x=7 | done ; idle ; done'],
  ])('%s', (_, schedule, expected) => {
    expect(textOf(worldAfter(text, schedule))).toBe(expected);
  });

  it.each([
    ['a task that comes too early', 'e', 0],
    ['a daemon that comes too late', 'aew', 2],
    ['a daemon that comes after the end', 'aeew', 3],
  ])('%s is blocked by nothing that has a name', (_, schedule, at) => {
    expect(runOf(text, schedule).stopped).toMatchObject({ kind: 'blocked', at, on: null });
  });

  it('is part of being quiescent', () => {
    expect(worldAfter(text, 'a').ending).toBe('running');
    expect(worldAfter(text, 'aee').ending).toBe('quiescent');
  });

  it('is stuck by itself, once its time has come', () => {
    const waits = `int 0..2 x; task a 'a' { x = 1; } task e 'e' after all { wait until (x == 2); }`;
    expect(textOf(worldAfter(waits, ''))).toBe('x=0 | x = 1 ; later');
    expect(textOf(worldAfter(waits, 'a'))).toBe('x=1 | done ; blocked at wait until (x == 2)');
  });

  it('of several tasks begins for all of them', () => {
    const both = `int 0..3 x; task a 'a' { x = 1; } task d 'd' after all { x = 2; } task e 'e' after all { x = 3; }`;
    expect(textOf(worldAfter(both, 'ae'))).toBe('x=3 | done ; x = 2 ; done');
    expect(textOf(worldAfter(both, 'aed'))).toBe('x=2 | done ; done ; done');
  });

  it('without anything to do holds no daemon up', () => {
    const none = `int 0..1 x; daemon w 'w' { x = 1; } task e 'e' after all { }`;
    expect(textOf(worldAfter(none, 'w'))).toBe('x=1 | done ; done');
  });
});

describe('tasks of some configurations', () => {
  const text = `world more; int 0..3 x; mutex m; ghost bool g; outcome { g };
    task a 'a' when more { mutex_lock(&m); x = 1; mutex_unlock(&m); } task b 'b' { x = 2; x = 3; }
    always never: x == 2 => done(a); always nobody: !held(m, a);`;

  it('are there in those only, with letters that stay', () => {
    const letters = (more: boolean) => modelOf(text, { more }).tasks.map(({ letter }) => letter);
    expect([letters(false), letters(true)]).toEqual([['b'], ['a', 'b']]);
  });

  it.each([
    ['one that takes no part has always ended', false, 'b', []],
    ['one that does has not', true, 'b', ['never']],
    ['one that does may hold a lock', true, 'a', ['nobody']],
    ['one that does has ended at last', true, 'a3b', []],
  ])('%s', (_, more, schedule, broken) => {
    expect(worldAfter(text, schedule, { more }).broken).toEqual(broken);
  });

  it('a lock that another task holds is not held by one that takes no part', () => {
    const own = `world more; int 0..1 x; mutex m; task a 'a' when more { mutex_lock(&m); mutex_unlock(&m); }
      task b 'b' { mutex_lock(&m); x = 1; mutex_unlock(&m); } always nobody: !held(m, a); always never: !held(m);`;
    expect(worldAfter(own, 'b', { more: false }).broken).toEqual(['never']);
  });
});

describe('a task after all that local work alone brings to its end', () => {
  const settle = `task s 's' after all { n = 0; n = n + 1; if (n == 1) return; x = 3; }`;
  const both = `int 0..3 x; task a 'a' { x = 1; } daemon w 'w' { x = 2; }`;

  it('never begins, so that daemons still do', () => {
    expect(textOf(worldAfter(`${both} ${settle}`, 'aw'))).toBe('x=2 | done ; done ; done');
  });

  it('says nothing of another one', () => {
    const other = `task t 't' after all { x = 0; x = 1; }`;
    const program = `${both} ${settle} ${other}`;
    expect(textOf(worldAfter(program, 'at'))).toBe('x=0 | done ; idle ; done ; x = 1');
  });
});

describe('current', () => {
  const text = `struct mm @mm { int 0..3 v; }; struct cpu @cpu { int 0..3 n; }; struct mm m0, m1; struct cpu c0, c1;
    void work(void) { current->mm->v = 1; c = current->cpu; c->n = 2; }
    task a 'a' on c1 in m0 { work(); } task b 'b' on c0 in m1 { work(); }`;

  it.each([
    ['a', 'm0.v=1 m1.v=0 c0.n=0 c1.n=2'],
    ['b', 'm0.v=0 m1.v=1 c0.n=2 c1.n=0'],
  ])('is the cpu and the mm of task %s', (letter, expected) => {
    expect(describeLike(worldAfter(text, letter.repeat(2)), expected)).toBe(expected);
  });
});

describe('done', () => {
  it('is said of a task that has taken its last step', () => {
    const text = `int 0..1 x; task a 'a' { x = 1; } task b 'b' { x = 0; } always early: !done(a); finally late: !done(b);`;
    expect(worldAfter(text, '').broken).toEqual([]);
    expect(worldAfter(text, 'a').broken).toEqual(['early']);
    expect(worldAfter(text, 'ab').broken).toEqual(['early', 'late']);
  });

  it('is not true of a task that has not begun when another one asks before its first step', () => {
    const text = `int 0..1 x; assertion ok; task a 'a' { assert(!done(b), ok); x = 1; } task b 'b' { x = 0; }`;
    const { machine } = modelOf(text);
    expect(machine.start(new Uint32Array(machine.words), 0)).toBe(0);
  });

  it('is true of a daemon after its last pass only', () => {
    const text = `int 0..1 x; daemon w 'w' runs 2 { x = 1; } always never: !done(w);`;
    expect(lastWorld(runOf(text, 'w')).broken).toEqual([]);
    expect(lastWorld(runOf(text, 'ww')).broken).toEqual(['never']);
  });
});
