// What is on the stage in a run: the cards of each station with everything that they ever show, so that places can
// be decided once. Pure data about the run, no geometry.

import type { Moment, Run } from '../../model/world/run.ts';
import type { ObjectId, TaskInfo, Value, WorldObject } from '../../model/world/world.ts';
import type { CardSpec, RowNeed } from './worldCard.ts';
import {
  indexWorld,
  itemsOf,
  nameOf,
  partsOf,
  refIn,
  rootOf,
  type WorldIndex,
} from '../world/worldIndex.ts';
import type { TaskData } from '../run/taskData.ts';
import { waitingOrder } from '../world/worldQueue.ts';
import { rowFields, rowKey, rowValue, type RowField } from '../world/worldRow.ts';
import { cardNote, NO_MAPPING, pagePlace, roomTexts, valueText } from '../world/worldValue.ts';

/** `wire`: calls and replies between this machine and the one that the server is on. */
export type Station = 'cpu' | 'mm' | 'file' | 'page' | 'block' | 'wire' | 'server' | 'spare';

/** In the order in which a memory access passes them. */
export const STATIONS: readonly Station[] = [
  'cpu',
  'mm',
  'file',
  'page',
  'block',
  'wire',
  'server',
];

export interface CardContent extends CardSpec {
  readonly station: Station;
  /** How often the known runs access it: this decides which cards stay full if space is short. */
  readonly accesses: number;
  /** No known run accesses it. */
  readonly resting: boolean;
  /** The most tasks that wait for one of its locks at a time. */
  readonly waiting: number;
  /** Some of them wait in a circle. */
  readonly deadlocked: boolean;
}

export interface WorldContent {
  readonly cards: readonly CardContent[];
  /** The word over each station. */
  readonly labels: Readonly<Record<Station, string>>;
}

/** The card of the tasks that run on no CPU of their own. */
export const DOCK: ObjectId = '(tasks)';

/** Arrays longer than this show only the elements that the run uses. */
const MOST_CELLS = 4;

/**
 * `around`: other runs that the same stage may show. With them, objects that none of the runs accesses are drawn
 * smaller; without them this is unknown, and everything is shown in full.
 */
export function worldContent(
  run: Run,
  tasks: readonly TaskInfo[],
  around: readonly Run[],
  data: TaskData = [],
): WorldContent {
  const known = new Known([run, ...around], tasks, around.length > 0, data);
  const roots = [...known.roots].filter((root) => known.isShown(root));
  const cards = roots.map((root) => known.card(root));
  const dock = known.dock();
  return { cards: dock ? [...cards, dock] : cards, labels: labelsOf(known) };
}

class Known {
  readonly indexes: readonly WorldIndex[];
  readonly tasks: readonly TaskInfo[];
  private readonly accessed = new Map<string, number>();
  private readonly writes = new Set<string>();
  private readonly data: TaskData;
  /** Whether runs beyond the one shown are known. */
  private readonly certain: boolean;

  constructor(runs: readonly Run[], tasks: readonly TaskInfo[], certain: boolean, data: TaskData) {
    this.data = data;
    const moments = momentsOf(runs);
    this.indexes = moments.map(({ world }) => indexWorld(world));
    this.tasks = tasks;
    this.certain = certain && moments.some(({ step }) => step !== null);
    for (const { step } of moments) {
      for (const effect of step?.effects ?? []) {
        const path = 'field' in effect ? effect.field : '';
        this.access(effect.object, path, effect.kind !== 'read');
      }
      for (const { lock } of step?.locks ?? []) this.access(lock.object, lock.field, true);
    }
  }

  get first(): WorldIndex {
    return this.indexes[0]!;
  }

  get roots(): ReadonlySet<ObjectId> {
    return new Set(this.first.world.objects.map((object) => rootOf(this.first, object.id)));
  }

  private access(object: ObjectId, path: string, write: boolean): void {
    for (const key of [rootOf(this.first, object), rowKey(object, path)]) {
      this.accessed.set(key, (this.accessed.get(key) ?? 0) + 1);
      if (write) this.writes.add(key);
    }
  }

  /** An object without anything to show has no place; an element of a pool has one when it is needed. */
  isShown(root: ObjectId): boolean {
    const object = this.first.byId.get(root)!;
    if (object.pooled) return this.needsPlace(object);
    const { rows, seats, note, accesses } = this.card(root);
    return rows.length + seats.length + accesses > 0 || note !== '' || this.comparesRuns(object);
  }

  /** Pages and blocks always have a place; another object has one if it has more than constants. */
  private comparesRuns({ id, role }: WorldObject): boolean {
    const kinds = rowFields(partsOf(this.first, id)).map(({ kind }) => kind);
    return role === 'page' || role === 'block' || kinds.some((kind) => kind !== 'value');
  }

  /** While it lives; the first of a pool always, since one will be allocated sooner or later. */
  private needsPlace({ id, struct }: WorldObject): boolean {
    const first = this.first.world.objects.find((other) => other.pooled && other.struct === struct);
    return first?.id === id || this.indexes.some(({ byId }) => byId.get(id)?.live);
  }

  card(root: ObjectId): CardContent {
    const object = this.first.byId.get(root)!;
    const station = stationOf(object);
    const parts = partsOf(this.first, root);
    const fields = rowFields(parts).filter((row) => this.keepsRow(row, station));
    const rows = fields.filter((row) => this.keepsCell(row, fields));
    const accesses = this.accessed.get(root) ?? 0;
    return {
      id: root,
      letter: station === 'wire',
      station,
      accesses,
      resting: this.certain && accesses === 0 && !this.hasSeat(root),
      ...this.head(root, station),
      rows: rows.map((row) => this.need(row)),
      hidden: fields.length - rows.length,
      seats: this.seatsOf(root),
      waiting: Math.max(0, ...this.indexes.map((index) => mostWaiting(index, root))),
      deadlocked: this.indexes.some((index) => waitsInCircle(index, root)),
    };
  }

  private head(root: ObjectId, station: Station): Pick<CardSpec, 'title' | 'note' | 'badge'> {
    const title = this.longestName(root);
    if (station !== 'page') {
      const notes = this.indexes.map((index) => cardNote(index, root, this.tasks));
      return { title, note: longest(notes), badge: '' };
    }
    const places = this.indexes.map((index) => pagePlace(index, index.byId.get(root)!) ?? '');
    return { title, note: NO_MAPPING, badge: longest(places) || NO_MAPPING };
  }

  /** An element of a pool has another name while it is free, and no card then. */
  private longestName(root: ObjectId): string {
    const drawn = this.indexes.filter(({ byId }) => byId.get(root)?.live);
    return longest((drawn.length > 0 ? drawn : this.indexes).map((index) => nameOf(index, root)));
  }

  dock(): CardContent | null {
    const seats = this.seatsOf(null);
    if (seats.length === 0) return null;
    const title = seats.length < this.tasks.length ? 'other tasks' : 'tasks';
    return {
      id: DOCK,
      letter: false,
      station: 'cpu',
      accesses: 0,
      resting: false,
      title,
      note: '',
      badge: '',
      rows: [],
      hidden: 0,
      seats,
      waiting: 0,
      deadlocked: false,
    };
  }

  private seatsOf(cpu: ObjectId | null): CardSpec['seats'] {
    const own = this.tasks.filter((task) => task.cpu === cpu);
    return own.map(({ index, name }) => ({ task: index, name, data: this.longestData(index) }));
  }

  /** Of the data that the task has read, or has in its locals, at some time. */
  private longestData(task: number): string {
    const locals = this.indexes.flatMap(({ world }) =>
      (world.tasks[task]?.locals ?? []).flatMap(({ value }) =>
        value.kind === 'token' ? [value.token] : [],
      ),
    );
    return longest([...locals, ...this.data.map((tokens) => tokens[task]?.token ?? '')]);
  }

  private hasSeat(root: ObjectId): boolean {
    return this.tasks.some((task) => task.cpu === root || task.mm === root);
  }

  /** Links that no step rewrites are left out; if other runs are known, so are those of objects that are not accessed. */
  private keepsRow({ kind, key }: RowField, station: Station): boolean {
    if (kind === 'note') return false;
    if (station === 'spare') return true;
    if (kind === 'value') return this.writes.has(key);
    const always = kind === 'cell' || kind === 'data' || kind === 'owner' || kind === 'link';
    return always || station === 'page' || !this.certain || this.accessed.has(key);
  }

  private keepsCell(row: RowField, all: readonly RowField[]): boolean {
    const siblings = all.filter(
      (other) => other.object === row.object && other.field === row.field,
    );
    if (row.item === null || siblings.length <= MOST_CELLS) return true;
    if (this.accessed.has(row.key)) return true;
    return this.indexes.some(({ byId }) => refIn(rowValue(byId.get(row.object), row))?.target);
  }

  private need(row: RowField): RowNeed {
    const values = this.indexes.flatMap((index) => {
      const value = rowValue(index.byId.get(row.object), row);
      return value ? [{ index, value }] : [];
    });
    const texts = values.flatMap(({ index, value }) => roomTexts(index, value));
    return {
      row,
      texts: row.kind === 'data' ? widestChips(values) : [...new Set(texts)],
      holders: Math.max(1, ...values.map(({ value }) => holdersOf(value))),
      used: this.accessed.has(row.key) || values.some(({ value }) => tellsMore(row, value)),
    };
  }
}

/** The longest queue before a lock of the card. */
function mostWaiting(index: WorldIndex, root: ObjectId): number {
  const { world } = index;
  const queues = world.tasks.flatMap(({ state }) =>
    state.kind === 'blocked' && state.on && rootOf(index, state.on.object) === root
      ? [waitingOrder(world, state.on).length]
      : [],
  );
  return Math.max(0, ...queues);
}

function waitsInCircle(index: WorldIndex, root: ObjectId): boolean {
  return index.world.cycle.some(({ task }) => {
    const state = index.world.tasks[task]?.state;
    return state?.kind === 'blocked' && state.on && rootOf(index, state.on.object) === root;
  });
}

/** Runs with a common prefix may share their first moments. */
export function momentsOf(runs: readonly Run[]): readonly Moment[] {
  return [...new Set(runs.flatMap((run) => run.moments))];
}

function holdersOf(value: Value): number {
  return value.kind === 'lock' ? value.lock.holders.length : 0;
}

/** A free lock and an empty cell may be left out if space is short; everything else is shown. */
function tellsMore({ kind }: RowField, value: Value): boolean {
  if (kind === 'lock') return holdersOf(value) > 0;
  return kind !== 'cell' || refIn(value)?.target != null;
}

interface IndexedValue {
  readonly index: WorldIndex;
  readonly value: Value;
}

/** For each element of a data array the longest token that it holds in the run. */
function widestChips(values: readonly IndexedValue[]): string[] {
  const rows = values.map(({ index, value }) =>
    itemsOf(value).map((item) => valueText(index, item)),
  );
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, at) => longest(rows.map((row) => row[at] ?? '')));
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

export function stationOf({ role, parent }: WorldObject): Station {
  switch (role) {
    case 'cpu':
    case 'mm':
    case 'file':
    case 'page':
    case 'block':
    case 'server':
      return role;
    case 'mapping':
      return parent === null ? 'file' : 'spare';
    case 'rpc':
      return 'wire';
    default:
      return 'spare';
  }
}

function labelsOf(known: Known): WorldContent['labels'] {
  const roles = new Set(known.first.world.objects.map(({ role }) => role));
  return {
    cpu: roles.has('cpu') ? 'CPU and TLB' : '',
    mm: 'page tables',
    file: 'page cache',
    page: 'pages',
    block: 'blocks',
    wire: 'calls',
    server: 'server',
    spare: '',
  };
}
