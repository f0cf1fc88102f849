// What would have mended a violation: its fixes, and which of the scenario's locks do not help.

import { at } from '../../base/assert.ts';
import { enumerateConfigurations } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Model } from '../../model/build/model.ts';
import type { DecisiveOrder } from '../explain/decisiveOrders.ts';
import type { DataSlice } from '../explain/dataSlice.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Causes } from '../explain/findCauses.ts';
import { EditProver } from '../edit/editProver.ts';
import { FunctionTexts } from '../edit/functionText.ts';
import type { LockField } from '../edit/lockTerm.ts';
import { type Frame, framesOf } from '../edit/stepFrames.ts';
import { userModeFunctions } from '../edit/userMode.ts';
import { fixCandidates, type FixSteps } from '../fix/fixCandidates.ts';
import type { FixReport, TextFix } from '../fix/fixReport.ts';
import { searchFixes, textFix } from '../fix/searchFixes.ts';
import type { Config } from '../verdict/report.ts';
import { lockName } from './lockName.ts';
import { type LockSearch, type ProvedLock, proposeLocks } from './lockProposals.ts';
import type { Exposed } from './overlap.ts';
import { rangeLadder } from './rangeLadder.ts';
import { type ScenarioLock, scenarioLocks } from './scenarioLocks.ts';
import type { Tried } from './tried.ts';
import type { WhyQuestion } from './whyQuestion.ts';
import type { LockTry, WhyProgress } from './whyReport.ts';
import type { TracedStep, WitnessTrace } from './witnessTrace.ts';

/** Other worlds in which a fix is searched too. */
const MOST_WORLDS = 8;

/** What was found of a witness, and the same in words. */
export interface Explained {
  readonly causes: Causes;
  readonly slice: DataSlice;
  readonly explanation: Explanation;
}

/** What was found of the violation. */
export interface Breach {
  readonly model: Model;
  readonly trace: WitnessTrace;
  /** Null where a limit was reached. */
  readonly explained: Explained | null;
  /** Tasks that a lock has to keep apart; none where that would not do. */
  readonly exposed: readonly Exposed[];
  /** The object that the deciding steps are about. */
  readonly root: string | null;
}

export interface FoundFixes {
  readonly report: FixReport;
  readonly locks: readonly LockTry[];
}

export function* fixesOf(
  breach: Breach,
  { property, limits, locks }: WhyQuestion,
  tried: Tried,
): Generator<WhyProgress, FoundFixes> {
  const { model, exposed, root } = breach;
  const { program, config } = model;
  const worlds = otherWorlds(program, config);
  const prover = new EditProver(program, { property, config, worlds, limits }, tried);
  const texts = new FunctionTexts(program);
  const found =
    exposed.length === 0 ? NO_LOCKS : yield* locksFor(prover, texts, model, exposed, root, locks);
  const held = found.proved.map((lock) => lockFix(prover, lock));
  if (locks !== undefined) {
    const report = { fixes: held, searched: found.written, closing: held.length };
    return { report, locks: found.tries };
  }
  const candidates = fixCandidates(model, userModeFunctions(model), stepsOf(breach, texts));
  const { searched, ...report } = yield* progress(prover, searchFixes(prover, candidates, held));
  return { report: { ...report, searched: searched + found.written }, locks: found.tries };
}

function lockFix(prover: EditProver, lock: ProvedLock): TextFix {
  const { name, edit, within } = lock;
  const where = within.map((one) => `${one}()`).join(' and ');
  const title = `${name === null ? 'Add' : 'Take'} ${lockName(lock)} in ${where}`;
  return textFix(prover, { kind: name === null ? 'new lock' : 'take', title, edit }, lock);
}

/** The steps of the decisive orders and of the outdated values; where nothing was found out, those of the window. */
function stepsOf({ model, trace, explained, exposed }: Breach, texts: FunctionTexts): FixSteps {
  const frames = ({ task, step: { site } }: Pick<TracedStep, 'task' | 'step'>): Frame[] =>
    framesOf(texts, model.config, at(model.codes, task).task, site);
  if (explained === null)
    return { deciding: exposed.flatMap(({ steps }) => steps.map(frames)), outdated: [] };
  const { causes, slice, explanation } = explained;
  const { steps } = causes.traced;
  const framesAt = (index: number | null): Frame[][] => {
    const found = steps.find((step) => step.index === index);
    return found === undefined ? [] : [frames(found)];
  };
  const deciding = [
    ...causes.orders.flatMap(({ first, second }) => [first.index, second.index]),
    ...slice.outdated.flatMap(({ write, used }) => [write.step, used]),
    explanation.guilty,
    trace.brokenAt,
  ];
  const looks = [
    ...slice.outdated.map(({ read, used }) => ({ read: read.step, used: [used] })),
    ...causes.orders.flatMap(lookOf).map((read) => ({ read, used: deciding })),
  ];
  return {
    deciding: [...new Set(deciding)].flatMap(framesAt),
    outdated: looks.flatMap(({ read, used }) =>
      framesAt(read).map((one) => ({ read: one, used: [...new Set(used)].flatMap(framesAt) })),
    ),
  };
}

/** A read that had to come before another task's write: what is done upon it may be outdated, as a condition too. */
function lookOf({ kind, meeting, first }: DecisiveOrder): number[] {
  const reads = kind === 'before' && meeting.kind === 'memory' && meeting.first.kind === 'read';
  return reads && first.index !== null ? [first.index] : [];
}

function* progress<T>(
  { work }: EditProver,
  search: Generator<{ readonly states: number }, T>,
): Generator<WhyProgress, T> {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
    yield { searches: work.searches, states: slice.value.states };
  }
}

const NO_LOCKS: LockSearch = { proved: [], tries: [], written: 0 };

function* locksFor(
  prover: EditProver,
  texts: FunctionTexts,
  model: Model,
  exposed: readonly Exposed[],
  root: string | null,
  wanted: readonly LockField[] | undefined,
): Generator<WhyProgress, LockSearch> {
  const { program, config } = model;
  const ladders = { program, config, userMode: userModeFunctions(model) };
  const tasks = exposed.map(({ task }) => task);
  const hunt = {
    texts,
    prover,
    ladders: exposed.map(({ task, steps }) => {
      const body = at(model.codes, task).task;
      return rangeLadder(
        ladders,
        steps.map(({ step }) => framesOf(texts, config, body, step.site)),
      );
    }),
    locks: wantedLocks(scenarioLocks(model, tasks, root), wanted).map(({ lock, takers }) => ({
      lock,
      takers: tasks.map((task) => takers[task] === true),
    })),
  };
  return yield* progress(prover, proposeLocks(hunt));
}

function wantedLocks(
  taken: readonly ScenarioLock[],
  wanted: readonly LockField[] | undefined,
): readonly ScenarioLock[] {
  if (wanted === undefined) return taken;
  const known = ({ struct, field }: LockField): ScenarioLock | undefined =>
    taken.find(({ lock }) => lock.struct === struct && lock.field === field);
  return wanted.map((lock) => known(lock) ?? { lock, takers: [] });
}

/** The same changes in the scenario's other worlds. */
function otherWorlds(program: Program, config: Config): Config[] {
  const changes = program.options.filter(({ kind }) => kind === 'change').map(({ name }) => name);
  return enumerateConfigurations(program)
    .map((one) => one.config)
    .filter((one) => changes.every((name) => one[name] === config[name]))
    .filter((one) => Object.entries(one).some(([name, value]) => config[name] !== value))
    .slice(0, MOST_WORLDS);
}
