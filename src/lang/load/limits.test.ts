import { expect, test } from 'vitest';
import { LIMITS } from '../syntax/limits.ts';
import { loadProgram } from './loadProgram.ts';

function repeat(times: number, line: (i: number) => string): string {
  return Array.from({ length: times }, (_, i) => line(i)).join('\n');
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Functions that call the next one twice, and a task that calls the first. */
function doubling(depth: number): string {
  const chain = repeat(depth, (i) => `void f${i}(void) { f${i + 1}(); f${i + 1}(); }`);
  return `${chain} void f${depth}(void) { } task t 't' { f0(); }`;
}

test.each([
  ['tasks', LIMITS.tasks, (n: number) => repeat(n, (i) => `task t${i} '${LETTERS[i]}' { }`)],
  [
    'properties',
    LIMITS.properties,
    (n: number) => repeat(n, (i) => `always p${i}: true; expect p${i} holds;`),
  ],
  [
    'locals',
    LIMITS.locals,
    (n: number) =>
      `int 0..1 x; task t 't' { ${repeat(n, (i) => `l${i} = x; x = l${i};`)} } outcome { x };`,
  ],
  [
    'calls',
    LIMITS.calls,
    (n: number) => repeat(n, (i) => `void f${i}(void) { f${i + 1}(); }`) + `void f${n}(void) { }`,
  ],
  ['statements', Math.floor(Math.log2(LIMITS.statements)) - 1, doubling],
  ['rounds', LIMITS.statements, (n: number) => `task t 't' { for (i in 1..${n - 1}) x = i; }`],
])('one more than the limit of %s is refused', (_, limit, text) => {
  const codes = (n: number) =>
    loadProgram('test', text(n), new Map()).diagnostics.flatMap((d) =>
      d.severity === 'error' ? [d.code] : [],
    );
  expect(codes(limit)).toEqual([]);
  expect(codes(limit + 1)).toEqual(['RC504']);
});

test('no more diagnostics are listed than anyone reads', () => {
  const text = repeat(2 * LIMITS.diagnostics, (i) => `struct s${i} *p${i};`);
  const { program, diagnostics } = loadProgram('test', text, new Map());
  expect(program).toBeNull();
  expect(diagnostics).toHaveLength(LIMITS.diagnostics);
});

test.each([
  ['an unknown name', "task t 't' { n = nowhere; x = n; }", 'RC101'],
  ['too many properties', `${repeat(26, (i) => `always p${i}: x < 9;`)} task t 't' { x = 1; }`, 'RC504'], // prettier-ignore
])('no number of warnings keeps out the error of %s', (_, text, code) => {
  const unused = repeat(3 * LIMITS.diagnostics, (i) => `bool unused${i};`);
  const { program, diagnostics } = loadProgram('test', `int 0..1 x; ${unused} ${text}`, new Map());
  expect(program).toBeNull();
  expect(diagnostics.map((d) => d.code)).toContain(code);
  expect(diagnostics.length).toBeLessThanOrEqual(LIMITS.diagnostics);
});
