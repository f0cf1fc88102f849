// The engine against an interpreter that was written apart from it, on programs that nobody wrote.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validConfigs } from '../lang/configurations.ts';
import { loadProgram } from '../lang/loadProgram.ts';
import { programText } from '../model/randomProgram.testing.ts';
import { compare, difference } from './oracle.testing.ts';

/** How many programs; `ORACLE_PROGRAMS=5000 npx vitest run src/check/oracle.test.ts` asks for more. */
const PROGRAMS = Number(process.env['ORACLE_PROGRAMS'] ?? 150);
/** Programs with more states are passed over: the naive one is slow. */
const MOST_STATES = 500;

test(
  `${PROGRAMS} random programs: same worlds, verdicts, shortest runs and limits`,
  {
    timeout: 0,
  },
  () => {
    let compared = 0;
    const law = fc.property(programText, (text) => {
      const { program, diagnostics } = loadProgram('random', text, new Map());
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      if (program === null) throw new Error(told(text, errors.map(String)));
      for (const config of validConfigs(program)) {
        const both = compare(program, config, MOST_STATES);
        if (both === null) continue;
        compared += 1;
        const differences = difference(both);
        if (differences.length > 0)
          throw new Error(told(text, [JSON.stringify(config), ...differences]));
      }
    });
    fc.assert(law, { numRuns: PROGRAMS });
    expect(compared).toBeGreaterThan(PROGRAMS);
  },
);

/** A program as one can run it, and what is wrong. */
function told(text: string, lines: readonly string[]): string {
  return `\n${text}\n\n${lines.join('\n')}`;
}
