// Random programs put to SPIN and to our own search, for as long as one likes.

import fc from 'fast-check';
import { validConfigs } from '../../lang/program/configurations.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { programText } from '../../model/build/randomProgram.testing.ts';
import { smallestText } from './smallestText.testing.ts';
import type { PromelaForm } from '../../export/promela.ts';
import type { Question } from '../worker/question.testing.ts';
import { compareWithSpin, disagreement, type Manner } from './spinOracle.testing.ts';

/** What a round of programs came to. */
export interface FuzzRound {
  readonly seed: number;
  readonly programs: number;
  readonly compared: number;
  readonly states: number;
  /** By reason, the configurations that SPIN could not be asked about. */
  readonly refused: ReadonlyMap<string, number>;
  /** A smallest program on which the two differ, and how; null when there is none. */
  readonly difference: string | null;
}

const PROGRAMS = 24;
/** The exact form has our states one for one; the natural one is made without our control-flow graph. */
const FORMS: readonly PromelaForm[] = ['exact', 'natural'];
const MANNER = { mostStates: 20_000, keep: false, refused: () => {} } as const;

/** One round: the same programs for the same seed. */
export function fuzzRound(seed: number, forms = FORMS): FuzzRound {
  const texts = fc.sample(programText, { seed, numRuns: PROGRAMS });
  const refused = new Map<string, number>();
  const count = (reason: string) => refused.set(reason, (refused.get(reason) ?? 0) + 1);
  const { compared, states, bad } = compareAll(texts, forms, ({ reason }) =>
    count(reason.replace(/^a loop of \w+ has/, 'a loop has')),
  );
  const difference = bad === null ? null : described(bad, forms);
  return { seed, programs: texts.length, compared, states, refused, difference };
}

/** `bad`: a text on which the two differ, or at which one of them breaks. */
function compareAll(
  texts: readonly string[],
  forms: readonly PromelaForm[],
  refused: Manner['refused'],
) {
  // prettier-ignore
  try {
    const questions = texts.flatMap(questionsOf);
    const comparisons = forms.flatMap((form) => compareWithSpin(questions, { ...MANNER, form, refused })); // prettier-ignore
    const bad = comparisons.find((comparison) => disagreement(comparison).length > 0);
    return {
      compared: comparisons.length,
      states: comparisons.reduce((sum, { spins }) => sum + spins.states, 0),
      bad: bad === undefined ? null : textOf(bad.question),
    };
  } catch (error) {
    const bad = texts.find((text) => differences(text, forms).length > 0);
    if (bad === undefined) throw error;
    return { compared: 0, states: 0, bad };
  }
}

function questionsOf(text: string): Question[] {
  const { program } = loadProgram('random', text, new Map());
  return program === null ? [] : validConfigs(program).map((config) => ({ program, config }));
}

function textOf({ program }: Question): string {
  return program.files.map(({ text }) => text).join('\n');
}

function described(text: string, forms: readonly PromelaForm[]): string {
  const smallest = smallestText(text, (candidate) => differences(candidate, forms).length > 0);
  return [smallest, '', ...differences(smallest, forms)].join('\n');
}

function differences(text: string, forms: readonly PromelaForm[]): string[] {
  const { diagnostics } = loadProgram('random', text, new Map());
  if (diagnostics.some(({ severity }) => severity === 'error')) return [];
  try {
    return forms.flatMap((form) => compareWithSpin(questionsOf(text), { ...MANNER, form }).flatMap(disagreement)); // prettier-ignore
  } catch (error) {
    return [String(error)];
  }
}
