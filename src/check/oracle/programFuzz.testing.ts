// Random programs put to two of our own judges, for as long as one likes: the search with reductions to the whole
// one, and the engine to the naive interpreter.

import { at } from '../../base/assert.ts';
import { type Config, validConfigs } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { Dice } from '../../lang/random/dice.testing.ts';
import { randomProgram, randomTwins } from '../../lang/random/randomProgram.testing.ts';
import { buildModel } from '../../model/build/model.ts';
import { searchAgain, searchWhole } from '../verdict/reducedDifference.testing.ts';
import { type Reduction, REDUCTIONS } from '../verdict/reductions.ts';
import { compare, difference } from './oracle.testing.ts';
import { smallestText } from './smallestText.testing.ts';

export const JUDGES = ['reductions', 'naive'] as const;
export type Judge = (typeof JUDGES)[number];

export interface FuzzAnswer {
  /** Searches that were compared; none where the program is too large. */
  readonly compared: number;
  readonly states: number;
  readonly differences: readonly string[];
}

const MOST_STATES: Readonly<Record<Judge, number>> = { reductions: 4000, naive: 500 };
const NONE: FuzzAnswer = { compared: 0, states: 0, differences: [] };

/** One program in three has two tasks of one text. */
export const textOf = (seed: number): string =>
  seed % 3 === 0 ? randomTwins(seed) : randomProgram(seed);

/** The program of a seed, in one of its configurations. */
export function fuzzProgram(judge: Judge, seed: number): FuzzAnswer {
  return judged(judge, seed, textOf(seed));
}

/** The smallest program that differs as the seed's does, and how. */
export function smallestProgram(judge: Judge, seed: number): string {
  const shows = (text: string): boolean => judged(judge, seed, text).differences.length > 0;
  const smallest = smallestText(textOf(seed), shows);
  return [smallest, '', ...judged(judge, seed, smallest).differences].join('\n');
}

function judged(judge: Judge, seed: number, text: string): FuzzAnswer {
  const { program, diagnostics } = loadProgram('random', text, new Map());
  if (program === null || diagnostics.some(({ severity }) => severity === 'error')) return NONE;
  const configs = validConfigs(program);
  const config = at(configs, seed % configs.length);
  try {
    return judge === 'naive' ? askNaive(program, config) : askReduced(program, config, seed);
  } catch (error) {
    return { ...NONE, differences: [String(error)] };
  }
}

function askNaive(program: Program, config: Config): FuzzAnswer {
  // A program that `init` breaks has no states to compare.
  if (buildModel(program, config).startFault !== null) return NONE;
  const both = compare(program, config, MOST_STATES.naive);
  if (both === null) return NONE;
  return { compared: 1, states: both.counts[1], differences: difference(both) };
}

/** Each reduction alone, all of them, and some of them. */
function askReduced(program: Program, config: Config, seed: number): FuzzAnswer {
  const model = buildModel(program, config);
  const whole = searchWhole(model, MOST_STATES.reductions);
  if (whole === null) return NONE;
  const sets: (readonly Reduction[])[] = [
    ...REDUCTIONS.map((one) => [one]),
    REDUCTIONS,
    someOf(seed),
  ];
  const differences = sets.flatMap((reduce) => searchAgain(model, reduce, whole).differences);
  return { compared: sets.length, states: whole.states, differences };
}

function someOf(seed: number): Reduction[] {
  const dice = new Dice(seed);
  return REDUCTIONS.filter(() => dice.chance(50));
}
