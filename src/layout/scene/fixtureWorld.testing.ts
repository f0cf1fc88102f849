// Runs written by hand for the tests of the world graph: places, references, tokens and motion.
// They follow the types of the model and nothing else of it; no scenario is told by them.

import type { Effect, LockEvent, Moment, Run } from '../../model/world/run.ts';
import type {
  Field,
  LockHold,
  LockKind,
  LockMode,
  LockName,
  ObjectId,
  TaskInfo,
  Value,
  World,
  WorldObject,
  WorldTask,
} from '../../model/world/world.ts';

export const ref = (target: string | null, dangling = false): Value => ({
  kind: 'ref',
  target,
  dangling,
});
export const flag = (on: boolean): Value => ({ kind: 'bool', on });
export const int = (value: number): Value => ({ kind: 'int', value });
export const list = (...items: Value[]): Value => ({ kind: 'array', items });

const TOKENS = ['A', 'W', 'S', 'V1', 'V2', 'ZERO'];

export function token(name: string): Value {
  return { kind: 'token', token: name, index: TOKENS.indexOf(name), meaning: '' };
}

export function word(page: string | null, bits = '', dangling = false): Value {
  const bit = (name: string): Field => ({
    name,
    role: null,
    ghost: false,
    value: flag(bits.includes(name)),
  });
  const target: Field = { name: 'page', role: null, ghost: false, value: ref(page, dangling) };
  return { kind: 'word', struct: 'pte', fields: [target, bit('w'), bit('d')] };
}

export function field(name: string, role: string | null, value: Value): Field {
  return { name, role, ghost: false, value };
}

export function lock(
  object: ObjectId,
  name: string,
  kind: LockKind,
  spoken = `${object}.${name}`,
): Field {
  const lockName: LockName = { object, field: name, kind, name: spoken };
  return field(name, 'lock', {
    kind: 'lock',
    lock: { lock: lockName, holders: [], queue: [], count: null, waiters: [] },
  });
}

export function thing(
  id: ObjectId,
  role: string | null,
  fields: readonly Field[],
  more: Partial<WorldObject> = {},
): WorldObject {
  return {
    id,
    name: id,
    struct: role ?? 'thing',
    role,
    live: true,
    pooled: false,
    parent: null,
    fields,
    ...more,
  };
}

export function cpu(id: ObjectId, entries: readonly Value[] = [word(null)]): WorldObject {
  return thing(id, 'cpu', [field('tlb', 'tlb', list(...entries))]);
}

export function mm(
  id: ObjectId,
  entries: readonly Value[] = [word(null)],
  locks: readonly string[] = ['page_table_lock'],
): WorldObject {
  return thing(id, 'mm', [
    field('pte', 'pte', list(...entries)),
    ...locks.map((name) => lock(id, name, 'spinlock')),
  ]);
}

/** A file and its embedded mapping. */
export function file(id: ObjectId, slots: readonly Value[], bmap: readonly Value[]): WorldObject[] {
  return [
    thing(id, 'file', [
      lock(id, 'i_mutex', 'mutex'),
      field('i_size', 'size', int(slots.length)),
      field('bmap', 'bmap', list(...bmap)),
    ]),
    thing(
      `${id}.i_data`,
      null,
      [
        field('host', 'host', ref(id)),
        field('i_pages', 'slot', list(...slots)),
        lock(`${id}.i_data`, 'invalidate_lock', 'rwsem', `${id}.invalidate_lock`),
      ],
      { parent: id },
    ),
  ];
}

export function page(id: ObjectId, live = false, data: readonly string[] = ['A']): WorldObject {
  const fields = [
    lock(id, 'PG_locked', 'bitlock'),
    field('PG_uptodate', 'flag', flag(false)),
    field('PG_dirty', 'flag', flag(false)),
    field('PG_writeback', 'flag', flag(false)),
    field('mapping', 'mapping', ref(null)),
    field('index', 'index', int(0)),
    field('refcount', 'count', int(0)),
    field('mapcount', 'count', int(0)),
    field('blk', 'blk', ref(null)),
    field('bytes', 'data', list(...data.map(token))),
  ];
  return thing(id, 'page', fields, {
    pooled: true,
    live,
    name: `P${Number(/\d+/.exec(id)?.[0] ?? 0) + 1}`,
  });
}

export function block(
  id: ObjectId,
  owner: ObjectId | null,
  data: readonly string[] = ['A'],
): WorldObject {
  return thing(id, 'block', [
    field('owner', 'owner', ref(owner)),
    field('bytes', 'data', list(...data.map(token))),
  ]);
}

export function server(id: ObjectId, data: readonly string[] = ['A']): WorldObject {
  return thing(id, 'server', [
    field('change', 'count', int(1)),
    field('bytes', 'data', list(...data.map(token))),
  ]);
}

export function call(id: ObjectId, live = false, data: readonly string[] = ['A']): WorldObject {
  const name = `RPC${Number(/\d+/.exec(id)?.[0] ?? 0) + 1}`;
  const fields = [field('bytes', 'data', list(...data.map(token)))];
  return thing(id, 'rpc', fields, { pooled: true, live, name });
}

/** A file with the flags of an NFS inode. */
export function flaggedFile(id: ObjectId, slots: readonly Value[]): WorldObject[] {
  const [inode, ...rest] = file(id, slots, []);
  const names = ['NFS_INO_INVALID_DATA', 'NFS_INO_DATA_INVAL_DEFER', 'attr_expired'];
  const flags = names.map((name) => field(name, 'flag', flag(name.length > 20)));
  return [{ ...inode!, fields: [...inode!.fields, ...flags] }, ...rest];
}

export function taskInfo(
  index: number,
  name: string,
  cpu: ObjectId | null,
  mm: ObjectId | null,
): TaskInfo {
  return { index, name, letter: String.fromCharCode(97 + index), kind: 'task', cpu, mm };
}

/** One step of a script: paths such as `F.i_data.i_pages[0]`, the object's id up to the last dot. */
export interface Line {
  readonly task: number;
  readonly text?: string;
  readonly reads?: readonly string[];
  readonly writes?: Readonly<Record<string, Value>>;
  readonly alloc?: ObjectId;
  readonly free?: ObjectId;
  readonly take?: readonly [path: string, mode?: LockMode];
  readonly drop?: string;
  /** From here on the task waits for this lock. */
  readonly waits?: readonly [task: number, path: string];
  readonly breaks?: readonly string[];
  readonly broken?: readonly string[];
  readonly concerns?: World['concerns'];
  readonly cycle?: readonly number[];
  readonly done?: readonly number[];
}

/** Plays a script on a starting world: what each line says becomes one moment. */
export function play(
  start: readonly WorldObject[],
  tasks: readonly TaskInfo[],
  lines: readonly Line[],
): Run {
  const stage = new Stage(start, tasks);
  const moments: Moment[] = [
    { world: stage.world(), step: null },
    ...lines.map((line, at) => stage.take(line, at + 1)),
  ];
  return { moves: lines.map(({ task }) => ({ task, choice: null })), moments, stopped: null };
}

class Stage {
  private objects: Map<ObjectId, WorldObject>;
  private readonly tasks: readonly TaskInfo[];
  private readonly waiting = new Map<number, string>();
  private readonly done = new Set<number>();
  private broken: readonly string[] = [];
  private concerns: World['concerns'] = {};
  private cycle: readonly number[] = [];

  constructor(start: readonly WorldObject[], tasks: readonly TaskInfo[]) {
    this.objects = new Map(start.map((object) => [object.id, object]));
    this.tasks = tasks;
  }

  take(line: Line, index: number): Moment {
    const effects = this.effects(line);
    const locks = this.locks(line);
    this.broken = line.broken ?? this.broken;
    this.concerns = line.concerns ?? this.concerns;
    this.cycle = line.cycle ?? this.cycle;
    for (const task of line.done ?? []) this.done.add(task);
    const text = line.text ?? '';
    const site = {
      key: text,
      file: 'x.race',
      from: 0,
      to: 0,
      line: 1,
      calls: [],
      text,
      label: null,
    };
    return {
      world: this.world(),
      step: {
        index,
        task: line.task,
        site,
        choice: null,
        effects,
        locks,
        breaks: line.breaks ?? [],
      },
    };
  }

  world(): World {
    const tasks = this.tasks.map(
      ({ index }): WorldTask => ({
        index,
        state: this.state(index),
        next: null,
        locals: [],
        choices: [],
      }),
    );
    const ending = this.cycle.length > 0 ? 'deadlocked' : 'running';
    return {
      objects: [...this.objects.values()],
      tasks,
      ending,
      oops: null,
      broken: this.broken,
      concerns: this.concerns,
      cycle: this.cycle.map((task) => ({
        task,
        on: this.waiting.has(task) ? this.lockAt(this.waiting.get(task)!).lock : null,
        why: 'holds',
      })),
    };
  }

  private state(task: number): WorldTask['state'] {
    const on = this.waiting.get(task);
    if (on !== undefined) {
      const { lock: name, holders } = this.lockAt(on);
      return {
        kind: 'blocked',
        on: name,
        waitsFor: holders.map(({ task: of }) => ({ task: of, why: 'holds' })),
      };
    }
    return { kind: this.done.has(task) ? 'done' : 'ready' };
  }

  private effects(line: Line): Effect[] {
    const made: Effect[] = [];
    for (const [kind, object] of [
      ['alloc', line.alloc],
      ['free', line.free],
    ] as const) {
      if (object === undefined) continue;
      made.push({ kind, object });
      this.objects.set(object, { ...this.objects.get(object)!, live: kind === 'alloc' });
    }
    for (const path of line.reads ?? [])
      made.push({ kind: 'read', ...split(path), value: this.read(path) });
    for (const [path, after] of Object.entries(line.writes ?? {})) {
      made.push({ kind: 'write', ...split(path), before: this.read(path), after });
      this.write(path, after);
    }
    return made;
  }

  private locks({ task, take, drop, waits }: Line): LockEvent[] {
    const events: LockEvent[] = [];
    if (drop) {
      events.push({ kind: 'release', lock: this.lockAt(drop).lock, mode: 'exclusive', task });
      this.hold(
        drop,
        this.lockAt(drop).holders.filter((hold) => hold.task !== task),
      );
    }
    if (take) {
      const [path, mode = 'exclusive'] = take;
      this.waiting.delete(task);
      this.hold(path, [...this.lockAt(path).holders, { task, mode }]);
      events.push({ kind: 'acquire', lock: this.lockAt(path).lock, mode, task });
    }
    if (waits) {
      this.waiting.set(...waits);
      this.hold(waits[1], this.lockAt(waits[1]).holders);
      events.push({
        kind: 'contend',
        lock: this.lockAt(waits[1]).lock,
        mode: 'exclusive',
        task: waits[0],
      });
    }
    return events;
  }

  private lockAt(path: string) {
    const value = this.read(path);
    if (value.kind !== 'lock') throw new Error(`${path} is no lock`);
    return value.lock;
  }

  private hold(path: string, holders: readonly LockHold[]): void {
    const waiters = [...this.waiting].filter(([, on]) => on === path).map(([task]) => task);
    this.write(path, { kind: 'lock', lock: { ...this.lockAt(path), holders, waiters } });
  }

  private read(path: string): Value {
    const { object, field: inside } = split(path);
    const [, name, item] = /^(\w+)(?:\[(\d+)\])?$/.exec(inside)!;
    const value = this.objects.get(object)!.fields.find((each) => each.name === name)!.value;
    return value.kind === 'array' && item !== undefined ? value.items[Number(item)]! : value;
  }

  private write(path: string, after: Value): void {
    const { object, field: inside } = split(path);
    const [, name, item] = /^(\w+)(?:\[(\d+)\])?$/.exec(inside)!;
    const one = this.objects.get(object)!;
    const fields = one.fields.map((each) => {
      if (each.name !== name) return each;
      if (each.value.kind !== 'array' || item === undefined) return { ...each, value: after };
      return {
        ...each,
        value: list(...each.value.items.map((old, at) => (at === Number(item) ? after : old))),
      };
    });
    this.objects.set(object, { ...one, fields });
  }
}

function split(path: string): { object: ObjectId; field: string } {
  const dot = path.lastIndexOf('.');
  return { object: path.slice(0, dot), field: path.slice(dot + 1) };
}

// Worlds.

export const punchTasks = [
  taskInfo(0, 'fault', 'cpu0', 'mm0'),
  taskInfo(1, 'punch', 'cpu1', null),
  taskInfo(2, 'reuse', null, null),
  taskInfo(3, 'flush', 'cpu1', null),
];

const PAGE = 'pages[0]';

/** A page fault, a hole punch, a write-back into a block that has another owner. */
export function punchRun(): Run {
  const pages = [0, 1, 2, 3].map((at) => page(`pages[${at}]`));
  const start = [
    cpu('cpu0'),
    cpu('cpu1'),
    mm('mm0'),
    ...file('F', [ref(null)], [ref('B1')]),
    ...file('G', [ref(null)], [ref(null)]),
    ...pages,
    block('B1', 'F'),
  ];
  return play(start, punchTasks, PUNCH);
}

const PUNCH: readonly Line[] = [
  { task: 0, reads: ['cpu0.tlb[0]'], text: 't = cpu->tlb[i];' },
  { task: 0, reads: ['mm0.pte[0]'], text: 'e = mm->pte[i];' },
  { task: 0, reads: ['F.i_data.i_pages[0]'], text: 'p = find_get_page(mapping, i);' },
  { task: 1, take: ['F.i_mutex'], text: 'mutex_lock(&inode->i_mutex);' },
  { task: 1, reads: ['F.i_data.i_pages[0]'], text: 'p = find_get_page(mapping, i);' },
  {
    task: 0,
    text: 'p = add_to_page_cache(mapping, i);',
    alloc: PAGE,
    writes: {
      [`${PAGE}.mapping`]: ref('F.i_data'),
      [`${PAGE}.refcount`]: int(2),
      'F.i_data.i_pages[0]': ref(PAGE),
    },
    take: [`${PAGE}.PG_locked`],
  },
  {
    task: 0,
    text: 'p->blk = inode->bmap[i];',
    reads: ['F.bmap[0]'],
    writes: { [`${PAGE}.blk`]: ref('B1') },
  },
  {
    task: 0,
    text: 'read the block',
    reads: ['B1.bytes[0]'],
    writes: { [`${PAGE}.bytes[0]`]: token('A') },
  },
  { task: 0, text: 'p->uptodate = 1;', writes: { [`${PAGE}.PG_uptodate`]: flag(true) } },
  {
    task: 0,
    text: 'set_pte',
    writes: { 'mm0.pte[0]': word(PAGE, 'wd'), [`${PAGE}.mapcount`]: int(1) },
  },
  { task: 0, text: 'unlock_page(p);', drop: `${PAGE}.PG_locked` },
  { task: 0, text: 'walk', reads: ['mm0.pte[0]'], writes: { 'cpu0.tlb[0]': word(PAGE, 'wd') } },
  { task: 0, text: 'store', reads: ['cpu0.tlb[0]'], writes: { [`${PAGE}.bytes[0]`]: token('W') } },
  { task: 0, text: 'p->dirty = 1;', writes: { [`${PAGE}.PG_dirty`]: flag(true) }, done: [0] },
  { task: 3, text: 'lock_page(p);', take: [`${PAGE}.PG_locked`] },
  { task: 1, text: 'lock_page(p);', reads: [`${PAGE}.mapping`], waits: [1, `${PAGE}.PG_locked`] },
  {
    task: 1,
    text: 'free_block(inode, i);',
    writes: { 'F.bmap[0]': ref(null), 'B1.owner': ref(null) },
    broken: ['stale_block'],
  },
  {
    task: 2,
    text: 'B1.owner = &G;',
    writes: { 'B1.owner': ref('G'), 'G.bmap[0]': ref('B1'), 'B1.bytes[0]': token('S') },
    done: [2],
  },
  {
    task: 3,
    text: 'p->dirty = 0;',
    writes: { [`${PAGE}.PG_dirty`]: flag(false), [`${PAGE}.PG_writeback`]: flag(true) },
  },
  {
    task: 3,
    text: 'submit_write(p);',
    reads: [`${PAGE}.bytes[0]`, `${PAGE}.blk`],
    writes: { 'B1.bytes[0]': token('W') },
    breaks: ['no_foreign_write'],
  },
  { task: 3, text: 'unlock_page(p);', drop: `${PAGE}.PG_locked` },
];

/** An unmap that forgets one CPU: a stale TLB entry, a page out of its slot, a page freed under it. */
export function staleRun(): Run {
  const tasks = staleTasks;
  const pages = [page(PAGE, true, ['V1', 'A']), page('pages[1]')];
  const [inode, mapping] = file('F', [ref(PAGE)], [ref('B1')]);
  const start = [
    cpu('cpu0', [word(PAGE, 'wd')]),
    cpu('cpu1', [word(PAGE, 'wd')]),
    mm('mm0', [word(PAGE, 'wd')], ['mmap_sem', 'page_table_lock']),
    inode!,
    mapping!,
    ...pages,
    block('B1', 'F'),
  ];
  const first: Line = {
    task: 0,
    writes: {
      [`${PAGE}.mapping`]: ref('F.i_data'),
      [`${PAGE}.refcount`]: int(2),
      [`${PAGE}.mapcount`]: int(1),
      [`${PAGE}.blk`]: ref('B1'),
    },
  };
  return play(start, tasks, [
    first,
    { task: 0, take: ['mm0.mmap_sem', 'shared'] },
    { task: 1, take: ['mm0.mmap_sem', 'shared'] },
    { task: 0, take: ['mm0.page_table_lock'] },
    { task: 0, writes: { 'mm0.pte[0]': word(null), [`${PAGE}.mapcount`]: int(0) } },
    { task: 0, writes: { 'cpu0.tlb[0]': word(null) } },
    {
      task: 0,
      writes: {
        'F.i_data.i_pages[0]': ref(null),
        [`${PAGE}.mapping`]: ref(null),
        [`${PAGE}.refcount`]: int(1),
      },
    },
    {
      task: 1,
      reads: ['cpu1.tlb[0]'],
      writes: { [`${PAGE}.bytes[1]`]: token('V2') },
      broken: ['lost_store'],
    },
    { task: 0, free: PAGE, writes: { 'cpu1.tlb[0]': word(PAGE, 'wd', true) } },
  ]);
}

export const staleTasks = [taskInfo(0, 'zap', 'cpu0', 'mm0'), taskInfo(1, 'user', 'cpu1', 'mm0')];

/** Three tasks that wait for each other, on locks alone. */
export function deadlockRun(): Run {
  const start = [
    mm('mm0', [word(null)], ['mmap_sem']),
    ...file('A', [ref(null)], []),
    ...file('B', [ref(null)], []),
  ];
  return play(start, deadlockTasks, [
    { task: 0, take: ['A.i_mutex'] },
    { task: 1, take: ['mm0.mmap_sem', 'shared'] },
    { task: 2, take: ['B.i_mutex'], waits: [0, 'mm0.mmap_sem'] },
    { task: 1, waits: [1, 'B.i_mutex'] },
    { task: 2, waits: [2, 'A.i_mutex'], cycle: [0, 1, 2], broken: ['no_deadlock'] },
  ]);
}

export const deadlockTasks = [
  taskInfo(0, 'write', null, 'mm0'),
  taskInfo(1, 'fault', null, 'mm0'),
  taskInfo(2, 'munmap', null, 'mm0'),
];

/** More of everything than fits: seven pages, three CPUs, two address spaces, a struct of no role. */
export function crowdRun(): Run {
  const pages = [0, 1, 2, 3, 4, 5, 6].map((at) => page(`pages[${at}]`, at < 6, [TOKENS[at % 6]!]));
  const at = (n: number) => `pages[${n}]`;
  const start = [
    cpu('cpu0', [word(at(0), 'wd'), word(at(1), 'w')]),
    cpu('cpu1', [word(at(1)), word(null)]),
    cpu('cpu2', [word(at(4), 'w'), word(null)]),
    mm('mm0', [word(at(0), 'wd'), word(at(1), 'w')], ['mmap_sem', 'page_table_lock']),
    mm('mm1', [word(at(2)), word(at(5), 'd')]),
    ...file('F', [ref(at(0)), ref(at(1)), ref(at(2))], [ref('B1'), ref('B2'), ref(null)]),
    ...file('G', [ref(at(3))], [ref('B3')]),
    ...pages,
    block('B1', 'F'),
    block('B2', 'F', ['S']),
    block('B3', 'G', ['V1']),
    thing('rpciod', null, [
      lock('rpciod', 'rpciod', 'mutex', 'rpciod'),
      field('seq', null, int(3)),
      field('last', null, ref(at(0))),
    ]),
  ];
  const blocks = ['B1', 'B2', null, 'B3'];
  const fill = [0, 1, 2, 3].map(
    (n): Line => ({
      task: n % 3,
      writes: {
        [`${at(n)}.mapping`]: ref(n < 3 ? 'F.i_data' : 'G.i_data'),
        [`${at(n)}.blk`]: ref(blocks[n] ?? null),
        [`${at(n)}.PG_uptodate`]: flag(true),
      },
    }),
  );
  return play(start, crowdTasks, [
    ...fill,
    { task: 1, take: [`${at(1)}.PG_locked`] },
    { task: 0, waits: [0, `${at(1)}.PG_locked`] },
    { task: 2, waits: [2, `${at(1)}.PG_locked`] },
    { task: 3, take: ['F.i_data.invalidate_lock', 'shared'] },
    { task: 1, take: ['F.i_data.invalidate_lock', 'shared'] },
    { task: 1, writes: { [`${at(4)}.PG_dirty`]: flag(true) } },
    { task: 1, reads: ['rpciod.seq'] },
  ]);
}

export const crowdTasks = [
  taskInfo(0, 'fault', 'cpu0', 'mm0'),
  taskInfo(1, 'fault_again', 'cpu1', 'mm0'),
  taskInfo(2, 'reader', 'cpu2', 'mm1'),
  taskInfo(3, 'flush', 'cpu2', null),
];

// A server: its reply is on its way while another process stores.

export const wireTasks: readonly TaskInfo[] = [
  taskInfo(0, 'store', 'cpu0', 'mm0'),
  taskInfo(1, 'revalidate', 'cpu1', null),
];

function wireStart(): WorldObject[] {
  const mapping = field('vm_mapping', null, ref('F.i_data'));
  const mm0 = mm('mm0', [word('pages[0]', 'w')]);
  return [
    cpu('cpu0'),
    cpu('cpu1'),
    { ...mm0, fields: [mapping, ...mm0.fields] },
    ...flaggedFile('F', [ref('pages[0]')]),
    ...flaggedFile('G', [ref(null)]),
    {
      ...page('pages[0]', true, ['W', 'A']),
      fields: page('pages[0]', true, ['W', 'A']).fields.map((each) =>
        each.name === 'mapping' ? field('mapping', 'mapping', ref('F.i_data')) : each,
      ),
    },
    page('pages[1]'),
    call('calls[0]', false, ['A', 'A']),
    call('calls[1]', false, ['A', 'A']),
    server('S', ['S', 'A']),
  ];
}

export function wireRun(): Run {
  return play(wireStart(), wireTasks, [
    { task: 1, writes: { 'F.NFS_INO_INVALID_DATA': flag(true) } },
    {
      task: 1,
      reads: ['S.bytes[0]'],
      alloc: 'calls[0]',
      writes: { 'calls[0].bytes[0]': token('S') },
    },
    {
      task: 0,
      alloc: 'calls[1]',
      reads: ['pages[0].bytes[0]'],
      writes: { 'calls[1].bytes[0]': token('W') },
    },
    {
      task: 0,
      free: 'calls[1]',
      writes: { 'S.bytes[0]': token('W') },
      broken: ['fresh'],
      concerns: { fresh: ['F.i_data', 'S', 'pages[0]'] },
    },
    { task: 1, free: 'calls[0]', writes: { 'pages[0].bytes[0]': token('S') } },
  ]);
}
