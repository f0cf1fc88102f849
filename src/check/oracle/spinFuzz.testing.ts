// Random programs put to SPIN and to our own search, for as long as one likes.

import { questionOf, type RandomQuestion } from '../../lang/random/randomQuestions.testing.ts';
import type { PromelaForm } from '../../export/promela.ts';
import { textOf } from './programFuzz.testing.ts';
import { smallestText } from './smallestText.testing.ts';
import { compareWithSpin, disagreement, type Manner } from './spinOracle.testing.ts';

/** What a round of programs came to. */
export interface FuzzRound {
  /** Programs, of as many seeds from that of the round on. */
  readonly programs: number;
  /** Searches of SPIN that were compared. */
  readonly compared: number;
  readonly states: number;
  /** By form and reason, how many programs SPIN could not be asked about. */
  readonly refused: ReadonlyMap<string, number>;
  /** The seed and a smallest program on which the two differ, and how; null when there is none. */
  readonly difference: string | null;
}

const PROGRAMS = 24;
/** The exact form has our states one for one; the natural one is made without our control-flow graph. */
const FORMS: readonly PromelaForm[] = ['exact', 'natural'];
const MANNER = { mostStates: 20_000, keep: false, refused: () => {} } as const;

/** One round, of the seeds from `first` on: each program in one configuration. */
export function fuzzRound(first: number, forms = FORMS, programs = PROGRAMS): FuzzRound {
  const seeds = Array.from({ length: programs }, (_, i) => first + i);
  const questions = seeds.flatMap((seed) => questionOf(seed, textOf(seed)) ?? []);
  const refused = new Map<string, number>();
  const { compared, states, bad } = compareAll(questions, forms, refused);
  const difference = bad === null ? null : described(bad, forms);
  return { programs, compared, states, refused, difference };
}

/** `bad`: a program on which the two differ, or at which one of them breaks. */
function compareAll(
  questions: readonly RandomQuestion[],
  forms: readonly PromelaForm[],
  refused: Map<string, number>,
) {
  try {
    const comparisons = forms.flatMap((form) =>
      compareWithSpin(questions, { ...MANNER, form, refused: counter(refused, form) }),
    );
    const bad = comparisons.find((comparison) => disagreement(comparison).length > 0);
    return {
      compared: comparisons.length,
      states: comparisons.reduce((sum, { spins }) => sum + spins.states, 0),
      bad: questions.find((question) => question === bad?.question) ?? null,
    };
  } catch (error) {
    const bad = questions.find(({ seed, text }) => differences(seed, text, forms).length > 0);
    if (bad === undefined) throw error;
    return { compared: 0, states: 0, bad };
  }
}

/** Names of functions and variables are left out of the reasons. */
function counter(refused: Map<string, number>, form: PromelaForm): Manner['refused'] {
  return ({ reason }) => {
    const kind = `${form}: ${reason.replace(/^a loop of \w+ has/, 'a loop has')}`;
    refused.set(kind, (refused.get(kind) ?? 0) + 1);
  };
}

function described({ seed, text }: RandomQuestion, forms: readonly PromelaForm[]): string {
  const shows = (shorter: string): boolean => differences(seed, shorter, forms).length > 0;
  const smallest = smallestText(text, shows);
  return [`seed ${seed}`, smallest, '', ...differences(seed, smallest, forms)].join('\n');
}

function differences(seed: number, text: string, forms: readonly PromelaForm[]): string[] {
  const question = questionOf(seed, text);
  if (question === null) return [];
  try {
    return forms.flatMap((form) => compareWithSpin([question], { ...MANNER, form }).flatMap(disagreement)); // prettier-ignore
  } catch (error) {
    return [String(error)];
  }
}
