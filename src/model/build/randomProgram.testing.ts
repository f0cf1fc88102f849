// Small random .race programs that use most of the language: some ints, a list of nodes from a pool,
// words, every kind of lock, ghosts, options. Each is text, so that a failure shows what a person can run.

import fc from 'fast-check';

/** Shared by all: what tasks race for. */
const WORLD = `tokens { Z, A, B };
enum phase { IDLE, BUSY };
word struct entry { struct node *to; bool ok; };
struct cpu @cpu { int 0..2 n; };
struct mm @mm { int 0..2 faults; };
struct leaf { int 0..2 v; spinlock lock; };
struct node {
  bitlock lk;
  rwsem rw;
  bool flag;
  int 0..2 count;
  struct node *next;
  struct leaf leaf;
  const int 0..2 kind;
  const struct node *up;
  data bytes[2];
  ghost bool seen;
};
pool struct node nodes[2] named N;
struct node fixed = { .count = 1, .kind = 1, .up = &fixed };
struct leaf leaves[2];
struct cpu c0, c1;
struct mm m0, m1;
int 0..2 x, y;
int 1..3 low;
int 0..2 arr[2];
struct node *tab[2];
bool f;
data d;
enum phase phase;
struct node *root;
struct entry e;
struct entry es[2];
mutex m;
spinlock s;
spinlock ls[2];
rwsem sem;
semaphore slots = 1;
completion io;
ghost int 0..2 g;
ghost bool hit;
ghost data gd;
ghost struct entry ge;
world more;
assertion ok;
always sees: forall q in struct node, q.seen => x < 3;
outcome { g, hit, root, root.count, e, d, phase, arr[x] };`;

const LOCALS = `int 0..2 n = 0; bool b = false; struct node *p = NULL; struct entry w = {};
struct leaf *l = NULL; data v = A; enum phase h = IDLE;`;

/** Of some programs: a change with values, one pair of which is ruled out. */
const CHANGE = `change how = one | two | three;
require !(more && how == three);`;
/** How programs ask for it. */
const ASKED = 'how in { one, two }';

/** One shared access each, or none. */
const PLAIN = [
  'x = 1;',
  'x = n;',
  'n = x;',
  'y = n;',
  'n = y;',
  'n = 2;',
  'n = 0;',
  'x++;',
  'y--;',
  'y += 1;',
  'n = xchg(x, 1);',
  'arr[1] = n;',
  'arr[n] = 1;',
  'n = arr[n];',
  'f = true;',
  'f = b;',
  'b = f;',
  'b = !b;',
  'b = x == 2;',
  'b = n < 1;',
  'b = xchg(f, true);',
  'd = A;',
  'd = B;',
  'phase = BUSY;',
  'b = phase == BUSY;',
  'p = root;',
  'root = p;',
  'root = NULL;',
  'root = &fixed;',
  'p = &fixed;',
  'p = alloc(nodes);',
  'p = xchg(root, NULL);',
  'leaves[n].v = 1;',
  'n = leaves[1].v;',
  'e = {p, true};',
  'e = {};',
  'w = e;',
  'w = xchg(e, {p, b});',
  'e.ok = b;',
  'b = e.ok;',
  'p = w.to;',
  'w.ok = true;',
  'w = {p, false};',
  'b = w.ok;',
  'low = n + 1;',
  'low -= 1;',
  'n = low;',
  'x = n + 1;',
  'n = 2 - n;',
  'y -= n;',
  'n = ++x;',
  'b = --y == 0;',
  'current->cpu->n++;',
  'n = current->cpu->n;',
  'current->mm->faults++;',
  'n = current->mm->faults;',
  'tab[n] = p;',
  'p = tab[1];',
  'p = xchg(tab[0], p);',
  'es[n] = w;',
  'es[1] = {p, b};',
  'w = xchg(es[0], w);',
  'es[n].to = p;',
  'p = es[n].to;',
  'v = d;',
  'd = v;',
  'h = phase;',
  'phase = h;',
  'l = &leaves[n];',
  'l = &fixed.leaf;',
  'n = fixed.kind;',
];

/** Through a pointer that may be NULL or point to what was freed. */
const POINTED = [
  'p->flag = b;',
  'b = p->flag;',
  'p->count++;',
  'p->count = n;',
  'n = p->count;',
  'p->leaf.v = n;',
  'n = p->leaf.v;',
  'p->next = p;',
  'p = p->next;',
  'p->bytes[0] = A;',
  'p->bytes[n] = v;',
  'n = p->kind;',
  'p = p->up;',
  'l = &p->leaf;',
  'l->v = n;',
  'n = l->v;',
  'if (--p->count == 0) free(p);',
  'free(p);',
];

/** Seen by nobody in the kernel. */
const OBSERVING = [
  'ghost g = n;',
  'ghost g += 1;',
  'ghost g = p->count;',
  'ghost hit = true;',
  'ghost hit = x == y;',
  'ghost p->seen = true;',
  'ghost g -= 1;',
  'ghost gd = d;',
  'ghost ge = {p, b};',
  'ghost ge.ok = true;',
  'ghost ge = {NULL, true};',
  'ghost root->next->seen = true;',
  'ghost for (q in nodes) q->seen = true;',
  'ghost { for (k in 0..1) { if (arr[k] == 2) g = k; } }',
  'assert(forall q in nodes, !q.seen, ok);',
  'assert(exists k in 0..1, arr[k] == n, ok);',
  'ghost { if (root->flag) hit = true; else g = 0; }',
  'assert(x != 2, ok);',
  'assert(hit || !b, ok);',
  'assert(p->flag == b, ok);',
  'assert(!p->flag, ok);',
  'assert(p->flag, ok);',
  'assert(held(p->rw), ok);',
  'ghost hit = held(p->lk, t1);',
  'assert(held(m) || n == 0, ok);',
  'assert(done(t1) => held(m, t0), ok);',
];

/** Ends or complains; rarely meant. */
const RISKY = [
  'BUG_ON(n == 2);',
  'BUG_ON(x == 2);',
  'BUG_ON(b);',
  'BUG_ON(y == 1);',
  'BUG_ON(!p);',
  'WARN_ON(b);',
  'WARN_ON(y == 2);',
  'mutex_unlock(&m);',
  'up_read(&sem);',
  'downgrade_write(&sem);',
  'spin_unlock(&s);',
  'mutex_lock(&m);',
  'down_read(&sem);',
  'down_write(&sem);',
  'bit_lock(&p->lk);',
  'down_read(&p->rw);',
  'up_read(&p->rw);',
  'bit_unlock(&p->lk);',
  'b = bit_trylock(&p->lk);',
  'b = mutex_trylock(&m);',
  'b = down_read_trylock(&sem);',
  'b = down_write_trylock(&sem);',
  'spin_lock(&leaves[n].lock);',
  'spin_lock(&l->lock);',
  'bit_lock(&fixed.lk);',
  'bit_unlock(&fixed.lk);',
  'up_write(&sem);',
  'b = spin_trylock(&s);',
  'm = current;',
  'p->leaf.lock = current;',
  'sem = current;',
  'down(&slots);',
  'up(&slots);',
  'b = down_trylock(&slots);',
  'if (!down_trylock(&slots)) up(&slots);',
  'complete(&io);',
  'complete_all(&io);',
  'wait_for_completion(&io);',
  'p->rw = current;',
];

/** Of what another task may hold, or has freed. */
const RELEASES = [
  'p = root;\nif (p) free(p);',
  'p = alloc(nodes);\nroot = p;\nfree(p);',
  'mutex_unlock(&m);',
  'bit_unlock(&fixed.lk);',
  'if (b) spin_unlock(&s);',
  'mutex_lock(&m);',
  'bit_lock(&fixed.lk);',
];

/** What stood in a word before decides what comes next. */
const SWAPS = [
  'w = xchg(e, {p, true});\nif (w.ok) x = 2;',
  'w = xchg(es[n], {&fixed, b});\nif (w.to) y = 2; else y = 1;',
];

const CONDITIONS = [
  'b',
  '!b',
  'f',
  'x == 1',
  'n == y',
  'p',
  '!root',
  'b && f',
  'n == 0 || b',
  'd == A',
  'p == w.to',
  'more && f',
  'f || more',
  ASKED,
  `${ASKED} && b`,
  `!(${ASKED})`,
  'v == A',
  'l',
];
const SHARED_CONDITIONS = ['f', 'x == 1', 'x < 2', 'root', 'phase == IDLE', 'y == n'];
const PROPERTIES = [
  'x < 2',
  'x + y < 4',
  '!hit',
  'g < 2',
  'root.flag => x == 0',
  '!(exists q in nodes, q.seen)',
  '!f || x < 2',
  '(held(m) => x < 2) && (f => hit => y < 2)',
  '!root.flag',
  'root.next.count == 1 || !root',
  'root.count != 1',
  'forall q in nodes, q.count <= 1',
  'forall q in nodes, !held(q.lk)',
  'exists q in struct node, q.flag || x == 0',
  'forall c in struct entry, c.to => c.ok',
  'forall l in struct leaf, l.v == 0',
  'forall k in 0..1, arr[k] < 2',
  'exists k in 0..1, arr[k] == y',
  'held(m, t0) => x != 1',
  'held(sem) => f',
  'done(t0) => !f',
  'done(t2) => y == 0',
  'd == Z || e.ok',
  'ge.ok => e.ok',
  'forall c in struct entry, !c.ok',
  'forall c in struct entry, c.ok => f',
  'gd == d',
  'forall q in nodes, forall k in 0..1, q.count != arr[k] || q.seen',
  'exists q in leaves, !held(q.lock)',
  'forall q in nodes, held(q.lk, t0) => q.flag',
  'forall c in struct entry, !c.to.flag',
  'root.next.next.count == 0',
  'tab[0] != tab[1] || !tab[0]',
  'held(ls[1]) => !held(ls[0])',
  'held(sem, t1) => !held(m)',
  'low > 1',
  'root.up.count == 1',
  `${ASKED} => x < 2`,
];

const indent = (text: string): string => text.replaceAll(/^/gm, '  ');
const block = (lines: readonly string[]): string =>
  `{\n${indent(lines.filter((line) => line !== '').join('\n'))}\n}`;
const oneOf = (texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

/** What may stand in an atomic after its first operation. */
const inAtomic: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: oneOf(PLAIN), weight: 6 },
  { arbitrary: oneOf(POINTED), weight: 2 },
  { arbitrary: oneOf(OBSERVING), weight: 2 },
  {
    arbitrary: oneOf([
      'x = y;',
      'root = p->next;',
      'y = arr[x];',
      'if (f && x == 1) return;',
      'if (x == y) goto out;',
      'for (k in 0..1) arr[k] = x;',
      'if (p) { p->count = x; } else { y = 2; }',
      'mutex_unlock(&m);',
      'spin_unlock(&s);',
      'find(&p);',
      'if (f) goto again;',
      'if (--x == 0) return; else y = 1;',
      'n = both(x, p);',
    ]),
    weight: 4,
  },
);

const guard = oneOf([
  '',
  'wait until (f);',
  'wait until (x == y);',
  'mutex_lock(&m);',
  'down_read(&sem);',
  'down_write(&sem);',
  'if (b) wait until (x != 1);',
  'spin_lock(&s);',
  'bit_lock(&fixed.lk);',
  'b = mutex_trylock(&m);',
  'b = down_read_trylock(&sem);',
]);

const atomic: fc.Arbitrary<string> = fc
  .tuple(guard, fc.array(inAtomic, { minLength: 1, maxLength: 3 }))
  .map(([first, rest]) => `atomic ${block([first, ...rest])}`);

const around: readonly (readonly [string, string])[] = [
  ['mutex_lock(&m);', 'mutex_unlock(&m);'],
  ['spin_lock(&s);', 'spin_unlock(&s);'],
  ['down_read(&sem);', 'up_read(&sem);'],
  ['down_write(&sem);', 'up_write(&sem);'],
  ['down_write(&sem);', 'downgrade_write(&sem);\nup_read(&sem);'],
  ['if (!down_read_trylock(&sem)) down_read(&sem);', 'up_read(&sem);'],
  ['if (!mutex_trylock(&m)) return;', 'mutex_unlock(&m);'],
  ['p = alloc(nodes);\np->lk = current;', 'bit_unlock(&p->lk);'],
  ['p = alloc(nodes);\np->rw = current;\nroot = p;', 'up_write(&p->rw);'],
  ['p = &fixed;\nbit_lock(&p->lk);', 'bit_unlock(&p->lk);'],
  ['if (!bit_trylock(&fixed.lk)) return;', 'bit_unlock(&fixed.lk);'],
  ['if (!spin_trylock(&s)) return;', 'spin_unlock(&s);'],
  ['if (down_write_trylock(&sem)) downgrade_write(&sem); else down_read(&sem);', 'up_read(&sem);'],
  ['spin_lock(&ls[n]);', 'spin_unlock(&ls[n]);'],
];

const step: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: oneOf(PLAIN), weight: 12 },
  { arbitrary: oneOf(OBSERVING), weight: 3 },
  { arbitrary: oneOf(POINTED), weight: 2 },
  { arbitrary: oneOf(POINTED).map((text) => `if (p) ${text}`), weight: 3 },
  { arbitrary: oneOf(RISKY), weight: 1 },
);

const call = oneOf([
  'n = get(p);',
  'if (take(n)) y = 1;',
  'find(&p);',
  'put(p, &p);',
  'while (get(p) == 1) x = 0;',
  'while (take(n)) y = 0;',
  'n = deep(p);',
  'if (deep(NULL) == n) x = 2;',
  'fetch(&p);',
  'follow(&p);',
  'era();',
  'era();',
]);

const locked: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...around), fc.array(step, { maxLength: 2 }))
  .map(([[lock, unlock], body]) => [lock, ...body, unlock].join('\n'));

const forEach: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      ['k in 0..1', 'arr[k] = 1;'] as const,
      ['q in nodes', 'p = q;'] as const,
      ['one in struct leaf', 'one->v = 1;'] as const,
      ['one in leaves', 'n = one->v;'] as const,
      ['k in 0..1', 'for (j in 0..1) { if (k == j) continue; arr[j] = k; }'] as const,
    ),
    oneOf(['', 'if (f) break;', 'if (n == 0) continue;', 'if (b) goto out;']),
    step,
  )
  .map(([[over, use], leave, body]) => `for (${over}) ${block([use, leave, body])}`);

const choose: fc.Arbitrary<string> = fc
  .tuple(step, step, step, fc.boolean())
  .map(([one, left, right, inner]) => {
    const nested = inner ? `choose {\n  here: ${one}\n  there: x = 2;\n}` : one;
    return `choose {\n  left: ${block([left, nested])}\n  right: ${right}\n}`;
  });

/** Out of an atomic by other ways than its end; work that touches nothing shared. */
const turn: fc.Arbitrary<string> = oneOf([
  'while (f) { atomic { if (x == 1) break; y = 1; } }',
  'for (k in 0..1) { atomic { n = x; if (n == k) continue; x = k; } }',
  'while (n < 2) n = n + 1;',
  'while (b) b = n == 1;',
  'for (k in 0..1) n = k;',
]);

/** Back into the same atomic by local work alone. */
const spin: fc.Arbitrary<string> = oneOf(PLAIN).map(
  (text) =>
    `b = true;\nwhile (b) ${block([`atomic ${block(['x = 1;', 'b = xchg(f, false);', text])}`])}`,
);

const simple: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: step, weight: 10 },
  { arbitrary: atomic, weight: 3 },
  { arbitrary: call, weight: 2 },
  { arbitrary: locked, weight: 3 },
  { arbitrary: forEach, weight: 1 },
  { arbitrary: choose, weight: 1 },
  { arbitrary: spin, weight: 1 },
  { arbitrary: turn, weight: 1 },
  { arbitrary: oneOf(RELEASES), weight: 1 },
  { arbitrary: oneOf(SWAPS), weight: 1 },
  { arbitrary: oneOf(SHARED_CONDITIONS).map((text) => `wait until (${text});`), weight: 1 },
  {
    arbitrary: oneOf(['if (b) goto again;', 'if (x == 2) goto out;', 'if (f) return;']),
    weight: 1,
  },
);

/** With branches and loops inside one another so many times at most. */
function statementOf(depth: number): fc.Arbitrary<string> {
  if (depth === 0) return simple;
  const inner = fc.array(statementOf(depth - 1), { minLength: 1, maxLength: 3 });
  const branch = fc
    .tuple(oneOf(CONDITIONS), inner, fc.option(inner))
    .map(([c, then, or]) => `if (${c}) ${block(then)}${or === null ? '' : ` else ${block(or)}`}`);
  const loop = fc
    .tuple(oneOf(SHARED_CONDITIONS), oneOf(['', 'if (b) break;', 'if (n == 0) continue;']), inner)
    .map(([c, leave, body]) => `while (${c}) ${block([leave, ...body])}`);
  return fc.oneof(
    { arbitrary: simple, weight: 6 },
    { arbitrary: branch, weight: 2 },
    { arbitrary: loop, weight: 1 },
  );
}

const statement = statementOf(2);

const body = (most: number): fc.Arbitrary<string[]> =>
  fc.array(statement, { minLength: 1, maxLength: most, size: 'max' });

function taskText(head: string, lines: readonly string[], again: boolean): string {
  const goesBack = again && !lines.some((line) => line.includes('again'));
  const all = [
    LOCALS,
    'again:',
    ...lines,
    ...(goesBack ? ['if (x == 1) goto again;'] : []),
    'out:',
  ];
  return `${head} ${block(all)}`;
}

const PLAIN_IN_FUNCTION = [
  'x = 1;',
  'y++;',
  'current->cpu->n = 1;',
  'mutex_lock(&m);\nx = 2;\nmutex_unlock(&m);',
  'if (x == 1) return;\nf = true;',
];

const functions: fc.Arbitrary<string> = fc
  .record({
    get: oneOf([
      'return x;',
      'return p->count;',
      'if (f) return 0;\nreturn y;',
      'y = 0;\nreturn 2;',
    ]),
    take: oneOf([
      'if (f) return false;\nf = true;\nreturn true;',
      'wait until (x != 2);\nx = n;\nreturn f;',
      'mutex_lock(&m);\nx = 1;\nmutex_unlock(&m);\nreturn n == 1;',
    ]),
    find: oneOf([
      '*out = root;',
      '*out = NULL;\nx = 1;\n*out = root;',
      'atomic { *out = root; root = NULL; }',
    ]),
    put: oneOf(['*out = NULL;\nroot = old;', 'if (old) old->flag = true;\n*out = old;']),
    both: oneOf([
      'if (which) return y;\nreturn n;',
      'if (f && n == 1) return 0;\nx = 0;\nreturn n;',
    ]),
    deep: oneOf([
      'k = get(p);\nif (k == 1) return 2;\nreturn get(p);',
      'k = 0;\nwhile (get(p) == k) k = 1;\nreturn k;',
      'for (k in 0..1) { if (take(k)) return k; }\nreturn 2;',
    ]),
    follow: oneOf(['q = *at;\nif (q) *at = q->next;', 'if (!*at) *at = &fixed;']),
    one: oneOf(PLAIN_IN_FUNCTION),
    other: oneOf(PLAIN_IN_FUNCTION),
  })
  .map(({ get, take, find, put, both, deep, follow, one, other }) =>
    [
      'void fetch(struct node **out) { struct node *found = NULL; find(&found); *out = found; }',
      `int deep(struct node *p) ${block([deep])}`,
      `void follow(struct node **at) ${block([follow])}`,
      `void era(void) when how == one ${block([one])}`,
      `void era(void) when how in { two, three } ${block([other])}`,
      `int get(struct node *p) ${block([get])}`,
      `atomic bool take(int n) ${block([take])}`,
      `void find(struct node **out) ${block([find])}`,
      `void put(struct node *old, struct node **out) ${block([put])}`,
      `int both(int n, struct node *which) ${block([both])}`,
    ].join('\n'),
  );

const init = oneOf([
  '',
  'init { x = 1; f = true; }',
  'init { p = alloc(nodes); p->flag = true; p->count = 2; root = p; }',
  'init { m = t0; }',
  'init { sem = t1; y = 1; }',
  'init { e = {&fixed, true}; fixed.lk = t1; }',
  'init { for (k in 0..1) arr[k] = k; s = t0; }',
  'init { n = 0; while (n < 1) n = n + 1; x = n; ls[1] = t1; }',
  'init { p = alloc(nodes); q = alloc(nodes); p->next = q; q->next = p; free(p); root = q; }',
  'init { p = alloc(nodes); p->leaf.lock = t0; tab[0] = p; m = t1; }',
]);

const third = oneOf([
  "task t2 'c' on c1 in m1 when more",
  "daemon t2 'w' on c1 in m1",
  "daemon t2 'w' on c1 in m1 runs 2",
  "task t2 's' on c1 in m1 after all",
]);

/** Of a program without the change that others have. */
function withoutChange(text: string): string {
  return text
    .replaceAll(ASKED, 'more')
    .replaceAll(' when how == one', ' when more')
    .replaceAll(' when how in { two, three }', ' when !more');
}

/** Of a task after all others: it may have to wait when its time has come, or end before its first step. */
const FIRST_OF_ALL = [
  'n = x;',
  'n = x;',
  'wait until (x == 1);',
  'mutex_lock(&m);',
  'b = !b;\nif (b) return;',
];

interface Parts {
  readonly functions: string;
  readonly init: string;
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly last: readonly [string, readonly string[]] | null;
  readonly settle: readonly [string, readonly string[]] | null;
  readonly again: boolean;
  readonly always: readonly string[];
  readonly finally: readonly string[];
  readonly change: boolean;
}

const programParts: fc.Arbitrary<Parts> = fc.record({
  functions,
  init,
  first: body(6),
  second: body(5),
  last: fc.option(fc.tuple(third, body(2))),
  settle: fc.option(fc.tuple(oneOf(FIRST_OF_ALL), body(1)), { freq: 3 }),
  again: fc.boolean(),
  always: fc.array(oneOf(PROPERTIES), { maxLength: 2 }),
  finally: fc.array(oneOf(PROPERTIES), { maxLength: 2 }),
  change: fc.nat({ max: 5 }).map((n) => n === 0),
});

function programFrom({ first, second, last, settle, again, change, ...rest }: Parts): string {
  const [head, lines] = last ?? ["task t2 'c' on c1 in m1 when more", ['x = 0;']];
  const text = [
    WORLD,
    change ? CHANGE : '',
    rest.functions,
    rest.init,
    taskText("task t0 'a' on c0 in m0", first, again),
    taskText("task t1 'b' on c1 in m1", second, false),
    taskText(head, ['y = 0;', ...lines], false),
    settle === null
      ? ''
      : taskText("task t3 'u' on c0 in m0 after all", [settle[0], ...settle[1]], false),
    ...rest.always.map((text, i) => `always a${i}: ${text};`),
    ...rest.finally.map((text, i) => `finally z${i}: ${text};`),
  ];
  const whole = text.filter((part) => part !== '').join('\n');
  return change ? whole : withoutChange(whole);
}

/** The text of a program without errors. */
export const programText: fc.Arbitrary<string> = programParts.map(programFrom);

/** One of whose tasks two have the same text, each on a cpu and in an mm of its own or on none. */
export const twinsText: fc.Arbitrary<string> = fc
  .tuple(programParts, fc.boolean())
  .map(([{ first, ...rest }, placed]) => {
    const lines = first.slice(0, 4);
    const text = programFrom({ ...rest, first: lines, second: lines, again: false });
    return placed ? text : text.replace(/(task t[01] '[ab]') on c[01] in m[01]/g, '$1 on c0 in m0');
  });
