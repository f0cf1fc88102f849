// The sheets' verdicts beside ours: docs/SHEETS.md holds both, and our side is what the search says.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { reports } from './catalogueReports.testing.ts';
import { answersTo, readRow, type SheetRow } from './sheetRow.testing.ts';

const text = readFileSync('src/check/catalogue/sheetVerdicts.txt', 'utf8');
const [, ...parts] = text.split(/^## /m);

const sheets = parts.map((part) => {
  const [title = '', ...lines] = part.split('\n').filter(Boolean);
  return { title, rows: lines.map(readRow) };
});

/** What every table of the sheets goes through, by their own numbers. */
const COVERED: readonly (readonly string[])[] = [
  ['R1a', 'R1b', 'R1c', 'R2a', 'R2b', 'R2c', 'R3a', 'R3b', 'R3c', 'R4', 'D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'V1', 'V2', 'V3', 'R6a', 'R6b', 'R6c', 'R6d', 'R6e', 'R6f', 'R6g', 'App. A', '9'], // prettier-ignore
  ['A1-a', 'A1-b', 'A1-b2', 'A1-c', 'A2-b', 'A2-today', 'A3-a', 'A3-b', 'A3-c', 'A3-d', 'A3-e', 'A3-f', 'A3-g', 'A3-h', 'B1-a', 'B1-b', 'B1-D1', 'B1-D2', 'B1-D3', 'B1-D4', 'F1', 'F2', 'F3', 'F4', 'F5', 'B2-a', 'B2-b', 'B2-c', 'B2-d', 'B3-a', 'B3-b', 'B3-c', 'B3-d', '7'], // prettier-ignore
  ['R1.1', 'R1.2', 'R1.3', 'R2.0', 'R2.1', 'R2.2', 'R2.3', 'R2.4', 'R2.5', 'R2.6', 'R2.7', 'R3', 'R4.1', 'R4.2', 'R4.3', 'R4.4', 'R4.5', 'R5.1', 'R5.2', 'R5.5', 'R5.6', 'R5.7', 'R5.8', 'R6.1', 'R6.2', 'R6.3', 'R6.4', 'R6.5'], // prettier-ignore
];

const agrees = (row: SheetRow): boolean => answersTo(row).every((answer) => answer.agrees);

beforeAll(() => void reports(), 600_000);

describe.each(sheets.map((sheet, i) => [sheet.title, sheet, COVERED[i] ?? []] as const))(
  'the sheet on %s',
  (_, { rows }, covered) => {
    it('is written down whole', () => {
      const sections = rows.map(({ section }) => ` ${section} `);
      expect(covered.filter((id) => !sections.some((one) => one.includes(` ${id} `)))).toEqual([]);
    });

    it('is told from ours wherever the two differ, and wherever nothing of ours models it', () => {
      const silent = rows.filter((row) => row.note === '' && (row.places.length === 0 || !agrees(row))); // prettier-ignore
      expect(silent.map(({ section, variant }) => `${section}: ${variant}`)).toEqual([]);
    });
  },
);

describe('the table', () => {
  it('says of both sides what they say', async () => {
    await expect(document()).toMatchFileSnapshot('../../../docs/SHEETS.md');
  });
});

function document(): string {
  const rows = sheets.flatMap((sheet) => sheet.rows);
  const modelled = rows.filter(({ places }) => places.length > 0);
  const differ = modelled.filter((row) => !agrees(row));
  const beyond = modelled.filter(({ says }) => says === '–');
  return [
    '# The sheets and the search',
    'Three sheets of facts about the kernel came with verdicts that their authors had found by searching small models of their own.\nThey are a second judge, written down in `src/check/catalogue/sheetVerdicts.txt` and put beside ours here. What the search says is never\ntyped: `src/check/catalogue/sheets.test.ts` asks it and writes this page. A cross is *violated*, a tick *holds*; the sheets’ states and\nsteps are coarser than ours, so only verdicts are compared.',
    `${rows.length} lines: ${modelled.length - differ.length - beyond.length} agree, ${differ.length} differ and say why, ${rows.length - modelled.length} are not modelled and say why; ${beyond.length} (–) are ours alone.`,
    ...sheets.map(({ title, rows: own }) => `## ${title}\n\n${tableOf(own)}`),
    '',
  ].join('\n\n').trimEnd() + '\n'; // prettier-ignore
}

function tableOf(rows: readonly SheetRow[]): string {
  return [
    '| section | variant | the sheet says | configuration | the search says | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(lineOf),
  ].join('\n');
}

function lineOf(row: SheetRow): string {
  const where = row.places.map(({ hash }) => `\`${hash.replace('#/', '')}\``).join(', ');
  const reported = answersTo(row).map(({ property, verdict }) => `${MARKS[verdict]} ${property}`);
  const verdict = row.places.length === 0 ? '' : agrees(row) ? '' : '**differs.** ';
  const cells = [row.section, row.variant, row.says, where || '–', reported.join(', ') || '–'];
  return `| ${cells.join(' | ')} | ${verdict}${row.note} |`;
}

const MARKS = { holds: '✓', violated: '✗', unknown: '?', depends: '±' } as const;
