// A schedule's text, taken from the start of one configuration.

import type { Config } from '../lang/configurations.ts';
import type { Program } from '../lang/program.ts';
import { choiceLabels } from '../model/choiceLabels.ts';
import { buildModel, type Model } from '../model/model.ts';
import { Replayer } from '../model/replay.ts';
import type { Run } from '../model/run.ts';
import { parseSchedule } from '../model/schedule.ts';

export type ScheduleRun =
  /** The run may have stopped before the end of the schedule. */
  | { readonly ok: true; readonly model: Model; readonly run: Run }
  /** The text is no schedule; `at` counts its characters from 0. */
  | { readonly ok: false; readonly at: number; readonly message: string };

export function runSchedule(program: Program, config: Config, schedule: string): ScheduleRun {
  const model = buildModel(program, config);
  const parsed = parseSchedule(schedule, model.tasks, choiceLabels(model));
  if (!parsed.ok) return parsed;
  return { ok: true, model, run: new Replayer(model).replay(parsed.moves) };
}
