// The fix matrix as text: a line for each combination, a mark for each property, then the minimal combinations.

import {
  type BugOrigin,
  changeWords,
  differenceOf,
  differenceWords,
  isNeverTested,
  neverTestedIn,
  type CellVerdict,
  type MinimalFixes,
  type FixMatrix,
  type MatrixCell,
  type MatrixRow,
} from '../check/verdict/fixMatrix.ts';
import type { Config } from '../check/verdict/report.ts';
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
    `${paint('bold', source)}: ${program.title}, ${matrix.rows.length} ${matrix.rows.length === 1 ? 'combination' : 'combinations'} of fixes`,
    ...stair,
    ...rows,
    '',
    '✓ holds in every world  ∅ holds (never tested)  ✗ violated  ? unknown',
    ...matrix.worlds.map(
      ({ name, kind, values }) => `each row covers the ${kind} ${name} = ${values.join(' | ')}`,
    ),
    '',
    `Minimal fixes of ${baseText(matrix)}`,
    ...fixTexts(matrix.fixes, matrix.base),
    ...(matrix.origins.length === 0 ? [] : ['', 'Broken by', ...matrix.origins.map(originText)]),
  ].join('\n');
}

function rowText({ kernel, changes, cells }: MatrixRow, width: number, paint: Paint): string {
  const marks = cells.map((cell) => `${paint(STYLES[cell.verdict], markOf(cell))} `).join('');
  const split = cells.filter((cell) => cell.violated > 0 && cell.violated < cell.of);
  const worlds = [...new Set(split.map(({ broken }) => broken?.world.join(' ') ?? ''))];
  const note =
    split.length === 0 ? '' : `  (some only in some worlds, for example with ${worlds.join(', ')})`;
  return `  ${(kernel ?? '-').padEnd(width)}  ${marks}${setText(changes)}${note}`.trimEnd();
}

function markOf(cell: MatrixCell): string {
  return isNeverTested(cell) ? '∅' : MARKS[cell.verdict];
}

function setText(changes: MatrixRow['changes']): string {
  const words = changeWords(changes);
  return words.length === 0 ? 'the defaults' : words.join(' + ');
}

/** The kernel that fixes begin with: `2.6.23: fault_locks_page`. */
function baseText({ rows, base }: FixMatrix): string {
  const row = rows.find(({ changes }) => differenceWords(differenceOf(base, changes)).length === 0);
  return row?.kernel == null ? setText(base) : `${row.kernel} (${setText(base)})`;
}

/** Properties with the same minimal fixes share a paragraph. */
function fixTexts(fixes: readonly MinimalFixes[], base: Config): string[] {
  const alike = new Map<string, string[]>();
  for (const { property, sets } of fixes) {
    const text = setsText(sets, property, base);
    alike.set(text, [...(alike.get(text) ?? []), property ?? 'all of them']);
  }
  return [...alike].map(([text, names]) => `  ${names.join(', ')}\n${text}`);
}

function setsText(sets: readonly MatrixRow[], property: string | null, base: Config): string {
  if (sets.length === 0) return '    no combination of fixes suffices';
  return sets
    .map((row) => {
      const { added, removed } = differenceOf(base, row.changes);
      const words = [...added.map((word) => `+ ${word}`), ...removed.map((word) => `- ${word}`)];
      if (words.length === 0) return `    holds already${restsText(row, property)}`;
      const kernel = row.kernel === null ? '' : ` (${row.kernel})`;
      return `    ${words.join(' ')}${kernel}${restsText(row, property)}`;
    })
    .join('\n');
}

/** `no_lost_store: since 4.3: batched_flush without checks_pending`. */
function originText({ property, kernel, difference, missing }: BugOrigin): string {
  const words = differenceWords(difference).join(', ');
  return `  ${property}: since ${kernel}: ${words}${missing === null ? '' : ` without ${missing}`}`;
}

/** Properties that hold there only because nothing tests them. */
function restsText(row: MatrixRow, property: string | null): string {
  const names = neverTestedIn(row, property);
  if (names.length === 0) return '';
  return property === null ? `  never tested: ${names.join(', ')}` : '  never tested';
}
