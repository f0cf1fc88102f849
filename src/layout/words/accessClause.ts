// A clause for each access to shared memory: `writes W to block B1`, `finds mm0.pte[0] empty`.
// The words follow the value's kind and the field's drawing role, never its name.

import { unreachable } from '../../base/assert.ts';
import type { Effect } from '../../model/world/run.ts';
import type { Value } from '../../model/world/world.ts';
import {
  findObject,
  isEmpty,
  noun,
  nounBefore,
  objectNoun,
  type Sides,
  valueText,
} from './objectNoun.ts';

export interface Clause {
  readonly text: string;
  /** The rank of a clause: if there are too many, the lowest ranks are kept. */
  readonly rank: number;
}

interface Place {
  readonly object: string;
  readonly noun: string;
  /** `F.i_data.i_pages[0]`. */
  readonly path: string;
  /** The path inside the object. */
  readonly field: string;
  readonly role: string | null;
  /** How many cells the array has that it is one of. */
  readonly cells: number;
}

type Access = Exclude<Effect, { readonly kind: 'alloc' | 'free' }>;

/**
 * The clauses of one step. A read of a location that the step also writes is left out, and so are the first
 * values of a new object. `since` gives the step at which a field was last written.
 */
export function accessClauses(
  sides: Sides,
  effects: readonly Effect[],
  since: (object: string, field: string) => number | null,
): Clause[] {
  const written = new Set(effects.filter((e) => e.kind === 'write').map(accessKey));
  const fresh = new Set(effects.filter((e) => e.kind === 'alloc').map((e) => e.object));
  return effects.flatMap((effect): Clause[] => {
    if (!('field' in effect)) return [lifeClause(sides, effect)];
    if (fresh.has(effect.object)) return [];
    const place = placeOf(sides, effect);
    if (effect.kind === 'write') {
      const owned = ownerWritten(sides, effects, effect.object);
      return [writeClause(sides, place, effect, owned ? '' : ownership(sides, place, since))];
    }
    if (written.has(accessKey(effect))) return [];
    return [{ text: readText(sides, place, effect.value), rank: 6 }];
  });
}

function lifeClause(sides: Sides, { kind, object }: Effect): Clause {
  if (kind === 'alloc') return { text: `allocates ${noun(sides, object)}`, rank: 0 };
  return { text: `frees ${nounBefore(sides, object)}`, rank: 0 };
}

function accessKey(effect: Effect): string {
  return 'field' in effect ? `${effect.object} ${effect.field}` : effect.object;
}

function placeOf(sides: Sides, { object: id, field }: Access): Place {
  const object = findObject(sides.after, id) ?? findObject(sides.before, id);
  const base = object?.fields.find((each) => each.name === field.split(/[.[]/)[0]);
  return {
    object: id,
    noun: object ? objectNoun(object) : id,
    path: `${object?.name ?? id}.${field}`,
    field,
    role: field.includes('.') ? null : (base?.role ?? null),
    cells: base?.value.kind === 'array' ? base.value.items.length : 1,
  };
}

function writeClause(
  sides: Sides,
  place: Place,
  { before, after }: { readonly before: Value; readonly after: Value },
  owner: string,
): Clause {
  switch (after.kind) {
    case 'token':
      return place.role === 'data'
        ? { text: `writes ${after.token} to ${cellText(place)}${owner}`, rank: 1 }
        : { text: `sets ${place.path} to ${after.token}`, rank: 3 };
    case 'bool':
      return { text: `${after.on ? 'sets' : 'clears'} ${place.field} of ${place.noun}`, rank: 4 };
    case 'int':
      return { text: intText(place, before, after.value), rank: 5 };
    case 'ref':
      return refClause(sides, place, before, after);
    case 'word':
      return { text: pointText(sides, place, before, after, 'sets'), rank: 1 };
    case 'lock':
    case 'enum':
    case 'array':
      return { text: `sets ${place.path} to ${valueText(sides, after)}`, rank: 4 };
    default:
      return unreachable(after);
  }
}

function refClause(sides: Sides, place: Place, before: Value, after: Value): Clause {
  if (place.role !== 'owner')
    return { text: pointText(sides, place, before, after, 'points'), rank: 3 };
  if (!isEmpty(after)) {
    return { text: `makes ${valueText(sides, after)} the owner of ${place.noun}`, rank: 1 };
  }
  const old = isEmpty(before) ? 'the' : `${valueText(sides, before)}'s`;
  return { text: `ends ${old} ownership of ${place.noun}`, rank: 1 };
}

function pointText(sides: Sides, place: Place, before: Value, after: Value, verb: string): string {
  if (!isEmpty(after)) return `${verb} ${place.path} to ${valueText(sides, after)}`;
  const old = isEmpty(before) ? '' : ` (was ${valueBefore(sides, before)})`;
  return `clears ${place.path}${old}`;
}

/** The overwritten value has the name that it had before the step. */
function valueBefore({ before }: Sides, value: Value): string {
  return valueText({ before, after: before }, value);
}

function intText(place: Place, before: Value, after: number): string {
  const old = before.kind === 'int' ? before.value : null;
  if (old !== null && after === old + 1) return `raises ${place.path} to ${after}`;
  if (old !== null && after === old - 1) return `lowers ${place.path} to ${after}`;
  return `sets ${place.path} to ${after}`;
}

function readText(sides: Sides, place: Place, value: Value): string {
  if (isEmpty(value) && place.role !== 'owner') return `finds ${place.path} empty`;
  if (value.kind === 'bool')
    return `finds ${place.field} ${valueText(sides, value)} on ${place.noun}`;
  if (value.kind === 'token' && place.role === 'data')
    return `reads ${value.token} from ${cellText(place)}`;
  return `reads ${valueText(sides, value)} from ${place.path}`;
}

/** The object alone if it holds one datum, else the cell. */
function cellText(place: Place): string {
  return place.cells > 1 ? `${place.noun} ${place.field}` : place.noun;
}

/** `, owned by G since step 12`, for an object with an owner field. */
function ownership(
  sides: Sides,
  place: Place,
  since: (object: string, field: string) => number | null,
): string {
  const owner = findObject(sides.after, place.object)?.fields.find(
    (field) => field.role === 'owner',
  );
  if (owner?.value.kind !== 'ref') return '';
  const { target } = owner.value;
  const name = target === null ? 'nobody' : (findObject(sides.after, target)?.name ?? target);
  const when = since(place.object, owner.name);
  return `, owned by ${name}${when === null ? '' : ` since step ${when}`}`;
}

/** A step that sets the owner itself does not repeat since when it is set. */
function ownerWritten(sides: Sides, effects: readonly Effect[], object: string): boolean {
  const owner = findObject(sides.after, object)?.fields.find(
    (field) => field.role === 'owner',
  )?.name;
  return effects.some((e) => e.kind === 'write' && e.object === object && e.field === owner);
}
