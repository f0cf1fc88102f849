// The fix matrix as text: a line for each combination, a mark for each property, then the minimal combinations.

import {
  changeWords,
  isNeverTested,
  neverTestedIn,
  type CellVerdict,
  type MinimalFixes,
  type FixMatrix,
  type MatrixCell,
  type MatrixRow,
} from '../check/verdict/fixMatrix.ts';
import type { Program } from '../lang/program/program.ts';
import type { Paint, Style } from './terminal.ts';

const MARKS: Readonly<Record<CellVerdict, string>> = {
  holds: '✓',
  violated: '✗',
  unknown: '?',
  waiting: '·',
};

const STYLES: Readonly<Record<CellVerdict, Style>> = {
  holds: 'green',
  violated: 'red',
  unknown: 'yellow',
  waiting: 'dim',
};

export function matrixText(
  source: string,
  program: Program,
  matrix: FixMatrix,
  paint: Paint,
): string {
  const width = Math.max(6, ...matrix.rows.map(({ kernel }) => (kernel ?? '-').length));
  const left = ' '.repeat(width + 4);
  const stair = matrix.properties.map(({ name }, i) => `${left}${'│ '.repeat(i)}${name}`);
  const rows = matrix.rows.map((row) => rowText(row, width, paint));
  return [
    `${paint('bold', source)}: ${program.title}, ${matrix.rows.length} combinations of fixes`,
    ...stair,
    ...rows,
    '',
    '✓ holds in every world  ∅ holds (never tested)  ✗ violated  ? unknown',
    ...matrix.worlds.map(
      ({ name, kind, values }) => `each row covers the ${kind} ${name} = ${values.join(' | ')}`,
    ),
    '',
    'Minimal fixes',
    ...fixTexts(matrix.fixes),
  ].join('\n');
}

function rowText({ kernel, changes, cells }: MatrixRow, width: number, paint: Paint): string {
  const marks = cells.map((cell) => `${paint(STYLES[cell.verdict], markOf(cell))} `).join('');
  const split = cells.filter((cell) => cell.violated > 0 && cell.violated < cell.of);
  const worlds = [...new Set(split.map(({ broken }) => broken?.world.join(' ') ?? ''))];
  const note = split.length === 0 ? '' : `  (some only with ${worlds.join(', ')})`;
  return `  ${(kernel ?? '-').padEnd(width)}  ${marks}${setText(changes)}${note}`.trimEnd();
}

function markOf(cell: MatrixCell): string {
  return isNeverTested(cell) ? '∅' : MARKS[cell.verdict];
}

function setText(changes: MatrixRow['changes']): string {
  const words = changeWords(changes);
  return words.length === 0 ? 'no change' : words.join(' + ');
}

/** Properties with the same minimal fixes share a paragraph. */
function fixTexts(fixes: readonly MinimalFixes[]): string[] {
  const alike = new Map<string, string[]>();
  for (const { property, sets } of fixes) {
    const text = setsText(sets, property);
    alike.set(text, [...(alike.get(text) ?? []), property ?? 'all of them']);
  }
  return [...alike].map(([text, names]) => `  ${names.join(', ')}\n${text}`);
}

function setsText(sets: readonly MatrixRow[], property: string | null): string {
  if (sets.length === 0) return '    no combination of fixes suffices';
  return sets
    .map((row) => {
      const kernel = row.kernel === null ? '' : ` (${row.kernel})`;
      return `    ${setText(row.changes)}${kernel}${restsText(row, property)}`;
    })
    .join('\n');
}

/** Properties that hold there only because nothing tests them. */
function restsText(row: MatrixRow, property: string | null): string {
  const names = neverTestedIn(row, property);
  if (names.length === 0) return '';
  return property === null ? `  never tested: ${names.join(', ')}` : '  never tested';
}
