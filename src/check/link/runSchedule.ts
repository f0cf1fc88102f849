// A schedule's text, taken from the start of one configuration.

import type { Config } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { Replayer } from '../../model/replay/replay.ts';
import type { Run } from '../../model/world/run.ts';
import { parseSchedule } from '../../model/world/schedule.ts';

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
