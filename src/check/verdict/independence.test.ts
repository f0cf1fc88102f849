// Steps that do not commute though they look like steps that do: a verdict each that a wrong independence relation loses.
import { describe, expect, it } from 'vitest';
import { runToEnd } from '../../explore/search/replay.testing.ts';
import { buildModel } from '../../model/build/model.ts';
import { programOf } from '../../model/build/snippet.testing.ts';
import { searchReduced } from './reducedSearch.ts';
import { REDUCTIONS } from './reductions.ts';
import { LIMITS, searchWhole } from './reducedDifference.testing.ts';
import { compareText } from './wholeSearch.testing.ts';

const PAGE = `
struct page { bitlock lock; int 0..3 refcount; bool dirty; struct page *next; const int 0..3 index; };
struct page *cache, *mine;
atomic void put_page(struct page *page) { if (--page->refcount == 0) free(page); }
atomic bool put_last(struct page *page) { if (--page->refcount == 0) { free(page); return true; } return false; }
`;
const ONE = `${PAGE}
pool struct page pages[1] named P;
init { page = alloc(pages); page->refcount = 2; cache = page; mine = page; }
`;
const TWO = `${PAGE}
pool struct page pages[2] named P;
`;

/** Each with the property that only some orders break. */
const TEXTS: readonly (readonly [name: string, broken: string, text: string])[] = [
  [
    'a plain count-down beside a put',
    'no_oops',
    `${ONE}
task a 'a' { page = mine; put_page(page); }
task b 'b' { page = cache; page->refcount--; page->dirty = true; }`,
  ],
  [
    'a plain count-down whose value is used',
    'no_oops',
    `${ONE}
task a 'a' { page = mine; put_page(page); }
task b 'b' { page = cache; n = --page->refcount; page->dirty = true; }`,
  ],
  [
    'a count-down by assignment beside a put',
    'no_oops',
    `${ONE}
task a 'a' { page = mine; put_page(page); }
task b 'b' { page = cache; page->refcount -= 1; page->dirty = true; }`,
  ],
  [
    'a count-down and test that does not free',
    'no_oops',
    `${ONE}
task a 'a' { page = mine; put_page(page); }
task b 'b' { page = cache; if (--page->refcount == 0) page->dirty = true; page->dirty = false; }`,
  ],
  [
    'a count-up beside a put',
    'no_oops',
    `${ONE}
task a 'a' { page = mine; put_page(page); put_page(page); }
task b 'b' { page = cache; page->refcount++; page->dirty = true; }`,
  ],
  [
    'a put that says whether it was the last',
    'a_last',
    `${ONE}
bool last_a;
always a_last: !last_a;
task a 'a' { page = xchg(mine, NULL); last = put_last(page); last_a = last; }
task b 'b' { page = xchg(cache, NULL); put_page(page); }`,
  ],
  [
    'a put after which the object is looked at',
    'no_oops',
    `${ONE}
task a 'a' { page = xchg(mine, NULL); put_page(page); n = page->index; }
task b 'b' { page = xchg(cache, NULL); put_page(page); }`,
  ],
  [
    'puts of a count that never comes to 0',
    'early',
    `
struct page { int 1..3 refcount; };
pool struct page pages[1] named P;
struct page *cache, *mine;
bool late;
always early: !late;
init { page = alloc(pages); page->refcount = 2; cache = page; mine = page; }
atomic void put_page(struct page *page) { if (--page->refcount == 0) free(page); }
task a 'a' { page = xchg(mine, NULL); put_page(page); }
task b 'b' { page = xchg(cache, NULL); put_page(page); late = true; }`,
  ],
  [
    'an allocation while init leaves a pointer to a freed object',
    'no_oops',
    `${TWO}
init { page = alloc(pages); cache = page; free(page); }
task a 'a' { page = alloc(pages); page->dirty = true; }
task b 'b' { page = cache; page->dirty = true; }`,
  ],
  ...(
    [
      ['in an array', 'struct page *slots[2];', 'slots[1]'],
      ['in a word', 'word struct entry { struct page *to; bool ok; }; struct entry e;', 'e'],
      [
        'in an array of words',
        'word struct entry { struct page *to; bool ok; }; struct entry es[2];',
        'es[1]',
      ],
      ['in a struct', 'struct file { struct page *page; }; struct file F;', 'F.page'],
    ] as const
  ).map(([where, declared, place]): [string, string, string] => [
    `an allocation while init leaves a pointer to a freed object ${where}`,
    'no_oops',
    `${TWO}
${declared}
init { page = alloc(pages); ${place} = ${place.startsWith('e') ? '{page, true}' : 'page'}; free(page); }
task a 'a' { page = alloc(pages); page->dirty = true; }
task b 'b' { ${place.startsWith('e') ? `w = ${place}; page = w.to;` : `page = ${place};`} page->dirty = true; }`,
  ]),
  [
    'an allocation while init leaves a pointer in another object of the pool',
    'no_oops',
    `${TWO}
init { page = alloc(pages); q = alloc(pages); q->next = page; cache = q; free(page); }
task a 'a' { page = alloc(pages); page->dirty = true; }
task b 'b' { q = cache; page = q->next; page->dirty = true; }`,
  ],
  [
    'an allocation while init leaves a ghost that points to a freed object',
    'clean',
    `${TWO}
ghost struct page *seen;
assertion clean;
init { page = alloc(pages); ghost seen = page; free(page); }
task a 'a' { page = alloc(pages); page->dirty = true; }
task b 'b' { atomic { mine = NULL; assert(!seen->dirty, clean); } }`,
  ],
  [
    'an object that was allocated in the round before',
    'same',
    `${TWO}
bool more = true;
assertion same;
task a 'a' { struct page *page;
again: atomic { if (page) page->dirty = true; else { page = alloc(pages); cache = page; } }
  once = xchg(more, false); if (once) goto again; }
task b 'b' { page = cache; if (page) { was = page->dirty; is = page->dirty; assert(was == is, same); } }`,
  ],
  [
    'a lock that is let go through an index',
    'zero',
    `
spinlock locks[2];
int 0..2 index, x;
assertion zero;
task a 'a' { spin_lock(&locks[0]); n = index; spin_unlock(&locks[n]); x = 1; x = 2; }
task b 'b' { spin_lock(&locks[0]); n = x; spin_unlock(&locks[0]); assert(n != 1, zero); }`,
  ],
  [
    'a lock that goes with its object',
    'zero',
    `${PAGE}
pool struct page pages[1] named P;
int 0..2 x, y;
assertion zero;
init { page = alloc(pages); }
task a 'a' { for (q in pages) { bit_lock(&q->lock); free(q); x = 1; x = 2; } }
task b 'b' { page = alloc(pages); for (q in pages) { bit_lock(&q->lock); } n = x; assert(n != 1, zero); }`,
  ],
  [
    'a lock behind NULL',
    'no_oops',
    `${ONE}
task a 'a' { struct page *page = NULL; bit_lock(&page->lock); page = xchg(mine, NULL); put_page(page); }`,
  ],
];

describe('steps that do not commute', () => {
  it.each(TEXTS)('%s', (_, broken, text) => {
    const whole = searchWhole(buildModel(programOf(text), {}));
    expect(whole?.verdicts.find(({ name }) => name === broken)?.verdict).toBe('violated');
    compareText(text);
  });
});

describe('steps that commute', () => {
  it('are puts of the last two references', () => {
    const found = compareText(`${ONE}
task a 'a' { page = xchg(mine, NULL); put_page(page); }
task b 'b' { page = xchg(cache, NULL); put_page(page); }`);
    expect(found?.order).toBeLessThan(found?.whole ?? 0);
  });

  it('are puts with local work after them', () => {
    const text = `${ONE}
task a 'a' { page = xchg(mine, NULL); put_page(page); page = NULL; n = 1; if (n == 1) cache = NULL; }
task b 'b' { page = xchg(cache, NULL); put_page(page); page = NULL; }`;
    const found = compareText(text);
    expect(found?.order).toBeLessThan(found?.whole ?? 0);
    const { left } = runToEnd(searchReduced(buildModel(programOf(text), {}), LIMITS, REDUCTIONS));
    expect(left).toEqual(REDUCTIONS);
  });
});
