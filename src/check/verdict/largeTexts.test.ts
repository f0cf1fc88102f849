// Texts as long as the guide allows end in a verdict or in a limit with a name, in every part that goes through them.

import { describe, expect, it } from 'vitest';
import { explore } from '../../explore/search/explore.ts';
import { runToEnd } from '../../explore/search/replay.testing.ts';
import { exportPromela } from '../../export/promela.ts';
import { LIMITS } from '../../lang/syntax/limits.ts';
import { SearchMachine } from '../../model/wasm/searchMachine.ts';
import { modelOf } from '../../model/build/snippet.testing.ts';

const SEARCH = { maxStates: 100_000, maxBytes: 256 * 1024 * 1024 };

function repeated(times: number, line: string): string {
  return `${line}\n`.repeat(times);
}

const most = LIMITS.statements - 10;

describe('a long text', () => {
  it.each([
    [
      'of rounds within rounds',
      `int 0..1 x; task a 'a' { for (i in 0..63) for (j in 0..63) x = 1; }`,
      4097,
      [],
    ],
    ['of stores', `int 0..1 x; task a 'a' { ${repeated(most, 'x = 1;')} }`, most + 1, []],
    [
      'of branches',
      `int 0..1 x, y; task a 'a' { ${repeated(2000, 'n = x; if (n) y = 1;')} }`,
      2001,
      [],
    ],
    [
      'of local work',
      `int 0..1 x; task a 'a' { n = x; ${repeated(most / 2, 'n = n + 1; n = n - 1;')} x = n; }`,
      1,
      ['local moves without a shared access'],
    ],
    [
      'of one atomic',
      `int 0..1 x; task a 'a' { atomic { n = x; ${repeated(most, 'x = n;')} } }`,
      1,
      ['local moves without a shared access'],
    ],
    [
      'of ways ahead of a lock',
      `int 0..3 x; mutex m; task a 'a' { i = x; n = 0; atomic { ghost { } ${Array.from({ length: 14 }, (_, k) => `if (i == ${k}) n = n + 1;`).join('\n')} if (n == 1) mutex_lock(&m); } }`,
      1,
      ['5000 ways to the first operation of an atomic'],
    ],
    [
      'of observers ahead of a lock',
      `int 0..3 x; mutex m; ghost int 0..1 g; task a 'a' { i = x; atomic { ${repeated(900, 'if (i == 1) { ghost g = 1; }')} mutex_lock(&m); } mutex_unlock(&m); }`,
      4,
      [],
    ],
  ])('%s', (_, text, states, limits) => {
    const model = modelOf(text);
    const report = runToEnd(explore(model.machine, SEARCH));
    expect([report.states, report.limits]).toEqual([states, limits]);
    const compiled = runToEnd(explore(new SearchMachine(model.machine, 0), SEARCH));
    expect([compiled.states, compiled.limits]).toEqual([states, limits]);
    expect(exportPromela(model)).toEqual(expect.objectContaining({ ok: expect.any(Boolean) }));
  });
});
