// The mutexes of a scenario: where in its text each task holds them, seen in every state.

import { Flood } from '../explore/flood.ts';
import type { LockCover } from '../explore/placedMachine.ts';
import { LockBoard } from '../model/lockBoard.ts';
import type { Model } from '../model/model.ts';
import type { Limits } from './report.ts';
import type { WhyProgress } from './whyReport.ts';
import { counted, type Tried } from './coveringLock.ts';

const SLICE = 2048;

interface Places {
  readonly entries: Set<number>;
  readonly stays: Set<number>;
}

/**
 * By name of a mutex, how the tasks that take it cover their text with it: as if the lock were an
 * added one, taken where they take it and kept where they hold it. Empty where a limit was reached.
 */
export function* heldMutexes(
  model: Model,
  limits: Limits,
  tried: Tried,
): Generator<WhyProgress, ReadonlyMap<string, readonly LockCover[]>> {
  const board = new LockBoard(model, (id) => id);
  const mutexes = board.all().filter(({ lock }) => lock.kind === 'mutex');
  const found = new Map<string, Map<number, Places>>();
  const placesOf = (name: string, task: number): Places => {
    const tasks = found.get(name) ?? new Map<number, Places>();
    const places = tasks.get(task) ?? { entries: new Set<number>(), stays: new Set<number>() };
    found.set(name, tasks.set(task, places));
    return places;
  };
  const look = (): void => {
    for (const { lock, slot } of mutexes) {
      for (const { task } of board.holders(slot, lock.kind))
        placesOf(lock.name, task).stays.add(model.machine.placeOf(task));
    }
    model.codes.forEach((code, task) => {
      const place = model.machine.placeOf(task);
      const wanted = code.nodes[place] === -1 ? null : board.waitingFor(code, place);
      if (wanted?.lock.kind === 'mutex') placesOf(wanted.lock.name, task).entries.add(place);
    });
  };
  const flood = new Flood(model.machine, [], 'break', limits, look);
  yield* counted(flood.fromStart(SLICE), tried);
  if (flood.limits.length > 0) return new Map();
  return new Map([...found].map(([name, tasks]) => [name, coversOf(tasks)]));
}

function coversOf(tasks: ReadonlyMap<number, Places>): LockCover[] {
  return [...tasks].map(([task, places]) => ({ task, ...places, exits: new Set<number>() }));
}
