// What the model answers to a vote: the options, and which of them are right.

import { at, unreachable } from '../base/assert.ts';
import type { Finding } from '../check/verdict/report.ts';
import type { Model } from '../model/build/model.ts';
import type { Run } from '../model/world/run.ts';
import type { Value } from '../model/world/world.ts';
import type { VoteScene } from './talk.ts';

export interface GradedOption {
  readonly text: string;
  readonly right: boolean;
}

export type Graded =
  | {
      readonly kind: 'graded';
      readonly options: readonly GradedOption[];
      /** One sentence: what the model found. */
      readonly answer: string;
    }
  /** A search is under way. */
  | { readonly kind: 'waiting'; readonly options: readonly GradedOption[] }
  /** The question does not fit the run, or no option is right. */
  | { readonly kind: 'wrong'; readonly message: string };

export interface VotePlace {
  readonly model: Model;
  readonly run: Run;
  readonly cursor: number;
}

/** `findings`: of the configuration; null while it is not searched yet. */
export function gradeVote(
  { question, options }: Pick<VoteScene, 'question' | 'options'>,
  place: VotePlace,
  findings: readonly Finding[] | null,
): Graded {
  switch (question.kind) {
    case 'who can move':
      return gradeMovers(options, place);
    case 'what it reads':
      return gradeRead(options, question.task, place);
    case 'does it hold':
      return gradeProperty(options, question.property, findings);
    default:
      return unreachable(question);
  }
}

/** The tasks that can take a step. */
export function movers({ model, run, cursor }: VotePlace): string[] {
  const { world } = at(run.moments, cursor);
  return model.tasks
    .filter(({ index }) => ['ready', 'idle'].includes(at(world.tasks, index).state.kind))
    .map(({ name }) => name);
}

/** An option names one task or several (`fault and punch`), or nobody: it is right where it names those that can move. */
function gradeMovers(written: readonly string[], place: VotePlace): Graded {
  const able = movers(place);
  const names = place.model.tasks.map(({ name }) => name);
  const answer = `${listed(able)} can move.`;
  if (written.length === 0) {
    const options = names.map((text) => ({ text, right: able.includes(text) }));
    return { kind: 'graded', options, answer };
  }
  const options = written.map((text) => ({ text, right: sameNames(namesIn(text, names), able) }));
  return withOneRight(options, answer);
}

function namesIn(text: string, names: readonly string[]): string[] {
  const words = text.split(/[^A-Za-z0-9_]+/);
  return names.filter((name) => words.includes(name));
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function gradeRead(written: readonly string[], name: string, place: VotePlace): Graded {
  const task = place.model.tasks.find((one) => one.name === name);
  if (task === undefined) return wrong(`No task is called “${name}”.`);
  const read = nextToken(place, task.index);
  if (read === null) return wrong(`In the rest of the run, ${name} reads no data.`);
  const answer = `${name} reads ${read.token}: ${read.meaning}.`;
  const tokens = written.length > 0 ? written : tokensIn(place);
  const options = tokens.map((text) => ({ text, right: isToken(text, read) }));
  return withOneRight(options, answer);
}

interface Token {
  readonly token: string;
  readonly meaning: string;
}

/** The next data that the task reads after the position. */
function nextToken({ run, cursor }: VotePlace, task: number): Token | null {
  for (const { step } of run.moments.slice(cursor + 1)) {
    if (step?.task !== task) continue;
    for (const effect of step.effects)
      if (effect.kind === 'read' && effect.value.kind === 'token') return effect.value;
  }
  return null;
}

/** An option is a token, or begins with one: `A: what the block held`. */
function isToken(option: string, { token, meaning }: Token): boolean {
  return option === meaning || option.split(/[^A-Za-z0-9_]+/)[0] === token;
}

/** The tokens that stand anywhere in the world now or when the run ends. */
function tokensIn({ run, cursor }: VotePlace): string[] {
  const worlds = [at(run.moments, cursor).world, at(run.moments, run.moments.length - 1).world];
  const found = new Set(
    worlds.flatMap(({ objects }) =>
      objects.flatMap(({ fields }) => fields.flatMap(({ value }) => tokensOf(value))),
    ),
  );
  return [...found].slice(0, 4);
}

function tokensOf(value: Value): string[] {
  if (value.kind === 'token') return [value.token];
  if (value.kind === 'array') return value.items.flatMap(tokensOf);
  return value.kind === 'word' ? value.fields.flatMap((field) => tokensOf(field.value)) : [];
}

function gradeProperty(
  written: readonly string[],
  property: string,
  findings: readonly Finding[] | null,
): Graded {
  const texts = written.length === 2 ? written : ['Yes, it holds', 'No, some order breaks it'];
  if (findings === null)
    return { kind: 'waiting', options: texts.map((text) => ({ text, right: false })) };
  const found = findings.find((finding) => finding.property === property);
  if (found === undefined) return wrong(`No property is called “${property}” here.`);
  if (found.verdict === 'unknown') return wrong(`The search of ${property} reached a limit.`);
  const holds = found.verdict === 'holds';
  const options = texts.map((text) => ({ text, right: /^yes\b/i.test(text) === holds }));
  return withOneRight(options, holds ? `It holds: ${found.sentence}.` : `${found.violation}.`);
}

function withOneRight(options: readonly GradedOption[], answer: string): Graded {
  if (options.some(({ right }) => right)) return { kind: 'graded', options, answer };
  return wrong(`None of the options is right. ${answer}`);
}

function wrong(message: string): Graded {
  return { kind: 'wrong', message };
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'No task';
  if (names.length === 1) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
