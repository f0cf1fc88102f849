// Two kernels side by side on one schedule: the run on the stage, and the same run as far as the other kernel follows it.

import type { Finding } from '../../check/verdict/report.ts';
import type { Configuration } from '../../lang/program/configurations.ts';
import type { Model } from '../../model/build/model.ts';
import { stepValues, type StepValues } from '../../model/replay/valueTrace.ts';
import type { Run } from '../../model/world/run.ts';
import { explainRefusal, type Phrase } from '../player/explanation.ts';
import { type Followed, follow } from '../player/followed.ts';
import { refusalAt, runLength } from '../player/reason.ts';
import { remember } from '../state/remember.ts';
import { configKey, replayerOf } from '../state/replayers.ts';
import { selectKernels, selectProperty } from '../state/select.ts';
import type { SessionState } from '../state/store.ts';

export interface Side {
  /** The kernel; of a set of options that is no kernel, the changed options. */
  readonly name: string;
  readonly model: Model;
  readonly run: Run;
  readonly values: readonly StepValues[];
}

/** Where the two first differ, or where the other kernel no longer follows. */
export interface Difference {
  /** A position of the run on the stage. */
  readonly at: number;
  readonly kind: 'blocks' | 'stops' | 'other way' | 'own step' | 'left out';
  readonly phrase: Phrase;
}

export interface Beside {
  readonly left: Side;
  readonly right: Side;
  readonly followed: Pick<Followed, 'positions' | 'inserted' | 'skipped'>;
  /** Where the right one no longer follows, else the first step that only one of them takes; null: there is none. */
  readonly difference: Difference | null;
}

export const selectBeside: (state: SessionState) => Beside | null = remember(
  ({ beside, program, configuration, playback }) => [beside, program, configuration, playback.run],
  ({ beside, program, configuration, playback }) => {
    if (beside === null) return null;
    const replayer = replayerOf(program, configuration.config);
    const { run, cursor } = playback;
    const to = replayerOf(program, beside.config);
    const followed = follow({ run, cursor, replayer, kernel: configuration.kernel }, to);
    const left = sideOf(configuration, replayer.model, run);
    const right = sideOf(beside, to.model, followed.run);
    const difference = endOf(followed, right) ?? ownStep(followed, left, right);
    return { left, right, followed, difference };
  },
);

function sideOf(configuration: Configuration, model: Model, run: Run): Side {
  const name = configuration.kernel ?? 'these options';
  return { name, model, run, values: stepValues(model, run.moves) };
}

/** The first step that only one of them takes. */
function ownStep({ inserted, skipped, positions }: Followed, left: Side, right: Side) {
  const [extra] = inserted;
  const [missing] = skipped;
  const at = extra === undefined ? Infinity : positions.findLastIndex((place) => place < extra);
  if (extra !== undefined && at < (missing ?? Infinity))
    return stepOf(at, 'own step', right, right.run.moments[extra]);
  return missing === undefined
    ? null
    : stepOf(missing, 'left out', right, left.run.moments[missing]);
}

function stepOf(
  at: number,
  kind: 'own step' | 'left out',
  { name, model }: Side,
  moment: Run['moments'][number] | undefined,
): Difference | null {
  const step = moment?.step ?? null;
  if (step === null) return null;
  const task = { kind: 'task', task: step.task, text: model.tasks[step.task]?.name ?? '' } as const;
  const text = { kind: 'code', text: step.site.text } as const;
  const does = kind === 'own step' ? ' takes a step of its own: ' : ' does not take this step: ';
  return { at, kind, phrase: [`In ${name} `, task, does, text] };
}

function endOf({ divergence, run }: Followed, { name, model }: Side): Difference | null {
  if (divergence === null) return null;
  const { at, stop, task: index, wanted } = divergence;
  const task = { kind: 'task', task: index, text: model.tasks[index]?.name ?? '' } as const;
  if (stop === null) {
    const code = (text: string) => ({ kind: 'code', text }) as const;
    const next = run.moments.at(-1)?.world.tasks[index]?.next ?? null;
    const instead = next === null ? 'it has ended' : code(next.text);
    const way = [' goes another way here: ', instead, ' instead of ', code(wanted.text)];
    return { at, kind: 'other way', phrase: [`In ${name} `, task, ...way] };
  }
  const { why } = explainRefusal(refusalAt(run, runLength(run), stop), model);
  const kind = stop.kind === 'blocked' ? 'blocks' : 'stops';
  return { at, kind, phrase: [`${name} ${kind} `, task, ' here: ', ...why] };
}

export interface SideFinding {
  readonly property: string;
  /** Null while it is not known. */
  readonly left: Finding | null;
  readonly right: Finding | null;
}

/** What the searches say of the chosen property on both sides. */
export const selectSideFindings: (state: SessionState) => SideFinding | null = remember(
  (state) => [state.checks, state.configuration, state.beside, selectProperty(state)],
  (state) => {
    const property = selectProperty(state);
    if (property === null || state.beside === null) return null;
    return {
      property,
      left: findingOf(state, state.configuration, property),
      right: findingOf(state, state.beside, property),
    };
  },
);

function findingOf(
  { checks }: SessionState,
  { config }: Configuration,
  property: string,
): Finding | null {
  const check = checks.get(configKey(config));
  const findings = check?.kind === 'done' ? check.report.findings : [];
  return findings.find((finding) => finding.property === property) ?? null;
}

/** The chosen property holds on the stage, and is violated in the other configuration. */
export function isSaferHere(state: SessionState, other: Configuration): boolean {
  const property = selectProperty(state);
  if (property === null) return false;
  const here = findingOf(state, state.configuration, property);
  return here?.verdict === 'holds' && findingOf(state, other, property)?.verdict === 'violated';
}

/**
 * The kernel to show beside that of the stage: the next one with another verdict, else the next; null where there is no
 * other.
 */
export function selectBesideChoice(state: SessionState): string | null {
  const kernels = selectKernels(state);
  const here = kernels.findIndex(({ current }) => current);
  const others = [...kernels.slice(here + 1), ...kernels.slice(0, Math.max(here, 0))];
  const verdict = kernels[here]?.finding?.verdict;
  const other = others.find(({ finding }) => finding !== null && finding.verdict !== verdict);
  return (other ?? others[0])?.name ?? null;
}

/** The position of the run beside for a position of the run on the stage; its end, once it no longer follows. */
export function besidePosition({ followed, right, difference }: Beside, cursor: number): number {
  const end = runLength(right.run);
  if (difference !== null && isParting(difference) && cursor >= difference.at) return end;
  return Math.min(followed.positions[cursor] ?? 0, end);
}

/** The other kernel no longer follows from there. */
export function isParting({ kind }: Difference): boolean {
  return kind === 'blocks' || kind === 'stops' || kind === 'other way';
}
