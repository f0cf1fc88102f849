// The locks of a run in the form in which lockdep reports a deadlock: two or more tasks that take the same locks in
// different orders.

import { TRY_LOCKS } from '../lang/syntax/lockKinds.ts';
import type { Model } from '../model/build/model.ts';
import { locksOf } from '../model/replay/lockEvents.ts';
import type { LockEvent, Run, Step } from '../model/world/run.ts';
import type { LockMode, LockName, World } from '../model/world/world.ts';

interface Taken {
  readonly lock: LockName;
  readonly mode: LockMode;
}

/** A task that holds one lock and takes, or waits for, another. */
interface Dependency {
  readonly task: number;
  readonly held: Taken;
  readonly wanted: Taken;
}

const COLUMN = 24;
const INDENT = '  ';

/** Null where the run takes no locks in two orders. Ends with a newline. */
export function lockOrderText(model: Model, run: Run): string | null {
  const cycle = shortestCycle(dependenciesOf(run));
  if (cycle === null) return null;
  const names = cycle.map(({ task }) => headerOf(model, task));
  const row = (at: number, text: string): string =>
    `${INDENT}${' '.repeat(at * COLUMN)}${text}`.trimEnd();
  const across = (texts: readonly string[]): string =>
    `${INDENT}${texts.map((text) => text.padEnd(COLUMN)).join('')}`.trimEnd();
  return [
    ' Possible unsafe locking scenario:',
    '',
    across(names),
    across(names.map((name) => '-'.repeat(name.length))),
    ...cycle.map(({ held }, at) => row(at, lockText(held))),
    ...cycle.map(({ wanted }, at) => row(at, lockText(wanted))),
    '',
    ' *** DEADLOCK ***',
    '',
  ].join('\n');
}

function headerOf(model: Model, task: number): string {
  const { cpu = null, name = '' } = model.tasks[task] ?? {};
  return cpu === null ? name : `${cpu.toUpperCase()} (${name})`;
}

/** As lockdep writes it: a lock that is taken for reading is an `rlock`. */
function lockText({ lock, mode }: Taken): string {
  return `${mode === 'shared' ? 'rlock' : 'lock'}(${lock.name});`;
}

function dependenciesOf({ moments }: Run): Dependency[] {
  return moments.flatMap(({ step, world }, at) => {
    const before = moments[at - 1]?.world;
    if (step === null || before === undefined) return [];
    return step.locks
      .filter((event) => isWanted(event, step))
      .flatMap((event) => heldAround(event, before, world).map(depend(event)));
  });
}

function depend({ task, lock, mode }: LockEvent): (held: Taken) => Dependency {
  return (held) => ({ task, held, wanted: { lock, mode } });
}

/** A trylock never waits, so it depends on nothing. */
function isWanted({ kind, task }: LockEvent, step: Step): boolean {
  if (kind === 'contend' || kind === 'queue') return true;
  const tries = Object.keys(TRY_LOCKS).some((name) => step.site.text.includes(`${name}(`));
  return kind === 'acquire' && !(task === step.task && tries);
}

/** What the task of an event holds while it waits, or before and after it takes the lock. */
function heldAround({ kind, task }: LockEvent, before: World, after: World): Taken[] {
  const held = holdsOf(after, task);
  if (kind !== 'acquire') return held;
  const earlier = new Set(holdsOf(before, task).map(({ lock }) => lock.name));
  return held.filter(({ lock }) => earlier.has(lock.name));
}

function holdsOf(world: World, task: number): Taken[] {
  return locksOf(world).flatMap(({ lock, holders }) =>
    holders.filter((hold) => hold.task === task).map(({ mode }) => ({ lock, mode })),
  );
}

function shortestCycle(all: readonly Dependency[]): readonly Dependency[] | null {
  let paths: Dependency[][] = all.map((one) => [one]);
  while (paths.length > 0) {
    const closed = paths.find((path) => path.length > 1 && meets(path.at(-1), path[0]));
    if (closed !== undefined) return closed;
    paths = paths.flatMap((path) =>
      all
        .filter((next) => meets(path.at(-1), next) && path.every(({ task }) => task !== next.task))
        .map((next) => [...path, next]),
    );
  }
  return null;
}

/** Whether one waits for what the other holds. Two that only read do not exclude each other. */
function meets(one: Dependency | undefined, other: Dependency | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const { wanted } = one;
  const { held } = other;
  const excludes = wanted.mode !== 'shared' || held.mode !== 'shared';
  return wanted.lock.name === held.lock.name && one.task !== other.task && excludes;
}
