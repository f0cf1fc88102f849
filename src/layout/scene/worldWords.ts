// A card in words, for screen readers.

import type { ObjectId, TaskInfo, Value } from '../../model/world/world.ts';
import { stationOf } from '../plan/worldContent.ts';
import { nameOf, refIn, type WorldIndex } from '../world/worldIndex.ts';
import { rowValue, type RowField } from '../world/worldRow.ts';
import { cardNote, pagePlace, valueText } from '../world/worldValue.ts';

const NOUNS = {
  cpu: '',
  mm: 'address space ',
  file: 'file ',
  page: 'page ',
  block: 'block ',
  wire: 'call ',
  server: 'server ',
  spare: '',
};

/** `page P1: in F[0]; uptodate, not dirty; refcount 2; bytes W; PG_locked held by flush`. */
export function cardWords(
  index: WorldIndex,
  root: ObjectId,
  shown: readonly RowField[],
  tasks: readonly TaskInfo[],
): string {
  const object = index.byId.get(root);
  if (!object)
    return `seats of ${tasks
      .filter(({ cpu }) => cpu === null)
      .map(({ name }) => name)
      .join(', ')}`;
  const station = stationOf(object);
  const noun = object.name.startsWith(NOUNS[station].trim()) ? '' : NOUNS[station];
  const head =
    station === 'page'
      ? `in ${pagePlace(index, object) ?? 'no file'}`
      : noteWords(index, root, tasks);
  const rows = shown.map((row) => {
    const value = rowValue(index.byId.get(row.object), row);
    return value ? rowWords(index, row, value, tasks) : '';
  });
  const free = object.live ? [] : ['free'];
  return `${noun}${object.name}: ${[...free, head, ...rows].filter(Boolean).join('; ')}`;
}

function noteWords(index: WorldIndex, root: ObjectId, tasks: readonly TaskInfo[]): string {
  const note = cardNote(index, root, tasks);
  return index.byId.get(root)?.role === 'cpu' && note ? `runs ${note}` : note;
}

function rowWords(
  index: WorldIndex,
  row: RowField,
  value: Value,
  tasks: readonly TaskInfo[],
): string {
  if (value.kind === 'lock') return lockWords(row, value, tasks);
  if (value.kind === 'bool') return `${value.on ? '' : 'not '}${row.name}`;
  const target = refIn(value);
  const arrow =
    value.kind === 'word' && target?.target ? ` to ${nameOf(index, target.target)}` : '';
  const free = target?.dangling ? ', which is free' : '';
  return `${row.name} ${valueText(index, value)}${arrow}${free}`;
}

function lockWords(
  row: RowField,
  { lock }: Value & { kind: 'lock' },
  tasks: readonly TaskInfo[],
): string {
  const name = (task: number) => tasks[task]?.name ?? String(task);
  const held = lock.holders.map(({ task, mode }) =>
    mode === 'shared' ? `${name(task)} shared` : name(task),
  );
  const waits = lock.waiters.map(name);
  if (lock.count !== null) {
    const waiting = waits.length > 0 ? `, ${waits.join(' and ')} waiting` : '';
    return `${row.name} ${lock.count === 'for ever' ? 'complete' : lock.count}${waiting}`;
  }
  if (held.length === 0 && waits.length === 0) return `${row.name} free`;
  const waiting = waits.length > 0 ? `, ${waits.join(' and ')} waiting` : '';
  return `${row.name} ${held.length > 0 ? `held by ${held.join(' and ')}` : 'free'}${waiting}`;
}
