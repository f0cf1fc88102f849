// What costs bits and what tells states apart: inference may remove bits, never steps.
import { describe, expect, it } from 'vitest';
import { modelOf, stepsOf } from './snippet.testing.ts';

/** Distinct states, counted by a search of its own. */
function states(text: string): number {
  const { machine } = modelOf(text);
  const first = new Uint32Array(machine.words);
  machine.start(first, 0);
  const found = new Map([[first.join(), first]]);
  for (const state of found.values()) {
    for (let move = 0; move < machine.moveCount; move += 1) {
      machine.open(state, 0);
      const successor = new Uint32Array(machine.words);
      if (((machine.enabled() >> move) & 1) === 0 || machine.take(move, successor, 0) < 0) continue;
      found.set(successor.join(), successor);
    }
  }
  return found.size;
}

function bits(text: string): number {
  return modelOf(text).machine.parts.packing.bits;
}

describe('states that are one', () => {
  it.each([
    // x: 0 or 1 is read; while n waits to be used there are two states, and after it one.
    [
      'a local that is read once is forgotten after that',
      `int 0..1 x, y; task a 'a' { n = x; y = n; y = 0; }`,
      4,
    ],
    [
      'a local that nobody reads is never kept',
      `int 0..1 x, y; task a 'a' { choose { l: n = 0; r: n = 1; } k = n; y = 1; }`,
      3,
    ],
    [
      'a local that is read later tells two states apart',
      `int 0..1 x, y; task a 'a' { choose { l: n = 0; r: n = 1; } y = 1; y = n; }`,
      7,
    ],
    [
      'locals that are never alive together share their room',
      `int 0..1 x, y; task a 'a' { n = x; y = n; k = x; y = k; }`,
      5,
    ],
    [
      'one that is dead in one branch is dead there',
      `int 0..1 x, y; task a 'a' { n = 0; choose { l: n = 1; r: y = 0; } if (n == 1) y = 1; y = 0; }`,
      6,
    ],
  ])('%s', (_, text, count) => {
    expect(states(text)).toBe(count);
  });
});

describe('bits', () => {
  const one = (more: string, body: string) => `${more} int 0..1 x; task a 'a' { ${body} }`;

  it.each([
    [
      'a field that nobody writes costs none',
      one('int 0..7 y;', 'n = y; x = 1;'),
      one('', 'x = 1; x = 1;'),
      ['n = y', 'x = 1'],
    ],
    [
      'a const field costs none, nor a step',
      one(
        'struct s { const int 0..7 v; }; struct s S = { .v = 1 };',
        'n = S.v; if (n == 1) x = 1;',
      ),
      one('', 'x = 1;'),
      ['x = 1'],
    ],
    [
      'a ghost that nobody reads costs none',
      one('ghost int 0..7 g;', 'x = 1; ghost g = 5; ghost g++; x = 0;'),
      one('', 'x = 1; x = 0;'),
      ['x = 1', 'x = 0'],
    ],
    [
      'a ghost that only itself reads costs none',
      one('ghost int 0..7 g;', 'x = 1; ghost g += 1; x = 0;'),
      one('', 'x = 1; x = 0;'),
      ['x = 1', 'x = 0'],
    ],
    [
      'a lock that nobody takes costs none',
      one('rwsem r; mutex m;', 'x = 1;'),
      one('', 'x = 1;'),
      ['x = 1'],
    ],
    [
      'a local that is set once, to what is known, costs none',
      one('', 'n = 1; x = n; x = 0; x = n;'),
      one('', 'x = 1; x = 0; x = 1;'),
      ['x = n', 'x = 0', 'x = n'],
    ],
  ])('%s', (_, text, same, steps) => {
    expect(bits(text)).toBe(bits(same));
    expect(stepsOf(text)).toEqual(steps);
  });

  it.each([
    [
      'a ghost that a property reads costs some',
      one('ghost int 0..7 g; always p: g < 6;', 'x = 1; ghost g++; x = 0;'),
      one('', 'x = 1; x = 0;'),
    ],
    [
      'one that the outcome reads',
      one('ghost int 0..7 g; outcome { g };', 'x = 1; ghost g++; x = 0;'),
      one('', 'x = 1; x = 0;'),
    ],
    [
      'one that an assertion reads',
      one('ghost int 0..7 g; assertion p;', 'x = 1; ghost g++; assert(g < 6, p); x = 0;'),
      one('', 'x = 1; x = 0;'),
    ],
    [
      'one that says which element of another is written',
      one(
        'ghost int 0..1 h; ghost int 0..1 g[2]; always p: g[1] == 0;',
        'x = 1; ghost h = 1; ghost g[h] = 1; x = 0;',
      ),
      one('ghost int 0..1 g[2]; always p: g[1] == 0;', 'x = 1; ghost g[1] = 1; x = 0;'),
    ],
    [
      'a queue that can form',
      `rwsem r; task a 'a' { down_write(&r); up_write(&r); } task b 'b' { down_read(&r); up_read(&r); }`,
      `rwsem r; task a 'a' { down_read(&r); up_read(&r); } task b 'b' { down_read(&r); up_read(&r); }`,
    ],
  ])('%s', (_, text, less) => {
    expect(bits(text)).toBeGreaterThan(bits(less));
  });

  it('states fit into whole words, and there is always one', () => {
    expect(modelOf(`int 0..1 x; task a 'a' { }`).machine.words).toBe(1);
    const wide = `int 0..7 list[20]; task a 'a' { for (i in 0..19) list[i] = 5; for (i in 0..19) { list[i]++; } }`;
    const { machine } = modelOf(wide);
    expect(machine.words).toBe(Math.ceil(machine.parts.packing.bits / 30));
  });
});
