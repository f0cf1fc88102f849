// Talks that the page writes from a run: from a scenario's cues along its bad end, and from the orders that decide a witness.

import type { IndexedScenario } from '../../check/catalogue/indexedScenario.ts';
import type { Explanation } from '../../check/explain/explanation.ts';
import { linkConfiguration } from '../../check/link/linkedConfiguration.ts';
import { findConfiguration } from '../../check/link/linkedConfiguration.ts';
import { optionWords } from '../../check/link/configurationWords.ts';
import type { Link } from '../../check/link/link.ts';
import type { Configuration } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Model } from '../../model/build/model.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import type { Run, Step } from '../../model/world/run.ts';
import { formatSchedule, parseSchedule } from '../../model/world/schedule.ts';
import { cueSteps } from '../../model/replay/cueSteps.ts';
import { type WrittenRun, type WrittenStep, writtenTalk } from '../../talk/writeTalk.ts';
import type { Library } from '../state/library.ts';
import { replayerOf } from '../state/replayers.ts';

/** Null: the scenario has no bad end, or its text does not load. */
export function writeCueTalk(library: Library, { name, bad }: IndexedScenario): string | null {
  const program = library.load(name)?.program ?? null;
  if (program === null || bad === null) return null;
  const { configuration } = findConfiguration(program, bad.configuration);
  const { model, run } = replayed(program, configuration, bad.schedule);
  const met = cueSteps(run, program.cues, model.tasks);
  const steps = [...met]
    .toSorted(([a], [b]) => a - b)
    .map(([step, text]) => writtenStep(run, model, step, { title: text, note: text }));
  const last = run.moments.length - 1;
  const end = writtenStep(run, model, last, { title: bad.violation, note: `${bad.violation}.` });
  const staged: StagedRun = { scenario: name, program, configuration, model, run };
  return writtenTalk(writtenRun(staged), [...steps.filter(({ step }) => step < last), end]);
}

export interface StagedRun {
  readonly scenario: string;
  readonly program: Program;
  readonly configuration: Configuration;
  readonly model: Model;
  readonly run: Run;
}

/** What a beat says of a step; without a full stop. */
type Described = readonly [step: number, text: string];

/** A beat for each step of the decisive orders, and one for the end. A run that is not explained gets a beat for each lock transition. */
export function writeRunTalk(staged: StagedRun, explanation: Explanation | null): string {
  const { run, model } = staged;
  const taken = run.moments.length - 1;
  const described = explanation === null ? lockSteps(staged) : decisiveSteps(explanation);
  const steps = [...new Map(described)]
    .filter(([step]) => step < taken)
    .toSorted(([a], [b]) => a - b)
    .map(([step, text]) => writtenStep(run, model, step, { title: text, note: `${text}.` }));
  const title = explanation?.violation ?? 'The end of the run';
  const note = explanation === null ? `${title}.` : `${title}. ${explanation.cause}.`;
  const end = writtenStep(run, model, taken, { title, note });
  const story = explanation === null ? staged.program.story : `${explanation.cause}.`;
  return writtenTalk({ ...writtenRun(staged), story }, [...steps, end]);
}

function decisiveSteps({ orders }: Explanation): Described[] {
  return orders
    .flatMap(({ first, second, toCome }) => (toCome ? [first] : [first, second]))
    .flatMap(({ step, text }) => (step === null ? [] : [[step, text] as const]));
}

/** More beats than this are a list, not a talk. */
const MOST_LOCKS = 12;

function lockSteps({ run, model }: StagedRun): Described[] {
  return run.moments
    .flatMap(({ step }): Described[] => {
      const event = step?.locks.find(({ kind }) => kind !== 'wake');
      if (step === null || event === undefined) return [];
      const name = model.tasks[step.task]?.name ?? '';
      return [[step.index, `${name}: ${event.lock.name} (${event.kind})`]];
    })
    .slice(0, MOST_LOCKS);
}

function replayed(
  program: Program,
  configuration: Configuration,
  schedule: string,
): { model: Model; run: Run } {
  const replayer = replayerOf(program, configuration.config);
  const { model } = replayer;
  const parsed = parseSchedule(schedule, model.tasks, choiceLabels(model));
  return { model, run: replayer.replay(parsed.ok ? parsed.moves : []) };
}

function writtenRun({ scenario, program, configuration, model, run }: StagedRun): WrittenRun {
  const linked = linkConfiguration(program, configuration);
  const schedule = formatSchedule(run.moves, model.tasks, choiceLabels(model));
  const link: Link = {
    scenario,
    configuration: linked,
    run: { schedule, at: 0, fingerprint: model.fingerprint },
  };
  const words = [...(linked.kernel === null ? [] : [linked.kernel]), ...optionWords(linked)];
  return {
    title: program.title,
    kernel: words.join(', ') || 'default options',
    story: program.story,
    link,
  };
}

function writtenStep(
  run: Run,
  { tasks }: Model,
  step: number,
  words: Pick<WrittenStep, 'title' | 'note'>,
): WrittenStep {
  const moment = run.moments[step];
  const task = tasks[moment?.step?.task ?? -1]?.name;
  const objects = objectsOf(run, moment?.step ?? null);
  return { step, ...words, focus: [...(task === undefined ? [] : [task]), ...objects] };
}

/** Names of the objects that the step reads or changes; at most three. */
function objectsOf(run: Run, step: Step | null): string[] {
  if (step === null) return [];
  const { objects } = run.moments[step.index]!.world;
  const ids = new Set([
    ...step.effects.map(({ object }) => object),
    ...step.locks.map(({ lock }) => lock.object),
  ]);
  return objects
    .filter(({ id }) => ids.has(id))
    .map(({ parent, name }) => objects.find((one) => one.id === parent)?.name ?? name)
    .filter((name, i, all) => all.indexOf(name) === i)
    .slice(0, 3);
}
