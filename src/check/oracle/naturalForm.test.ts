// The natural form of the export has our verdicts: by SPIN with its partial-order reduction, on the small programs
// and on a seeded handful of the scenarios' small configurations.
// `SPIN_SEED=7 npx vitest run src/check/oracle/naturalForm.test.ts` takes the handful of that seed.
import { describe, expect, it } from 'vitest';
import { exportPromela } from '../../export/promela.ts';
import { buildModel } from '../../model/build/model.ts';
import { everyConfiguration, firstConfiguration, type Question, sampleOf, search } from '../worker/question.testing.ts'; // prettier-ignore
import { type Judgement, judgeNatural, NATURAL_METHOD, spinIsMissing } from './spinBinary.testing.ts'; // prettier-ignore
import { disagreement, judgementOf } from './spinOracle.testing.ts';
import { fromShelf, putOnShelf } from './spinShelf.testing.ts';
import { SNIPPETS } from './spinSnippets.testing.ts';

const SEED = Number(process.env['SPIN_SEED'] ?? Math.floor(Math.random() * 1e6));
const SAMPLE = 4;
const MOST_STATES = 4_000;

/** In what the two differ. After an oops the other tasks go on in this form: then it alone is compared. */
function differences(question: Question): string[] {
  const model = buildModel(question.program, question.config);
  const exported = exportPromela(model, 'natural');
  if (!exported.ok) return [exported.reason];
  const report = search(question, MOST_STATES);
  const ours = judgementOf(report);
  const properties = Object.keys(ours.violated);
  const puzzle = { text: exported.text, properties, size: ours.states };
  const spins = fromShelf(NATURAL_METHOD, puzzle) ?? judgeNatural(puzzle);
  putOnShelf(NATURAL_METHOD, puzzle, spins);
  const compared = ours.violated['no_oops'] === true ? ['no_oops'] : properties;
  const only = ({ violated }: Judgement): Judgement => {
    const entries = Object.entries(violated).filter(([name]) => compared.includes(name));
    return { states: ours.states, violated: Object.fromEntries(entries) };
  };
  return disagreement({ question, report, ours: only(ours), spins: only(spins) });
}

const missing = spinIsMissing();

describe(`the natural form${missing === null ? '' : ` (not run: ${missing})`}`, () => {
  const compared = it.runIf(missing === null);

  compared.each(SNIPPETS)('has our verdicts on %s', (_, text) => {
    expect(differences(firstConfiguration(text))).toEqual([]);
  });

  compared(`has our verdicts on ${SAMPLE} configurations of the scenarios, seed ${SEED}`, () => {
    const sample = sampleOf(everyConfiguration(), SEED, SAMPLE, MOST_STATES);
    expect(sample.length).toBe(SAMPLE);
    expect(sample.flatMap(differences)).toEqual([]);
  });
});
