import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { Diagnostics, renderDiagnostic } from '../syntax/diagnostic.ts';
import { raceFiles } from '../syntax/raceFiles.testing.ts';
import { parseFile } from '../syntax/parseFile.ts';
import { printFile } from '../syntax/printFile.testing.ts';
import { syntaxTree, withoutSpans } from '../syntax/syntaxTree.testing.ts';

function parse(text: string): unknown {
  const diagnostics = new Diagnostics();
  const { declarations } = parseFile('a.race', text, diagnostics);
  expect(diagnostics.list.map((d) => renderDiagnostic(d, text))).toEqual([]);
  return withoutSpans(declarations);
}

test('parsing a printed tree gives the tree', () => {
  fc.assert(
    fc.property(syntaxTree, (declarations) => {
      expect(parse(printFile({ declarations }))).toEqual(withoutSpans(declarations));
    }),
    drawn(1000),
  );
});

test.each([...raceFiles])('%s means the same once it is printed', (name, text) => {
  const diagnostics = new Diagnostics();
  const printed = printFile(parseFile(name, text, diagnostics));
  expect(parse(printed)).toEqual(parse(text));
});
