// The natural form of the export, which is made from the checked program and knows nothing of flows and steps, has
// our verdicts: by SPIN, on the small programs and on a seeded handful of the scenarios' configurations.
// `SPIN_SEED=7 npx vitest run src/check/oracle/naturalForm.test.ts` takes the handful of that seed,
// `npm run oracle -- --form natural` takes all.
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { drawnCount, drawnSeed } from '../../base/drawn.testing.ts';
import { everyConfiguration, firstConfiguration, sampleOf } from '../worker/question.testing.ts';
import { spinIsMissing } from './spinBinary.testing.ts';
import { type Comparison, compareWithSpin, disagreement } from './spinOracle.testing.ts';
import { SNIPPETS } from './spinSnippets.testing.ts';

const SEED = Number(process.env['SPIN_SEED'] ?? drawnSeed);
const SAMPLE = Number(process.env['SPIN_SAMPLE'] ?? drawnCount(4));
const MOST_STATES = 4_000;
/** Nothing is timed: a machine may be busy. */
const HANGS_AFTER = 60_000;

const missing = spinIsMissing();

describe(`the natural form${missing === null ? '' : ` (not run: ${missing})`}`, () => {
  const compared = it.runIf(missing === null);
  let onSnippets: readonly Comparison[] = [];

  beforeAll(() => {
    const questions = SNIPPETS.map(([, text]) => firstConfiguration(text));
    if (missing === null) onSnippets = compareWithSpin(questions, { form: 'natural' });
  }, HANGS_AFTER);

  compared.each(SNIPPETS.map(([what], i) => [what, i] as const))(
    'has our verdicts on %s',
    (_, i) => {
      expect(disagreement(at(onSnippets, i))).toEqual([]);
    },
  );

  compared(`has our verdicts on ${SAMPLE} configurations of the scenarios, seed ${SEED}`, () => {
    const sample = sampleOf(everyConfiguration(), SEED, SAMPLE, MOST_STATES);
    expect(compareWithSpin(sample, { form: 'natural' }).flatMap(disagreement)).toEqual([]);
    expect(sample.length).toBe(SAMPLE);
  });
});
