// The run that a scenario is about, for a picture of its last step: replayed from the schedule in the index.

import type { IndexedScenario } from '../../check/catalogue/indexedScenario.ts';
import { findConfiguration } from '../../check/link/linkedConfiguration.ts';
import type { LibraryTexts } from '../../check/source/fetchedTexts.ts';
import { scenarioFrom } from '../../check/source/loadFrom.ts';
import { runSchedule } from '../../check/link/runSchedule.ts';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';

export interface PicturedRun {
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
}

/** Null for a scenario that opens without a bad end, and for an index that is older than the text. */
export function replayBadEnd(
  texts: LibraryTexts,
  { name, bad }: IndexedScenario,
): PicturedRun | null {
  const program = scenarioFrom(texts, name)?.program ?? null;
  if (program === null || bad === null) return null;
  const { configuration } = findConfiguration(program, bad.configuration);
  const ended = runSchedule(program, configuration.config, bad.schedule);
  return ended.ok ? { run: ended.run, tasks: ended.model.tasks } : null;
}
