// The declarations that all random programs share, and some initial states.

import type { Dice } from './dice.testing.ts';

/** A new sort of declaration, or a lock of another kind, gets a line here. */
export const WORLD = `tokens { Z, A };
enum phase { IDLE, BUSY };
word struct entry { struct node *to; bool ok; };
struct cpu @cpu { int 0..2 n; };
struct mm @mm { int 0..2 faults; };
struct leaf { int 0..2 v; spinlock lock; };
struct node {
  bitlock lk;
  rwsem rw;
  mutex mx;
  semaphore turns;
  bool flag;
  int 0..2 refs;
  struct node *next;
  struct leaf leaf;
  const int 0..2 kind;
  const struct node *up;
  data bytes[2];
  ghost bool seen;
  ghost int 0..2 told;
};
pool struct node nodes[2] named N;
struct node fixed = { .refs = 1, .kind = 1, .up = &fixed, .bytes = { A } };
struct leaf leaves[2];
struct cpu c0, c1;
struct mm m0, m1;
int 0..2 x, y;
int 1..3 low;
int 0..2 arr[2] = { 1, 0 };
struct node *tab[2] = { &fixed };
struct leaf *top = &fixed.leaf;
bool f;
data d;
enum phase phase;
struct node *root = &fixed;
struct entry e = { &fixed, true };
struct entry es[2];
mutex m;
spinlock s;
spinlock ls[2];
rwsem sem;
semaphore slots = 1;
completion ready;
ghost int 0..2 g;
ghost bool hit;
ghost data gd;
ghost struct node *gp;
ghost struct entry ge;
world more;
change how = one | two | three;
assertion ok;
outcome { g, hit, gd, gp, ge, fixed.seen, fixed.told, root, root.refs, e, d, phase, arr[x] };
atomic void put(struct node *page) { if (--page->refs == 0) free(page); }`;

/** Objects that are there at the start, that are freed already, and locks that are held. */
const STARTS = [
  '',
  'p = alloc(nodes);\np->refs = 2;\nroot = p;\ntab[0] = p;',
  'p = alloc(nodes);\np->refs = 1;\nroot = p;',
  'p = alloc(nodes);\nq = alloc(nodes);\np->next = q;\nq->refs = 1;\np->refs = 1;\nroot = p;\ntab[0] = p;\ntab[1] = q;',
  'p = alloc(nodes);\nroot = p;\nfree(p);',
  'p = alloc(nodes);\nq = alloc(nodes);\nq->next = p;\ntab[1] = q;\nq->refs = 1;\nfree(p);',
  'p = alloc(nodes);\ne = {p, true};\nfree(p);',
  'p = alloc(nodes);\nghost gp = p;\nfree(p);',
  'p = alloc(nodes);\ntop = &p->leaf;\nfree(p);',
  'm = t0;',
  'sem = t1;',
  'fixed.lk = t1;\nls[1] = t0;',
  'p = alloc(nodes);\np->refs = 1;\np->leaf.lock = t0;\ntab[0] = p;\np->mx = t1;',
];

export const initialWorld = (dice: Dice): string => dice.pick(STARTS);
