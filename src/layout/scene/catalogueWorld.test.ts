// The world of every scenario, on the run that it opens with, at each moment and on each screen: no token lies on
// another or on a text, no text on another, and nothing is outside the picture.
import { describe, expect, it } from 'vitest';
import { assert } from '../../base/assert.ts';
import { readCatalogue } from '../../check/catalogue/catalogueIndex.ts';
import { findConfiguration } from '../../check/link/linkedConfiguration.ts';
import { openingConfiguration } from '../../check/link/namedConfiguration.ts';
import { runSchedule } from '../../check/link/runSchedule.ts';
import { loadScenario } from '../../check/source/loadScenario.ts';
import { type StepValues, stepValues } from '../../model/replay/valueTrace.ts';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { planWorld, type WorldPlanOptions } from '../plan/worldPlan.ts';
import { sceneFaults } from './worldBoxes.testing.ts';
import { drawWorld } from './worldPicture.ts';

/** What the stage leaves the world of windows of 1440 × 900, 1920 × 1080 and 390 × 844, and of a tablet. */
const SCREENS: readonly WorldPlanOptions[] = [
  { variant: 'workbench', size: { width: 728, height: 475 } },
  { variant: 'hall', size: { width: 1360, height: 524 } },
  { variant: 'phone', size: { width: 390, height: 330 } },
  { variant: 'workbench', size: { width: 820, height: 480 } },
];

interface Opening {
  readonly name: string;
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
  readonly values: readonly StepValues[];
}

/** The bad end that a scenario opens with; its start where it opens with none. */
const openings = readCatalogue().map(({ name, bad }): Opening => {
  const program = loadScenario(name)?.program;
  assert(program != null, `${name} has no errors`);
  const opening = openingConfiguration(program);
  const configuration = bad ? findConfiguration(program, bad.configuration).configuration : opening;
  const ended = runSchedule(program, configuration.config, bad?.schedule ?? '');
  assert(ended.ok, `the schedule of ${name} is one`);
  const values = stepValues(ended.model, ended.run.moves);
  return { name, run: ended.run, tasks: ended.model.tasks, values };
});

describe.each(SCREENS)('on $variant $size.width × $size.height', (screen) => {
  it.each(openings)('nothing of $name lies on another or is outside', ({ run, tasks, values }) => {
    const plan = planWorld(run, tasks, { ...screen, around: [run], values });
    const start = { ...run, moments: run.moments.slice(0, 1) };
    const opening = drawWorld(planWorld(start, tasks, { ...screen, around: [run] }), 0);
    const found = [opening, ...run.moments.map((_, at) => drawWorld(plan, at))].flatMap(
      sceneFaults,
    );
    expect([...new Set(found)]).toEqual([]);
  });
});
