// Shared memory: pools, ranges, words, arrays, embedded objects; and what goes wrong with pointers.
import { describe, expect, it } from 'vitest';
import {
  lastWorld,
  modelOf,
  runOf,
  describeLastStep,
  describeLike,
  worldAfter,
} from './snippet.testing.ts';

/** One task with this body in a world that has some of everything. */
function text(body: string, more = ''): string {
  return `tokens { Z, A, B }; enum mood { CALM, BUSY }; word struct entry { struct node *to; bool ok; int 0..3 n; };
    struct part { int 0..3 v; mutex lock; };
    struct node { bool flag; int 0..3 count; struct node *next; struct part part; data bytes[2]; struct entry entry; bitlock lk; };
    pool struct node nodes[2] named N; struct node S = { .count = 2, .next = &S }; struct node row[2];
    int 0..3 x, y; int 1..3 z; int 0..3 list[3]; bool f; enum mood mood; data d; struct node *root; struct entry cell; struct entry cells[2];
    ${more} task a 'a' { ${body} }`;
}

function after(body: string, schedule: string, wanted: string, more = ''): string {
  return describeLike(worldAfter(text(body, more), schedule), wanted);
}

describe('a pool', () => {
  it.each([
    [
      'gives its first free element',
      'p = alloc(nodes); p->count = 1; p = alloc(nodes); p->count = 2; x = 1;',
      'aaaa',
      'N1.count=1 N2.count=2',
    ],
    [
      'gives one back as it was at first',
      'p = alloc(nodes); p->count = 3; p->part.v = 2; p->bytes[1] = A; free(p); p = alloc(nodes); x = 1;',
      'aaaaaa',
      'N2.count=0 N2.bytes=[Z,Z] N2.part.v=0',
    ],
    [
      'gives the lowest one that is free',
      'p = alloc(nodes); q = alloc(nodes); q->count = 2; free(p); p = alloc(nodes); p->count = 1; x = 1;',
      'aaaaaa',
      'N3.count=1 N2.count=2',
    ],
    [
      'has elements with parts of their own',
      'p = alloc(nodes); p->part.v = 2; mutex_lock(&p->part.lock);',
      'aaa',
      'N1.part.v=2 N1.part.lock=w0',
    ],
    [
      'gives parts back with their whole',
      'p = alloc(nodes); q = &p->part; free(p); p = alloc(nodes); q->v = 1;',
      'aaaa',
      'N2.part.v=1',
    ],
  ])('%s', (_, body, schedule, expected) => {
    expect(after(body, schedule, expected)).toBe(expected);
  });

  it('that is empty is a limit with a name', () => {
    const run = runOf(text('p = alloc(nodes); p = alloc(nodes); p = alloc(nodes); x = 1;'), 'aaa');
    expect(run.stopped).toEqual({ kind: 'limit', at: 2, task: 0, limit: 'pool nodes[2]' });
  });

  it('shows a pointer to what was freed as dangling', () => {
    const own = 'p = alloc(nodes); root = p; free(p); x = 1;';
    expect(after(own, 'aaa', 'root=')).toBe('root=!N1');
  });

  it('names the n-th allocation of a run, whichever element it gets', () => {
    const own = 'p = alloc(nodes); free(p); p = alloc(nodes); free(p); p = alloc(nodes); x = 1;';
    const names = runOf(text(own), 'aaaaa').moments.map(({ world }) =>
      world.objects
        .filter(({ pooled, live, parent }) => pooled && live && parent === null)
        .map(({ name, id }) => `${name} ${id}`)
        .join(),
    );
    expect(names).toEqual(['', 'N1 nodes[0]', '', 'N2 nodes[0]', '', 'N3 nodes[0]']);
  });

  it('names what init has allocated first', () => {
    const own = text(
      'q = alloc(nodes); q->count = 2; r = root;',
      'init { p = alloc(nodes); p->flag = true; root = p; }',
    );
    expect(describeLike(worldAfter(own, 'aa'), 'root= N1.flag= N2.count=')).toBe(
      'root=N1 N1.flag=1 N2.count=2',
    );
  });
});

describe('an oops', () => {
  it.each([
    ['a read through NULL', 'p = root; x = 1; n = p->count; y = n;', 'NULL dereference'],
    ['a write through NULL', 'p = root; p->count = 1;', 'NULL dereference'],
    ['a lock in NULL', 'p = root; bit_lock(&p->lk);', 'NULL dereference'],
    ['a part of NULL', 'p = root; q = &p->part; q->v = 1;', 'NULL dereference'],
    ['freeing NULL', 'p = root; free(p);', 'NULL dereference'],
    [
      'a read of what was freed',
      'p = alloc(nodes); free(p); n = p->count; x = n;',
      'use after free',
    ],
    ['a write to what was freed', 'p = alloc(nodes); free(p); p->flag = true;', 'use after free'],
    ['a part of what was freed', 'p = alloc(nodes); free(p); p->part.v = 1;', 'use after free'],
    ['a lock in what was freed', 'p = alloc(nodes); free(p); bit_lock(&p->lk);', 'use after free'],
    ['freeing twice', 'p = alloc(nodes); free(p); free(p);', 'double free'],
    ['freeing what is in no pool', 'p = &S; free(p);', 'double free'],
    ['BUG_ON of what is shared', 'x = 1; BUG_ON(x == 1);', 'BUG_ON'],
    ['BUG_ON of what is local', 'n = x; BUG_ON(n == 0); y = 1;', 'BUG_ON'],
  ])('of %s ends the machine', (_, body, oops) => {
    const model = modelOf(text(body, "task b 'b' { f = true; }"));
    const steps = runOf(model, 'aaaa');
    const world = lastWorld(steps);
    expect([world.ending, world.oops]).toEqual(['panicked', oops]);
    expect(describeLastStep(steps).breaks).toEqual(['no_oops']);
    expect(runOf(model, `${'a'.repeat(steps.moves.length)}b`).stopped).toMatchObject({
      kind: 'ended',
      oops,
    });
  });

  it('leaves the world as it was before the step', () => {
    const world = worldAfter(text('atomic { x = 1; p = root; y = 2; p->count = 1; }'), 'a');
    expect([describeLike(world, 'x= y='), world.oops]).toEqual(['x=0 y=0', 'NULL dereference']);
  });

  it('before the first step is there from the start', () => {
    const run = runOf(text('BUG_ON(true); x = 1;'), 'a');
    expect([lastWorld(run).oops, run.stopped]).toEqual([
      'BUG_ON',
      { kind: 'ended', at: 0, oops: 'BUG_ON' },
    ]);
  });

  it('is all that a WARN_ON says whose condition comes to one', () => {
    const run = runOf(text('struct node *p = NULL; x = 1; WARN_ON(p->count != 1);'), 'aa');
    expect(describeLastStep(run).breaks).toEqual(['no_oops']);
  });

  it('is none for a WARN_ON, which says so and goes on', () => {
    const run = runOf(text('x = 1; WARN_ON(x == 1); y = 1;'), 'aa');
    expect([lastWorld(run).oops, describeLastStep(run).breaks]).toEqual([null, ['no_warning']]);
    expect(worldAfter(text('x = 1; WARN_ON(x == 1); y = 1;'), 'aaa').ending).toBe('quiescent');
  });
});

describe('a limit', () => {
  it.each([
    ['a number that grows out of its range', 'x = 3; x++;', 'range x 0..3', 1],
    ['one that falls out of it', 'x--;', 'range x 0..3', 0],
    ['one that is stored', 'n = 5; x = n;', 'range x 0..3', 0],
    ['one that is added', 'x = 2; x += 2;', 'range x 0..3', 1],
    ['a range that begins above 0', 'n = x; z = n;', 'range z 1..3', 1],
    ['one in a struct, by its field', 'p = &S; p->count = 3; p->count++;', 'range count 0..3', 1],
    ['one in an array', 'list[1] = 3; list[1]++;', 'range list 0..3', 1],
    [
      'a local with a range of its own',
      'int 0..1 n = 0; n = x; x = 2; n = x; y = n;',
      'range n 0..1',
      2,
    ],
    ['an index that is too high', 'x = 3; n = x; list[n] = 1;', 'range index of list', 2],
    ['an index of a row of objects', 'x = 3; n = x; row[n].count = 1;', 'range index of row', 2],
    [
      'an index that a loop makes too high',
      'for (i in 0..3) list[i] = 1;',
      'range index of list',
      3,
    ],
    [
      'one of a row that a loop makes too high',
      'for (i in 0..2) row[i].count = 1;',
      'range index of row',
      2,
    ],
  ])('is reached by %s, and nothing is written', (_, body, limit, at) => {
    const run = runOf(text(body), 'aaaa');
    expect(run.stopped).toEqual({ kind: 'limit', at, task: 0, limit });
    expect(run.moments).toHaveLength(at + 1);
  });

  it('of an atomic undoes all of it', () => {
    const run = runOf(text('atomic { x = 1; y = 3; y++; }'), 'a');
    expect(run.stopped).toMatchObject({ kind: 'limit', limit: 'range y 0..3' });
    expect(describeLike(lastWorld(run), 'x= y=')).toBe('x=0 y=0');
  });

  it('is none for a local that is copied along a chain in a loop', () => {
    const names = [...'bcdefghijklmop'];
    const shift = names
      .map((name, i) => `${name} = ${i === 0 ? 'q' : names[i - 1]};`)
      .toReversed()
      .join(' ');
    const own = `int 0..40 x; task a 'a' { n = 0; q = 0; ${names.map((name) => `${name} = 0;`).join(' ')}
      while (n < 30) { x = p; ${shift} q = n; n = n + 1; } }`;
    expect(describeLike(worldAfter(own, 'a30'), 'x=14 | done')).toBe('x=14 | done');
  });
});

describe('words', () => {
  it.each([
    ['are stored whole', 'cell = {&S, true, 2};', 'a', 'cell={S,1,2}'],
    ['are cleared whole', 'cell = {&S, true, 2}; cell = {};', 'aa', 'cell={NULL,0,0}'],
    ['may be given by field', 'cell = { .n = 3 };', 'a', 'cell={NULL,0,3}'],
    [
      'are read whole',
      'cell = {&S, true, 1}; w = cell; cell = {}; cells[1] = w;',
      'aaaa',
      'cells=[{NULL,0,0},{S,1,1}]',
    ],
    [
      'are exchanged whole',
      'cell = {&S, true, 1}; w = xchg(cell, {NULL, false, 2}); cells[0] = w;',
      'aaa',
      'cell={NULL,0,2} cells=[{S,1,1},{NULL,0,0}]',
    ],
    [
      'are exchanged with a local',
      'w = cell; w.n = 1; w = xchg(cell, w); cells[0] = w;',
      'aaa',
      'cell={NULL,0,1} cells=[{NULL,0,0},{NULL,0,0}]',
    ],
    ['have parts that are written alone', 'cell.ok = true; cell.n = 2;', 'aa', 'cell={NULL,1,2}'],
    [
      'have parts that are read alone',
      'cell = {&S, true, 2}; n = cell.n; p = cell.to; p->count = n;',
      'aaaa',
      'S.count=2',
    ],
    ['have parts in a local', 'w = cell; w.ok = true; w.to = &S; cell = w;', 'aa', 'cell={S,1,0}'],
    [
      'change all at once',
      'w = cell; w = {&S, true, 1}; cell = {w.to, w.ok, w.n};',
      'aa',
      'cell={S,1,1}',
    ],
    [
      'lie in objects',
      'p = &S; p->entry = {p, false, 1}; w = p->entry; cell = w;',
      'aaa',
      'cell={S,0,1}',
    ],
  ])('%s', (_, body, schedule, expected) => {
    expect(after(body, schedule, expected)).toBe(expected);
  });

  it('have parts with ranges', () => {
    const run = runOf(text('n = 4; cell.n = n;'), 'a');
    expect(run.stopped).toMatchObject({ kind: 'limit' });
  });
});

describe('places', () => {
  it.each([
    ['an array by an index that is known', 'list[2] = 3;', 'a', 'list=[0,0,3]'],
    ['an array by one that is not', 'x = 1; n = x; list[n] = 3;', 'aaa', 'list=[0,3,0]'],
    ['an array by one that is computed', 'x = 1; n = x; list[n + 1] = 3;', 'aaa', 'list=[0,0,3]'],
    ['an array in an object', 'p = &S; x = 1; n = x; p->bytes[n] = B;', 'aaa', 'S.bytes=[Z,B]'],
    [
      'a row of objects',
      'x = 1; n = x; row[n].count = 3; p = &row[n]; p->flag = true;',
      'aaaa',
      'row[0].count=0 row[0].flag=0 row[1].count=3 row[1].flag=1',
    ],
    ['an embedded object', 'S.part.v = 1; p = &S; q = &p->part; q->v = 2;', 'aa', 'S.part.v=2'],
    [
      'an embedded object of one in a row',
      'x = 1; n = x; row[n].part.v = 3;',
      'aaa',
      'row[0].part.v=0 row[1].part.v=3',
    ],
    ['a pointer in an object', 'p = &S; q = p->next; q->count = 1;', 'aa', 'S.count=1'],
    ['an enum', 'mood = BUSY; b = mood == BUSY; f = b;', 'aaa', 'f=1 mood=BUSY'],
    ['a data token', 'd = B; t = d; S.bytes[0] = t;', 'aaa', 'S.bytes=[B,Z] d=B'],
    ['what an exchange leaves', 'x = 2; n = xchg(x, 1); y = n;', 'aaa', 'x=1 y=2'],
    [
      'what a count gives',
      'p = &S; if (--p->count == 1) x = 1; n = ++p->count; y = n;',
      'aaaa',
      'S.count=2 x=1 y=2',
    ],
  ])('%s', (_, body, schedule, expected) => {
    expect(after(body, schedule, expected)).toBe(expected);
  });
});

describe('functions', () => {
  const helpers = `int twice(int n) { n = n + n; return n; }
    void find(struct node **out) { *out = root; }
    void swap(struct node **out, struct node *old) { *out = NULL; root = old; }
    bool is_set(struct node *p) { if (!p) return false; return p->flag; }
    int early(void) { if (f) return 1; x = 3; return 2; }`;

  it.each([
    ['change their own parameters only', 'n = 1; k = twice(n); x = k; y = n;', 'aa', 'x=2 y=1'],
    [
      'give back through an out parameter',
      'struct node *p = NULL; root = &S; find(&p); p->count = 1;',
      'aaa',
      'S.count=1',
    ],
    [
      'keep what was passed, though the local changes',
      'struct node *p = &S; swap(&p, p); x = 1;',
      'a',
      'root=S',
    ],
    ['return from within', 'n = early(); y = n;', 'aaa', 'x=3 y=2'],
    ['stand in conditions', 'p = &S; if (is_set(p)) x = 1; else x = 2;', 'aa', 'x=2'],
    ['stand in the test of a loop', 'while (early() == 2) f = true; y = 1;', 'aaaaa', 'x=3 y=1'],
    ['may be called where nobody wants their value', 'early(); y = 1;', 'aaa', 'x=3 y=1'],
  ])('%s', (_, body, schedule, expected) => {
    expect(after(body, schedule, expected, helpers)).toBe(expected);
  });

  it('have locals of their own in every call', () => {
    const own = `int keep(int n) { k = n; x = k; return k; }`;
    expect(after('a1 = keep(1); a2 = keep(2); y = a1; z = a2;', 'aaaa', 'x=2 y=1 z=2', own)).toBe(
      'x=2 y=1 z=2',
    );
  });

  it('with one name are told apart by the configuration', () => {
    const own = `change young; int 0..3 x; void f(void) when young { x = 1; } void f(void) when !young { x = 2; } task a 'a' { f(); }`;
    const x = (young: boolean) => describeLike(worldAfter(own, 'a', { young }), 'x=');
    expect([x(false), x(true)]).toEqual(['x=2', 'x=1']);
  });
});

describe('init', () => {
  it.each([
    ['runs before all', 'x = 1; S.flag = true; list[2] = 2;', 'S.flag=1 x=1 list=[0,0,2]'],
    [
      'takes loops and branches',
      'for (i in 0..2) list[i] = i; if (x == 0) y = 2;',
      'y=2 list=[0,1,2]',
    ],
    ['may allocate', 'p = alloc(nodes); p->count = 2; root = p;', 'N1.count=2 root=N1'],
  ])('%s', (_, init, expected) => {
    const use =
      'x = 0; y = 0; list[0] = 1; p = root; p = alloc(nodes); p->count = 0; S.flag = false;';
    expect(describeLike(worldAfter(text(use, `init { ${init} }`), ''), expected)).toBe(expected);
  });

  it.each([
    ['an oops', 'p = root; p->count = 1;', 'NULL dereference'],
    ['a limit', 'x = 3; x++;', 'range x 0..3'],
    ['the limit of a local', 'int 0..2 n = 0; n--;', 'range n 0..2'],
    ['no end', 'while (x == 0) y = 1;', 'init without end'],
  ])('that comes to %s is a fault of the start', (_, init, fault) => {
    expect(modelOf(text('x = 1;', `init { ${init} }`)).startFault).toBe(fault);
  });

  it('that is sound is none', () => {
    expect(modelOf(text('x = 1;', 'init { x = 2; }')).startFault).toBeNull();
  });
});
