// What views read from the session. Every derived value is memoized, so that it stays the same object until its
// inputs change.

import { at } from '../../base/assert.ts';
import { brokenSubject, expectedProperties } from '../../check/catalogue/brokenSubject.ts';
import { type Bundle, splitBundle } from '../../check/source/bundle.ts';
import { DEFAULT_LIMITS } from '../../check/verdict/checkConfiguration.ts';
import { formatLink, type LinkedRun, maxLinkLength, maxLinkSteps } from '../../check/link/link.ts';
import { linkConfiguration } from '../../check/link/linkedConfiguration.ts';
import { namedConfiguration } from '../../check/link/namedConfiguration.ts';
import type { Finding, Limits, Report } from '../../check/verdict/report.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import { cueSteps } from '../../model/replay/cueSteps.ts';
import { stepValues, type StepValues } from '../../model/replay/valueTrace.ts';
import type { Moment, Run } from '../../model/world/run.ts';
import { formatSchedule, parseSchedule } from '../../model/world/schedule.ts';
import type { World } from '../../model/world/world.ts';
import { isOwnFile } from './ownFile.ts';
import { nothingSearched, type Offer, plannedMoves, sameMoves } from '../player/playback.ts';
import { remember } from './remember.ts';
import { configKey } from './replayers.ts';
import type { Check, SessionState } from './store.ts';
import { type Explanation, explainStop } from '../player/explanation.ts';

/** Which of a property's witnesses: the one with the fewest steps, or with the fewest context switches. */
export type WitnessKind = 'shortest' | 'fewest-switches';

export function selectRun({ playback }: SessionState): Run {
  return playback.run;
}

/** The world now and the step that led to it. */
export function selectMoment({ playback }: SessionState): Moment {
  return at(playback.run.moments, playback.cursor);
}

export function selectWorld(state: SessionState): World {
  return selectMoment(state).world;
}

/** The check of the configuration on the stage; null: not requested. */
export function selectCheck({ checks, configuration }: SessionState): Check | null {
  return checks.get(configKey(configuration.config)) ?? null;
}

export function selectReport(state: SessionState): Report | null {
  const check = selectCheck(state);
  return check?.kind === 'done' ? check.report : null;
}

/**
 * The property whose witness is played: the chosen one; else the first violated one that the scenario's `expect`
 * lines name, then any violated one, then the first that they name.
 */
export function selectProperty(state: SessionState): string | null {
  if (state.chosenProperty !== null) return state.chosenProperty;
  const findings = (selectReport(state) ?? state.lastReport)?.findings ?? [];
  const broken = brokenSubject(state.program, findings)?.property;
  return broken ?? expectedProperties(state.program)[0] ?? findings[0]?.property ?? null;
}

/** The finding for that property in the configuration on the stage. */
export function selectFinding(state: SessionState): Finding | null {
  const property = selectProperty(state);
  return selectReport(state)?.findings.find((finding) => finding.property === property) ?? null;
}

/** What playing continues with at the end of the run. */
export const selectOffer: (state: SessionState) => Offer = remember(
  (state) => [selectFinding(state), isSearching(state), selectProperty(state), state.model],
  (state) => {
    const finding = selectFinding(state);
    const property = selectProperty(state);
    if (finding !== null) return offerOf(finding, state);
    return isSearching(state) ? { kind: 'none', property, why: 'searching' } : nothingSearched;
  },
);

/** Runs that may be shown here next: the world graph reserves positions for their objects. */
export const selectAround: (state: SessionState) => readonly Run[] = remember(
  ({ playback }) => [playback.offer, playback.stepper],
  ({ playback: { offer, stepper } }) =>
    offer.kind === 'none' ? [] : [stepper.replay(offer.moves)],
);

/** What each step of the run on the stage read and wrote. */
export const selectStepValues: (state: SessionState) => readonly StepValues[] = remember(
  ({ playback, model }) => [playback.run, model],
  ({ playback, model }) => stepValues(model, playback.run.moves),
);

/** By step: the sentence of the scenario's cue that the run on the stage meets there. */
export const selectCues: (state: SessionState) => ReadonlyMap<number, string> = remember(
  ({ playback, program, model }) => [playback.run, program, model],
  ({ playback, program, model }) => cueSteps(playback.run, program.cues, model.tasks),
);

/** Which witness of the property the current run is; null for any other run. */
export function selectWitnessKind(state: SessionState): WitnessKind | null {
  const finding = selectFinding(state);
  if (isRun(state, finding?.witness ?? null)) return 'shortest';
  return isRun(state, finding?.fewestSwitches ?? null) ? 'fewest-switches' : null;
}

/** The run on the stage as a schedule. */
export const selectSchedule: (state: SessionState) => string = remember(
  ({ playback, model }) => [playback.run, model],
  ({ playback, model }) => formatSchedule(playback.run.moves, model.tasks, choiceLabels(model)),
);

/** Why the player is paused, the most important reason first; empty while it plays. */
export const selectExplanations: (state: SessionState) => readonly Explanation[] = remember(
  ({ playback, model }) => [playback.stop, playback.offer, model],
  ({ playback, model }) =>
    playback.stop === null ? [] : explainStop(playback.stop, playback.offer, model),
);

export interface Choosing {
  readonly task: number;
  readonly labels: readonly string[];
}

/** The task that was asked for a step and has to choose a branch first. */
export const selectChoosing: (state: SessionState) => Choosing | null = remember(
  ({ playback }) => [playback.stop, playback.run, playback.cursor],
  (state) => {
    const { stop } = state.playback;
    if (stop?.kind !== 'refused' || stop.refusal.stop.kind !== 'no-choice') return null;
    const { task } = stop.refusal.stop;
    return { task, labels: at(selectWorld(state).tasks, task).choices };
  },
);

export interface KernelFinding {
  readonly name: string;
  /** The finding for the property there; null while it is not known. */
  readonly finding: Finding | null;
  readonly current: boolean;
}

/** The property on every named kernel, in its default world. */
export const selectKernels: (state: SessionState) => readonly KernelFinding[] = remember(
  (state) => [state.program, state.checks, state.configuration, selectProperty(state)],
  (state) => {
    const property = selectProperty(state);
    return state.program.kernels.map(({ name }) => {
      const config = namedConfiguration(state.program, name)?.config ?? {};
      const check = state.checks.get(configKey(config));
      const findings = check?.kind === 'done' ? check.report.findings : [];
      const finding = findings.find((one) => one.property === property) ?? null;
      return { name, finding, current: name === state.configuration.kernel };
    });
  },
);

export interface StepAddress {
  /** The hash, with its `#`; without the text if that is too long for a link. */
  readonly hash: string;
  /** The length of the link with a text that it does not carry; null if it carries everything. */
  readonly tooLong: number | null;
}

/** The memory limit of a search in bytes: what a person chose, or the default. */
export function selectMaxBytes(
  { panels }: SessionState,
  limits: Pick<Limits, 'maxBytes'> = DEFAULT_LIMITS,
): number {
  return panels.maxBytes ?? limits.maxBytes;
}

/** The address of the current step. */
export const selectAddress: (state: SessionState) => StepAddress = remember(
  ({ scenario, source, program, configuration, beside, playback, codec }) => [
    scenario,
    source.staged,
    program,
    configuration,
    beside,
    playback.run,
    playback.cursor,
    codec,
  ],
  (state) => {
    const configuration = selectLinkConfiguration(state);
    const beside = state.beside && linkConfiguration(state.program, state.beside);
    const link = { scenario: state.scenario, configuration, run: linkedRun(state), beside };
    const whole = formatLink(link, selectPacked(state));
    if (whole.length <= maxLinkLength) return { hash: whole, tooLong: null };
    return { hash: formatLink(link), tooLong: whole.length };
  },
);

export function selectHash(state: SessionState): string {
  return selectAddress(state).hash;
}

/**
 * The staged text as in a link; null for one of the catalogue, and while the packing code is not loaded.
 */
const selectPacked: (state: SessionState) => string | null = remember(
  ({ scenario, source, codec }) => [isOwnFile(scenario), source.staged, codec],
  ({ scenario, source, codec }) =>
    isOwnFile(scenario) && codec !== null ? codec.packText(source.staged) : null,
);

/** A file of the program on the stage, as the editor shows it. */
export interface EditedFile {
  /** The name of a library file; null for the scenario itself. */
  readonly file: string | null;
  readonly title: string;
  readonly text: string;
  /** A library file that differs from the library. */
  readonly changed: boolean;
}

/** The scenario first, then the library files that it uses, the nearest first. */
export const selectEditedFiles: (state: SessionState) => readonly EditedFile[] = remember(
  ({ scenario, source, program }) => [scenario, source.text, program],
  ({ scenario, source, program, original }) => {
    const bundle = splitBundle(source.text);
    const used = new Map(program.files.slice(0, -1).map(({ name, text }) => [name, text]));
    const names = new Set([...[...used.keys()].toReversed(), ...bundle.files.keys()]);
    const title = isOwnFile(scenario) ? scenario.replace(/\.race$/, '') : scenario;
    const own: EditedFile = { file: null, title, text: bundle.text, changed: false };
    return [
      own,
      ...[...names].map((name) =>
        libraryFile(name, original(name) ?? used.get(name) ?? '', bundle),
      ),
    ];
  },
);

function libraryFile(name: string, staged: string, { files }: Bundle): EditedFile {
  const changed = files.get(name);
  return { file: name, title: name, text: changed ?? staged, changed: changed !== undefined };
}

/** Nothing searches, moves, or waits to be written. */
export function selectIdle({
  playing,
  pending,
  checks,
  explained,
  why,
  graph,
  space,
}: SessionState): boolean {
  if (
    graph?.answer.kind === 'running' ||
    space?.answer.kind === 'running' ||
    explained?.answer.kind === 'running' ||
    why?.answer.kind === 'running' ||
    playing ||
    pending.address ||
    pending.motion ||
    pending.codec ||
    pending.texts ||
    pending.parts > 0 ||
    pending.files > 0 ||
    pending.text
  )
    return false;
  return [...checks.values()].every(({ kind }) => kind !== 'running' && kind !== 'waiting');
}

/** The moves of a finding's schedule; none if it belongs to another model. */
export function movesOf({ model }: Pick<SessionState, 'model'>, schedule: string): Run['moves'] {
  const parsed = parseSchedule(schedule, model.tasks, choiceLabels(model));
  return parsed.ok ? parsed.moves : [];
}

const selectLinkConfiguration = remember(
  ({ program, configuration }: SessionState) => [program, configuration],
  ({ program, configuration }) => linkConfiguration(program, configuration),
);

function linkedRun({ playback, model }: SessionState): LinkedRun | null {
  const moves = plannedMoves(playback.run).slice(0, maxLinkSteps);
  if (moves.length === 0) return null;
  const schedule = formatSchedule(moves, model.tasks, choiceLabels(model));
  return { schedule, at: playback.cursor, fingerprint: model.fingerprint };
}

function isSearching(state: SessionState): boolean {
  const kind = selectCheck(state)?.kind;
  return kind === 'running' || kind === 'waiting';
}

function isRun(state: SessionState, schedule: string | null): boolean {
  return schedule !== null && sameMoves(movesOf(state, schedule), state.playback.run.moves);
}

function offerOf({ property, verdict, witness }: Finding, state: SessionState): Offer {
  if (verdict === 'holds') return endingOffer(property, state);
  if (verdict !== 'violated') return { kind: 'none', property, why: verdict };
  const moves = movesOf(state, witness ?? '');
  if (moves.length === 0) return { kind: 'none', property, why: 'initial' };
  const shortest = (selectReport(state)?.reduce.length ?? 0) === 0;
  return { kind: 'witness', property, moves, shortest };
}

/** A run in which everything ends, where there is one; else one that ends somehow. */
function endingOffer(property: string, state: SessionState): Offer {
  const outcomes = selectReport(state)?.census.outcomes ?? [];
  const end = outcomes.find(({ ending }) => ending === 'finished') ?? outcomes[0];
  const moves = movesOf(state, end?.witness ?? '');
  return moves.length > 0
    ? { kind: 'ending', property, moves }
    : { kind: 'none', property, why: 'holds' };
}
