// A lock held over a stretch of a task, against the text in which somebody has written it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { explore } from '../../explore/search/explore.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Address } from '../../model/flow/flow.ts';
import { type HeldFlow, heldFlow, type HeldStretch } from './heldFlow.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { textOfFlow } from '../../model/step/taskText.ts';
import type { LockMode } from '../../model/world/world.ts';

const LIMITS = { maxStates: 100_000, maxBytes: 100_000_000 };

function modelOf(text: string): Model {
  const { program, diagnostics } = loadProgram('small', text, new Map());
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return buildModel(program, {});
}

/** What is said of every property, and how many runs end; where a text cannot be told, that. */
function verdicts(model: Model | null): unknown {
  if (model === null) return 'cannot be told';
  const search = explore(model.machine, LIMITS);
  for (;;) {
    const slice = search.next();
    if (slice.done !== true) continue;
    const { verdicts: said, quiescent } = slice.value;
    return { said: said.map(({ name, verdict }) => `${name} ${verdict}`), ends: quiescent > 0 };
  }
}

interface Held {
  readonly task: number;
  /** Texts of statements; `to` null: until the task ends. */
  readonly from: string;
  readonly to: string | null;
  readonly lock: string;
  readonly mode?: LockMode;
  /** The local that points to the lock's object. */
  readonly through?: string;
}

function nodeOf(model: Model, task: number, text: string): number {
  const { flow, nodes } = at(model.codes, task);
  const found = nodes.find((node) => flow.nodes[node]?.site?.text.startsWith(text) === true);
  if (found === undefined) throw new Error(`no step ${text}`);
  return found;
}

/** Everything between two steps of a text without loops: by the order of its nodes. */
function stretchOf(model: Model, { task, from, to }: Held): HeldStretch {
  const first = nodeOf(model, task, from);
  const last = to === null ? null : nodeOf(model, task, to);
  const stays = at(model.codes, task).nodes.filter(
    (node) => node > first && (last === null || node <= last),
  );
  return { entries: new Set([first]), last, stays: new Set(stays) };
}

function addressOf(model: Model, { lock, through, task }: Held): Address {
  for (const [struct, { spots }] of model.storage.extents) {
    const spot = spots.get(lock);
    if (spot === undefined) continue;
    const { variables } = at(model.codes, task).flow;
    const variable = variables.findIndex(({ name }) => name === through);
    const object =
      through === undefined
        ? ({ kind: 'constant', value: 1 } as const)
        : ({ kind: 'variable', variable } as const);
    const { offset, field } = spot;
    return {
      struct,
      object,
      offset,
      indexes: [],
      type: field.type,
      field: lock,
      name: lock,
      path: lock,
    };
  }
  throw new Error(`no lock ${lock}`);
}

function holding(model: Model, held: Held): HeldFlow | null {
  const lock = { lock: addressOf(model, held), mode: held.mode ?? 'exclusive' } as const;
  return heldFlow(at(model.codes, held.task).flow, held.task, stretchOf(model, held), lock);
}

function lockedOf(model: Model, all: readonly Held[]): Model | null {
  const flows = new Map(all.map((held) => [held.task, holding(model, held)]));
  if ([...flows.values()].includes(null)) return null;
  return buildModel(model.program, model.config, (text, task) => {
    const flow = flows.get(task);
    return flow ? textOfFlow(model.storage, text.task, flow.flow) : text;
  });
}

const STATEMENTS = ['x = 1;', 'x = 2;', 'y = x_;', 'x_ = x;', 'y = 1;', 'y_ = y;'] as const;
const LOCKS = {
  mutex: { exclusive: ['mutex_lock(&l);', 'mutex_unlock(&l);'] },
  spinlock: { exclusive: ['spin_lock(&l);', 'spin_unlock(&l);'] },
  rwsem: {
    exclusive: ['down_write(&l);', 'up_write(&l);'],
    shared: ['down_read(&l);', 'up_read(&l);'],
  },
} as const;

interface Written {
  readonly statements: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly shared: boolean;
}

const written: fc.Arbitrary<Written> = fc.record({
  statements: fc
    .tuple(
      fc.array(fc.constantFrom(...STATEMENTS), { minLength: 1, maxLength: 2 }),
      fc.array(fc.constantFrom(...STATEMENTS), { maxLength: 2 }),
      fc.boolean(),
    )
    .map(([before, inside, other]) =>
      other ? [...before, 'mutex_lock(&o);', ...inside, 'mutex_unlock(&o);'] : before,
    ),
  from: fc.nat(4),
  to: fc.nat(4),
  shared: fc.boolean(),
});

describe('a lock over random stretches', () => {
  it.each(['mutex', 'spinlock', 'rwsem'] as const)('a %s: the same as written', (kind) => {
    fc.assert(
      fc.property(fc.array(written, { minLength: 2, maxLength: 3 }), (tasks) => {
        const ends = tasks.map(({ from, to, statements }) => {
          const last = statements.length - 1;
          const [a, b] = [Math.min(from, last), Math.min(to, last)];
          return { first: Math.min(a, b), last: Math.max(a, b) };
        });
        const modeOf = ({ shared }: Written): LockMode =>
          shared && kind === 'rwsem' ? 'shared' : 'exclusive';
        const body = (one: Written, i: number, locked: boolean): string => {
          const { first, last } = at(ends, i);
          const [take = '', leave = ''] =
            kind === 'rwsem' ? LOCKS.rwsem[modeOf(one)] : LOCKS[kind].exclusive;
          const lines = one.statements.flatMap((line, n) => [
            ...(locked && n === first ? [take] : []),
            line,
            ...(locked && n === last ? [leave] : []),
          ]);
          return `task t${i} '${'abc'[i]}' { x_ = 0; y_ = 0; ${lines.join(' ')} }`;
        };
        const textOf = (locked: boolean): string =>
          [
            `int 0..2 x; int 0..2 y; ${kind} l; mutex o;`,
            ...tasks.map((one, i) => body(one, i, locked)),
            'always apart: !(x == 2 && y == 1);',
            'finally same: x == y;',
          ].join('\n');
        const plain = modelOf(textOf(false));
        const stretches = tasks.map((one, task): readonly [number, HeldStretch, LockMode] => {
          const nodes = at(plain.codes, task).nodes.filter((node) => node >= 0);
          const sorted = nodes.toSorted((a, b) => a - b);
          const { first, last } = at(ends, task);
          const stays = new Set(sorted.slice(first + 1, last + 1));
          const entries = new Set([at(sorted, first)]);
          return [task, { entries, last: at(sorted, last), stays }, modeOf(one)];
        });
        const lock = addressOf(plain, { task: 0, from: '', to: null, lock: 'l' });
        const held = buildModel(plain.program, plain.config, (text, task) => {
          const [, stretch, mode] = at(stretches, task);
          const flow = heldFlow(text.flow, task, stretch, { lock, mode });
          return textOfFlow(plain.storage, text.task, flow?.flow ?? text.flow);
        });
        expect(verdicts(held)).toEqual(verdicts(modelOf(textOf(true))));
      }),
      { numRuns: 25 },
    );
  });
});

interface Case {
  readonly name: string;
  readonly lock: string;
  /** What the task does, and what it would do with the lock written into it. */
  readonly plain: string;
  readonly written: string;
  readonly held: Omit<Held, 'task' | 'lock'>;
  /** How the other task holds the lock. */
  readonly other: readonly [string, string];
  readonly unchanged?: true;
}

/** `inside`: the other task holds the lock; so the properties say in which phases of the first it can. */
const world = (lock: string, body: string, [take, leave]: readonly [string, string]): string => `
int 0..3 x; bool inside; bool other; ${lock}
task a 'a' { ${body} }
task b 'b' { ${take} inside = true; inside = false; ${leave} }
task c 'c' { other = true; }
always one: !(inside && x == 1);
always two: !(inside && x == 2);
always three: !(inside && x == 3);
`;

const MUTEX = ['mutex_lock(&l);', 'mutex_unlock(&l);'] as const;
const READ = ['down_read(&l);', 'up_read(&l);'] as const;
const WRITE = ['down_write(&l);', 'up_write(&l);'] as const;
const PAGE = ['q = &P; bit_lock(&q->lock);', 'bit_unlock(&q->lock);'] as const;
const pages = `struct page { bitlock lock; bool set; };
struct page P, R; struct page *slot = &P; struct page *none;`;

const CASES: readonly Case[] = [
  {
    name: 'takes its own lock inside no second time',
    lock: 'mutex l;',
    plain: 'x = 1; mutex_lock(&l); x = 2; mutex_unlock(&l); x = 3; x = 0;',
    written: 'mutex_lock(&l); x = 1; x = 2; x = 3; mutex_unlock(&l); x = 0;',
    held: { from: 'x = 1', to: 'x = 3' },
    other: MUTEX,
  },
  {
    name: 'takes its own lock earlier',
    lock: 'mutex l;',
    plain: 'x = 1; mutex_lock(&l); x = 2; x = 3; mutex_unlock(&l); x = 0;',
    written: 'mutex_lock(&l); x = 1; x = 2; x = 3; mutex_unlock(&l); x = 0;',
    held: { from: 'x = 1', to: 'x = 2' },
    other: MUTEX,
  },
  {
    name: 'keeps its own lock longer',
    lock: 'mutex l;',
    plain: 'mutex_lock(&l); x = 1; x = 2; mutex_unlock(&l); x = 3; x = 0;',
    written: 'mutex_lock(&l); x = 1; x = 2; x = 3; mutex_unlock(&l); x = 0;',
    held: { from: 'x = 2', to: 'x = 3' },
    other: MUTEX,
  },
  {
    name: 'holds it there already, from the step that takes it',
    lock: 'mutex l;',
    plain: 'mutex_lock(&l); x = 1; x = 2; mutex_unlock(&l); x = 3; x = 0;',
    written: 'mutex_lock(&l); x = 1; x = 2; mutex_unlock(&l); x = 3; x = 0;',
    held: { from: 'mutex_lock', to: 'x = 2' },
    other: MUTEX,
    unchanged: true,
  },
  {
    name: 'lets it go where it returns early',
    lock: 'mutex l;',
    plain: 'x = 1; o = other; if (o) return; x = 2; x = 0;',
    written: `mutex_lock(&l); x = 1; o = other; if (o) { mutex_unlock(&l); return; }
      x = 2; mutex_unlock(&l); x = 0;`,
    held: { from: 'x = 1', to: 'x = 2' },
    other: MUTEX,
  },
  {
    name: 'keeps it until it ends',
    lock: 'mutex l;',
    plain: 'x = 1; x = 2; o = other; if (o) return; x = 3;',
    written: `x = 1; mutex_lock(&l); x = 2; o = other; if (o) { mutex_unlock(&l); return; }
      x = 3; mutex_unlock(&l);`,
    held: { from: 'x = 2', to: null },
    other: MUTEX,
  },
  {
    name: 'gets its own lock where it tries',
    lock: 'mutex l;',
    plain: 'x = 1; if (mutex_trylock(&l)) { x = 2; mutex_unlock(&l); } x = 3; x = 0;',
    written: 'mutex_lock(&l); x = 1; x = 2; x = 3; mutex_unlock(&l); x = 0;',
    held: { from: 'x = 1', to: 'x = 3' },
    other: MUTEX,
  },
  {
    name: 'gets it, too, where it goes on without it otherwise',
    lock: 'mutex l;',
    plain: 'x = 1; if (!mutex_trylock(&l)) return; x = 2; mutex_unlock(&l); x = 3; x = 0;',
    written: 'mutex_lock(&l); x = 1; x = 2; x = 3; mutex_unlock(&l); x = 0;',
    held: { from: 'x = 1', to: 'x = 3' },
    other: MUTEX,
  },
  {
    name: 'shared does not keep readers out',
    lock: 'rwsem l;',
    plain: 'x = 1; x = 2; x = 0;',
    written: 'down_read(&l); x = 1; x = 2; up_read(&l); x = 0;',
    held: { from: 'x = 1', to: 'x = 2', mode: 'shared' },
    other: READ,
  },
  {
    name: 'shared keeps writers out',
    lock: 'rwsem l;',
    plain: 'x = 1; x = 2; x = 0;',
    written: 'down_read(&l); x = 1; x = 2; up_read(&l); x = 0;',
    held: { from: 'x = 1', to: 'x = 2', mode: 'shared' },
    other: WRITE,
  },
  {
    name: 'is downgraded to what the task still holds',
    lock: 'rwsem l;',
    plain: 'x = 1; down_read(&l); x = 2; x = 3; up_read(&l); x = 0;',
    written: 'down_write(&l); x = 1; x = 2; downgrade_write(&l); x = 3; up_read(&l); x = 0;',
    held: { from: 'x = 1', to: 'x = 2' },
    other: READ,
  },
  {
    name: 'is that of the page that a local points to',
    lock: pages,
    plain: 'p = slot; x = 1; x = 2; x = 0;',
    written:
      'p = slot; bit_lock(&p->lock); x = 1; x = 2; bit_unlock(&p->lock); x = 0; p->set = true;',
    held: { from: 'x = 1', to: 'x = 2', through: 'p' },
    other: PAGE,
  },
  {
    name: 'is nobody’s where the local is NULL',
    lock: pages,
    plain: 'p = none; x = 1; x = 2; x = 0; if (p) p->set = true;',
    written: 'p = none; x = 1; x = 2; x = 0; if (p) p->set = true;',
    held: { from: 'x = 1', to: 'x = 2', through: 'p' },
    other: PAGE,
  },
  {
    name: 'is not taken twice by way of another local, but another page’s is',
    lock: pages,
    plain: `p = slot; r = slot; x = 1; bit_lock(&r->lock); x = 2; bit_unlock(&r->lock);
      s = &R; bit_lock(&s->lock); x = 3; bit_unlock(&s->lock); x = 0; p->set = true;`,
    written: `p = slot; r = slot; bit_lock(&p->lock); x = 1; x = 2;
      s = &R; bit_lock(&s->lock); x = 3; bit_unlock(&s->lock); bit_unlock(&p->lock); x = 0;
      p->set = true;`,
    held: { from: 'x = 1', to: 'x = 3', through: 'p' },
    other: PAGE,
  },
];

describe('a lock', () => {
  it.each(CASES)('$name', ({ lock, plain, written: text, held, other, unchanged }) => {
    const model = modelOf(world(lock, plain, other));
    const name = held.through === undefined ? 'l' : 'lock';
    const all: Held = { task: 0, lock: name, ...held };
    expect(verdicts(lockedOf(model, [all]))).toEqual(verdicts(modelOf(world(lock, text, other))));
    expect(holding(model, all)?.changed).toBe(unchanged !== true);
  });

  it.each([
    [
      'shared is never made exclusive',
      'rwsem l;',
      'down_read(&l); x = 1; x = 2; up_read(&l); x = 0;',
    ],
    [
      'shared, the task takes it exclusively inside',
      'rwsem l;',
      'x = 1; down_write(&l); x = 2; up_write(&l);',
    ],
    ['that the task lets go of without taking it', 'rwsem l;', 'x = 1; up_read(&l); x = 2;'],
    ['that has no shared holders', 'mutex l;', 'x = 1; x = 2; mutex_lock(&l); mutex_unlock(&l);'],
  ])('%s: it cannot be told', (name, lock, plain) => {
    const other = lock.startsWith('mutex') ? MUTEX : WRITE;
    const mode = name.startsWith('shared is') ? 'exclusive' : 'shared';
    const model = modelOf(world(lock, plain, other));
    expect(holding(model, { task: 0, lock: 'l', from: 'x = 1', to: 'x = 2', mode })).toBeNull();
  });
});
