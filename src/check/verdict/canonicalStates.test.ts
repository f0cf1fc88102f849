// What is interchangeable and what is not, and that of each set of like states one is kept: as many as there are when
// all renamings of every state are written out by name.
import { describe, expect, it } from 'vitest';
import { assert, at } from '../../base/assert.ts';
import { CanonicalMachine } from '../../explore/machine/canonicalMachine.ts';
import { explore } from '../../explore/search/explore.ts';
import { naiveEnumerate } from '../../explore/search/naiveEnumerate.testing.ts';
import { runToEnd } from '../../explore/search/replay.testing.ts';
import { validConfigs } from '../../lang/program/configurations.ts';
import { randomTwins } from '../../lang/random/randomProgram.testing.ts';
import { randomQuestions } from '../../lang/random/randomQuestions.testing.ts';
import { CanonicalState } from '../../model/reduce/canonicalState.ts';
import { findCellKinds } from '../../model/reduce/cellKinds.ts';
import { findInterchangeablePools } from '../../model/reduce/interchangeablePages.ts';
import { findTaskGroups } from '../../model/reduce/interchangeableTasks.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { readValue, readWorld } from '../../model/replay/readWorld.ts';
import { ENDED } from '../../model/step/taskCode.ts';
import { programOf } from '../../model/build/snippet.testing.ts';

const ALL = process.env['REDUCE_ALL'] !== undefined;
const LIMITS = { maxStates: 20_000, maxBytes: 2 ** 28 };

const modelOf = (text: string): Model => {
  const program = programOf(text);
  return buildModel(program, at(validConfigs(program), 0));
};

/** Groups of tasks by letter, and classes of elements by number, as `ab` and `01`. */
function likes(text: string): { tasks: string[]; pages: string[] } {
  const model = modelOf(text);
  const cellKinds = findCellKinds(model.program, model.storage);
  const letters = (members: readonly number[]) =>
    members.map((task) => at(model.tasks, task).letter).join('');
  return {
    tasks: findTaskGroups(model, cellKinds).map(({ members }) => letters(members)),
    pages: findInterchangeablePools(model, cellKinds).flatMap(({ classes }) =>
      classes.filter((one) => one.length > 1).map((one) => one.join('')),
    ),
  };
}

/** A way to call tasks and objects otherwise. */
interface Names {
  readonly tasks: ReadonlyMap<number, number>;
  readonly objects: ReadonlyMap<string, string>;
}

/** The state that the machine has open, as text by name; the same for all ways to order what it is made of. */
function described(model: Model, { tasks, objects }: Names): string {
  const { memory, parts } = model.machine;
  const world = readWorld(model, new Map());
  const object = (id: string): string => {
    const [root = id, ...rest] = id.split('.');
    return [objects.get(root) ?? root, ...rest].join('.');
  };
  const task = (index: number): number => tasks.get(index) ?? index;
  const written = (value: unknown): string =>
    JSON.stringify(value, (key, part: unknown) => {
      if ((key === 'id' || key === 'target' || key === 'object') && typeof part === 'string')
        return object(part);
      if (key === 'task' && typeof part === 'number') return task(part);
      // Who waits follows from where tasks stand, and the lock's own name from where it is.
      if (key === 'waiters' || (key === 'lock' && !isLockState(part))) return undefined;
      if (key === 'holders' && Array.isArray(part))
        return part.map((one: unknown) => written(one)).sort();
      return part;
    });
  const lines = [
    ...world.objects.map(({ id, live, fields }) => written({ id, live, fields })),
    ...world.tasks.map(({ index, locals }) => {
      const passes = memory[parts.plan.passes[index] ?? -1] ?? 0;
      const values = `${written(locals)} ${written(returnedValues(model, index))}`;
      return `${task(index)} at ${model.machine.pcOf(index)} ${passes} ${values}`;
    }),
    `oops ${world.oops}`,
    ...seatsDescribed(model, object, task),
  ];
  return lines.sort().join('\n');
}

/** What calls have returned and the task has yet to use, which worlds do not tell: the locals without a name. */
function returnedValues(model: Model, index: number): unknown[] {
  const { cfg, registers, nodes, registerBase } = at(model.codes, index);
  const pc = model.machine.pcOf(index);
  if (pc === ENDED) return [];
  const alive = at(registers.alive, at(nodes, pc));
  return cfg.variables.flatMap(({ name, type }, variable) => {
    if (!alive.has(variable) || !name.startsWith('(')) return [];
    const slot = registerBase + at(registers.of, variable);
    return [readValue(model, model.machine.state, type, slot)];
  });
}

/** How often a task holds an rwsem, which worlds do not tell. */
function seatsDescribed(
  model: Model,
  object: (id: string) => string,
  task: (index: number) => number,
): string[] {
  const cellKinds = findCellKinds(model.program, model.storage);
  return [...model.storage.extents.values()].flatMap(({ objects, base, stride }) =>
    objects.flatMap(({ id }, i) =>
      Array.from({ length: stride }, (_, n) => n).flatMap((n) => {
        const cellKind = at(cellKinds, base + i * stride + n);
        const value = at(model.machine.memory, base + i * stride + n);
        if (cellKind.kind !== 'seat' || value === 0) return [];
        const part = n - cellKind.task;
        return [`${object(id)}+${part} of ${task(cellKind.task)}: ${value}`];
      }),
    ),
  );
}

function isLockState(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'holders' in part;
}

function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) =>
    permutationsOf([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

/** Every renaming that leaves the model as it is. */
function renamingsOf(model: Model): Names[] {
  const cellKinds = findCellKinds(model.program, model.storage);
  let all: Names[] = [{ tasks: new Map(), objects: new Map() }];
  for (const { members } of findTaskGroups(model, cellKinds))
    all = all.flatMap((names) =>
      permutationsOf(members).map((order) => {
        const tasks = new Map([
          ...names.tasks,
          ...members.map((one, i) => [one, at(order, i)] as const),
        ]);
        const objects = new Map(names.objects);
        members.forEach((one, i) => {
          const [from, to] = [at(model.tasks, one), at(model.tasks, at(order, i))];
          if (from.cpu !== null && to.cpu !== null) objects.set(from.cpu, to.cpu);
          if (from.mm !== null && to.mm !== null) objects.set(from.mm, to.mm);
        });
        return { tasks, objects };
      }),
    );
  for (const { elements, classes } of findInterchangeablePools(model, cellKinds)) {
    const ids = elements.map(([part]) => {
      assert(part !== undefined, 'an element is an object');
      const { base, extent } = part;
      return at(extent.objects, (base - extent.base) / extent.stride).id;
    });
    for (const members of classes)
      all = all.flatMap(({ tasks, objects }) =>
        permutationsOf(members).map((order) => ({
          tasks,
          objects: new Map([
            ...objects,
            ...members.map((one, i) => [at(ids, one), at(ids, at(order, i))] as const),
          ]),
        })),
      );
  }
  return all;
}

/** How many states there are when like ones count once; null where there are too many, or pages turn out not to be alike. */
function countBoth(model: Model): { kept: number; orbits: number; whole: number } | null {
  const canonical = new CanonicalState(model, { pages: true, tasks: true });
  const machine = new CanonicalMachine(model.machine, canonical);
  const { states, limits } = runToEnd(explore(machine, LIMITS));
  if (canonical.broken || limits.some((limit) => limit.startsWith('states'))) return null;
  const { states: found } = naiveEnumerate(model.machine, 4000);
  if (found.size === 4000) return null;
  const renamings = renamingsOf(model);
  const orbits = new Set<string>();
  for (const { words } of found.values()) {
    model.machine.open(Uint32Array.from(words), 0);
    const texts = renamings.map((names) => described(model, names));
    orbits.add(texts.reduce((least, text) => (text < least ? text : least)));
  }
  return { kept: states, orbits: orbits.size, whole: found.size };
}

const POOL = `
struct page { bitlock lock; int 0..3 count; int 0..1 kind; struct page *next; struct note note; };
struct note { int 0..1 n; };
struct file { struct page *slot[2]; };
struct file F;
struct page *first;
pool struct page pages[3] named P;
`;
const FILL = `
task a 'a' { p = alloc(pages); p->count = 1; F.slot[0] = p; p->note.n = 1; }
task b 'b' { q = alloc(pages); q->count = 2; F.slot[1] = q; q->next = q; }`;

describe('tasks are interchangeable', () => {
  it.each([
    ['with the same text', `int 0..3 x; task a 'a' { x++; } task b 'b' { x++; }`, ['ab']],
    ['not with another text', `int 0..3 x; task a 'a' { x++; } task b 'b' { x--; }`, []],
    [
      'not where another number is in it',
      `int 0..3 x; task a 'a' { x = 1; } task b 'b' { x = 2; }`,
      [],
    ],
    [
      'each on a cpu of its own',
      `struct cpu @cpu { int 0..1 n; }; struct cpu c0, c1; int 0..1 x;
       task a 'a' on c0 { current->cpu->n = 1; } task b 'b' on c1 { current->cpu->n = 1; }`,
      ['ab'],
    ],
    [
      'not where a third knows one of these',
      `struct cpu @cpu { int 0..1 n; }; struct cpu c0, c1; int 0..1 x;
       task a 'a' on c0 { current->cpu->n = 1; } task b 'b' on c1 { current->cpu->n = 1; }
       task c 'c' { n = c0.n; }`,
      [],
    ],
    [
      'where a third treats these alike, in one step',
      `struct cpu @cpu { int 0..1 n; }; struct cpu c0, c1; int 0..1 x;
       task a 'a' on c0 { current->cpu->n = 1; } task b 'b' on c1 { current->cpu->n = 1; }
       task c 'c' { atomic { for (c in struct cpu) c->n = 0; } }`,
      ['ab'],
    ],
    [
      'not where it writes one of these twice',
      `struct cpu @cpu { int 0..1 n; }; struct cpu c0, c1; int 0..1 x;
       task a 'a' on c0 { current->cpu->n = 1; } task b 'b' on c1 { current->cpu->n = 1; }
       task c 'c' { atomic { c0.n = 1; c1.n = 0; c0.n = 0; c1.n = 1; } }`,
      [],
    ],
    [
      'not where it may leave one of these out',
      `struct cpu @cpu { int 0..1 n; }; struct cpu c0, c1; bool f;
       task a 'a' on c0 { current->cpu->n = 1; } task b 'b' on c1 { current->cpu->n = 1; }
       task c 'c' { atomic { if (f) c0.n = 1; c1.n = 1; } }`,
      [],
    ],
    [
      'not where it does so in several',
      `struct cpu @cpu { int 0..1 n; }; struct cpu c0, c1; int 0..1 x;
       task a 'a' on c0 { current->cpu->n = 1; } task b 'b' on c1 { current->cpu->n = 1; }
       task c 'c' { for (c in struct cpu) c->n = 0; }`,
      [],
    ],
    [
      'not where a field that never changes tells these apart',
      `struct cpu @cpu { int 0..1 n; const int 0..1 k; }; struct cpu c0, c1 = { .k = 1 };
       task a 'a' on c0 { x = current->cpu; if (x->k) x->n = 1; }
       task b 'b' on c1 { x = current->cpu; if (x->k) x->n = 1; }`,
      [],
    ],
    [
      'not where a property names one of them',
      `int 0..3 x; task a 'a' { x++; } task b 'b' { x++; } finally f: done(a);`,
      [],
    ],
    [
      'not where a property asks what one of them holds',
      `int 0..3 x; task a 'a' { x++; } task b 'b' { x++; } mutex m; always f: !held(m, a) || x < 4;`,
      [],
    ],
    [
      'not where an assertion asks who holds a lock',
      `mutex m; assertion own; int 0..3 x; task a 'a' { x = 1; } task b 'b' { x = 1; }
       task c 'c' { x = 2; assert(!held(m, b), own); }`,
      [],
    ],
    [
      'not where one of them runs more often',
      `int 0..3 x; daemon a 'a' runs 1 { x = 1; } daemon b 'b' runs 2 { x = 1; }`,
      [],
    ],
  ])('%s', (_, text, tasks) => {
    expect(likes(text).tasks).toEqual(tasks);
  });
});

describe('elements of a pool are interchangeable', () => {
  it.each([
    ['where nothing names one', '', ['012']],
    ['where a property speaks of all', 'always f: forall p in pages, p.count < 3;', ['012']],
    ['where a property looks for one', 'always f: exists p in pages, p.note.n == 0;', ['012']],
    [
      'not where a property of all may look beyond an array, and does so in some order',
      'int 0..1 few[2]; always f: forall p in pages, few[p.count] < 2;',
      [],
    ],
    ['where it cannot', 'int 0..1 few[4]; always f: forall p in pages, few[p.count] < 2;', ['012']],
    ['not where a task goes through them', "task c 'c' { for (p in pages) p->count = 1; }", []],
    ['not where what never changes points to one', 'init { p = alloc(pages); first = p; }', []],
    [
      'not where what points to one can be to no other',
      "init { p = alloc(pages); first = p; } task c 'c' { first = NULL; }",
      [],
    ],
    [
      'but for one that is filled in init and can be as no other',
      'init { p = alloc(pages); p->kind = 1; F.slot[0] = p; }',
      ['12'],
    ],
  ])('%s', (_, more, pages) => {
    expect(likes(`${POOL}${FILL}${more}`).pages).toEqual(pages);
  });
});

describe('of like states one is kept', () => {
  const count = (text: string) => countBoth(modelOf(text));

  it('where tasks are alike', () => {
    const found = count(`
mutex m;
int 0..3 x;
task a 'a' { n = x; x = n + 1; mutex_lock(&m); mutex_unlock(&m); }
task b 'b' { n = x; x = n + 1; mutex_lock(&m); mutex_unlock(&m); }
task c 'c' { n = x; x = n + 1; mutex_lock(&m); mutex_unlock(&m); }`);
    expect(found?.kept).toBe(found?.orbits);
    expect(found?.kept).toBeLessThan((found?.whole ?? 0) / 4);
  });

  it('where each has objects of its own, with locks that others take', () => {
    const found = count(`
struct mm @mm { rwsem sem; spinlock lock; int 0..1 n; };
struct mm m0, m1, m2;
task a 'a' in m0 { mm = current->mm; down_read(&mm->sem); mm->n = 1; spin_lock(&mm->lock); spin_unlock(&mm->lock); }
task b 'b' in m1 { mm = current->mm; down_read(&mm->sem); mm->n = 1; spin_lock(&mm->lock); spin_unlock(&mm->lock); }
task c 'c' in m2 { mm = current->mm; down_read(&mm->sem); mm->n = 1; spin_lock(&mm->lock); spin_unlock(&mm->lock); }
finally all: forall m in struct mm, m.n == 1;`);
    expect(found?.kept).toBe(found?.orbits);
  });

  it('where pages are alike', () => {
    const found = count(`${POOL}${FILL}
task c 'c' { p = F.slot[0]; if (p) { bit_lock(&p->lock); q = F.slot[1]; p->next = q; bit_unlock(&p->lock); } }`);
    expect(found?.kept).toBe(found?.orbits);
    expect(found?.kept).toBeLessThan(found?.whole ?? 0);
  });

  it('where tasks and pages are, and tasks differ in nothing but their pages', () => {
    const found = count(`
struct page { bitlock lock; int 0..1 n; };
struct page *last;
pool struct page pages[3] named P;
task a 'a' { p = alloc(pages); bit_lock(&p->lock); last = p; p->n = 1; bit_unlock(&p->lock); }
task b 'b' { p = alloc(pages); bit_lock(&p->lock); last = p; p->n = 1; bit_unlock(&p->lock); }
task c 'c' { p = alloc(pages); bit_lock(&p->lock); last = p; p->n = 1; bit_unlock(&p->lock); }`);
    expect(found?.kept).toBe(found?.orbits);
    expect(found?.kept).toBeLessThan((found?.whole ?? 0) / 5);
  });

  it('in random programs', { timeout: 600_000 }, () => {
    let together = 0;
    for (const { program, config, seed } of randomQuestions(1, ALL ? 1000 : 60, randomTwins)) {
      const found = countBoth(buildModel(program, config));
      if (found === null) continue;
      if (found.kept < found.whole) together += 1;
      expect(found.kept, `seed ${seed}`).toBe(found.orbits);
    }
    expect(together).toBeGreaterThan(10);
  });
});
