import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CodeLine, codeLines, ranSites } from './codeLines.ts';
import { FAULT, fixtureFunction, fixtureRun, fixtureText } from '../time/fixtureRun.testing.ts';

const TEXT = `/* adds */
int add(int a)
{
        b = a;
        if (b)
                return
                    b + 1;

\treturn a;
}
`;
const WHOLE = { text: TEXT, from: TEXT.indexOf('int add'), to: TEXT.lastIndexOf('}') + 1 };

function range(of: string): { from: number; to: number } {
  const from = TEXT.indexOf(of);
  return { from, to: from + of.length };
}

function lineText({ pieces, remark }: CodeLine): string {
  const code = pieces.map((piece) => piece.text).join('');
  return remark === null ? code : `${code} ${remark}`;
}

it('cuts the function into its lines, numbered as in the file', () => {
  const lines = codeLines({ ...WHOLE, paints: [], next: null, ran: [] });
  expect(lines.map((line) => `${line.number} ${line.indent} ${lineText(line)}`)).toEqual([
    '2 0 int add(int a)',
    '3 0 {',
    '4 8 b = a;',
    '5 8 if (b)',
    '6 16 return',
    '7 20 b + 1;',
    '8 0 ',
    '9 8 return a;',
    '10 0 }',
  ]);
});

it('lights the next statement in all its lines, and begins it in one', () => {
  const next = range('return\n                    b + 1;');
  const lines = codeLines({ ...WHOLE, paints: [], next, ran: [] });
  expect(lines.filter((line) => line.next).map((line) => line.number)).toEqual([6]);
  const lit = lines.flatMap((line) => line.pieces.filter((piece) => piece.lit));
  expect(lit.map((piece) => piece.text)).toEqual(['return', 'b + 1;']);
});

it('tints the lines whose statements have run', () => {
  const lines = codeLines({
    ...WHOLE,
    paints: [],
    next: null,
    ran: [range('b = a;'), range('return a;')],
  });
  expect(lines.filter((line) => line.ran).map((line) => line.number)).toEqual([4, 9]);
});

it('cuts pieces where colours and the lit statement begin and end', () => {
  const paints = [
    { ...range('if'), paint: 'keyword' },
    { ...range('b)'), paint: 'name' },
  ];
  const [line] = codeLines({ ...WHOLE, paints, next: range('if (b)'), ran: [] }).filter(
    (one) => one.next,
  );
  expect(line?.pieces).toEqual([
    { text: 'if', paint: 'keyword', lit: true },
    { text: ' (', paint: null, lit: true },
    { text: 'b)', paint: 'name', lit: true },
  ]);
});

it('loses and adds no letter, whatever the colours are', () => {
  const anyRange = fc
    .tuple(fc.nat(TEXT.length), fc.nat(20))
    .map(([from, length]) => ({ from, to: from + length, paint: 'name' }));
  fc.assert(
    fc.property(fc.array(anyRange), fc.option(anyRange), (paints, next) => {
      const lines = codeLines({ ...WHOLE, paints, next, ran: [] });
      const whole = TEXT.slice(WHOLE.from, WHOLE.to).split('\n');
      expect(lines.map(lineText)).toEqual(whole.map((line) => line.trimStart()));
    }),
  );
});

it('sets a comment behind code apart, and leaves a line of comment alone', () => {
  const text = 'f()\n{\n\ta = 1;        /* one */\n\t/* two */\n}';
  const paints = ['/* one */', '/* two */'].map((of) => {
    const from = text.indexOf(of);
    return { from, to: from + of.length, paint: 'comment' };
  });
  const lines = codeLines({ text, paints, from: 0, to: text.length, next: null, ran: [] });
  const reported = lines.map((line) => [
    line.pieces.map((piece) => piece.text).join(''),
    line.remark,
  ]);
  expect(reported.slice(2, 4)).toEqual([
    ['a = 1;', '/* one */'],
    ['/* two */', null],
  ]);
});

it('knows what a task has run up to a moment, each statement once', () => {
  const sites = ranSites(fixtureRun(), 6, FAULT, 'fixture.race');
  expect(sites.map((site) => site.text)).toEqual([
    't = cpu->tlb[i];',
    'down_read(&mm->mmap_sem);',
    'p = find_get_page(f, i);',
    'p = add_new_page(f, i);',
  ]);
  expect(ranSites(fixtureRun(), 6, FAULT, 'other.race')).toEqual([]);
});

it('shows the functions of the fixture whole', () => {
  const lines = codeLines({
    text: fixtureText,
    ...fixtureFunction('store'),
    paints: [],
    next: null,
    ran: [],
  });
  expect(lines.map(lineText)).toEqual(['void store(...)', '{', 't = cpu->tlb[i];', '}']);
});
