// Hostile texts, generated: each ends in a program or in an error, and the parser looks at no token too often.
// `HOSTILE_TEXTS=5000 npx vitest run src/lang/load/hostileTexts.test.ts` takes more of them (default: 100 of each sort),
// `HOSTILE_SEED=7` those of another seed.

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { drawnCount, drawnSeed } from '../../base/drawn.testing.ts';
import { Diagnostics, renderDiagnostic } from '../syntax/diagnostic.ts';
import { library, scenarios } from '../syntax/raceFiles.testing.ts';
import { TokenCursor } from '../syntax/tokenCursor.ts';
import { tokenize } from '../syntax/tokenize.ts';
import { hostileText, mutatedText } from './hostileText.testing.ts';
import { loadProgram } from './loadProgram.ts';

const TEXTS = Number(process.env.HOSTILE_TEXTS ?? drawnCount(100));
const SEED = Number(process.env.HOSTILE_SEED ?? drawnSeed);

/** Steps of the parser for each token, both of its readings and what they look ahead together. */
const MOST_STEPS = 100;

function judge(text: string): void {
  const steps = vi.spyOn(TokenCursor.prototype, 'peek');
  const { program, diagnostics, texts } = loadProgram('text', text, library);
  const tokens = [...texts].reduce(
    (sum, [file, one]) => sum + tokenize(file, one, new Diagnostics()).tokens.length,
    0,
  );
  const taken = steps.mock.calls.length;
  steps.mockRestore();
  for (const d of diagnostics) renderDiagnostic(d, texts.get(d.at.file) ?? '');
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  expect(program === null).toBe(hasErrors);
  expect(taken).toBeLessThan(MOST_STEPS * (tokens + 10));
}

test.each([
  ['deep, long, odd and huge ones', hostileText],
  ['scenarios with slips', mutatedText([...scenarios.values()])],
] as const)(
  `${TEXTS} texts, seed ${SEED}: %s`,
  (_, texts) => {
    for (const text of fc.sample(texts, { seed: SEED, numRuns: TEXTS })) {
      try {
        judge(text);
      } catch (error) {
        throw new Error(`seed ${SEED}\n${text.slice(0, 2000)}`, { cause: error });
      }
    }
  },
  0,
);
