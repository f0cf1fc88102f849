// Reductions change no verdict: on scenarios, on random programs, and on small ones that each ask for one rule.
import { describe, expect, it } from 'vitest';
import { drawnSeed, isLong } from '../../base/drawn.testing.ts';
import { runToEnd } from '../../explore/search/replay.testing.ts';
import { buildModel } from '../../model/build/model.ts';
import { Dice } from '../../lang/random/dice.testing.ts';
import { randomTwins } from '../../lang/random/randomProgram.testing.ts';
import { randomQuestions } from '../../lang/random/randomQuestions.testing.ts';
import { programOf } from '../../model/build/snippet.testing.ts';
import { everyConfiguration, sampleOf } from '../worker/question.testing.ts';
import { searchReduced } from './reducedSearch.ts';
import { REDUCTIONS } from './reductions.ts';
import { LIMITS, searchWhole } from './reducedDifference.testing.ts';
import { compare, compareText, searchWith } from './wholeSearch.testing.ts';

describe('with reductions', () => {
  it('every verdict of a scenario is the same', { timeout: 600_000 }, () => {
    const questions = everyConfiguration();
    for (const { program, config } of isLong
      ? questions
      : sampleOf(questions, drawnSeed, 8, 10_000))
      compare(() => buildModel(program, config));
  });

  it('every verdict of a random program is the same', { timeout: 600_000 }, () => {
    for (const { program, config } of randomQuestions(1, 75))
      compare(() => buildModel(program, config));
  });

  it('every verdict of a random program with twins is the same, whichever are on', () => {
    for (const { program, config, seed } of randomQuestions(1, 150, randomTwins)) {
      const dice = new Dice(seed);
      const some = REDUCTIONS.filter(() => dice.chance(50));
      const reduce = some.length === 0 ? [dice.pick(REDUCTIONS)] : some;
      const whole = searchWhole(buildModel(program, config));
      if (whole) searchWith(buildModel(program, config), reduce, whole);
    }
  }, 600_000);
});

describe('a step goes first', () => {
  it('where nobody else touches what it touches', () => {
    const found = compareText(`
int 0..3 x, y;
task a 'a' { x = 1; x = 2; x = 3; }
task b 'b' { y = 1; y = 2; y = 3; }
finally both: x == 3 && y == 3;`);
    expect(found).toMatchObject({ whole: 16, merge: 1, order: 7, all: 1 });
  });

  it('with merge alone only where nobody ever does', () => {
    const found = compareText(`
int 0..3 x, y;
task a 'a' { x = 1; x = 2; x = 3; y = 1; }
task b 'b' { n = x; n = y; n = y; n = y; }
finally last: x == 3;`);
    expect(found?.all).toBeLessThan(found?.merge ?? 0);
  });

  it('only where nobody writes later what it reads', () => {
    compareText(`
int 0..1 x, y;
int 0..1 seen;
task a 'a' { n = x; seen = n; }
task b 'b' { y = 1; x = 1; }
finally zero: seen == 0;
finally one: seen == 1;`);
  });

  it('only where no property sees what it writes', () => {
    compareText(`
bool f, g;
task a 'a' { f = true; f = false; }
task b 'b' { g = true; g = false; }
always apart: !(f && g);`);
  });

  it('never where it would go on for ever and keep others from their steps', () => {
    compareText(`
bool f, g, h;
task a 'a' { again: n = g; goto again; }
task b 'b' { h = true; assert(false, reached); }
assertion reached;`);
  });

  it('past what waits for a lock that its task holds', () => {
    const found = compareText(`
mutex m;
int 0..3 x;
task a 'a' { mutex_lock(&m); x = 1; x = 2; x = 3; mutex_unlock(&m); }
task b 'b' { mutex_lock(&m); x = 0; mutex_unlock(&m); }
finally last: x == 3;`);
    expect(found?.all).toBeLessThan(5);
  });

  it('not past what tries the lock that its task holds', () => {
    compareText(`
mutex m;
int 0..1 x;
bool refused;
task a 'a' { mutex_lock(&m); x = 1; mutex_unlock(&m); }
task b 'b' { got = mutex_trylock(&m); if (got) mutex_unlock(&m); else refused = true; }
finally never: !refused;`);
  });

  it('not past what waits for another lock than its task holds', () => {
    compareText(`
mutex m, n;
int 0..2 x;
bool between;
task a 'a' { mutex_lock(&m); x = 1; x = 2; mutex_unlock(&m); }
task b 'b' { mutex_lock(&n); seen = x; if (seen == 1) between = true; mutex_unlock(&n); }
finally whole: !between;`);
  });

  it('not before another task that has waited for all', () => {
    compareText(`
int 0..2 x;
task a 'a' { x = 1; }
task s 's' after all { n = x; x = 2; x = n; }
task t 't' after all { m = x; x = m; }
finally one: x == 1;`);
  });

  it('not before a daemon may have stopped', () => {
    compareText(`
bool f, g;
daemon d 'd' runs 1 { f = true; }
task a 'a' { g = true; n = g; }
finally wrote: f;
finally idle: !f;`);
  });
});

describe('what the kernel promises is watched', () => {
  const PAGE = `
struct page { bitlock lock; int 0..3 count; int 0..3 n; };
pool struct page pages[2] named P;
struct page *slot;
init { p = alloc(pages); p->count = 2; slot = p; }
atomic void put(struct page *page) { if (--page->count == 0) free(page); }
`;

  it('who reads a guarded field without its lock reads between two writes', () => {
    compareText(`${PAGE}
bool between;
task a 'a' { p = slot; bit_lock(&p->lock); p->n = 1; p->n = 2; bit_unlock(&p->lock); }
task b 'b' { p = slot; bit_lock(&p->lock); n = p->n; bit_unlock(&p->lock); n = p->n; if (n == 1) between = true; }
finally whole: !between;`);
  });

  it('a lock can be let go by somebody else', () => {
    compareText(`${PAGE}
bool between;
task a 'a' { p = slot; bit_lock(&p->lock); p->n = 1; p->n = 2; bit_unlock(&p->lock); }
task b 'b' { p = slot; bit_unlock(&p->lock); bit_lock(&p->lock); n = p->n; if (n == 1) between = true; }
finally whole: !between;`);
  });

  it('a page can be freed while somebody still points to it', () => {
    compareText(`${PAGE}
task a 'a' { p = slot; p->n = 1; n = p->n; }
task b 'b' { p = slot; put(p); put(p); }
finally some: slot->n == 1;`);
  });

  it('who reads for the last time reads what somebody else may have freed', () => {
    compareText(`${PAGE}
task a 'a' { p = slot; if (p) n = p->n; }
task b 'b' { p = xchg(slot, NULL); put(p); put(p); }`);
  });

  it('what is freed early is handed out again', () => {
    compareText(`${PAGE}
struct page *other;
task a 'a' { p = xchg(slot, NULL); if (p) { put(p); put(p); } }
task b 'b' { q = alloc(pages); other = q; r = alloc(pages); }
finally same: other != slot;`);
  });
});

describe('of like states one is kept', () => {
  it('and a deadlock of like tasks with another is found by a run of theirs', () => {
    const found = compareText(`
mutex m, n;
int 0..3 x;
task a 'a' { mutex_lock(&m); mutex_lock(&n); x++; mutex_unlock(&n); mutex_unlock(&m); }
task b 'b' { mutex_lock(&m); mutex_lock(&n); x++; mutex_unlock(&n); mutex_unlock(&m); }
task c 'c' { mutex_lock(&n); mutex_lock(&m); x++; mutex_unlock(&m); mutex_unlock(&n); }`);
    expect(found?.tasks).toBeLessThan(found?.whole ?? 0);
  });

  it('but where a property names one of them, that one alone is there', () => {
    const found = compareText(`
int 0..2 x;
bool f;
task a 'a' { x++; f = true; }
task b 'b' { x++; f = true; }
always first: f => done(b);`);
    expect(found?.tasks).toBe(found?.whole);
  });

  it('where like tasks take pages, and what they lead to is seen by all', () => {
    const found = compareText(`
struct page { bitlock lock; int 0..2 n; };
pool struct page pages[2] named P;
struct page *last;
task a 'a' { p = alloc(pages); last = p; p->n = 1; q = last; if (p != q) q->n = 2; }
task b 'b' { p = alloc(pages); last = p; p->n = 1; q = last; if (p != q) q->n = 2; }
always never: forall p in pages, p.n < 2;`);
    expect(found?.tasks).toBeLessThan(found?.whole ?? 0);
    expect(found?.pages).toBeLessThan(found?.whole ?? 0);
    expect(found?.all).toBeLessThan((found?.whole ?? 0) / 2);
  });

  it('until a page is freed that something still points to', () => {
    const text = `
struct page { int 0..2 n; };
pool struct page pages[2] named P;
struct page *old, *fresh;
bool freed;
task a 'a' { p = alloc(pages); q = alloc(pages); old = q; free(q); free(p); freed = true; }
task b 'b' { wait until (freed); p = alloc(pages); fresh = p; }
finally apart: old != fresh;`;
    compareText(text);
    const model = buildModel(programOf(text), {});
    expect(runToEnd(searchReduced(model, LIMITS, REDUCTIONS)).left).toEqual(['tasks']);
    expect(runToEnd(searchReduced(model, LIMITS, ['pages'])).left).toEqual([]);
  });
});
