// Properties: what an observer sees of a world, and what NULL does to it.
import { describe, expect, it } from 'vitest';
import { lastWorld, modelOf, runOf, describeLastStep, worldAfter } from './snippet.testing.ts';

/** Names of the properties that hold in the world after a schedule, each given as `name: condition`. */
function holding(conditions: Record<string, string>, schedule: string): string[] {
  const properties = Object.entries(conditions).map(([name, c]) => `always ${name}: ${c};`);
  const text = `tokens { Z, A, B }; word struct entry { struct node *to; bool ok; };
    struct part { int 0..3 v; }; struct node { bool flag; int 0..3 count; struct node *next; struct part part; struct entry entry; data bytes[2]; };
    pool struct node nodes[2] named N; struct node S = { .count = 1 }; struct node row[2];
    int 0..3 x, y; int 0..3 list[3]; bool f; data d; struct node *root; struct entry cell; struct entry cells[2]; mutex m; rwsem r;
    task a 'a' { p = alloc(nodes); p->count = 2; root = p; p->next = &S; free(p); }
    task b 'b' { mutex_lock(&m); down_read(&r); list[1] = 2; cells[1] = {&S, true}; S.part.v = 3; d = B; mutex_unlock(&m); up_read(&r); }
    ${properties.join('\n')}`;
  const { broken } = worldAfter(text, schedule);
  return Object.keys(conditions).filter((name) => !broken.includes(name));
}

describe('what looks through NULL', () => {
  it.each([
    ['is false by itself', 'root.flag', false],
    ['is false when it is compared, whichever way', 'root.count == 0', false],
    ['is false when it is compared for being different', 'root.count != 0', false],
    ['is false when it is ordered', 'root.count < 3 || root.count >= 0', false],
    ['is true when it is denied', '!root.flag', true],
    ['is true when a comparison of it is denied', '!(root.count == 0)', true],
    ['makes an implication true', 'root.flag => x == 3', true],
    ['does not make one true from the other side', 'x == 0 => root.flag', false],
    ['leaves the other side of an or alone', 'root.flag || x == 0', true],
    ['leaves the other side of an or alone in either order', 'x == 0 || root.flag', true],
    ['makes an and false', 'x == 0 && root.flag', false],
    ['is false two pointers away', 'root.next.count == 0', false],
    ['is false in a sum', 'root.count + x == 0', false],
    ['is false where it says which element', 'list[root.count] == 0', false],
    ['is no pointer', 'root', false],
    ['is the same as NULL', 'root == NULL', true],
  ])('%s', (_, condition, holds) => {
    expect(holding({ p: condition }, '')).toEqual(holds ? ['p'] : []);
  });

  it('spoils no property that is asked after it, and no step', () => {
    expect(holding({ first: 'root.flag', second: 'x == 0', third: 'y == 0' }, '')).toEqual([
      'second',
      'third',
    ]);
    const text = `struct node { bool flag; }; struct node *root; int 0..1 x; always p: root.flag;
      task a 'a' { wait until (x == 0); x = 1; }`;
    const { machine } = modelOf(text);
    const state = new Uint32Array(machine.words);
    machine.start(state, 0);
    machine.open(state, 0);
    expect([machine.judge(), machine.enabled()]).toEqual([1, 1]);
  });
});

describe('ghosts that are words', () => {
  it.each([
    ['are seen in part when they are written as a whole', 'ghost g = {true};', '!g.ok'],
    [
      'are seen by a quantifier when they are written in part',
      'ghost g.ok = true;',
      'forall c in struct entry, !c.ok',
    ],
    ['are seen in part when they are written in part', 'ghost g.ok = true;', '!g.ok'],
  ])('%s', (_, write, condition) => {
    const text = `word struct entry { bool ok; }; ghost struct entry g; int 0..1 x;
      always q: ${condition}; task a 'a' { x = 1; ${write} x = 0; }`;
    expect(['', 'a'].map((schedule) => worldAfter(text, schedule).broken)).toEqual([[], ['q']]);
  });
});

describe('a ghost statement', () => {
  it('counts nothing in an object that is free', () => {
    const text = `struct node { bool f; ghost int 0..2 told; }; pool struct node nodes[1] named N;
      always q: forall n in nodes, n.told == 0;
      task a 'a' { p = alloc(nodes); free(p); ghost p->told++; p = alloc(nodes); p->f = true; }`;
    expect(worldAfter(text, 'aaa').broken).toEqual([]);
  });

  it('that goes over the cells of a word struct sees ghosts that nobody else looks at', () => {
    const text = `word struct entry { bool ok; }; ghost struct entry g; ghost bool hit; int 0..1 x;
      always q: !hit;
      task a 'a' { x = 1; ghost g.ok = true; ghost for (c in struct entry) hit = c.ok; x = 0; }`;
    expect(['', 'a'].map((schedule) => worldAfter(text, schedule).broken)).toEqual([[], ['q']]);
  });
});

describe('quantifiers', () => {
  it('over the cells of a word struct see ghosts that nobody else looks at', () => {
    const text = `word struct entry { bool ok; }; struct box { ghost struct entry e; }; struct box B;
      ghost struct entry g[2]; int 0..2 x; always q: forall c in struct entry, !c.ok;
      task a 'a' { x = 1; ghost B.e = {true}; ghost B.e = {}; x = 2; ghost g[1] = {true}; }
      task b 'b' { x = 0; ghost B.e = {true}; }`;
    const broken = ['', 'a', 'aa', 'b'].map((schedule) => worldAfter(text, schedule).broken);
    expect(broken).toEqual([[], [], ['q'], ['q']]);
  });

  it.each([
    ['a range', 'forall i in 0..2, list[i] < 2', '', 'bbb'],
    ['the elements of a pool that are allocated', 'forall p in nodes, p.count < 2', '', 'aa'],
    [
      'every object of a struct, allocated ones included',
      'forall p in struct node, p.count < 2',
      '',
      'aa',
    ],
    [
      'every object of a struct, embedded ones included',
      'forall p in struct part, p.v < 3',
      '',
      'bbbbb',
    ],
    ['the elements of a row', 'forall p in row, p.count == 0 && x == 0', 'aa', null],
    [
      'the cells of a word struct, wherever they are',
      'forall e in struct entry, !e.ok',
      'bbb',
      'bbbb',
    ],
    ['some element', '!(exists e in struct entry, e.to == &S)', 'bbb', 'bbbb'],
    [
      'two at once',
      'forall p in struct node, forall q in struct node, p.count == 2 => q == p || q.count < 2',
      'aa',
      null,
    ],
    ['no element at all, for all', 'forall p in nodes, x == 3', '', 'a'],
    ['no element at all, for some', '!(exists p in nodes, x == 0)', '', 'a'],
    [
      'the elements that are left when one is freed',
      '!(exists p in nodes, p.count == 2)',
      'aaaaa',
      'aa',
    ],
  ])('over %s', (_, condition, holds, fails) => {
    expect(holding({ p: condition }, holds)).toEqual(['p']);
    if (fails !== null) expect(holding({ p: condition }, fails)).toEqual([]);
  });
});

describe('held', () => {
  it.each([
    ['by anybody', { any: 'held(m)', none: '!held(m)' }, 'b', ['any']],
    ['by one task', { own: 'held(m, b)', other: 'held(m, a)' }, 'b', ['own']],
    [
      'by a reader',
      { any: 'held(r)', own: 'held(r, b)', other: 'held(r, a)' },
      'bb',
      ['any', 'own'],
    ],
    ['by nobody any more', { any: 'held(m)' }, 'bbbbbbb', []],
  ])('%s', (_, conditions, schedule, names) => {
    expect(holding(conditions, schedule)).toEqual(names);
  });
});

describe('data and words', () => {
  it.each([
    ['a token', { is: 'd == B', not: 'd == A' }, 'bbbbbb', ['is']],
    [
      'part of a cell',
      { is: 'cells[1].to == &S && cells[1].ok', not: 'cells[0].ok' },
      'bbbb',
      ['is'],
    ],
    [
      'through a pointer in a cell',
      { is: 'cells[1].to.count == 1', not: 'cell.to.count == 1' },
      'bbbb',
      ['is'],
    ],
    ['a place in an embedded object', { is: 'S.part.v == 3' }, 'bbbbb', ['is']],
  ])('%s', (_, conditions, schedule, names) => {
    expect(holding(conditions, schedule)).toEqual(names);
  });
});

describe('when properties are asked', () => {
  const text = `int 0..3 x; assertion small; assertion even; task a 'a' { x = 1; assert(x < 1, small); n = 0; assert(n == 0, even); x = 2; x = 0; }
    always low: x < 2; finally last: x == 3;`;

  it.each([
    ['', [], []],
    ['a', [], ['small']],
    ['aa', ['low'], []],
    ['aaa', ['last'], []],
  ])('after “%s” in the state %j, by the step %j', (schedule, inState, byStep) => {
    const run = runOf(text, schedule);
    expect(lastWorld(run).broken).toEqual(inState);
    if (schedule !== '') expect(describeLastStep(run).breaks).toEqual(byStep);
  });

  it('in a deadlock no_deadlock is broken, and what is asked at the end is not asked', () => {
    const own = `int 0..1 x; task a 'a' { wait until (x == 1); } finally never: x == 1;`;
    expect(worldAfter(own, '').broken).toEqual(['no_deadlock']);
  });

  it('after an oops the state is still judged, and the end is not', () => {
    const own = `struct node { bool f; }; int 0..1 x; task a 'a' { struct node *p = NULL; x = 1; p->f = true; } always low: x == 0; finally never: x == 3;`;
    expect(worldAfter(own, 'aa').broken).toEqual(['low']);
  });
});

describe('the list of properties', () => {
  it('has the built-in ones last, and no_warning where something warns', () => {
    const names = (body: string) =>
      modelOf(`int 0..1 x; always low: x == 0; task a 'a' { ${body} }`).properties.map(
        ({ name }) => name,
      );
    expect(names('x = 1;')).toEqual(['low', 'no_oops', 'no_lock_leak', 'no_deadlock', 'no_stuck']);
    expect(names('WARN_ON(x == 1);')).toEqual([
      'low',
      'no_oops',
      'no_lock_leak',
      'no_warning',
      'no_deadlock',
      'no_stuck',
    ]);
  });
});
