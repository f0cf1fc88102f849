// Rules of docs/SEMANTICS.md as small programs. Each says what it expects of every property, and is searched by the
// engine and by the naive interpreter: both have to come to that, and to the same worlds and runs.

import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { validConfigs } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { explore } from '../../explore/search/explore.ts';
import { runToEnd } from '../../explore/search/replay.testing.ts';
import { buildModel } from '../../model/build/model.ts';
import { SearchMachine } from '../../model/wasm/searchMachine.ts';
import { programOf, stepsOf } from '../../model/build/snippet.testing.ts';
import { compare, difference } from './oracle.testing.ts';

/** As many states as the search finds when every step is compiled. */
function compiledStates(program: Program): number {
  const { machine } = buildModel(program, at(validConfigs(program), 0));
  return runToEnd(explore(new SearchMachine(machine, 0), LIMITS)).states;
}

const LIMITS = { maxStates: 100_000, maxBytes: 64 * 1024 * 1024 };

/** The verdicts of the properties that the text declares or that are broken, as `name: verdict, length`. */
function verdictsOf(text: string): readonly string[] {
  const program = programOf(text);
  const both = compare(program, at(validConfigs(program), 0), 5000);
  expect(both).not.toBeNull();
  if (both === null) return [];
  expect(difference(both)).toEqual([]);
  expect(compiledStates(program)).toBe(both.counts[1]);
  return [
    ...both.engine.verdicts.filter((described) => !/^no_\w+: holds$/.test(described)),
    ...both.engine.limits.map((limit) => `limit: ${limit}`),
  ];
}

describe('a value that nobody takes', () => {
  const world = `struct inner { int 0..3 w; }; struct thing { int 0..3 v; struct inner inner; const int 0..3 fixed[2]; };
    word struct pte { struct thing *p; bool w; };
    pool struct thing things[1]; struct thing T; struct thing *cur; struct pte pte; struct pte last = {&T, true};
    bool flag = true; int 0..3 n = 1; int 0..1 which; struct thing two[2]; mutex m; rwsem s;`;

  it.each([
    ['xchg runs', 'bool take(void) { return xchg(flag, false); }', '!flag', ['end: holds']],
    [
      'xchg of a word runs',
      'struct pte take(void) { return xchg(last, {NULL, false}); }',
      '!last.p',
      ['end: holds'],
    ],
    ['a count runs', 'int take(void) { return --n; }', 'n == 0', ['end: holds']],
    [
      'a count in a condition runs',
      'bool take(void) { return --n == 0; }',
      'n == 0',
      ['end: holds'],
    ],
    [
      'alloc runs',
      'struct thing *take(void) { return alloc(things); }',
      '!exists t in things, t.v == 0',
      ['end: violated, 1'],
    ],
    [
      'a trylock runs',
      'bool take(void) { return mutex_trylock(&m); }',
      '!held(m)',
      ['end: violated, 1', 'no_lock_leak: violated, 1'],
    ],
    [
      'a trylock of an rwsem runs',
      'bool take(void) { return !down_read_trylock(&s); }',
      '!held(s)',
      ['end: violated, 1', 'no_lock_leak: violated, 1'],
    ],
    [
      'a read through NULL is an oops',
      'int take(void) { p = cur; return p->v; }',
      'true',
      ['end: unknown', 'no_oops: violated, 2'],
    ],
    [
      'a read of what is free is an oops',
      'int take(void) { p = alloc(things); free(p); return p->v; }',
      'true',
      ['end: unknown', 'no_oops: violated, 3'],
    ],
    [
      'a const field behind NULL is an oops',
      'int take(void) { p = cur; return p->fixed[0]; }',
      'true',
      ['end: unknown', 'no_oops: violated, 1'],
    ],
    ['a read is a step', 'int take(void) { return n; }', 'n == 1', ['end: holds']],
    [
      'a read of a word is a step',
      'struct pte take(void) { return pte; }',
      'n == 1',
      ['end: holds'],
    ],
    [
      'the parts of a word run',
      'struct pte take(void) { return {NULL, xchg(flag, false)}; }',
      '!flag',
      ['end: holds'],
    ],
    [
      'in a call within a call',
      'bool take(void) { return inner(); } bool inner(void) { return xchg(flag, false); }',
      '!flag',
      ['end: holds'],
    ],
  ])('%s', (_, definition, end, expected) => {
    const text = `${world} ${definition} task a 'a' { take(); } finally end: ${end};`;
    expect(verdictsOf(text)).toEqual(expected);
  });

  it.each([
    ['an allocation as a statement', 'alloc(things);', ['alloc(things)']],
    [
      'an element of an array, found by a shared index',
      'p = &two[which]; q = p;',
      ['p = &two[which]'],
    ],
    ['what is embedded behind a shared pointer', 'p = &cur->inner; q = p;', ['p = &cur->inner']],
    [
      'a const element, found by a shared index',
      'k = T.fixed[which]; j = k;',
      ['k = T.fixed[which]'],
    ],
    [
      'an allocation that a known local leaves out',
      'b = false; if (b && alloc(things)) n = 2;',
      ['b && alloc(things)', 'n = 2'],
    ],
  ])('%s is a step', (_, body, steps) => {
    const text = `${world} task a 'a' { ${body} }`;
    expect(stepsOf(text)).toEqual(steps);
    expect(verdictsOf(text)).toEqual(expect.any(Array));
  });
});

describe('observers', () => {
  const world = `int 0..3 x, y; bool f, a, b; mutex m; rwsem s; spinlock l; ghost int 0..3 g, h; assertion ok;
    struct thing { int 0..3 v; }; pool struct thing things[2]; struct thing *cur; outcome { g, h };
    atomic void count(void) { ghost g++; x = 1; }`;
  const other = (body: string): string => `task b 'b' { ${body} }`;

  it.each([
    [
      'two tasks that are inside together are seen',
      `
      task a 'a' { atomic { a = true; ghost g++; } atomic { ghost g--; a = false; } }
      task b 'b' { atomic { b = true; ghost g++; } atomic { ghost g--; b = false; } }
      always alone: g <= 1;`,
      ['alone: violated, 2'],
    ],
    [
      'in an atomic they are of its step, in text order',
      `
      task a 'a' { x = 1; atomic { ghost g = x; x = 2; ghost h = x; } } ${other('x = 3;')}
      finally seen: g == 3 || g == 1 || g == 0; finally both: h == 2; always never: g != 3; always no_mix: h == 2 || g == 0;`,
      ['seen: holds', 'both: holds', 'never: violated, 3'],
    ],
    [
      'an assertion first in an atomic is judged when the step is taken',
      `
      task a 'a' { x = 1; atomic { assert(y == 0, ok); x = 2; } } ${other('y = 1;')}`,
      ['ok: violated, 3'],
    ],
    [
      'outside an atomic they ride on the step before',
      `
      task a 'a' { x = 1; assert(y == 0, ok); x = 2; } ${other('wait until (x > 0); y = 1;')}`,
      ['ok: holds'],
    ],
    [
      'at the start of a task, outside: with the start',
      `
      task a 'a' { ghost g = 1; x = 1; } always one: g == 1;`,
      ['one: holds'],
    ],
    [
      'at the start of a task, in an atomic: with its step',
      `
      task a 'a' { atomic { ghost g = 1; x = 1; } } always zero: g == 0; always same: g == x;`,
      ['zero: violated, 1', 'same: holds'],
    ],
    [
      'at the start of a pass, outside: when the pass before ends',
      `
      daemon a 'a' runs 2 { ghost g++; x = 1; } always low: g < 2;`,
      ['low: violated, 1'],
    ],
    [
      'at the start of a pass, in an atomic: with its step',
      `
      daemon a 'a' runs 2 { atomic { ghost g++; x = 1; } } always low: g < 2;`,
      ['low: violated, 2'],
    ],
    [
      'at a call, outside: on the step before the call',
      `
      void call(void) { assert(y == 0, ok); x = 2; } task a 'a' { x = 1; call(); } ${other('wait until (x > 0); y = 1;')}`,
      ['ok: holds'],
    ],
    [
      'first in an atomic function: with its step',
      `
      task a 'a' { y = 1; count(); } always same: g == x;`,
      ['same: holds'],
    ],
    [
      'first in an atomic function within an atomic: with the outer step',
      `
      task a 'a' { atomic { count(); y = 1; } } always same: g == x && x == y;`,
      ['same: holds'],
    ],
    [
      'first in a nested atomic: with the outer step',
      `
      task a 'a' { atomic { atomic { ghost g = 1; } x = 1; atomic { ghost h = 1; } } } always same: g == x && h == x;`,
      ['same: holds'],
    ],
    [
      'after choose: with the choice',
      `
      task a 'a' { choose { left: ghost g = 1; x = 1; right: x = 1; } } always zero: g == 0 || x == 0; always none: g == 0;`,
      ['zero: violated, 2', 'none: violated, 1'],
    ],
    [
      'first in an atomic after choose: with the atomic',
      `
      task a 'a' { choose { left: atomic { ghost g = 1; x = 1; } right: x = 1; } } always same: g <= x;`,
      ['same: holds'],
    ],
    [
      'at the head of a loop, outside: on the step before, each round',
      `
      task a 'a' { x = 1; while (x < 3) { ghost g++; x++; } } finally two: g == 2;`,
      ['two: holds'],
    ],
    [
      'at the head of a loop, in an atomic: with each round',
      `
      task a 'a' { n = 0; while (n < 2) { n = n + 1; atomic { ghost g++; x++; } } } always same: g == x;`,
      ['same: holds'],
    ],
    [
      'an atomic of observers alone is a step',
      `
      task a 'a' { x = 1; atomic { ghost g = y; ghost h = 1; } } ${other('wait until (x == 1); y = 2;')} always zero: g == 0; always early: h == 0 => g == 0;`,
      ['zero: violated, 4', 'early: holds'],
    ],
    [
      'an atomic that only observes on one way is a step on it',
      `
      task a 'a' { n = x; atomic { if (n == 1) y = 1; else ghost g = x; } } ${other('x = 1;')} always zero: g == 0;`,
      ['zero: violated, 3'],
    ],
    [
      'of a ghost that nobody reads: a step all the same',
      `
      ghost int 0..3 unread; task a 'a' { x = 1; atomic { ghost unread = 1; } } finally done_then: x == 1;`,
      ['done_then: holds'],
    ],
    [
      'before wait until: when the step is taken',
      `
      task a 'a' { atomic { ghost g = x; wait until (f); y = 1; } } ${other('x = 2; f = true;')} finally two: g == 2; always together: (g == 2) == (y == 1);`,
      ['two: holds', 'together: holds'],
    ],
    [
      'before a wait that never comes: never',
      `
      task a 'a' { atomic { ghost g = 1; wait until (f); } } always zero: g == 0;`,
      ['zero: holds', 'no_deadlock: violated, 0', 'no_stuck: violated, 0'],
    ],
    [
      'before mutex_lock: when it is taken',
      `
      task a 'a' { atomic { assert(!held(m), ok); mutex_lock(&m); ghost g++; } atomic { ghost g--; mutex_unlock(&m); } }
      task b 'b' { atomic { assert(!held(m), ok); mutex_lock(&m); ghost g++; } atomic { ghost g--; mutex_unlock(&m); } }
      always alone: g <= 1;`,
      ['ok: holds', 'alone: holds'],
    ],
    [
      'before down_write: when it is taken, not when it queues',
      `
      task a 'a' { atomic { ghost g++; down_write(&s); } atomic { up_write(&s); ghost g--; } }
      task b 'b' { atomic { ghost g++; down_write(&s); } atomic { up_write(&s); ghost g--; } }
      task c 'c' { down_read(&s); up_read(&s); }
      always alone: g <= 1;`,
      ['alone: holds'],
    ],
    [
      'before a lock that locals choose',
      `
      task a 'a' { n = x; atomic { ghost g = n + 1; n = n + 1; if (n == 1) mutex_lock(&m); else spin_lock(&l); ghost h = n; } if (n == 1) mutex_unlock(&m); else spin_unlock(&l); }
      task b 'b' { mutex_lock(&m); x = 1; mutex_unlock(&m); }
      finally same: g == h && g > 0;`,
      ['same: holds'],
    ],
    [
      'before a lock behind NULL: judged, then the oops',
      `
      task a 'a' { y = 1; atomic { assert(false, ok); wait until (cur->v == 1); } }`,
      ['ok: violated, 2', 'no_oops: violated, 2'],
    ],
    [
      'after a lock that queues: with the taking',
      `
      task a 'a' { down_write(&s); ghost g++; ghost g--; up_write(&s); } task b 'b' { down_write(&s); ghost g++; x = 1; ghost g--; up_write(&s); } always alone: g <= 1;`,
      ['alone: holds'],
    ],
    [
      'what a for runs over is asked in the step',
      `
      task a 'a' { p = alloc(things); cur = p; atomic { for (t in things) t->v = 1; } } ${other('p = xchg(cur, NULL); if (p) free(p);')}`,
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(
      verdictsOf(`${world} ${text}`).filter(
        (described) => !described.startsWith('ok: holds') || text.includes('assert('),
      ),
    ).toEqual(expected);
  });
});

describe('evaluation', () => {
  const world = `struct thing { int 0..3 v; }; pool struct thing things[1]; struct thing *cur; word struct pair { int 0..3 a, b; };
    int 0..3 x, y, n; int 0..3 list[3]; mutex m, k; rwsem s; bool f;`;

  it.each([
    [
      'the left side first',
      `task a 'a' { atomic { x = 2; n = ++x - --x; y = n; } } finally end: y == 1;`,
      ['end: holds'],
    ],
    [
      'the right side only where it decides',
      `task a 'a' { x = 1; b = f; if (b && ++x) y = 1; } finally end: x == 1 && y == 0;`,
      ['end: holds'],
    ],
    [
      'the place before the value',
      `task a 'a' { atomic { n = 1; list[n] = --n; } } finally end: n == 0 && list[1] == 0 && list[0] == 0;`,
      ['end: holds'],
    ],
    [
      'a count yields the new value, xchg the old one',
      `task a 'a' { i = ++n; x = i; j = xchg(n, 3); y = j; } finally end: x == 1 && y == 1 && n == 3;`,
      ['end: holds'],
    ],
    [
      'a local is zero at first, in every call',
      `int get(int k) { int 0..3 own; if (k) own = 2; return own; } task a 'a' { i = get(1); x = i; j = get(0); y = j; } finally end: x == 2 && y == 0;`,
      ['end: holds'],
    ],
    [
      'an atomic of local work alone is no step',
      `task a 'a' { atomic { i = 1; } atomic { i = i + 1; } x = i; } always first: x == 0; finally end: x == 2;`,
      ['first: violated, 1', 'end: holds'],
    ],
    [
      'NULL before the range',
      `task a 'a' { p = cur; k1 = 7; p->v = k1; }`,
      ['no_oops: violated, 2'],
    ],
    [
      'init is over before the first step',
      `init { n = 0; while (n < 3) n++; mutex_lock_for(); } void mutex_lock_for(void) { y = 1; } task a 'a' { x = 1; } always early: n == 3 && y == 1;`,
      ['early: holds'],
    ],
    [
      'a mutex has no queue',
      `task a 'a' { mutex_lock(&m); x++; mutex_unlock(&m); } task b 'b' { mutex_lock(&m); i = x; f = i == 0; mutex_unlock(&m); } always never: !f;`,
      ['never: violated, 3'],
    ],
    [
      'a read trylock fails while a writer queues',
      `task a 'a' { down_read(&s); x = 1; wait until (y == 1); up_read(&s); } task b 'b' { wait until (x == 1); down_write(&s); up_write(&s); }
      task c 'c' { wait until (x == 1); got = down_read_trylock(&s); if (got) up_read(&s); else n = 1; y = 1; } always gets: n == 0;`,
      ['gets: violated, 7'],
    ],
    [
      'taken by = current while it is held',
      `task a 'a' { mutex_lock(&m); x = 1; mutex_unlock(&m); } task b 'b' { wait until (x == 1); m = current; mutex_unlock(&m); }`,
      ['no_oops: violated, 4'],
    ],
    [
      'an argument outside the range of its parameter',
      `void see(int 0..1 k) { y = 1; } task a 'a' { x = 2; i = x; see(i); }`,
      [
        ...['no_oops', 'no_lock_leak', 'no_deadlock', 'no_stuck'].map((name) => `${name}: unknown`),
        'limit: range k 0..1',
      ],
    ],
    [
      'a task without a step that init gave a lock to',
      `task a 'a' { i = 1; } task b 'b' { x = 1; } init { m = a; }`,
      ['no_lock_leak: violated, 0'],
    ],
    [
      'a daemon with passes left that init gave a lock to',
      `daemon d 'd' runs 1 { mutex_unlock(&m); x = 2; } task b 'b' { x = 1; } init { m = d; }`,
      [],
    ],
    [
      'beyond an array a property does not hold, denied or not',
      `task a 'a' { n = 3; } always same: list[n] == 0; always denied: !(list[n] == 1); always lazy: n == 3 || list[n] == 0;`,
      ['same: violated, 1', 'denied: violated, 1', 'lazy: holds'],
    ],
    [
      'what a ghost reads through NULL is zero, as an index too',
      `ghost int 0..3 g, h; task a 'a' { x = 1; ghost g = cur->v + 1; ghost h = list[cur->v] + 2; } finally end: g == 1 && h == 2;`,
      ['end: holds'],
    ],
    [
      'a ghost is written nowhere by an index behind NULL',
      `ghost int 0..3 g[2], h; task a 'a' { x = 1; ghost g[cur->v] = 1; ghost g[cur->v]++; ghost h = ++g[cur->v] + 1; } finally end: g[0] == 0 && h == 1;`,
      ['end: holds'],
    ],
    [
      'no state lies within a step',
      `task a 'a' { atomic { x = 1; y = 1; } } always same: x == y;`,
      ['same: holds'],
    ],
  ])('%s', (_, text, expected) => {
    expect(verdictsOf(`${world} ${text}`)).toEqual(expected);
  });
});

describe('C as it is pasted', () => {
  const world = `word struct pte { int 0..3 page; bool w; }; struct thing { int 0..7 v; };
    struct thing T; struct thing *cur; struct pte pte = {1, true}; int 0..7 x, y; int -20..20 n; bool f;`;

  it.each([
    [
      'do runs its body first, and continue comes to its test',
      `task a 'a' { i = 0; do { i++; x = i; if (i == 1) continue; y = i; } while (i < 3); } finally end: x == 3 && y == 3;`,
      ['end: holds'],
    ],
    [
      'break leaves a do that continue goes round',
      `task a 'a' { i = 0; do { i++; if (i == 2) break; if (i == 1) continue; y = 1; } while (i < 5); x = i; } finally end: x == 2 && y == 0;`,
      ['end: holds'],
    ],
    [
      'do while (0) runs once',
      `task a 'a' { do { x++; if (x == 1) break; y = 1; } while (0); y = 2; } finally end: x == 1 && y == 2;`,
      ['end: holds'],
    ],
    [
      'a counting for counts on continue, and leaves its counter',
      `task a 'a' { int i; for (i = 0; i < 4; i++) { if (i == 1) continue; x++; } y = i; } finally end: x == 3 && y == 4;`,
      ['end: holds'],
    ],
    [
      'break leaves the counter as it is',
      `task a 'a' { for (i = 0; i <= 4; i++) if (i == 2) break; x = i; } finally end: x == 2;`,
      ['end: holds'],
    ],
    [
      'a for over what is shared asks each round',
      `task a 'a' { for (; x < 2; ) x++; for (;;) { y++; if (y == 3) break; } } finally end: x == 2 && y == 3;`,
      ['end: holds'],
    ],
    [
      'a counting for is one step in an atomic',
      `task a 'a' { atomic { for (i = 0; i < 2; i++) { x++; y++; } } } always same: x == y; finally end: x == 2;`,
      ['same: holds', 'end: holds'],
    ],
    [
      'a switch reads its subject once',
      `task a 'a' { switch (x) { case 0: y = 1; break; case 1: y = 2; break; default: y = 3; } } task b 'b' { x = 1; x = 2; } finally end: y >= 1 && y <= 3;`,
      ['end: holds'],
    ],
    [
      'a case without break goes on into the next',
      `task a 'a' { i = x; switch (i) { case 0: x++; case 1: x++; break; case 2: y = 7; } } finally end: x == 2 && y == 0;`,
      ['end: holds'],
    ],
    [
      'default runs where no case fits, wherever it stands',
      `task a 'a' { switch (x) { default: y = 1; break; case 3: y = 2; } } finally end: y == 1;`,
      ['end: holds'],
    ],
    [
      'break in a case leaves the switch, continue the round of its loop',
      `task a 'a' { for (i = 0; i < 3; i++) { switch (i) { case 0: continue; case 1: if (f) break; x++; break; default: break; } y++; } } finally end: x == 1 && y == 2;`,
      ['end: holds'],
    ],
    [
      'a choice by ? and : evaluates one side, in a step of its own',
      `task a 'a' { p = &T; x = f ? p->v : 2; } task b 'b' { x = 1; } finally end: x == 2 || x == 1;`,
      ['end: holds'],
    ],
    [
      'a choice in a property',
      `task a 'a' { f = true; x = 1; } always early: f ? x <= 1 : x == 0;`,
      ['early: holds'],
    ],
    [
      'a choice through NULL in a property takes the side behind the colon',
      `task a 'a' { x = 1; } always null: cur.v == 0 ? false : true;`,
      ['null: holds'],
    ],
    [
      'products, remainders and negative numbers',
      `task a 'a' { i = -7; n = i % 3; j = n; n = j * -5; } finally end: n == 5; always small: n == 0 || n == -1 || n == 5;`,
      ['end: holds', 'small: holds'],
    ],
    [
      'names of errors',
      `int get(void) { i = x; if (i) return -EIO; return 0; } task a 'a' { err = get(); n = err; } finally end: n == 0 || n == -5; task b 'b' { x = 1; }`,
      ['end: holds'],
    ],
    [
      'cmpxchg is one step, and yields what it found',
      `task a 'a' { i = cmpxchg(&x, 0, 1); if (i == 0) y++; } task b 'b' { i = cmpxchg(&x, 0, 2); if (i == 0) y++; } finally end: y == 1 && x != 0;`,
      ['end: holds'],
    ],
    [
      'cmpxchg in the condition of a loop runs in each round',
      `task a 'a' { while (cmpxchg(&f, false, true) == true) ; x++; x--; f = false; } task b 'b' { while (cmpxchg(&f, false, true) == true) cpu_relax(); x++; x--; f = false; } always alone: x <= 1;`,
      ['alone: holds'],
    ],
    [
      'words are compared in one access, field by field',
      `task a 'a' { old = pte; pte = {2, true}; if (pte_same(pte, old)) x = 1; if (pte == {2, true}) y = 1; if (old != {}) n = 1; } finally end: x == 0 && y == 1 && n == 1;`,
      ['end: holds'],
    ],
    [
      'a word behind NULL differs from nothing and is like nothing',
      `struct vma { struct pte pte; }; struct vma *vma; task a 'a' { x = 1; } always like: !(vma.pte == {}); always differs: !(vma.pte != {});`,
      ['like: holds', 'differs: holds'],
    ],
    [
      'an out parameter stands for a word of the caller',
      `void get(struct pte *out) { *out = pte; out->w = false; } void twice(struct pte *out) { get(out); if (out->page == 1) out->page = 3; } task a 'a' { struct pte old; twice(&old); pte = old; } finally end: pte.page == 3 && !pte.w;`,
      ['end: holds'],
    ],
    [
      'READ_ONCE and its like are the plain access, a barrier nothing',
      `task a 'a' { WRITE_ONCE(x, 1); smp_mb(); i = READ_ONCE(y); if (!i) n++; } task b 'b' { rcu_read_lock(); y = 1; smp_mb(); j = smp_load_acquire(&x); if (!j) n++; rcu_read_unlock(); } finally end: n <= 1;`,
      ['end: holds'],
    ],
    [
      'unsigned below zero is a limit',
      `task a 'a' { unsigned int k = 0; i = x; if (i == 0) k = k - 1; x = k; } task b 'b' { f = true; } finally end: f;`,
      [
        'end: unknown',
        'no_oops: unknown',
        'no_lock_leak: unknown',
        'no_deadlock: unknown',
        'no_stuck: unknown',
        'limit: range k 0..255',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(verdictsOf(`${world} ${text}`)).toEqual(expected);
  });
});
