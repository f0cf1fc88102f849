// Look-ups in one world: objects by id, the object that a part is embedded in, fields by role.

import type {
  Field,
  ObjectId,
  TaskInfo,
  Value,
  World,
  WorldObject,
} from '../../model/world/world.ts';

export interface WorldIndex {
  readonly world: World;
  readonly byId: ReadonlyMap<ObjectId, WorldObject>;
  /** The objects that one card shows: the outermost one and everything embedded in it. */
  readonly parts: ReadonlyMap<ObjectId, readonly WorldObject[]>;
}

export function indexWorld(world: World): WorldIndex {
  const byId = new Map(world.objects.map((object) => [object.id, object]));
  const parts = new Map<ObjectId, WorldObject[]>();
  for (const object of world.objects) {
    const root = outermost(byId, object.id);
    parts.set(root, [...(parts.get(root) ?? []), object]);
  }
  return { world, byId, parts };
}

function outermost(byId: WorldIndex['byId'], id: ObjectId): ObjectId {
  const parent = byId.get(id)?.parent ?? null;
  return parent === null ? id : outermost(byId, parent);
}

/** The outermost object that `id` is embedded in: `F` for `F.i_data`, and `F` for `F`. */
export function rootOf({ byId }: WorldIndex, id: ObjectId): ObjectId {
  return outermost(byId, id);
}

export function partsOf({ parts }: WorldIndex, root: ObjectId): readonly WorldObject[] {
  return parts.get(root) ?? [];
}

/** Global variables are the fields of one object, whose name is in brackets. */
/** The object in which the model keeps them. */
const GLOBALS = '(globals)';

export function nameOf({ byId }: WorldIndex, id: ObjectId): string {
  const name = byId.get(id)?.name ?? id;
  return name === GLOBALS ? 'global variables' : name.replace(/^\((.*)\)$/, '$1');
}

export function fieldOf(object: WorldObject | undefined, name: string): Field | undefined {
  return object?.fields.find((field) => field.name === name);
}

export function fieldByRole(object: WorldObject | undefined, role: string): Field | undefined {
  return object?.fields.find((field) => field.role === role);
}

/** What a reference, or the first reference inside a word, points to. */
export function refIn(value: Value | undefined): (Value & { kind: 'ref' }) | null {
  if (value?.kind === 'ref') return value;
  if (value?.kind !== 'word') return null;
  const found = value.fields.map((field) => field.value).find((inner) => inner.kind === 'ref');
  return found ?? null;
}

/** The items of an array; a single value is an array of one. */
export function itemsOf(value: Value): readonly Value[] {
  return value.kind === 'array' ? value.items : [value];
}

/** The address space that a CPU runs: what it points to itself, else that of a task on it. */
export function mmOf(
  index: WorldIndex,
  cpu: ObjectId,
  tasks: readonly TaskInfo[],
): ObjectId | null {
  const own = index.byId.get(cpu)?.fields.map((field) => refIn(field.value)?.target ?? null) ?? [];
  const stated = own.find((target) => target && index.byId.get(target)?.role === 'mm');
  return stated ?? tasks.find((task) => task.cpu === cpu && task.mm !== null)?.mm ?? null;
}

/** The file whose cache a page is in: the outermost object behind its `mapping`; null outside. */
export function fileOf(index: WorldIndex, page: WorldObject): ObjectId | null {
  const mapping = refIn(fieldByRole(page, 'mapping')?.value)?.target ?? null;
  return mapping === null ? null : rootOf(index, mapping);
}

/** Whether a PTE points to the page. */
export function isMapped({ world }: WorldIndex, page: ObjectId): boolean {
  return world.objects
    .flatMap((object) => fieldByRole(object, 'pte') ?? [])
    .some(({ value }) => itemsOf(value).some((item) => refIn(item)?.target === page));
}

/** Whether two values are the same, field by field. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
