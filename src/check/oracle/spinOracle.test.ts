// SPIN and the project's own search agree on the number of distinct states and on every verdict: on small
// programs that reach what the scenarios leave out, on random ones, and on a sample of the scenarios' configurations.
// `SPIN_PROGRAMS=200` takes more random programs, `SPIN_SEED=7 npx vitest run src/check/oracle/spinOracle.test.ts` takes the sample of that seed,
// `SPIN_SAMPLE=40` a larger one; `npm run oracle` takes all.
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { drawnCount, drawnSeed } from '../../base/drawn.testing.ts';
import { spinIsMissing } from './spinBinary.testing.ts';
import { fuzzRound } from './spinFuzz.testing.ts';
import { type Comparison, compareWithSpin, disagreement } from './spinOracle.testing.ts';
import { SNIPPETS } from './spinSnippets.testing.ts';
import { everyConfiguration, firstConfiguration, sampleOf } from '../worker/question.testing.ts';

const SEED = Number(process.env['SPIN_SEED'] ?? drawnSeed);
const PROGRAMS = Number(process.env['SPIN_PROGRAMS'] ?? 8);
const SAMPLE = Number(process.env['SPIN_SAMPLE'] ?? drawnCount(6));
/** Larger ones are left to `npm run oracle`. */
const MOST_STATES = 40_000;

const missing = spinIsMissing();

describe(`SPIN agrees${missing === null ? '' : ` (not run: ${missing})`}`, () => {
  const compared = it.runIf(missing === null);
  let onSnippets: readonly Comparison[] = [];

  beforeAll(() => {
    const questions = SNIPPETS.map(([, text]) => firstConfiguration(text));
    if (missing === null) onSnippets = compareWithSpin(questions);
  });

  compared.each(SNIPPETS.map(([what], i) => [what, i] as const))('on %s', (_, i) => {
    expect(disagreement(at(onSnippets, i))).toEqual([]);
  });

  compared(`on ${PROGRAMS} random programs from seed ${SEED}, in both forms`, () => {
    const { compared: count, refused, difference } = fuzzRound(SEED, undefined, PROGRAMS);
    expect(difference).toBeNull();
    // Each is asked in both forms, or counted with the reason why not.
    const reasons = [...refused.values()].reduce((sum, number) => sum + number, 0);
    expect(count + reasons).toBe(2 * PROGRAMS);
    expect(count).toBeGreaterThan(PROGRAMS);
  });

  compared(`on ${SAMPLE} configurations of the scenarios, seed ${SEED}`, () => {
    const sample = sampleOf(everyConfiguration(), SEED, SAMPLE, MOST_STATES);
    const comparisons = compareWithSpin(sample);
    expect(comparisons.flatMap(disagreement)).toEqual([]);
    expect(comparisons.flatMap(({ report }) => report.limits)).toEqual([]);
    expect(comparisons.length).toBe(SAMPLE);
  });
});
