// SPIN and our own search asked about the same models. What SPIN said is kept by the model's text, so
// that it is asked once for each.

import { at } from '../../base/assert.ts';
import { exportPromela, type PromelaForm } from '../../export/promela.ts';
import { buildModel } from '../../model/build/model.ts';
import { type Question, search } from '../worker/question.testing.ts';
import type { Report } from '../verdict/report.ts';
import { type Judgement, judgeTogether, methodOf, type Puzzle } from './spinBinary.testing.ts';
import { readCache, writeCache } from './spinCache.testing.ts';

export interface Comparison {
  readonly question: Question;
  readonly form: PromelaForm;
  readonly report: Report;
  readonly ours: Judgement;
  readonly spins: Judgement;
}

/** A program that SPIN cannot be asked about, and why. */
export interface Refusal {
  readonly question: Question;
  readonly reason: string;
}

interface Prepared {
  readonly question: Question;
  readonly report: Report;
  readonly puzzle: Puzzle;
}

export interface Manner {
  readonly form: PromelaForm;
  /** Configurations with more states are refused. */
  readonly mostStates: number;
  /** Whether to keep SPIN's answers, and to believe those that were kept. */
  readonly keep: boolean;
  readonly refused: (refusal: Refusal) => void;
}

/** For programs that are to be compared without exception. */
const STRICT = { mostStates: 2_000_000, keep: true, refused: failed } as const;

/** Models of one verifier: it keeps the variables of all of them in every state, and at most 255 processes. */
const MOST_TOGETHER = 8;
/** Characters of Promela in one verifier. */
const MOST_TEXT = 400_000;

/** Asks both about every question, in its order; those that are refused are left out. */
export function compareWithSpin(
  questions: Iterable<Question>,
  given: Partial<Manner> = {},
): Comparison[] {
  const manner: Manner = { form: 'exact', ...STRICT, ...given };
  const prepared: Prepared[] = [];
  for (const question of questions) {
    const ready = prepare(question, manner);
    if ('reason' in ready) manner.refused(ready);
    else prepared.push(ready);
  }
  const judge = manner.keep ? judgeKept : judgeTogether;
  const judged = batchesOf(prepared).flatMap((batch) =>
    judge(
      batch.map(({ puzzle }) => puzzle),
      manner.form,
    ),
  );
  return prepared.map(({ question, report }, i) => ({
    question,
    form: manner.form,
    report,
    ours: judgementOf(report),
    spins: at(judged, i),
  }));
}

function failed({ question, reason }: Refusal): never {
  throw new Error(`${question.program.name}: ${reason}`);
}

function prepare(question: Question, { form, mostStates }: Manner): Prepared | Refusal {
  const model = buildModel(question.program, question.config);
  const exported = exportPromela(model, form);
  if (!exported.ok) return { question, reason: exported.reason };
  const text = form === 'natural' ? withoutComments(exported.text) : exported.text;
  if (text.length > MOST_TEXT) return { question, reason: 'its text is too long' };
  const report = search(question, mostStates);
  if (report.limits.includes(`states ${mostStates}`))
    return { question, reason: 'it has too many states' };
  const asked = model.properties.map(({ name }) => name).filter((name) => name !== 'no_stuck');
  return { question, report, puzzle: { text, properties: asked, size: report.states } };
}

/** SPIN is asked once for models that differ in what they say to a reader only. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, '');
}

/** In the form of SPIN's; what our search leaves open is not violated. */
export function judgementOf({ states, findings, limits }: Report): Judgement {
  const asked = findings.filter(({ property }) => property !== 'no_stuck');
  const violated = asked.map(({ property, verdict }) => [property, verdict === 'violated']);
  return {
    states,
    limited: limits.length > 0,
    violated: Object.fromEntries(violated) as Judgement['violated'],
  };
}

function batchesOf(prepared: readonly Prepared[]): Prepared[][] {
  const batches: Prepared[][] = [];
  let room = 0;
  for (const one of prepared) {
    const batch = batches.at(-1);
    room -= one.puzzle.text.length;
    if (batch !== undefined && room > 0 && batch.length < MOST_TOGETHER) batch.push(one);
    else {
      batches.push([one]);
      room = MOST_TEXT - one.puzzle.text.length;
    }
  }
  return batches;
}

/** Reads cached answers; the others are computed by SPIN together. */
function judgeKept(puzzles: readonly Puzzle[], form: PromelaForm): Judgement[] {
  const method = methodOf(form);
  const kept = puzzles.map((puzzle) => readCache(method, puzzle));
  const open = puzzles.filter((_, i) => kept[i] === null);
  const judged = open.length === 0 ? [] : judgeTogether(open, form);
  open.forEach((puzzle, i) => writeCache(method, puzzle, at(judged, i)));
  return puzzles.map((puzzle, i) => kept[i] ?? at(judged, open.indexOf(puzzle)));
}

/** Asked within steps. */
const WITHIN_STEPS = ['no_warning', 'no_lock_leak'];

/** To us, a step that meets a limit has not been taken; SPIN has seen what it breaks before that. */
function isCutOff({ findings, limits }: Report, name: string): boolean {
  const finding = findings.find(({ property }) => property === name);
  const within = finding?.kind === 'assertion' || WITHIN_STEPS.includes(name);
  return within && finding?.verdict === 'unknown' && limits.length > 0;
}

/** In what the two differ; empty when they agree. */
export function disagreement({ ours, spins, report, form }: Comparison): string[] {
  const counts = form === 'natural' ? limitsApart(ours, spins) : ours.states === spins.states ? [] : [`states: ${ours.states}, SPIN ${spins.states}`]; // prettier-ignore
  const names = new Set([...Object.keys(ours.violated), ...Object.keys(spins.violated)]);
  const described = (violated: boolean | undefined) =>
    violated === true ? 'violated' : 'not violated';
  const verdicts = [...names]
    .filter((name) => ours.violated[name] !== spins.violated[name])
    .filter((name) => spins.violated[name] !== true || !isCutOff(report, name))
    .map(
      (name) =>
        `${name}: ${described(ours.violated[name])}, SPIN: ${described(spins.violated[name])}`,
    );
  const all = [...counts, ...verdicts];
  return all.length === 0 ? [] : [`${report.scenario} ${JSON.stringify(report.config)}`, ...all];
}

/** The natural form has states of its own; but it meets a limit where we do. */
function limitsApart(ours: Judgement, spins: Judgement): string[] {
  return ours.limited === spins.limited ? [] : [`limits: ${ours.limited}, SPIN ${spins.limited}`];
}
