// A run written by hand for the tests of the time diagram, the captions and the code panels: a
// page fault against a hole punch on one page, up to a write-back into a block that the file no
// longer owns. It follows the types of the model and nothing else of it.

import { assert, at } from '../../base/assert.ts';
import type { Effect, LockEvent, Moment, Run, Step } from '../../model/world/run.ts';
import type {
  Field,
  LockKind,
  LockMode,
  LockName,
  StepSite,
  TaskInfo,
  Value,
  World,
  WorldObject,
  WorldTask,
} from '../../model/world/world.ts';
import type { RunProperty } from './propertyStrip.ts';

export const FAULT = 0;
export const PUNCH = 1;
export const REUSE = 2;
export const FLUSH = 3;

export const fixtureTasks: readonly TaskInfo[] = [
  { index: FAULT, name: 'fault', letter: 'f', kind: 'task', cpu: 'cpu0', mm: 'mm0' },
  { index: PUNCH, name: 'punch', letter: 'p', kind: 'task', cpu: 'cpu1', mm: null },
  { index: REUSE, name: 'reuse', letter: 'g', kind: 'task', cpu: null, mm: null },
  { index: FLUSH, name: 'flush', letter: 'w', kind: 'daemon', cpu: 'cpu1', mm: null },
];

export const fixtureProperties: readonly RunProperty[] = [
  {
    name: 'no_foreign_write',
    sentence: 'write-back never writes a block that the file no longer owns',
    violation: 'Write-back wrote a block that the file had given up',
    kind: 'always',
  },
  {
    name: 'stale_block',
    sentence: 'at the end every cached page stands on the block that the file maps',
    violation: 'It does not hold',
    kind: 'finally',
  },
  {
    name: 'no_deadlock',
    sentence: 'no task waits for ever in a circle',
    violation: 'It does not hold',
    kind: 'builtin',
  },
  {
    name: 'no_oops',
    sentence: 'the kernel never follows a bad pointer',
    violation: 'It does not hold',
    kind: 'builtin',
  },
  {
    name: 'no_lock_leak',
    sentence: 'no task ends holding a lock',
    violation: 'It does not hold',
    kind: 'builtin',
  },
];

const ref = (target: string | null, dangling = false): Value => ({ kind: 'ref', target, dangling });
const bool = (on: boolean): Value => ({ kind: 'bool', on });
const int = (value: number): Value => ({ kind: 'int', value });
const TOKENS = ['zero', 'W', 'S'];
const token = (name: string): Value => ({
  kind: 'token',
  token: name,
  index: TOKENS.indexOf(name),
  meaning: name,
});
const field = (name: string, role: string | null, value: Value): Field => ({
  name,
  role,
  ghost: false,
  value,
});
const word = (page: string | null, w: boolean, d: boolean): Value => ({
  kind: 'word',
  struct: 'pte',
  fields: [field('page', null, ref(page)), field('w', null, bool(w)), field('d', null, bool(d))],
});
const array = (...items: Value[]): Value => ({ kind: 'array', items });

const LOCKS: readonly LockName[] = [
  lockName('F', 'i_mutex', 'mutex'),
  lockName('mm0', 'mmap_sem', 'rwsem'),
  lockName('mm0', 'page_table_lock', 'spinlock'),
  { object: 'pages[0]', field: 'lk', kind: 'bitlock', name: 'P1.PG_locked' },
];

function lockName(of: string, name: string, kind: LockKind): LockName {
  return { object: of, field: name, kind, name: `${of}.${name}` };
}

function lock(name: string): LockName {
  return found(LOCKS.find((candidate) => candidate.name === name));
}

function found<T>(value: T | undefined): T {
  assert(value !== undefined, 'the script of the fixture names what it has');
  return value;
}

function lockField(name: string): Field {
  const free: Value = {
    kind: 'lock',
    lock: { lock: lock(name), holders: [], queue: [], count: null, waiters: [] },
  };
  return field(lock(name).field, 'lock', free);
}

function object(id: string, role: string | null, struct: string, fields: Field[]): WorldObject {
  const pooled = id.startsWith('pages');
  const name = pooled ? 'P1' : id;
  const parent = id === 'F.i_data' ? 'F' : null;
  return { id, name, struct, role, live: !pooled, pooled, parent, fields };
}

const START: readonly WorldObject[] = [
  object('cpu0', 'cpu', 'cpu', [field('tlb', 'tlb', array(word(null, false, false)))]),
  object('cpu1', 'cpu', 'cpu', [field('tlb', 'tlb', array(word(null, false, false)))]),
  object('mm0', 'mm', 'mm', [
    lockField('mm0.mmap_sem'),
    lockField('mm0.page_table_lock'),
    field('pte', 'pte', array(word(null, false, false))),
  ]),
  object('F', 'file', 'inode', [
    lockField('F.i_mutex'),
    field('i_size', 'size', int(1)),
    field('bmap', 'slot', array(ref('B1'))),
  ]),
  object('F.i_data', null, 'address_space', [field('i_pages', 'slot', array(ref(null)))]),
  object('G', 'file', 'inode', [field('bmap', 'slot', array(ref(null)))]),
  object('pages[0]', 'page', 'page', [
    lockField('P1.PG_locked'),
    field('uptodate', 'flag', bool(false)),
    field('dirty', 'flag', bool(false)),
    field('mapping', null, ref(null)),
    field('refcount', 'count', int(0)),
    field('blk', null, ref(null)),
    field('bytes', 'data', array(token('zero'))),
  ]),
  object('B1', 'block', 'block', [
    field('owner', 'owner', ref('F')),
    field('bytes', 'data', array(token('zero'))),
  ]),
];

/** One line of the script: what a task's step reads, writes, takes and drops. */
interface Line {
  readonly task: number;
  readonly text: string;
  readonly calls: readonly string[];
  readonly reads?: readonly string[];
  readonly writes?: readonly (readonly [string, Value])[];
  readonly alloc?: string;
  readonly take?: readonly [string, LockMode?];
  readonly drop?: string;
  readonly breaks?: readonly string[];
}

const FILL = ['store', 'handle_mm_fault', 'filemap_fault'];
const MAP = ['store', 'handle_mm_fault'];
const SCAN = ['ext4_punch_hole', 'truncate_inode_pages_range'];
const WRITE = ['writepages'];

export const SCRIPT: readonly Line[] = [
  { task: FAULT, text: 't = cpu->tlb[i];', calls: ['store'], reads: ['cpu0.tlb[0]'] },
  {
    task: FAULT,
    text: 'down_read(&mm->mmap_sem);',
    calls: MAP,
    take: ['mm0.mmap_sem', 'shared'],
  },
  { task: FAULT, text: 'p = find_get_page(f, i);', calls: FILL, reads: ['F.i_data.i_pages[0]'] },
  {
    task: PUNCH,
    text: 'mutex_lock(&f->i_mutex);',
    calls: ['ext4_punch_hole'],
    take: ['F.i_mutex'],
  },
  { task: PUNCH, text: 'o = mm->pte[i];', calls: ['unmap_mapping_range'], reads: ['mm0.pte[0]'] },
  {
    task: FAULT,
    text: 'p = add_new_page(f, i);',
    calls: FILL,
    alloc: 'pages[0]',
    writes: [
      ['pages[0].mapping', ref('F.i_data')],
      ['pages[0].refcount', int(2)],
      ['F.i_data.i_pages[0]', ref('pages[0]')],
    ],
    take: ['P1.PG_locked'],
  },
  {
    task: FAULT,
    text: 'p->blk = f->bmap[i];',
    calls: FILL,
    reads: ['F.bmap[0]'],
    writes: [['pages[0].blk', ref('B1')]],
  },
  { task: PUNCH, text: 'p = find_get_page(f, i);', calls: SCAN, reads: ['F.i_data.i_pages[0]'] },
  {
    task: FAULT,
    text: 'p->uptodate = 1;',
    calls: FILL,
    writes: [['pages[0].uptodate', bool(true)]],
  },
  {
    task: FAULT,
    text: 'spin_lock(&mm->page_table_lock);',
    calls: MAP,
    take: ['mm0.page_table_lock'],
  },
  {
    task: FAULT,
    text: 'mm->pte[i] = {p, 1, 1};',
    calls: MAP,
    writes: [['mm0.pte[0]', word('pages[0]', true, true)]],
  },
  {
    task: FAULT,
    text: 'spin_unlock(&mm->page_table_lock);',
    calls: MAP,
    drop: 'mm0.page_table_lock',
  },
  { task: FAULT, text: 'p->dirty = 1;', calls: MAP, writes: [['pages[0].dirty', bool(true)]] },
  { task: FAULT, text: 'unlock_page(p);', calls: MAP, drop: 'P1.PG_locked' },
  { task: FLUSH, text: 'lock_page(p);', calls: WRITE, take: ['P1.PG_locked'] },
  {
    task: PUNCH,
    text: 'free_block(f, i);',
    calls: ['ext4_punch_hole'],
    writes: [
      ['F.bmap[0]', ref(null)],
      ['B1.owner', ref(null)],
    ],
  },
  {
    task: PUNCH,
    text: 'mutex_unlock(&f->i_mutex);',
    calls: ['ext4_punch_hole'],
    drop: 'F.i_mutex',
  },
  {
    task: REUSE,
    text: 'wait until (B1.owner == NULL);',
    calls: ['reuse'],
    writes: [
      ['B1.owner', ref('G')],
      ['B1.bytes[0]', token('S')],
    ],
  },
  { task: FLUSH, text: 'p->dirty = 0;', calls: WRITE, writes: [['pages[0].dirty', bool(false)]] },
  {
    task: FLUSH,
    text: 'submit_write(p->blk, p);',
    calls: WRITE,
    writes: [['B1.bytes[0]', token('W')]],
    breaks: ['no_foreign_write'],
  },
  { task: FLUSH, text: 'unlock_page(p);', calls: WRITE, drop: 'P1.PG_locked' },
];

/** The whole script as a run, or its first `steps` steps. */
export function fixtureRun(steps = SCRIPT.length): Run {
  const stage = new Stage();
  const moments: Moment[] = [{ world: stage.world(), step: null }];
  for (const line of SCRIPT.slice(0, steps)) moments.push(stage.take(line));
  const moves = SCRIPT.slice(0, steps).map(({ task }) => ({ task, choice: null }));
  return { moves, moments, stopped: null };
}

/** Where the step that writes into the foreign block stands. */
export const BREAKING = SCRIPT.findIndex((line) => line.breaks) + 1;

class Stage {
  private at = 0;
  private objects = new Map(START.map((start) => [start.id, start]));
  private readonly holders = new Map<string, { task: number; mode: LockMode }[]>();
  private broken: string[] = [];

  take(line: Line): Moment {
    const before = this.world();
    const effects = this.effects(line);
    const own = this.locks(line);
    this.at += 1;
    if (line.breaks) this.broken = [...line.breaks];
    const world = this.world();
    const site = siteOf(this.at - 1);
    const locks = [...own, ...waitingEvents(before, world)];
    const { task } = line;
    const step: Step = { index: this.at, task, site, choice: null, effects, locks, breaks: [] };
    return { world, step };
  }

  world(): World {
    const tasks = fixtureTasks.map(({ index }) => this.task(index));
    return {
      objects: [...this.objects.values()].map((one) => this.withLocks(one, tasks)),
      tasks,
      ending: 'running',
      oops: null,
      broken: this.broken,
      concerns: {},
      cycle: [],
    };
  }

  private effects(line: Line): Effect[] {
    const effects: Effect[] = [];
    if (line.alloc) {
      const one = found(this.objects.get(line.alloc));
      this.objects.set(line.alloc, { ...one, live: true });
      effects.push({ kind: 'alloc', object: line.alloc });
    }
    for (const path of line.reads ?? []) {
      const place = split(path);
      effects.push({ kind: 'read', ...place, value: this.read(place) });
    }
    for (const [path, after] of line.writes ?? []) {
      const place = split(path);
      effects.push({ kind: 'write', ...place, before: this.read(place), after });
      this.write(place, after);
    }
    return effects;
  }

  private locks({ task, take, drop }: Line): LockEvent[] {
    const events: LockEvent[] = [];
    if (drop) {
      const holders = found(this.holders.get(drop));
      const { mode } = found(holders.find((hold) => hold.task === task));
      this.holders.set(
        drop,
        holders.filter((hold) => hold.task !== task),
      );
      events.push({ kind: 'release', lock: lock(drop), mode, task });
    }
    if (take) {
      const [name, mode = 'exclusive'] = take;
      this.holders.set(name, [...(this.holders.get(name) ?? []), { task, mode }]);
      events.push({ kind: 'acquire', lock: lock(name), mode, task });
    }
    return events;
  }

  private task(index: number): WorldTask {
    const next = SCRIPT.findIndex((line, i) => i >= this.at && line.task === index);
    if (next === -1) return worldTask(index, { kind: 'done' }, null);
    const blocked = this.blocked(at(SCRIPT, next));
    if (blocked) return worldTask(index, blocked, siteOf(next));
    const started = SCRIPT.findIndex((line) => line.task === index) < this.at;
    const idle = at(fixtureTasks, index).kind === 'daemon' && !started;
    return worldTask(index, { kind: idle ? 'idle' : 'ready' }, siteOf(next));
  }

  private blocked({ task, take, text }: Line): WorldTask['state'] | null {
    if (take) {
      const [name, mode = 'exclusive'] = take;
      const held = this.holders.get(name) ?? [];
      const excludes = held.some((hold) => hold.mode === 'exclusive' || mode === 'exclusive');
      if (!excludes) return null;
      return {
        kind: 'blocked',
        on: lock(name),
        waitsFor: held.map((hold) => ({ task: hold.task, why: 'holds' })),
      };
    }
    const owner = this.read({ object: 'B1', field: 'owner' });
    const waits = text.startsWith('wait until') && owner.kind === 'ref' && owner.target !== null;
    return waits && task === REUSE ? { kind: 'blocked', on: null, waitsFor: [] } : null;
  }

  private withLocks(one: WorldObject, tasks: readonly WorldTask[]): WorldObject {
    return { ...one, fields: one.fields.map((each) => this.withHolders(each, tasks)) };
  }

  private withHolders(each: Field, tasks: readonly WorldTask[]): Field {
    if (each.value.kind !== 'lock') return each;
    const name = each.value.lock.lock;
    const waiting = ({ state }: WorldTask) =>
      state.kind === 'blocked' && state.on?.name === name.name;
    const holders = this.holders.get(name.name) ?? [];
    const waiters = tasks.filter(waiting).map((task) => task.index);
    return {
      ...each,
      value: { kind: 'lock', lock: { lock: name, holders, queue: [], count: null, waiters } },
    };
  }

  private read({ object: id, field: path }: { object: string; field: string }): Value {
    const { name, index } = cell(path);
    const value = found(
      found(this.objects.get(id)).fields.find((each) => each.name === name),
    ).value;
    return value.kind === 'array' && index !== null ? at(value.items, index) : value;
  }

  private write(
    { object: id, field: path }: { object: string; field: string },
    after: Value,
  ): void {
    const { name, index } = cell(path);
    const one = found(this.objects.get(id));
    const fields = one.fields.map((each) => {
      if (each.name !== name) return each;
      if (each.value.kind !== 'array' || index === null) return { ...each, value: after };
      const items = each.value.items.map((item, i) => (i === index ? after : item));
      return { ...each, value: { kind: 'array' as const, items } };
    });
    this.objects.set(id, { ...one, fields });
  }
}

function worldTask(index: number, state: WorldTask['state'], next: StepSite | null): WorldTask {
  return { index, state, next, locals: [], choices: [] };
}

/** Contention and wake-ups are said of the step that makes them so, whoever takes it. */
function waitingEvents(before: World, after: World): LockEvent[] {
  return fixtureTasks.flatMap(({ index: task }): LockEvent[] => {
    const was = at(before.tasks, task).state;
    const is = at(after.tasks, task).state;
    const mode = 'exclusive';
    if (was.kind !== 'blocked' && is.kind === 'blocked' && is.on) {
      return [{ kind: 'contend', lock: is.on, mode, task }];
    }
    const free = is.kind === 'ready' || is.kind === 'idle';
    if (was.kind === 'blocked' && was.on && free) {
      return [{ kind: 'wake', lock: was.on, mode, task }];
    }
    return [];
  });
}

/** The text that the sites point into: one function a call path, in the script's order. */
export const fixtureText = sourceText();

export function fixtureFunction(name: string): { readonly from: number; readonly to: number } {
  const from = fixtureText.indexOf(`void ${name}(`);
  return { from, to: fixtureText.indexOf('\n}', from) + 2 };
}

function sourceText(): string {
  const names = [...new Set(SCRIPT.map(inner))];
  return names
    .map((name) => {
      const lines = SCRIPT.filter((line) => inner(line) === name).map((line) => line.text);
      return `/* ${name}, as the script of the fixture has it */\nvoid ${name}(...)\n{\n        ${lines.join('\n        ')}\n}\n`;
    })
    .join('\n');
}

/** The function that the line stands in. */
function inner({ calls }: Pick<Line, 'calls'>): string {
  return at(calls, calls.length - 1);
}

function siteOf(index: number): StepSite {
  const { text, calls } = at(SCRIPT, index);
  const from = fixtureText.indexOf(text, fixtureFunction(inner({ calls })).from);
  const line = fixtureText.slice(0, from).split('\n').length;
  const key = `${calls.join('/')}:${text}`;
  return {
    key,
    file: 'fixture.race',
    from,
    to: from + text.length,
    line,
    calls,
    text,
    label: null,
  };
}

function split(path: string): { object: string; field: string } {
  const ids = START.map((start) => start.id).toSorted((a, b) => b.length - a.length);
  const id = found(ids.find((candidate) => path.startsWith(`${candidate}.`)));
  return { object: id, field: path.slice(id.length + 1) };
}

function cell(path: string): { name: string; index: number | null } {
  const [name = path, index] = path.split(/[[\]]/);
  return { name, index: index === undefined ? null : Number(index) };
}
