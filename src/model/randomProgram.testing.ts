// Small random .race programs that use most of the language: some ints, a list of nodes from a pool,
// a word, every kind of lock, ghosts. Each is text, so that a failure shows what a person can run.

import fc from 'fast-check';

/** Shared by all: what tasks race for. */
const WORLD = `tokens { Z, A, B };
enum phase { IDLE, BUSY };
word struct entry { struct node *to; bool ok; };
struct leaf { int 0..2 v; spinlock lock; };
struct node {
  bitlock lk;
  bool flag;
  int 0..2 count;
  struct node *next;
  struct leaf leaf;
  data bytes[2];
  ghost bool seen;
};
pool struct node nodes[2] named N;
struct node fixed = { .count = 1 };
struct leaf leaves[2];
int 0..2 x, y;
int 0..2 arr[2];
bool f;
data d;
enum phase phase;
struct node *root;
struct entry e;
mutex m;
spinlock s;
rwsem sem;
ghost int 0..2 g;
ghost bool hit;
world more;
assertion ok;
always sees: forall q in struct node, q.seen => x < 3;
outcome { g, hit, root, root.count, e, d, phase, arr[x] };`;

const LOCALS = 'int 0..2 n = 0; bool b = false; struct node *p = NULL; struct entry w = {};';

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
  'ghost { if (root->flag) hit = true; else g = 0; }',
  'assert(x != 2, ok);',
  'assert(hit || !b, ok);',
  'assert(p->flag == b, ok);',
  'assert(!p->flag, ok);',
  'assert(held(m) || n == 0, ok);',
  'assert(done(t1) => held(m, t0), ok);',
];

/** Ends or complains; rarely meant. */
const RISKY = [
  'BUG_ON(n == 2);',
  'BUG_ON(x == 2);',
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
  'bit_unlock(&p->lk);',
  'b = bit_trylock(&p->lk);',
  'b = mutex_trylock(&m);',
  'b = down_read_trylock(&sem);',
  'b = down_write_trylock(&sem);',
  'spin_lock(&leaves[n].lock);',
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
];
const SHARED_CONDITIONS = ['f', 'x == 1', 'x < 2', 'root', 'phase == IDLE', 'y == n'];
const PROPERTIES = [
  'x < 2',
  'x + y < 4',
  '!hit',
  'g < 2',
  'root.flag => x == 0',
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
  ['p = &fixed;\nbit_lock(&p->lk);', 'bit_unlock(&p->lk);'],
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
]);

const locked: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...around), fc.array(step, { maxLength: 2 }))
  .map(([[lock, unlock], body]) => [lock, ...body, unlock].join('\n'));

const forEach: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      ['k in 0..1', 'arr[k] = 1;'] as const,
      ['q in nodes', 'p = q;'] as const,
      ['l in struct leaf', 'l->v = 1;'] as const,
    ),
    oneOf(['', 'if (f) break;', 'if (n == 0) continue;', 'if (b) goto out;']),
    step,
  )
  .map(([[over, use], leave, body]) => `for (${over}) ${block([use, leave, body])}`);

const choose: fc.Arbitrary<string> = fc
  .tuple(step, step)
  .map(([left, right]) => `choose {\n  left: ${left}\n  right: ${right}\n}`);

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
  })
  .map(({ get, take, find, put, both }) =>
    [
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
]);

const third = oneOf([
  "task t2 'c' when more",
  "daemon t2 'w'",
  "daemon t2 'w' runs 2",
  "task t2 's' after all",
]);

/** The text of a program without errors, nearly always. */
export const programText: fc.Arbitrary<string> = fc
  .record({
    functions,
    init,
    first: body(6),
    second: body(5),
    last: fc.option(fc.tuple(third, body(2))),
    again: fc.boolean(),
    always: fc.array(oneOf(PROPERTIES), { maxLength: 2 }),
    finally: fc.array(oneOf(PROPERTIES), { maxLength: 2 }),
  })
  .map(({ first, second, last, again, ...rest }) => {
    const [head, lines] = last ?? ["task t2 'c' when more", ['x = 0;']];
    return [
      WORLD,
      rest.functions,
      rest.init,
      taskText("task t0 'a'", first, again),
      taskText("task t1 'b'", second, false),
      taskText(head, ['y = 0;', ...lines], false),
      ...rest.always.map((text, i) => `always a${i}: ${text};`),
      ...rest.finally.map((text, i) => `finally z${i}: ${text};`),
    ]
      .filter((part) => part !== '')
      .join('\n');
  });
