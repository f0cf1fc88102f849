// Holds a recording against the text that it is a recording of.

import { assert, at } from '../../base/assert.ts';
import { type Config, validConfigs } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import { formatSchedule } from '../../model/world/schedule.ts';
import { type EventMap, type StepPattern, stepText } from '../../recording/eventMap.ts';
import type { Observation, Observed } from '../../recording/observations.ts';
import { findConfiguration } from '../link/linkedConfiguration.ts';
import { type FitAnswer, fitModel, type FitQuestion } from './fitSearch.ts';

export interface FitLimits {
  readonly maxStates: number;
  readonly maxBytes: number;
}

export const FIT_LIMITS: FitLimits = { maxStates: 3_000_000, maxBytes: 1 << 30 };

/** A recorded event and the step of the run that it shows. */
export interface FittedEvent {
  readonly task: string;
  readonly observation: Observation;
  /** The step takes `moments[step]` of the run to the next one; counts from 0. */
  readonly step: number;
}

export interface FitReport {
  readonly kind: FitAnswer['kind'];
  readonly config: Config;
  readonly schedule: string;
  readonly steps: number;
  readonly events: number;
  readonly fitted: readonly FittedEvent[];
  readonly stop: RefusedEvent | null;
  readonly states: number;
}

export interface RefusedEvent {
  /** The model's task; null: any. */
  readonly task: string | null;
  readonly observation: Observation;
  /** `fault: set i_pages`. */
  readonly allowed: readonly string[];
}

export type FitOutcome =
  | { readonly ok: true; readonly report: FitReport }
  /** The map does not fit the program: one sentence each. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Tries each start that the recording does not show, and gives the report of the one that explains most. Yields states. */
export function* fitRecording(
  program: Program,
  map: EventMap,
  observed: Observed,
  limits: FitLimits,
): Generator<number, FitOutcome> {
  const { configuration, problems } = findConfiguration(program, {
    kernel: map.kernel,
    options: map.options,
  });
  const missing = [...problems, ...observed.problems, ...unknownTasks(program, map)];
  if (missing.length > 0) return { ok: false, problems: missing };
  let best: FitReport | null = null;
  let states = 0;
  for (const config of startsOf(program, configuration.config, map.tried)) {
    const report = yield* fitStart(buildModel(program, config), map, observed, limits);
    states += report.states;
    if (best === null || report.fitted.length > best.fitted.length || report.kind === 'fits')
      best = report;
    if (report.kind === 'fits') break;
  }
  assert(best !== null, 'a program has a start');
  return { ok: true, report: { ...best, states } };
}

function unknownTasks(program: Program, map: EventMap): string[] {
  const known = new Set(program.tasks.map(({ name }) => name));
  return [...map.tasks.map(({ task }) => task), ...map.free]
    .filter((task) => !known.has(task))
    .map((task) => `the map names a task “${task}”, which ${program.name} does not have`);
}

/** Configurations that differ from the given one in the options that are tried, and in no other. */
function startsOf(program: Program, config: Config, tried: readonly string[]): Config[] {
  return validConfigs(program).filter((other) =>
    Object.entries(config).every(([name, value]) => tried.includes(name) || other[name] === value),
  );
}

function* fitStart(
  model: Model,
  map: EventMap,
  observed: Observed,
  limits: FitLimits,
): Generator<number, FitReport> {
  const question = questionOf(model, map, observed, limits);
  const answer = yield* fitModel(model, question);
  return reportOf(model, observed, question, answer);
}

function questionOf(
  model: Model,
  map: EventMap,
  observed: Observed,
  limits: FitLimits,
): FitQuestion {
  const patterns = shownPatterns(map, observed.shown);
  const labels = new Map(patterns.map((pattern, label) => [stepText(pattern), label]));
  const taskNumber = (name: string): number => model.tasks.findIndex((task) => task.name === name);
  return {
    lanes: observed.lanes.map(({ task, observations }) => ({
      task: task === null ? null : taskNumber(task),
      events: observations.map(({ steps, from, to }) => ({
        labels: steps.flatMap((step) => labels.get(step) ?? []),
        from,
        to,
      })),
    })),
    patterns,
    tolerance: observed.tolerance,
    free: map.free.map(taskNumber),
    ...limits,
  };
}

function shownPatterns(map: EventMap, shown: ReadonlySet<string>): StepPattern[] {
  const patterns = new Map<string, StepPattern>();
  for (const rule of map.rules) {
    for (const step of rule.kind === 'event' ? rule.steps : [])
      if (shown.has(stepText(step))) patterns.set(stepText(step), step);
  }
  return [...patterns.values()];
}

function reportOf(
  model: Model,
  observed: Observed,
  { patterns }: FitQuestion,
  answer: FitAnswer,
): FitReport {
  const observation = (lane: number, event: number): Observation =>
    at(at(observed.lanes, lane).observations, event);
  const { stop } = answer;
  return {
    kind: answer.kind,
    config: model.config,
    schedule: formatSchedule(answer.moves, model.tasks, choiceLabels(model)),
    steps: answer.moves.length,
    events: observed.lanes.reduce((sum, { observations }) => sum + observations.length, 0),
    fitted: answer.matched.map(({ lane, event, move }) => ({
      task: at(model.tasks, at(answer.moves, move).task).name,
      observation: observation(lane, event),
      step: move,
    })),
    stop:
      stop === null
        ? null
        : {
            task: at(observed.lanes, stop.lane).task,
            observation: observation(stop.lane, stop.event),
            allowed: stop.allowed.map(
              ({ task, label }) =>
                `${at(model.tasks, task).name}: ${stepText(at(patterns, label))}`,
            ),
          },
    states: answer.states,
  };
}
