// Random programs of seeds one after another, each in one of its configurations.

import { at } from '../../base/assert.ts';
import { drawnCount, drawnSeed } from '../../base/drawn.testing.ts';
import { loadProgram } from '../load/loadProgram.ts';
import { type Config, validConfigs } from '../program/configurations.ts';
import type { Program } from '../program/program.ts';
import { randomProgram } from './randomProgram.testing.ts';

export interface RandomQuestion {
  readonly seed: number;
  readonly text: string;
  readonly program: Program;
  readonly config: Config;
}

/** Null for a text with errors; the seed decides the configuration. */
export function questionOf(seed: number, text: string): RandomQuestion | null {
  const { program, diagnostics } = loadProgram('random', text, new Map());
  if (program === null || diagnostics.some(({ severity }) => severity === 'error')) return null;
  const configs = validConfigs(program);
  return { seed, text, program, config: at(configs, seed % configs.length) };
}

/** How far apart the first seeds of two runs with different `drawnSeed` are. */
const SEEDS = 1_000_000;

/** Of the seeds from `first` on, in `npm test`; other seeds and more of them in `npm run test:long`. */
export function randomQuestions(
  first: number,
  count: number,
  write: (seed: number) => string = randomProgram,
): RandomQuestion[] {
  return Array.from(
    { length: drawnCount(count) },
    (_, i) => (drawnSeed - 1) * SEEDS + first + i,
  ).flatMap((seed) => questionOf(seed, write(seed)) ?? []);
}
