// Where the nodes of a state graph lie: a small one as it has always been, and laws for all.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apart, type Layered, layOutStates } from './stateLayout.ts';

function layered(layer: readonly number[], edges: readonly (readonly [number, number])[]): Layered {
  return {
    nodes: layer.length,
    layer,
    from: edges.map(([from]) => from),
    to: edges.map(([, to]) => to),
  };
}

function printed(graph: Layered): string {
  const { time, across } = layOutStates(graph);
  return Array.from(
    time,
    (t, node) => `${node}: ${t}, ${Number((across[node] ?? 0).toFixed(2))}`,
  ).join('\n');
}

/** Layers grow with the number; edges lead anywhere. */
const anyLayered: fc.Arbitrary<Layered> = fc
  .array(fc.nat(3), { minLength: 1, maxLength: 40 })
  .chain((steps) => {
    let depth = 0;
    const layer = steps.map((step) => (depth += step > 2 ? 2 : step === 0 ? 1 : 0));
    const node = fc.nat(steps.length - 1);
    return fc.array(fc.tuple(node, node), { maxLength: 80 }).map((edges) => layered(layer, edges));
  });

it('keeps a small graph where it has always been', () => {
  const diamond = layered(
    [0, 1, 1, 2, 2, 2, 5],
    [
      [0, 1],
      [0, 2],
      [1, 5],
      [2, 3],
      [2, 4],
      [3, 6],
      [5, 6],
      [6, 1],
    ],
  );
  expect(printed(diamond)).toMatchInlineSnapshot(`
    "0: 0, 0.89
    1: 1, 0.25
    2: 1, 1.53
    3: 2, 1
    4: 2, 2.06
    5: 2, 0
    6: 3, 0.5"
  `);
});

describe('for every graph', () => {
  it('puts layers in their order, without an empty one', () => {
    fc.assert(
      fc.property(anyLayered, (graph) => {
        const { time, layers } = layOutStates(graph);
        expect(new Set(time)).toEqual(new Set(Array.from({ length: layers }, (_, t) => t)));
        for (let a = 0; a < graph.nodes; a++)
          for (let b = 0; b < graph.nodes; b++)
            expect(Math.sign((time[a] ?? 0) - (time[b] ?? 0))).toBe(
              Math.sign((graph.layer[a] ?? 0) - (graph.layer[b] ?? 0)),
            );
      }),
    );
  });

  it('lets no two nodes of a layer overlap, and begins at 0', () => {
    fc.assert(
      fc.property(anyLayered, (graph) => {
        const { time, across, breadth, layers } = layOutStates(graph);
        for (let t = 0; t < layers; t++) {
          const there = [...across].filter((_, node) => time[node] === t).toSorted((a, b) => a - b);
          there.slice(1).forEach((y, i) => expect(y - (there[i] ?? 0)).toBeGreaterThan(1 - 1e-9));
        }
        expect(Math.min(...across)).toBe(0);
        expect(Math.max(...across)).toBe(breadth);
      }),
    );
  });

  it('is the same again', () => {
    fc.assert(
      fc.property(anyLayered, (graph) => {
        expect(layOutStates(graph)).toEqual(layOutStates(graph));
      }),
    );
  });
});

it.each([
  [[], []],
  [[5], [5]],
  [
    [0, 3],
    [0, 3],
  ],
  [
    [2, 2, 2],
    [1, 2, 3],
  ],
  [
    [4, 0],
    [1.5, 2.5],
  ],
])('moves wishes %j apart to %j', (wishes, places) => {
  expect(apart(wishes)).toEqual(places);
});

it('uncrosses what can be uncrossed', () => {
  const crossed = layered(
    [0, 0, 1, 1],
    [
      [0, 3],
      [1, 2],
    ],
  );
  const { across } = layOutStates(crossed);
  expect(across[0]).toBe(across[3]);
  expect(across[1]).toBe(across[2]);
});
