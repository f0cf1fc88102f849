// Schedules as text: the tasks' letters in order, run-length coded; a choice by its label after a dot.
// `f3c.m2p` is f, f, f, then c taking the branch that begins with m, twice, then p.

import { at } from '../../base/assert.ts';
import type { Move } from './run.ts';
import type { TaskInfo } from './world.ts';

/** Longer schedules are refused: no run that a person looks at has more steps. */
export const MAX_STEPS = 20_000;

export type ParsedSchedule =
  | { readonly ok: true; readonly moves: readonly Move[] }
  | { readonly ok: false; readonly at: number; readonly message: string };

/** `labels` are the labels of each task's choices; a label may be shortened as long as it is the only one. */
export function parseSchedule(
  text: string,
  tasks: readonly TaskInfo[],
  labels: LabelsOf = () => [],
): ParsedSchedule {
  const moves: Move[] = [];
  const item = /([a-z])(?:\.([A-Za-z_]+))?(\d*)/y;
  while (item.lastIndex < text.length) {
    const start = item.lastIndex;
    const found = item.exec(text);
    if (found === null)
      return {
        ok: false,
        at: start,
        message: `“${text.slice(start, start + 8)}” is no step: a task’s letter is expected`,
      };
    const [, letter = '', label, count = ''] = found;
    const step = readStep(tasks, labels, letter, label ?? null);
    if (typeof step === 'string') return { ok: false, at: start, message: step };
    const times = count === '' ? 1 : Number(count);
    if (moves.length + times > MAX_STEPS)
      return { ok: false, at: start, message: `more than ${MAX_STEPS} steps` };
    for (let i = 0; i < times; i += 1) moves.push(step);
  }
  return { ok: true, moves };
}

type LabelsOf = (task: number) => readonly string[];

function readStep(
  tasks: readonly TaskInfo[],
  labels: LabelsOf,
  letter: string,
  label: string | null,
): Move | string {
  const task = tasks.find((candidate) => candidate.letter === letter);
  if (task === undefined)
    return `no task has the letter “${letter}”: there are ${tasks.map((t) => `${t.letter} (${t.name})`).join(', ')}`;
  if (label === null) return { task: task.index, choice: null };
  const known = labels(task.index);
  const exact = known.find((candidate) => candidate === label);
  const fitting = known.filter((candidate) => candidate.startsWith(label));
  const choice = exact ?? (fitting.length === 1 ? at(fitting, 0) : undefined);
  if (choice !== undefined) return { task: task.index, choice };
  return `${task.name} has no choice “${label}”${known.length === 0 ? '' : `: there are ${known.join(', ')}`}`;
}

/**
 * The shortest text of a schedule; choices by as many letters of their label as tell it apart, and with a
 * count where a task's letter would else be read as one more of them.
 */
export function formatSchedule(
  moves: readonly Move[],
  tasks: readonly TaskInfo[],
  labels: LabelsOf = () => [],
): string {
  let text = '';
  for (let i = 0; i < moves.length; ) {
    const { task, choice } = at(moves, i);
    let end = i + 1;
    while (end < moves.length && moves[end]?.task === task && moves[end]?.choice === choice)
      end += 1;
    const counted = end - i > 1 || (choice !== null && end < moves.length);
    text +=
      at(tasks, task).letter +
      (choice === null ? '' : `.${shorten(choice, labels(task))}`) +
      (counted ? end - i : '');
    i = end;
  }
  return text;
}

function shorten(label: string, known: readonly string[]): string {
  for (let length = 1; length < label.length; length += 1) {
    const short = label.slice(0, length);
    const clash = known.some((other) => other !== label && other.startsWith(short));
    if (!clash) return short;
  }
  return label;
}
