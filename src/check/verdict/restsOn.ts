// What a verdict `holds` depends on: the functions of a configuration whose comments say that their text has fewer
// runs than the kernel.

import { type Config } from '../../lang/program/configurations.ts';
import { type ModelEffect, type ModelNote, modelNotes } from '../../lang/syntax/modelNotes.ts';
import type { Program } from '../../lang/program/program.ts';
import { definitionsIn, type KnownTraits, reachFrom, tasksIn } from '../../lang/analysis/reach.ts';

/** A thing that a function leaves out or adds, and that may hide something. */
export interface HidingNote extends ModelNote {
  readonly function: string;
  readonly file: string;
}

/** Of the functions that some task reaches in a configuration: what is added comes first, then in the order of the calls. */
export function hidingNotes(program: Program, config: Config): HidingNote[] {
  const known: KnownTraits = new Map();
  const names = tasksIn(program.tasks, config).flatMap((task) => [
    ...reachFrom(program.functions, config, task, known).calls.keys(),
  ]);
  const definitions = [...new Set(names)].flatMap((name) =>
    definitionsIn(program.functions, name, config),
  );
  const notes = definitions.flatMap(({ name, at, doc }) =>
    modelNotes(doc)
      .notes.filter(({ effects }) => effects.some(hides))
      .map((note) => ({ ...note, function: name, file: at.file })),
  );
  return [
    ...notes.filter(({ kind }) => kind === 'adds'),
    ...notes.filter(({ kind }) => kind === 'leaves out'),
    ...program.ordering.map((call) => orderNote(call)),
  ];
}

/** Memory is never reordered here, so a barrier that is missing is not found. */
function orderNote({ name, file }: Program['ordering'][number]): HidingNote {
  return { kind: 'leaves out', what: 'memory order', effects: ['hides races'], reason: null, function: name, file }; // prettier-ignore
}

function hides(effect: ModelEffect): boolean {
  return effect !== 'invents races';
}

/** The built-in properties that a lock which is left out may break. */
const OF_LOCKS: readonly string[] = ['no_deadlock', 'no_stuck'];

/** What a verdict `holds` depends on. */
export interface RestsOn {
  /** `writepages() (added: a lock), load() (left out: the TLB) and 2 more; may hide races`. */
  readonly line: string;
  /** The same for small spaces: of several functions only the names. */
  readonly short: string;
  readonly notes: readonly HidingNote[];
}

/**
 * The notes of a configuration that concern a property. A lock that no task takes only hides tasks that wait
 * forever.
 */
export function restsOn(all: readonly HidingNote[], property: string): RestsOn | null {
  const ofLocks = OF_LOCKS.includes(property);
  const notes = all.flatMap((note) => {
    const effects = note.effects.filter((e) => e === 'hides races' || (ofLocks && hides(e)));
    return effects.length === 0 ? [] : [{ ...note, effects }];
  });
  if (notes.length === 0) return null;
  const several = new Set(notes.map((note) => note.function)).size > 1;
  return { line: lineOf(notes, true), short: lineOf(notes, !several), notes };
}

/** The most functions that one line names. */
const NAMED = 3;

function lineOf(notes: readonly HidingNote[], withThings: boolean): string {
  const byFunction = new Map<string, HidingNote[]>();
  for (const note of notes)
    byFunction.set(note.function, [...(byFunction.get(note.function) ?? []), note]);
  const named = [...byFunction]
    .slice(0, NAMED)
    .map(([name, own]) => `${name}()${withThings ? ` (${thingsOf(own)})` : ''}`);
  const more = byFunction.size - named.length;
  const functions = [named.join(', '), ...(more === 0 ? [] : [`and ${more} more`])].join(' ');
  return `${functions}; may hide ${hiddenBy(notes)}`;
}

/** `added: A; left out: B, C`. */
function thingsOf(notes: readonly HidingNote[]): string {
  const part = (kind: ModelNote['kind'], head: string): string[] => {
    const own = notes.filter((note) => note.kind === kind).map(({ what }) => what);
    return own.length === 0 ? [] : [`${head}: ${own.join(', ')}`];
  };
  return [...part('adds', 'added'), ...part('leaves out', 'left out')].join('; ');
}

function hiddenBy(notes: readonly HidingNote[]): string {
  const effects = new Set(notes.flatMap((note) => note.effects));
  return (['races', 'deadlocks'] as const)
    .filter((one) => effects.has(`hides ${one}`))
    .join(' and ');
}
