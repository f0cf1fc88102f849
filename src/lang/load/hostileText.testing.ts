// Texts that nobody would write: deep, long, oddly named, huge, or a sound text with pieces missing, twice or in the wrong place.

import fc from 'fast-check';

const TASK = "bool a; task t 't' { a = true; }";
const NAMES = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'prototype', '_', 'then', 'length', 'get', 'NULL', 'current', 'true']; // prettier-ignore

const name = fc.constantFrom(...NAMES);
/** Around the limits, and far beyond them. */
const times = fc.oneof(fc.integer({ min: 1, max: 130 }), fc.constantFrom(500, 2000, 5000));
const number = fc.constantFrom('0', '1', '63', '64', '65', '250', '4096', '65535', '65536', '99999999999999999999'); // prettier-ignore

function inside(open: string, middle: string, close: string, depth: number): string {
  return open.repeat(depth) + middle + close.repeat(depth);
}

function list(count: number, one: (i: number) => string, between = ' '): string {
  return Array.from({ length: count }, (_, i) => one(i)).join(between);
}

/** One form in another of its kind, many times. */
const NESTED: readonly ((n: number) => string)[] = [
  (n) => `${TASK} always p: ${inside('(', 'a', ')', n)};`,
  (n) => `${TASK} always p: ${'!'.repeat(n)}a;`,
  (n) => `${TASK} always p: ${list(n, (i) => `forall i${i} in 0..1,`)} a;`,
  (n) => `${TASK} always p: ${list(n, () => '(a =>')} a ${')'.repeat(n)};`,
  (n) => `bool a; task t 't' { ${inside('{', 'a = true;', '}', n)} }`,
  (n) => `bool a; task t 't' { ${inside('if (true) {', 'a = true;', '}', n)} }`,
  (n) => `bool a; task t 't' { ${list(n, () => 'if (a) a = true; else')} a = false; }`,
  (n) => `bool a; task t 't' { ${inside('while (true) {', 'a = true;', '}', n)} }`,
  (n) => `bool a; task t 't' { ${list(n, (i) => `for (i${i} in 0..1)`)} a = true; }`,
  (n) => `bool a; task t 't' { ${inside('atomic {', 'a = true;', '}', n)} }`,
  (n) => `bool a; task t 't' { ${inside('choose { one: a = true; other:', 'a = false;', '}', n)} }`,
  (n) => `ghost bool a; task t 't' { ${inside('ghost {', 'a = true;', '}', n)} }`,
  (n) => `int 0..1 a[2]; task t 't' { x = ${inside('a[', '0', ']', n)}; a[0] = x; }`,
  (n) => `struct n { struct n *next; }; struct n N; task t 't' { p = N${'.next'.repeat(n)}; }`,
  (n) => `struct n { struct n *next; }; struct n N; always p: N.next${'.next'.repeat(n)} == NULL; expect p holds; task t 't' { N.next = &N; }`, // prettier-ignore
  (n) => `struct s0 { bool a; }; ${list(n, (i) => `struct s${i + 1} { struct s${i} x, y; };`)} struct s${n} S; ${TASK}`, // prettier-ignore
  (n) => `struct s { bool a; }; struct s S = ${inside('{ .a = ', 'true', ' }', n)}; ${TASK}`,
];

/** Many of one form, one after the other. */
const LONG: readonly ((n: number) => string)[] = [
  (n) => `${TASK} always p: ${list(n, () => 'a', ' && ')};`,
  (n) => `${TASK} always p: ${list(n, () => 'a', ' => ')};`,
  (n) => `int 0..3 a; task t 't' { n = ${list(n, () => '1', ' + ')}; a = n; }`,
  (n) => `bool a; task t 't' { ${list(n, () => 'a = true;')} }`,
  (n) => `bool a; task t 't' { ${list(n, (i) => `l${i}: a = true; goto l${n - 1 - i};`)} }`,
  (n) => `bool a; task t 't' { ${list(n, (i) => `x${i} = a;`)} }`,
  (n) => `bool a; void f0(void) { a = true; } ${list(n, (i) => `void f${i + 1}(void) { f${i}(); f${i}(); }`)} task t 't' { f${n}(); }`, // prettier-ignore
  (n) => `bool a; ${list(n, (i) => `void f${i}(void) { f${(i + 1) % n}(); }`)} task t 't' { f0(); }`, // prettier-ignore
  (n) => `${list(n, (i) => `change o${i};`)} bool a; task t 't' { if (${list(n, (i) => `o${i}`, ' && ')}) a = true; }`, // prettier-ignore
  (n) => `change o = ${list(n, (i) => `v${i}`, ' | ')}; bool a; task t 't' when o == v0 { a = true; }`, // prettier-ignore
  (n) => `${list(n, (i) => `kernel "${i}" = { };`)} ${TASK}`,
  (n) => `bool a; ${list(n, (i) => `task t${i} 't' { a = true; }`)}`,
  (n) => `${TASK} ${list(n, (i) => `always p${i}: a; expect p${i} violated;`)}`,
  (n) => `enum e { ${list(n, (i) => `v${i}`, ', ')} }; enum e a; task t 't' { a = v0; }`,
  (n) => `tokens { ${list(n, (i) => `v${i}`, ', ')} }; data a; task t 't' { a = v0; }`,
  (n) => `bool a; void f(${list(n, (i) => `bool p${i}`, ', ')}) { a = p0; } task t 't' { f(${list(n, () => 'true', ', ')}); }`, // prettier-ignore
  (n) => `bool a; task t 't' { choose { ${list(n, (i) => `b${i}: a = true;`)} } }`,
  (n) => `const c0 = 1; ${list(n, (i) => `const c${i + 1} = c${i} + c${i};`)} int 0..3 a[c1]; task t 't' { a[0] = c${n}; }`, // prettier-ignore
];

/** A name as every sort of name. */
const NAMED: readonly ((name: string) => string)[] = [
  (n) => `bool ${n}; task t 't' { ${n} = true; }`,
  (n) => `bool a; task ${n} 't' { a = true; } cue ${n} at ${n} "here";`,
  (n) => `bool a; void ${n}(void) { a = true; } task t 't' { ${n}(); }`,
  (n) => `struct ${n} { bool ${n}; }; struct ${n} S = { .${n} = true }; task t 't' { S.${n} = true; }`, // prettier-ignore
  (n) => `word struct ${n} { bool ${n}, b; }; struct ${n} S; task t 't' { w = S; w.${n} = true; S = w; }`, // prettier-ignore
  (n) => `enum ${n} { ${n}, other }; enum ${n} e; task t 't' { e = ${n}; }`,
  (n) => `change ${n}; bool a; kernel "${n}" = { ${n} }; opens "${n}"; task t 't' { if (${n}) a = true; }`, // prettier-ignore
  (n) => `change c = ${n} | other; require c in { ${n} }; bool a; task t 't' { if (c == ${n}) a = true; }`, // prettier-ignore
  (n) => `bool a; task t 't' { ${n}: a = true; goto ${n}; }`,
  (n) => `bool a; always ${n}: !a; expect ${n} violated; task t 't' { a = true; }`,
  (n) => `use "${n}.race"; use "${n}"; vary ${n}; ${TASK}`,
  (n) => `const ${n} = 2; int 0..${n} a[${n}]; task t 't' { for (${n} in 0..1) a[${n}] = 1; }`,
  (n) => `struct p { bool a; }; pool struct p ${n}[1] named ${n}; task t 't' { q = alloc(${n}); if (q) free(q); }`, // prettier-ignore
  (n) => `struct cpu @${n} { bool @${n} a; }; ${TASK}`,
  (n) => `bool a; task t 't' { bool ${n} = a; mutex ${n}; ${n}(${n}).${n}->${n}[${n}]; }`,
];

/** A number where one stands. */
const NUMBERED: readonly ((n: string, m: string) => string)[] = [
  (n, m) => `int ${n}..${m} a; task t 't' { a = ${m}; }`,
  (n, m) => `int 0..${m} a[${n}]; task t 't' { for (i in 0..${m}) a[i] = ${n}; }`,
  (n, m) => `struct p { int 0..${m} a[${n}]; }; pool struct p ps[${n}]; task t 't' { q = alloc(ps); if (q) q->a[${m}] = ${m}; }`, // prettier-ignore
  (n, m) => `bool a; daemon t 't' runs ${n} { a = true; } always p: forall i in ${n}..${m}, forall j in 0..${m}, a;`, // prettier-ignore
  (n, m) => `semaphore s = ${n}; year ${m}; task t 't' { down(&s); x = ${n} - ${m} - ${m}; while (x < ${m}) x = x + 1; }`, // prettier-ignore
  (n) => `struct p { bool a; }; struct p ps[${n}]; struct q { struct p ps[${n}]; }; struct q qs[${n}]; ${TASK}`, // prettier-ignore
];

/** What mutations put in. */
const SCRAPS = ['{', '}', '(', ')', ';', ',', '=>', '&&', '->', '*', '&', '"', "'", '/*', '*/', '@', '=', 'when', 'atomic', 'choose {', 'task', 'struct', 'word', 'ghost', 'use', 'expect', 'forall x in', 'é', '\0', '\u2028']; // prettier-ignore

type Mutation = (text: string) => string;

const TOKEN = /[A-Za-z_]\w*|\d+|\S/g;

/** At a place told as a fraction of the text. */
function mutation(where: number, how: number, scrap: string, odd: string): Mutation {
  return (text) => {
    const tokens = [...text.matchAll(TOKEN)];
    const token = tokens[Math.floor(where * tokens.length)];
    if (token === undefined) return text;
    const { index, 0: word } = token;
    const [before, after] = [text.slice(0, index), text.slice(index + word.length)];
    const line = text.slice(index).split('\n', 1)[0] ?? '';
    const forms = [
      before,
      `${before}${after}`,
      `${before}${word} ${word}${after}`,
      `${before}${scrap} ${word}${after}`,
      `${before}${scrap}${after}`,
      `${before}${odd}${after}`,
      text.replaceAll(new RegExp(`\\b${word.replace(/\W/g, '\\$&')}\\b`, 'g'), odd),
      `${before}${`${line}\n`.repeat(40)}${text.slice(index)}`,
      `${text.slice(index)}\n${before}`,
      `${before}${/^\d/.test(word) ? '65535' : word}${after}`,
    ];
    return forms[how % forms.length] ?? text;
  };
}

const fraction = fc.double({ min: 0, max: 0.9999, noNaN: true });
const mutations = fc.array(
  fc.tuple(fraction, fc.nat(), fc.constantFrom(...SCRAPS), name).map((all) => mutation(...all)),
  { minLength: 1, maxLength: 4 },
);

/** Sound texts, changed in a few places. */
export function mutatedText(sound: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...sound), mutations)
    .map(([text, all]) => all.reduce((changed, mutate) => mutate(changed), text));
}

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(fc.constantFrom(...NESTED), times).map(([form, n]) => form(n)),
  fc.tuple(fc.constantFrom(...LONG), times).map(([form, n]) => form(n)),
  fc.tuple(fc.constantFrom(...NAMED), name).map(([form, n]) => form(n)),
  fc.tuple(fc.constantFrom(...NUMBERED), number, number).map(([form, n, m]) => form(n, m)),
);
