// What a fit found, in words.

import { unreachable } from '../../base/assert.ts';
import type { Observation, Observed } from '../../recording/observations.ts';
import type { FitReport, RefusedEvent } from './fitRecording.ts';

/** The result in one line, then what it rests on. */
export function fitText(name: string, observed: Observed, report: FitReport): string {
  const lines = [
    `${name}: ${verdictText(report)}`,
    ...laneLines(observed),
    ...countLines(observed),
  ];
  if (report.stop !== null) lines.push(...stopLines(report.stop));
  return lines.join('\n');
}

function verdictText({ kind, events, fitted, steps, states }: FitReport): string {
  const size = `${steps.toLocaleString('en-US')} steps, ${states.toLocaleString('en-US')} states searched`;
  switch (kind) {
    case 'fits':
      return `fits. A run of the model takes all ${events} recorded events in their order (${size}).`;
    case 'refused':
      return `does not fit. Runs of the model explain ${fitted.length} of ${events} recorded events (${size}).`;
    case 'limit':
      return `undecided: the search met its limit after ${fitted.length} of ${events} recorded events (${size}).`;
    default:
      return unreachable(kind);
  }
}

function laneLines({ lanes, tolerance }: Observed): string[] {
  const lines = lanes.map(
    ({ task, recorded, observations }) =>
      `  ${task ?? 'any task'}: ${recorded}, ${observations.length} events`,
  );
  return [...lines, `  events of different tasks less than ${tolerance} µs apart have no order`];
}

function countLines({ counts }: Observed): string[] {
  const skipped = [...counts.skipped].map(
    ([reason, count]) => `  ${count} events skipped: ${reason}`,
  );
  const names = [...counts.unmapped].sort(([, a], [, b]) => b - a);
  if (names.length === 0) return skipped;
  const listed = names.slice(0, MOST_NAMES).map(([name, count]) => `${name} ${count}`);
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : '';
  return [...skipped, `  not mapped: ${listed.join(', ')}${more}`];
}

const MOST_NAMES = 8;

function stopLines({ task, observation, allowed }: RefusedEvent): string[] {
  const choices = allowed.length === 0 ? ['nothing that a recording shows'] : allowed;
  return [
    'the first event that no run explains:',
    `  ${eventText(task, observation)}`,
    'after the events before it, runs of the model take one of these next:',
    ...choices.map((choice) => `  ${choice}`),
  ];
}

/** `line 251, 18.685672 s, storer: down_read_trylock(mmap_lock), as down_read_trylock mmap_lock`. */
export function eventText(task: string | null, { line, from, text, steps }: Observation): string {
  return `line ${line}, ${(from / 1e6).toFixed(6)} s, ${task ?? 'any task'}: ${text}, as ${steps.join(' or ')}`;
}
