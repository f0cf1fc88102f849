// The fix matrix as text.

import { expect, it } from 'vitest';
import { type FixMatrix, fixMatrix } from '../check/verdict/fixMatrix.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../check/verdict/checkConfiguration.ts';
import type { Config, Report } from '../check/verdict/report.ts';
import { loadProgram } from '../lang/load/loadProgram.ts';
import type { Program } from '../lang/program/program.ts';
import { matrixText } from './matrixText.ts';

const TEXT = `
title "A write that is left out";
change skip "nothing is written";
bool a;
assertion written;
task one 'a' { if (!skip) { a = true; t = a; assert(!t, written); } }
`;

function search(program: Program, config: Config): Report {
  const options = { limits: DEFAULT_LIMITS, switches: false, now: () => 0 };
  const slices = checkConfiguration(program, config, options);
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
  }
}

function matrixOf(text: string): { program: Program; matrix: FixMatrix } {
  const { program } = loadProgram('text', text, new Map());
  if (program === null) throw new Error('the text has errors');
  return { program, matrix: fixMatrix(program, (config) => search(program, config)) };
}

it('says of a cure that nothing tests what it cures', () => {
  const { program, matrix } = matrixOf(TEXT);
  const lines = matrixText('text', program, matrix, (_, text) => text).split('\n');
  expect(lines.filter((line) => /^ {2}-/.test(line))).toEqual([
    '  -       ✗ ✓ ✓ ✓ ✓ the defaults',
    '  -       ∅ ✓ ✓ ✓ ✓ skip',
  ]);
  const fixes = lines.slice(lines.indexOf('Minimal fixes of the defaults') + 1);
  expect(fixes.slice(0, 4)).toEqual([
    '  all of them',
    '    + skip  never tested: written',
    '  written',
    '    + skip  never tested',
  ]);
});
