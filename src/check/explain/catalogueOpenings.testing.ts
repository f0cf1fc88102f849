// The violated openings of the catalogue, each explained: what the golden sentences and the brief columns are made from.

import { assert } from '../../base/assert.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import type { Move } from '../../model/world/run.ts';
import { parseSchedule } from '../../model/world/schedule.ts';
import { brokenSubject } from '../catalogue/brokenSubject.ts';
import { scenarioNames } from '../catalogue/catalogue.ts';
import { openingConfiguration } from '../link/namedConfiguration.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import { explainBreach } from './explainBreach.ts';
import type { Explanation } from './explanation.ts';

export interface Opening {
  readonly name: string;
  readonly kernel: string | null;
  readonly program: Program;
  readonly model: Model;
  readonly property: string;
  readonly witness: readonly Move[];
  readonly schedule: string;
  readonly explanation: Explanation;
}

/** In the order of their names; those whose opening kernel breaks something. */
export function violatedOpenings(): Opening[] {
  return scenarioNames.flatMap(openingOf);
}

function openingOf(name: string): Opening[] {
  const program = loadScenario(name)?.program;
  assert(program != null, `${name} has no errors`);
  const { config, kernel } = openingConfiguration(program);
  const options = { limits: DEFAULT_LIMITS, switches: false, census: false, now: () => 0 };
  const { findings } = lastOf(checkConfiguration(program, config, options));
  const subject = brokenSubject(program, findings);
  if (subject === null || subject.witness === null) return [];
  const model = buildModel(program, config);
  const parsed = parseSchedule(subject.witness, model.tasks, choiceLabels(model));
  assert(parsed.ok, 'a witness is a schedule');
  const witness = parsed.moves;
  const { property, witness: schedule } = subject;
  const explained = lastOf(explainBreach(model, property, witness, DEFAULT_LIMITS));
  assert(explained.kind === 'explained', `${name} is small enough`);
  return [
    {
      name,
      kernel,
      program,
      model,
      property,
      witness,
      schedule,
      explanation: explained.explanation,
    },
  ];
}

function lastOf<T>(work: Generator<unknown, T>): T {
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}
