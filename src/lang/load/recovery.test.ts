// What a slip costs: one message, near the slip. Every kind of slip is tried on real texts.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawn, isLong } from '../../base/drawn.testing.ts';
import { assert } from '../../base/assert.ts';
import { type Diagnostic, Diagnostics, lineAndColumn } from '../syntax/diagnostic.ts';
import { loadProgram } from './loadProgram.ts';
import { printFile } from '../syntax/printFile.testing.ts';
import { library, scenarios } from '../syntax/raceFiles.testing.ts';
import { syntaxTree } from '../syntax/syntaxTree.testing.ts';
import { tokenize } from '../syntax/tokenize.ts';

interface Slip {
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Lines between the slip and the first message; null where there is none, or it is in another file. */
  readonly distance: number | null;
}

const WRONG = [';', '{', '}', '(', ')', '=', 'if', '42', '"x"', '.', 'struct'];

/** Each `stride`-th token of a file deleted, doubled, misspelt, and replaced by what is surely wrong. */
function slips(file: string, text: string, stride: number, load: Load): Slip[] {
  const tokens = tokenize(file, text, new Diagnostics()).tokens.slice(0, -1);
  return tokens
    .filter((_, i) => i % stride === 0)
    .flatMap(({ from, to, line, kind }, i) => {
      const old = text.slice(from, to);
      const misspelt = kind === 'word' ? 'zzz_q' : 'zz';
      return ['', `${old} ${old}`, misspelt, WRONG[i % WRONG.length] ?? ''].map((by) => {
        const edited = text.slice(0, from) + by + text.slice(to);
        const diagnostics = load(edited);
        const first = diagnostics[0]?.at;
        const near = first?.file === file ? lineAndColumn(edited, first.from).line - 1 : null;
        const distance = near === null ? null : Math.abs(near - line);
        return { file, line: line + 1, what: `“${old}” → “${by}”`, diagnostics, distance };
      });
    });
}

type Load = (text: string) => readonly Diagnostic[];

function loadScenario(name: string, text: string, files: ReadonlyMap<string, string> = library) {
  return loadProgram(name, text, files).diagnostics;
}

/** A library file is read through a scenario that uses it. */
function loadWith(file: string): Load {
  const scenario = file === 'truncate.race' ? file : 'hole-punch.race';
  const text = scenarios.get(scenario);
  assert(text !== undefined, `scenario ${scenario}`);
  return (edited) => loadScenario('scenario', text, new Map(library).set(file, edited));
}

function share(all: readonly Slip[], holds: (slip: Slip) => boolean): number {
  return all.filter(holds).length / all.length;
}

function describeSlip(slip: Slip): string {
  const messages = slip.diagnostics.map((d) => `${d.at.file}: ${d.message}`);
  return `${slip.file}:${slip.line} ${slip.what}: ${messages.join(' | ')}`;
}

describe('one slip in a text that was right', () => {
  const all = [
    ...[...library].flatMap(([file, text]) => slips(file, text, isLong ? 29 : 151, loadWith(file))),
    ...[...scenarios].flatMap(([file, text]) => {
      const name = file.replace('.race', '');
      return slips(name, text, isLong ? 23 : 127, (edited) => loadScenario(name, edited));
    }),
  ];
  const worst = all.toSorted((a, b) => b.diagnostics.length - a.diagnostics.length).slice(0, 5);

  test('costs one message in 95 of 100 cases, and hardly ever more than three', () => {
    expect(all.length).toBeGreaterThan(500);
    expect(share(all, (slip) => slip.diagnostics.length <= 1)).toBeGreaterThan(0.95);
    const few = share(all, (slip) => slip.diagnostics.length <= 3);
    expect(few, worst.map(describeSlip).join('\n')).toBeGreaterThan(0.99);
  });

  test('is reported within two lines', () => {
    const syntax = all.filter((slip) => slip.diagnostics[0]?.code === 'RC003');
    const far = syntax.filter((slip) => slip.distance === null || slip.distance > 2);
    expect(far.length / syntax.length, far.map(describeSlip).join('\n')).toBeLessThan(0.01);
  });
});

test('independent errors are all reported, each once', () => {
  const text = `
    int 0..3 a;
    int 0..3 b;

    void first(void)
    {
    	a = ;
    	b = nothing;
    }

    void second(void)
    {
    	if (a == b == 1
    		b = 2;
    	c = NULL->x;
    }

    void third(void)
    {
    	a = b;
    }
  `.replaceAll('\n    ', '\n');
  const found = loadScenario('test', text).map((d) => lineAndColumn(text, d.at.from).line);
  expect(found).toEqual([7, 13, 15, 20]);
});

test.each([
  [
    'a block that is never closed',
    'void f(void)\n{\n\tif (a) {\n\t\tg();\n}\n\nvoid g(void) {}\n',
    4,
  ],
  ['one closed twice', 'void f(void)\n{\n\tif (a)\n\t\tg();\n\t}\n}\n\nvoid g(void) {}\n', 3],
  ['a function without its end', 'void f(void)\n{\n\tg();\n\nvoid g(void) {}\n', 3],
])('%s is found by its indentation', (_, text, line) => {
  const [first, ...more] = loadScenario('test', `bool a;\n${text}`).filter(
    (d) => d.code === 'RC003',
  );
  expect(more).toEqual([]);
  expect(first && lineAndColumn(`bool a;\n${text}`, first.at.from).line - 1).toBe(line);
});

const WORDS = [...library.values()].flatMap((text) =>
  tokenize('', text, new Diagnostics()).tokens.map((token) => token.text),
);

test('any text is read to its end', () => {
  const soup = fc.array(fc.constantFrom(...WORDS, '\n', '\n\t'), { maxLength: 60 });
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    soup.map((words) => words.join(' ')),
    syntaxTree.map((declarations) => printFile({ declarations })),
  );
  fc.assert(
    fc.property(text, (source) => {
      const { program, diagnostics } = loadProgram('test', source, library);
      expect(program === null).toBe(diagnostics.some((d) => d.severity === 'error'));
    }),
    drawn(300),
  );
});
