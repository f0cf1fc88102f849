// The generator of random programs against the grammar: what docs/COVERAGE.md says of it.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadProgram } from '../load/loadProgram.ts';
import { coverageText, TABLES } from './coverageTable.testing.ts';
import { GrammarPairs } from './grammarPairs.testing.ts';
import { randomProgram } from './randomProgram.testing.ts';

/** Of so many programs the page is written; a run without it looks at a few. */
const WRITTEN = process.env['COVERAGE_PROGRAMS'];
const PROGRAMS = Number(WRITTEN ?? 25);
const PAGE = '../../../docs/COVERAGE.md';

function pairsOf(programs: number): GrammarPairs {
  const pairs = new GrammarPairs();
  for (let seed = 0; seed < programs; seed += 1) {
    const { program } = loadProgram('random', randomProgram(seed), new Map());
    expect(program, `seed ${seed}`).not.toBeNull();
    if (program !== null) pairs.add(program);
  }
  return pairs;
}

/** By row and position, what stands in the page's cell. */
function cellsOf(page: string): Map<string, string> {
  const cells = new Map<string, string>();
  for (const section of page.split(/^## /m).slice(1)) {
    const lines = section.split('\n').filter((line) => line.startsWith('|'));
    const split = (line: string): string[] => line.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim()); // prettier-ignore
    const [, ...positions] = split(lines[0] ?? '');
    for (const line of lines.slice(2)) {
      const [row = '', ...marks] = split(line);
      marks.forEach((mark, i) => cells.set(`${row.slice(1, -1).replaceAll('\\|', '|')} | ${positions[i]}`, mark)); // prettier-ignore
    }
  }
  return cells;
}

test('random programs reach what docs/COVERAGE.md says', { timeout: 600_000 }, async () => {
  const pairs = pairsOf(PROGRAMS);
  if (WRITTEN !== undefined) return expect(coverageText(pairs, PROGRAMS)).toMatchFileSnapshot(PAGE);
  const cells = cellsOf(readFileSync(new URL(PAGE, import.meta.url), 'utf8'));
  for (const name of ['statements', 'expressions'] as const) {
    const { rows, positions } = TABLES[name];
    for (const row of rows)
      for (const position of positions)
        expect(cells.get(`${row} | ${position}`), `${row} in ${position}`).toBeDefined();
    for (const pair of pairs[name].keys()) expect(cells.get(pair), pair).toBe('✓');
  }
});
