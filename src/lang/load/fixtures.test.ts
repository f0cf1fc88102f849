// Every diagnostic, as a person meets it: fixtures/RC….race holds texts with one thing wrong each,
// fixtures/RC….txt what is said about them.

import { expect, test } from 'vitest';
import { renderDiagnostic } from '../syntax/diagnostic.ts';
import { DIAGNOSTIC_CODES } from '../syntax/diagnosticCode.ts';
import { loadProgram } from './loadProgram.ts';
import { library } from '../syntax/raceFiles.testing.ts';

const FIXTURES = import.meta.glob<string>('../fixtures/*.race', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const fixtures = Object.entries(FIXTURES).map(
  ([path, text]) => [path.replace(/^.*\/|\.race$/g, ''), text] as const,
);

/** `//// what is wrong`, then the text. */
function casesOf(text: string): { readonly wrong: string; readonly source: string }[] {
  return text
    .split(/^\/\/\/\/ /m)
    .slice(1)
    .map((part) => {
      const [wrong = '', ...lines] = part.split('\n');
      return { wrong, source: lines.join('\n') };
    });
}

test.each(fixtures)('%s', async (code, text) => {
  const reports = casesOf(text).map(({ wrong, source }) => {
    const { diagnostics } = loadProgram('text', source, library);
    expect(
      diagnostics.map((d) => d.code),
      `${wrong}\n${diagnostics.map((d) => renderDiagnostic(d, source)).join('\n')}`,
    ).toEqual([code]);
    const rendered = diagnostics.map((d) => renderDiagnostic(d, source));
    return `${wrong}\n${rendered.join('\n')}\n`;
  });
  await expect(reports.join('\n')).toMatchFileSnapshot(`../fixtures/${code}.txt`);
});

/** What is wrong with a file before its text is read. */
const OF_FILES = ['RC111', 'RC601', 'RC602'];

test('every code has its fixture', () => {
  const codes = Object.keys(DIAGNOSTIC_CODES).filter((code) => !OF_FILES.includes(code));
  expect(fixtures.map(([code]) => code).toSorted()).toEqual(codes);
});
