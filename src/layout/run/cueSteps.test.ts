import { expect, it } from 'vitest';
import { loadScenario } from '../../check/source/loadScenario.ts';
import { namedConfiguration } from '../../check/link/namedConfiguration.ts';
import { buildModel } from '../../model/build/model.ts';
import { Replayer } from '../../model/replay/replay.ts';
import { parseSchedule } from '../../model/world/schedule.ts';
import { cueSteps } from '../../model/replay/cueSteps.ts';

it('meets each cue of the hole punch once, in the order of its witness', () => {
  const program = loadScenario('hole-punch')?.program;
  const config = program && namedConfiguration(program, '2.6.23')?.config;
  if (!program || !config) throw new Error('the scenario has its kernel');
  const model = buildModel(program, config);
  const schedule = parseSchedule('f6p5f21p3w15', model.tasks);
  if (!schedule.ok) throw new Error(schedule.message);
  const run = new Replayer(model).replay(schedule.moves);
  const met = cueSteps(run, program.cues, model.tasks);
  const steps = [...met.keys()];
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(met.size).toBeGreaterThan(5);
});
