// The run that a scenario is about, for a picture of its last step: replayed from the schedule that the index keeps.

import type { IndexedScenario } from '../check/indexedScenario.ts';
import { findConfiguration } from '../check/linkedConfiguration.ts';
import { loadScenario } from '../check/loadScenario.ts';
import { runSchedule } from '../check/runSchedule.ts';
import type { Run } from '../model/run.ts';
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
  const ended = runSchedule(program, configuration.config, bad.schedule);
  return ended.ok ? { run: ended.run, tasks: ended.model.tasks } : null;
}
