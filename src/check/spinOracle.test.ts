// SPIN and the project's own search agree on the number of distinct states and on every verdict: on small
// programs that reach what the scenarios leave out, and on a sample of the scenarios' configurations.
// `SPIN_SEED=7 npx vitest run src/check/spinOracle.test.ts` takes the sample of that seed,
// `SPIN_SAMPLE=40` a larger one; `npm run oracle` takes all.
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../base/assert.ts';
import { spinIsMissing } from './spinBinary.testing.ts';
import { type Comparison, compareWithSpin, disagreement } from './spinOracle.testing.ts';
import { everyConfiguration, firstConfiguration, sampleOf } from './question.testing.ts';

const SNIPPETS: readonly (readonly [what: string, text: string])[] = [
  ['a lost update', `int 0..7 x; finally two: x == 2; task a 'a' { n = x; x = n + 1; } task b 'b' { n = x; x = n + 1; }`],
  ['two mutexes in two orders', `mutex m, n; int 0..7 x; task a 'a' { mutex_lock(&m); mutex_lock(&n); x++; mutex_unlock(&n); mutex_unlock(&m); } task b 'b' { mutex_lock(&n); mutex_lock(&m); x++; mutex_unlock(&m); mutex_unlock(&n); }`],
  ['a reader behind a queued writer', `rwsem s; mutex m; task w 'w' { mutex_lock(&m); down_read(&s); up_read(&s); mutex_unlock(&m); } task f 'f' { down_read(&s); mutex_lock(&m); mutex_unlock(&m); up_read(&s); } task x 'x' { down_write(&s); downgrade_write(&s); up_read(&s); }`],
  ['readers twice, and one who only tries', `rwsem s; int 0..3 x; task a 'a' { down_read(&s); down_read(&s); x = 1; up_read(&s); up_read(&s); } task b 'b' { if (down_read_trylock(&s)) up_read(&s); if (down_write_trylock(&s)) up_write(&s); } task c 'c' { down_write(&s); x = 2; up_write(&s); }`],
  ['locks of objects by index', `struct o { int 0..3 v; spinlock l; bitlock b; rwsem r; }; struct o arr[2]; int 0..1 i; task a 'a' { n = i; spin_lock(&arr[n].l); arr[n].v = 1; if (bit_trylock(&arr[n].b)) bit_unlock(&arr[n].b); spin_unlock(&arr[n].l); } task b 'b' { i = 1; n = i; down_read(&arr[n].r); p = &arr[n]; spin_lock(&p->l); spin_unlock(&p->l); up_read(&arr[n].r); }`],
  ['one who tries again and again', `rwsem s; int 0..3 x; task a 'a' { again: b = down_read_trylock(&s); if (x == 0) goto again; } task b 'b' { x = 1; }`],
  ['an rwsem that is held at the start', `rwsem s; task a 'a' { up_write(&s); } task b 'b' { down_read(&s); up_read(&s); } init { s = a; }`],
  ['a lock that its task leaves held', `mutex m; spinlock l; task a 'a' { mutex_lock(&m); } task b 'b' { spin_lock(&l); spin_unlock(&l); spin_unlock(&l); }`],
  ['a choice', `int 0..3 x; always small: x < 3; task a 'a' { choose { up: x = 3; stay: x = 1; nothing: n = 1; } x = 2; } task b 'b' { n = x; if (n == 1) x = 0; }`],
  ['a daemon, and a task after all', `int 0..3 x; finally settled: x == 0; task a 'a' { x = 1; x = 2; } daemon w 'w' runs 2 { n = x; if (n > 0) x = n - 1; } task e 'e' after all { x = 0; }`],
  ['a daemon that works before its first step', `int 0..3 x; ghost int 0..3 g; always low: g < 3; daemon w 'w' runs 2 { i = 0; ghost g++; if (i == 0) x = 1; else x = 2; } task a 'a' { wait until (x == 1); x = 3; }`],
  ['a task after all that never begins', `int 0..3 x; task a 'a' { x = 1; } daemon w 'w' runs 2 { x = 2; } task s 's' after all { n = 0; n = n + 1; if (n == 1) return; x = 3; } task t 't' after all { x = 0; x = 1; }`],
  ['locks that are taken without a wait', `rwsem r; mutex m; int 0..1 x; task a 'a' { r = current; x = 1; downgrade_write(&r); up_read(&r); } task b 'b' { down_read(&r); m = current; x = 0; up_read(&r); mutex_unlock(&m); } task c 'c' { mutex_lock(&m); mutex_unlock(&m); r = current; }`],
  ['a freed object', `struct o { int 0..3 v; }; pool struct o ps[2] named P; struct o *q; task a 'a' { p = alloc(ps); q = p; p->v = 2; free(p); } task b 'b' { n = q; if (n) { n->v = 3; free(n); } }`],
  ['an oops in the middle of an atomic', `struct o { int 0..3 v; }; struct o A; struct o *p; int 0..3 x; task a 'a' { atomic { x = 1; n = p; n->v = 2; x = 3; } x = 0; } task b 'b' { p = &A; x = 2; }`],
  ['a limit in the middle of an atomic', `int 0..3 x, y; always low: y < 2; task a 'a' { atomic { y++; x++; } atomic { y++; x++; } } task b 'b' { x = 3; x = 0; }`],
  ['an assertion that fails before a limit in one step', `int 0..3 x; assertion ok; task t 't' { n = x; n = n + 2; assert(n == 0, ok); n = n + 2; }`],
  ['a pool that runs dry', `struct o { int 0..1 v; }; pool struct o ps[1] named P; int 0..1 x; task a 'a' { x = 1; p = alloc(ps); p->v = 1; } task b 'b' { p = alloc(ps); free(p); }`],
  ['objects in objects of a pool', `struct inner { int 0..3 v; }; struct out { struct inner e; }; pool struct out ps[2] named P; int 0..3 x; task a 'a' { p = alloc(ps); p->e.v = 2; x = 1; free(p); p->e.v = 3; }`],
  ['words', `word struct pte { int 0..3 page; bool w; }; struct mm { struct pte pte[2]; }; struct mm m; bool x; always clean: forall e in struct pte, e.w => e.page > 0; task a 'a' { m.pte[0] = {2, 1}; o = xchg(m.pte[0], {}); m.pte[1] = o; } task b 'b' { e = m.pte[0]; if (e.w) m.pte[1].w = true; } task c 'c' { o = xchg(x, true); if (o) x = false; }`],
  ['an index that is known late', `int 0..2 i; int 0..3 x[2]; task a 'a' { n = i; x[n] = 1; n = x[n]; } task b 'b' { i = 1; i = 2; i = 0; }`],
  ['objects by index', `struct o { int 0..3 v; }; struct o arr[2]; int 0..7 i; task a 'a' { n = i; arr[n].v = 3; } task b 'b' { i = 1; i = 2; }`],
  ['observers that come to NULL', `struct o { bool f; ghost int 0..3 g; }; struct o A; struct o *p; int 0..3 x; ghost int 0..3 s; always q: !p.f; always r: forall k in struct o, k.g == 0; task a 'a' { x = 1; ghost p->g = 1; ghost s = p->g; x = 0; } task b 'b' { p = &A; p = NULL; }`],
  ['a ghost behind NULL, known beforehand', `struct o { ghost int 0..1 g; }; pool struct o ps[1] named P; int 0..1 x; always q: forall k in struct o, k.g == 0; task a 'a' { struct o *p = NULL; x = 1; ghost p->g = 1; }`],
  ['assertions, warnings and bugs', `int 0..3 x; assertion seen "x was seen"; task a 'a' { n = x; assert(n == 0, seen); WARN_ON(n == 2); BUG_ON(n == 3); } task b 'b' { x = 1; x = 2; x = 3; }`],
  ['a bug before the first step', `int 0..1 x; task a 'a' { BUG_ON(true); x = 1; } task b 'b' { x = 1; }`],
  ['names that Promela reserves', `int 0..1 byte, timeout, do_, oops; always skip: byte == 0; always never: oops == 0; task run 'r' { byte = 1; timeout = 1; } task skip 's' { oops = 1; n = do_; }`],
  ['a page lock that another task releases', `bitlock l; int 0..1 x; task a 'a' { bit_lock(&l); x = 1; } task b 'b' { bit_lock(&l); x = 0; bit_unlock(&l); } task c 'c' { wait until (x == 1); bit_unlock(&l); if (bit_trylock(&l)) bit_unlock(&l); }`],
]; // prettier-ignore

const SEED = Number(process.env['SPIN_SEED'] ?? Math.floor(Math.random() * 1e6));
const SAMPLE = Number(process.env['SPIN_SAMPLE'] ?? 6);
/** Larger ones are left to `npm run oracle`. */
const MOST_STATES = 40_000;

const missing = spinIsMissing();

describe(`SPIN agrees${missing === null ? '' : ` (not run: ${missing})`}`, () => {
  const compared = it.runIf(missing === null);
  let onSnippets: readonly Comparison[] = [];

  beforeAll(() => {
    const questions = SNIPPETS.map(([, text]) => firstConfiguration(text));
    if (missing === null) onSnippets = compareWithSpin(questions);
  });

  compared.each(SNIPPETS.map(([what], i) => [what, i] as const))('on %s', (_, i) => {
    expect(disagreement(at(onSnippets, i))).toEqual([]);
  });

  compared(`on ${SAMPLE} configurations of the scenarios, seed ${SEED}`, () => {
    const sample = sampleOf(everyConfiguration(), SEED, SAMPLE, MOST_STATES);
    const comparisons = compareWithSpin(sample);
    expect(comparisons.flatMap(disagreement)).toEqual([]);
    expect(comparisons.flatMap(({ report }) => report.limits)).toEqual([]);
    expect(comparisons.length).toBe(SAMPLE);
  });
});
