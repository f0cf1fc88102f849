// One sentence for one step, computed from its accesses and its lock operations. It works for any scenario.

import { LOCK_WORDS } from '../../model/world/lockVerb.ts';
import { at, unreachable } from '../../base/assert.ts';
import type { LockEvent, Run, Step } from '../../model/world/run.ts';
import { deadlockPhrases } from '../../model/world/waitPhrase.ts';
import type { LockName, TaskInfo, World } from '../../model/world/world.ts';
import { accessClauses, type Clause } from './accessClause.ts';
import { lockKey, worldLocks } from '../run/holdSpan.ts';
import { newlyBroken } from '../run/newlyBroken.ts';
import type { Sides } from './objectNoun.ts';

export interface Caption {
  /** The moment that it describes; 0 is the start. */
  readonly moment: number;
  readonly task: number | null;
  /** What the task does, without its name: `writes W to block B1, owned by G since step 12`. */
  readonly does: string;
  /** The consequences for other tasks, as sentences; null if there are none. */
  readonly follows: string | null;
  /** Names of the properties that this step breaks. */
  readonly breaks: readonly string[];
}

/** More clauses than this are not one sentence. */
const MOST_CLAUSES = 3;

export function caption(run: Run, now: number, tasks: readonly TaskInfo[]): Caption {
  const { step, world } = at(run.moments, now);
  if (step === null) {
    return { moment: now, task: null, does: 'No task has moved yet', follows: null, breaks: [] };
  }
  const before = at(run.moments, now - 1).world;
  return {
    moment: now,
    task: step.task,
    does: doesText(run, now, step, tasks),
    follows: followsText(step, { before, after: world }, tasks),
    breaks: newlyBroken(at(run.moments, now), before),
  };
}

/** The caption as plain text, for a screen reader and a tooltip. */
export function captionText(reported: Caption, tasks: readonly TaskInfo[]): string {
  if (reported.task === null) return `Start. ${reported.does}.`;
  const parts = [`Step ${reported.moment}. ${at(tasks, reported.task).name} ${reported.does}.`];
  if (reported.follows) parts.push(reported.follows);
  if (reported.breaks.length > 0) parts.push(`Breaks ${listed(reported.breaks)}.`);
  return parts.join(' ');
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function doesText(run: Run, now: number, step: Step, tasks: readonly TaskInfo[]): string {
  const sides = { before: at(run.moments, now - 1).world, after: at(run.moments, now).world };
  const locks = step.locks.filter((event) => event.task === step.task);
  const clauses = [
    ...(step.choice === null ? [] : [{ text: `chooses ${step.choice}`, rank: 0 }]),
    ...locks.flatMap((event) => lockClause(event, sides.after, tasks)),
    ...accessClauses(sides, step.effects, (object, field) => lastWrite(run, now, object, field)),
  ];
  if (clauses.length === 0) return `runs ${step.site.text.replace(/;$/, '')}`;
  return listed(foremost(clauses));
}

/** The most important clauses, in the order of the step; a new object comes first. */
function foremost(clauses: readonly Clause[]): string[] {
  const chosen = clauses.toSorted((a, b) => a.rank - b.rank).slice(0, MOST_CLAUSES);
  const first = chosen.filter((clause) => clause.rank === 0);
  return [...first, ...clauses.filter((clause) => clause.rank > 0 && chosen.includes(clause))].map(
    (clause) => clause.text,
  );
}

function lockClause(event: LockEvent, world: World, tasks: readonly TaskInfo[]): Clause[] {
  const { kind, lock, mode } = event;
  const name = mode === 'shared' ? `${lock.name} shared` : lock.name;
  switch (kind) {
    case 'acquire':
      return [{ text: `${LOCK_WORDS[lock.kind].takes} ${name}`, rank: 2 }];
    case 'release':
      return [{ text: `${LOCK_WORDS[lock.kind].releases} ${lock.name}`, rank: 2 }];
    case 'downgrade':
      return [{ text: `downgrades ${lock.name} to shared`, rank: 2 }];
    case 'queue':
      return [{ text: `queues for ${name}${heldBy(lock, world, tasks)}`, rank: 2 }];
    case 'trylock-failed':
      return [{ text: `fails to take ${name}${heldBy(lock, world, tasks)}`, rank: 2 }];
    case 'contend':
    case 'wake':
      return [];
    default:
      return unreachable(kind);
  }
}

/** `, held by fault and punch`, `, which is at 0`; empty when nobody holds it. */
export function heldBy(lock: LockName, world: World, tasks: readonly TaskInfo[]): string {
  const state = worldLocks(world).find((other) => lockKey(other.lock) === lockKey(lock));
  const names = new Set(state?.holders.map((holder) => at(tasks, holder.task).name));
  const { lacks } = LOCK_WORDS[lock.kind];
  if (lacks !== null) return `, ${lacks}`;
  return names.size > 0 ? `, held by ${listed([...names])}` : '';
}

function followsText(step: Step, sides: Sides, tasks: readonly TaskInfo[]): string | null {
  const world = sides.after;
  const sentences = step.locks.flatMap((event) => consequence(event, step.task, world, tasks));
  const end = ending(sides, tasks);
  if (end) sentences.push(end);
  return sentences.length > 0 ? sentences.join(' ') : null;
}

function consequence(
  { kind, lock, task }: LockEvent,
  mover: number,
  world: World,
  tasks: readonly TaskInfo[],
): string[] {
  const name = at(tasks, task).name;
  if (kind === 'wake') return [`${name} can go on.`];
  if (kind !== 'contend') return [];
  if (task === mover) return [`Next it waits for ${lock.name}${heldBy(lock, world, tasks)}.`];
  return [`${name} now waits for ${lock.name}.`];
}

function ending({ before, after: world }: Sides, tasks: readonly TaskInfo[]): string | null {
  if (world.ending === before.ending) return null;
  if (world.ending === 'quiescent') return 'Every task has ended.';
  if (world.ending === 'panicked') return `The machine stops: ${world.oops ?? 'oops'}.`;
  return world.ending === 'deadlocked' ? deadlockText(world, tasks) : null;
}

/** `Deadlock: fault waits for punch, punch waits for fault.` */
export function deadlockText(
  world: Pick<World, 'cycle' | 'tasks'>,
  tasks: readonly TaskInfo[],
): string {
  const phrases = deadlockPhrases(world, (task) => at(tasks, task).name);
  return `Deadlock: ${phrases.join(world.cycle.length > 0 ? ', ' : '; ')}.`;
}

function lastWrite(run: Run, now: number, object: string, field: string): number | null {
  for (let moment = now; moment > 0; moment -= 1) {
    const effects = at(run.moments, moment).step?.effects ?? [];
    if (effects.some((e) => e.kind === 'write' && e.object === object && e.field === field)) {
      return moment;
    }
  }
  return null;
}
