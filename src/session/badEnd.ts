// The run that a scenario is about, for a picture of its last step: replayed from the schedule that the index keeps.

import type { IndexedScenario } from '../check/indexedScenario.ts';
import { findConfiguration } from '../check/linkedConfiguration.ts';
import { loadScenario } from '../check/loadScenario.ts';
import { choiceLabels } from '../model/choiceLabels.ts';
import { buildModel } from '../model/model.ts';
import { Replayer } from '../model/replay.ts';
import type { Run } from '../model/run.ts';
import { parseSchedule } from '../model/schedule.ts';
import type { TaskInfo } from '../model/world.ts';

export interface PicturedRun {
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
}

/** Null for a scenario that opens without a bad end, and for an index that is older than the text. */
export function replayBadEnd({ name, bad }: IndexedScenario): PicturedRun | null {
  const program = loadScenario(name)?.program ?? null;
  if (program === null || bad === null) return null;
  const { configuration } = findConfiguration(program, bad.configuration);
  const model = buildModel(program, configuration.config);
  const parsed = parseSchedule(bad.schedule, model.tasks, choiceLabels(model));
  if (!parsed.ok) return null;
  return { run: new Replayer(model).replay(parsed.moves), tasks: model.tasks };
}
