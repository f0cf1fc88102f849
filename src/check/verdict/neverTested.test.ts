// Which properties a search has tested, by closures and compiled.

import { describe, expect, it } from 'vitest';
import { explore } from '../../explore/search/explore.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { validConfigs } from '../../lang/program/configurations.ts';
import { SearchMachine } from '../../model/wasm/searchMachine.ts';
import { buildModel } from '../../model/build/model.ts';

const LIMITS = { maxStates: 1000, maxBytes: 2 ** 24 };

/** The verdict of `p` in the default configuration, by closures (`warm` large) or compiled (0). */
function verdictOf(text: string, warm: number): string {
  const { program, diagnostics } = loadProgram('text', text, new Map());
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join());
  const model = buildModel(program, validConfigs(program)[0] ?? {});
  const search = explore(new SearchMachine(model.machine, warm), LIMITS);
  for (;;) {
    const next = search.next();
    if (next.done !== true) continue;
    const found = next.value.verdicts.find(({ name }) => name === 'p');
    return found?.vacuous === true ? 'never tested' : (found?.verdict ?? '');
  }
}

const WORLD = `
bool a, b; int 0..3 n; change on;
struct page { bool d; struct page *next; };
pool struct page pages[2];
struct page P;
task t 't' { a = true; n = 1; }
task u 'u' { n = 2; }
`;

describe.each([
  ['by closures', 1000],
  ['compiled', 0],
] as const)('%s', (_, warm) => {
  it.each([
    ['an antecedent that is never true', 'always p: b => n == 3;', 'never tested'],
    ['one that is true in some state', 'always p: a => n < 3;', 'holds'],
    ['one that breaks it', 'always p: a => n == 1;', 'violated'],
    ['an antecedent before another', 'always p: a => b => n == 3;', 'never tested'],
    ['what says so with a negation', 'always p: !b || n == 3;', 'never tested'],
    ['a conjunction, one side tested', 'always p: (b => a) && (a => n < 3);', 'holds'],
    ['a conjunction, no side tested', 'always p: (b => a) && (n == 3 => a);', 'never tested'],
    ['what nobody writes', 'always p: !b;', 'holds'],
    ['an option that is off', 'always p: on => n == 3;', 'never tested'],
    ['an option that is off, or more', 'always p: (on => n == 3) && n < 3;', 'holds'],
    ['forall over an empty set', 'always p: forall x in pages, x.d;', 'never tested'],
    ['no element of an empty set', 'always p: !(exists x in pages, x.d);', 'never tested'],
    ['forall over what is there', 'always p: forall x in struct page, !x.d;', 'holds'],
    ['forall, no antecedent', 'always p: forall x in struct page, x.d => b;', 'never tested'],
    ['forall over a range', 'always p: forall i in 0..3, n == i => i < 3;', 'holds'],
    ['an antecedent that looks through NULL', 'always p: P.next.d => b;', 'never tested'],
    ['in the end, never true', 'finally p: b => n == 3;', 'never tested'],
    ['in the end, true on the way only', 'finally p: n == 0 => !a;', 'never tested'],
    ['in the end', 'finally p: a => n < 3;', 'holds'],
    ['without an end', "finally p: b; task w 'w' { wait until (b); }", 'unknown'],
    ['without an end, never true', "finally p: b => a; task w 'w' { wait until (b); }", 'unknown'],
    [
      'without an end, round and round',
      "finally p: b => a; task w 'w' { while (true) a = true; }",
      'unknown',
    ],
    [
      'an assertion that no task comes to',
      "assertion p; task w 'w' { if (b) { a = true; assert(a, p); } }",
      'never tested',
    ],
    ['one that a task comes to', "assertion p; task w 'w' { a = true; assert(a, p); }", 'holds'],
    [
      'one before the first step',
      "assertion p; task w 'w' { assert(true, p); a = true; }",
      'holds',
    ],
  ])('%s', (__, property, verdict) => {
    expect(verdictOf(`${WORLD}\n${property}`, warm)).toBe(verdict);
  });
});
