// Texts that would take too long, too much memory or too deep a stack: each ends in a program or a diagnostic.

import { expect, test } from 'vitest';
import { loadProgram } from './loadProgram.ts';

const repeat = (times: number, one: (i: number) => string, between = '\n'): string =>
  Array.from({ length: times }, (_, i) => one(i)).join(between);

const codesOf = (text: string): string[] => [
  ...new Set(loadProgram('text', text, new Map()).diagnostics.map(({ code }) => code)),
];

const TASK = "bool a; task t 't' { a = true; }";

test.each([
  ['a chain of =>', `${TASK} always p: ${repeat(5000, () => 'a', ' => ')};`, 'RC003'],
  ['a chain of &&', `${TASK} always p: ${repeat(5000, () => 'a', ' && ')};`, 'RC003'],
  ['parentheses', `${TASK} always p: ${'('.repeat(5000)}a${')'.repeat(5000)};`, 'RC003'],
  ['negations', `${TASK} always p: ${'!'.repeat(5000)}a;`, 'RC003'],
  ['blocks', `bool a; task t 't' { ${'{'.repeat(5000)} a = true; ${'}'.repeat(5000)} }`, 'RC003'],
  [
    'quantifiers in one another',
    `${TASK} always p: ${repeat(24, (i) => `forall x${i} in 0..1,`, ' ')} a;`,
    'RC504',
  ],
  ['a quantifier over a large range', `${TASK} always p: forall i in 0..65535, a;`, 'RC504'],
  ['options', `${repeat(2000, (i) => `change o${i};`)} ${TASK}`, 'RC504'],
  [
    'options that exclude each other',
    `${repeat(2000, (i) => `change o${i};`)} ${repeat(1999, (i) => `require !o${i};`)} ${TASK}`,
    'RC504',
  ],
  [
    'structs that lie in one another twice',
    `struct s0 { bool a; }; ${repeat(40, (i) => `struct s${i + 1} { struct s${i} x, y; };`)} struct s40 S; ${TASK}`,
    'RC504',
  ],
  [
    'a chain of structs',
    `struct s0 { bool a; }; ${repeat(3000, (i) => `struct s${i + 1} { struct s${i} x; };`)} struct s3000 S; ${TASK}`,
    'RC504',
  ],
  [
    'loops in one another',
    `bool a; task t 't' { ${repeat(8, (i) => `for (i${i} in 0..63)`, ' ')} a = true; }`,
    'RC504',
  ],
] as const)('%s', (_, text, code) => {
  expect(codesOf(text)).toContain(code);
});

const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];

test.each(NAMES)('%s is a name like others', (name) => {
  expect(codesOf(`int 0..1 x; task a 'a' { n = ${name}; x = n; }`)).toEqual(['RC101']);
  const kinds = [
    `bool ${name}; task t 't' { ${name} = true; }`,
    `bool a; task ${name} 't' { a = true; }`,
    `bool a; void ${name}(void) { a = true; } task t 't' { ${name}(); }`,
    `struct ${name} { bool ${name}; }; struct ${name} S; task t 't' { S.${name} = true; }`,
    `enum ${name} { ${name}, other }; enum ${name} e; task t 't' { e = ${name}; }`,
    `change ${name}; bool a; kernel "1" = { ${name} }; kernel "0" = { }; task t 't' { if (${name}) a = true; }`,
    `change c = ${name} | other; bool a; task t 't' { if (c == other) a = true; }`,
    `bool a; task t 't' { goto ${name}; ${name}: a = true; }`,
    `bool a; always ${name}: !a; expect ${name} violated; task t 't' { a = true; }`,
    `tokens { ${name} }; data d; task t 't' { d = ${name}; }`,
    `struct p { bool a; }; pool struct p ${name}[1]; task t 't' { q = alloc(${name}); if (q) q->a = true; }`,
    `bool a; task t 't' { ${name} = a; if (!${name}) a = true; }`,
  ];
  for (const text of kinds) expect(codesOf(text), text).toEqual([]);
});
