import { test } from 'vitest';
import { loadProgram } from '../load/loadProgram.ts';
import { EXPRESSION_POSITIONS, EXPRESSION_ROWS, GrammarPairs, STATEMENT_POSITIONS, STATEMENT_ROWS } from './grammarPairs.testing.ts';
import { randomProgram } from './randomProgram.testing.ts';
test('x', () => {
  const pairs = new GrammarPairs();
  const N = Number(process.env['N'] ?? 400);
  for (let s = 0; s < N; s++) { const { program } = loadProgram('r', randomProgram(s), new Map()); if (program) pairs.add(program); else console.log('BAD', s); }
  for (const [rows, positions, found] of [[STATEMENT_ROWS, STATEMENT_POSITIONS, pairs.statements], [EXPRESSION_ROWS, EXPRESSION_POSITIONS, pairs.expressions]] as const)
    for (const row of rows) {
      const miss = positions.filter((p) => !found.has(`${row} | ${p}`));
      console.log(row.padEnd(34), miss.length === positions.length ? 'NEVER' : miss.join(', '));
    }
}, 600000);
