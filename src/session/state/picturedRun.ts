// The run that a scenario is about, for a picture of its last step: replayed from the schedule in the index.

import type { IndexedScenario } from '../../check/catalogue/indexedScenario.ts';
import { findConfiguration } from '../../check/link/linkedConfiguration.ts';
import type { LibraryTexts } from '../../check/source/fetchedTexts.ts';
import { scenarioFrom } from '../../check/source/loadFrom.ts';
import { openingConfiguration } from '../../check/link/namedConfiguration.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel } from '../../model/build/model.ts';
import { Replayer } from '../../model/replay/replay.ts';
import { runSchedule } from '../../check/link/runSchedule.ts';
import type { Move, Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';

export interface PicturedRun {
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
}

/** What a scenario's card shows: its bad end; of a safe one the moment in which most tasks wait. */
export function replayCard(texts: LibraryTexts, indexed: IndexedScenario): PicturedRun | null {
  if (indexed.bad !== null) return replayBadEnd(texts, indexed);
  const program = scenarioFrom(texts, indexed.name)?.program ?? null;
  return program && bestMoment(program);
}

/** Most steps of a run for a card. */
const LONGEST = 300;

/** Every task takes a step in turn; the run is cut where most tasks wait, at the latest such moment. */
function bestMoment(program: Program): PicturedRun {
  const model = buildModel(program, openingConfiguration(program).config);
  const replayer = new Replayer(model);
  const run = replayer.replay(turns(replayer));
  const waiting = run.moments.map(
    ({ world }) => world.tasks.filter(({ state }) => state.kind === 'blocked' && state.on).length,
  );
  const best = waiting.lastIndexOf(Math.max(...waiting));
  return { run: { ...run, moments: run.moments.slice(0, best + 1) }, tasks: model.tasks };
}

function turns(replayer: Replayer): Move[] {
  const moves: Move[] = [];
  for (let last = -1; moves.length < LONGEST && moves.length !== last; ) {
    last = moves.length;
    for (const { index } of replayer.model.tasks) {
      const task = replayer.replay(moves).moments.at(-1)?.world.tasks[index];
      if (task?.state.kind === 'ready')
        moves.push({ task: index, choice: task.choices[0] ?? null });
    }
  }
  return moves;
}

/** Null for a scenario that opens without a bad end, and for an index that is older than the text. */
function replayBadEnd(texts: LibraryTexts, { name, bad }: IndexedScenario): PicturedRun | null {
  const program = scenarioFrom(texts, name)?.program ?? null;
  if (program === null || bad === null) return null;
  const { configuration } = findConfiguration(program, bad.configuration);
  const ended = runSchedule(program, configuration.config, bad.schedule);
  return ended.ok ? { run: ended.run, tasks: ended.model.tasks } : null;
}
