// A drawn state graph: places on a surface, the words for it, and walks from node to node.
import { describe, expect, it } from 'vitest';
import type { GraphReport } from '../../check/graph/graphReport.ts';
import type { Look, MergedGraph } from '../../explore/graph/mergedGraph.ts';
import { clusterEnds, endNodes, layOutGraph, nodeAt, placeStates } from './stateScene.ts';
import { graphSentence, litNodes, nodeSentence } from './stateSentence.ts';
import { neighbours, walk } from './stateWalk.ts';

const LOOKS: readonly Look[] = ['open', 'open', 'lost', 'open', 'bad', 'good'];

/** A fork: 0 to 1 or 2; 2 is lost and ends badly in 4; 1 goes by 3 to the good end 5. */
const drawn: MergedGraph = {
  detail: 'run',
  nodes: 6,
  nodeOf: Uint32Array.from([0, 1, 2, 3, 3, 4, 5]),
  first: Uint32Array.from([0, 1, 2, 3, 5, 6]),
  size: Uint32Array.from([1, 1, 1, 2, 1, 1]),
  depth: Uint32Array.from([0, 1, 1, 2, 2, 4]),
  look: LOOKS,
  end: Int32Array.from([-1, -1, -1, -1, 0, 1]),
  broken: Uint32Array.from([0, 0, 0, 0, 1, 0]),
  reach: Uint32Array.from([3, 2, 1, 2, 1, 2]),
  open: new Uint8Array(6),
  from: Uint32Array.from([0, 0, 1, 2, 3]),
  to: Uint32Array.from([1, 2, 3, 4, 5]),
  task: Int8Array.from([0, 1, 0, 1, -1]),
  breaks: Uint8Array.from([0, 0, 0, 1, 0]),
  leftOut: 0,
};

const report: GraphReport = {
  graph: {
    states: 7,
    depth: Uint32Array.from([0, 1, 1, 2, 3, 2, 4]),
    ending: new Uint8Array(7),
    broken: new Uint32Array(7),
    pc: new Uint32Array(7),
    stands: [],
    end: new Int32Array(7),
    cut: new Uint8Array(7),
    edges: new Uint32Array(8),
    target: new Uint32Array(0),
    move: new Uint8Array(0),
    breaks: new Uint32Array(0),
    ends: ['a', 'b'],
    cutDepth: null,
    limits: [],
  },
  drawn,
  details: [{ detail: 'run', nodes: 6 }],
  ends: [
    {
      end: 0,
      values: [{ place: 'n', value: '1' }],
      ending: 'finished',
      states: 1,
      broken: ['both'],
    },
    { end: 1, values: [], ending: 'finished', states: 1, broken: [] },
  ],
  properties: ['both'],
};

const layout = layOutGraph(drawn);
const ends = endNodes(drawn);
const surface = { width: 360, height: 200, downwards: false, mark: 24 };

describe('on a surface', () => {
  it('lets time go to the right or down, with all ends in the last layer', () => {
    expect([...layout.time]).toEqual([0, 1, 1, 2, 3, 3]);
    const desk = placeStates(layout, { ...surface, downwards: false }, ends);
    const phone = placeStates(
      layout,
      { ...surface, width: 200, height: 360, downwards: true },
      ends,
    );
    expect([...desk.x].map(Math.round)).toEqual([30, 130, 130, 230, 330, 330]);
    expect(phone.y).toEqual(desk.x);
    expect(phone.x).toEqual(desk.y);
  });

  it('finds the nearest node under a pointer, and none far from all', () => {
    const scene = placeStates(layout, surface, ends);
    const view = { x: -20, y: 10, k: 2 };
    const point = [(scene.x[3] ?? 0) * 2 - 17, (scene.y[3] ?? 0) * 2 + 8] as const;
    expect(nodeAt(scene, view, point, 10)).toBe(3);
    expect(nodeAt(scene, view, [point[0] + 60, point[1]], 10)).toBeNull();
  });
});

describe('ends', () => {
  /** So many ends at one place, in the middle of the last layer. */
  const many = (count: number, height: number) => {
    const nodes = Array.from({ length: count }, (_, node) => node);
    const crowd = {
      time: new Float64Array(count),
      across: Float64Array.from(nodes, (node) => node * 0.01),
      layers: 1,
      breadth: 100,
    };
    return { nodes, scene: placeStates(crowd, { ...surface, height }, nodes) };
  };

  it.each([
    [4, 600, 24],
    [26, 660, 24],
    [50, 158, 2],
  ])('%i on a height of %i lie %i apart, within the rims', (count, height, step) => {
    const { y } = many(count, height).scene;
    const gaps = [...y].slice(1).map((one, at) => one - (y[at] ?? 0));
    expect(Math.min(...gaps)).toBeCloseTo(step);
    expect(Math.min(...y)).toBeGreaterThanOrEqual(30 - 1e-9);
    expect(Math.max(...y)).toBeLessThanOrEqual(height - 30 + 1e-9);
  });

  it('are one mark where theirs would lie on each other, as one zooms out', () => {
    const { scene, nodes } = many(5, 600);
    const sizes = (k: number) => clusterEnds(scene, nodes, k, 18).map(({ length }) => length);
    expect(sizes(1)).toEqual([1, 1, 1, 1, 1]);
    expect(sizes(0.5)).toEqual([5]);
    expect(clusterEnds(scene, [], 1, 18)).toEqual([]);
  });
});

describe('in words', () => {
  it.each([
    [0, 'At the start: a good end can still be reached'],
    [2, 'After 1 step: no good end can be reached'],
    [3, '2 states, the first after 2 steps: a good end can still be reached'],
    [4, 'After 2 steps: n = 1, finished, breaks both'],
    [5, 'After 4 steps: finished'],
  ])('node %i is “%s”', (node, words) => {
    expect(nodeSentence(report, node)).toBe(words);
  });

  it('says what was merged and what is not drawn', () => {
    expect(graphSentence(report)).toBe(
      '7 states; 6 drawn. A run without a choice is one node. Each end is one node.',
    );
    const graph = { ...report.graph, cutDepth: 3, limits: ['states 7'] };
    const part = { ...report, graph, drawn: { ...drawn, leftOut: 1200 } };
    expect(graphSentence(part)).toContain(
      'Left out: the 1,200 nodes furthest from the start. Only the first 3 layers of states, up to 2 steps from the start. Limits reached: states 7.',
    );
  });
});

describe('what can no longer be avoided', () => {
  it.each([
    [{ end: 0 }, [2, 4], 2],
    [{ end: 1 }, [1, 3, 5], 4],
    ['no good end', [2, 4], 2],
  ] as const)('%j lights %j', (chosen, nodes, states) => {
    const lit = litNodes(report, chosen);
    expect([...lit.nodes].flatMap((one, node) => (one === 1 ? node : []))).toEqual(nodes);
    expect(lit.states).toBe(states);
  });
});

describe('a walk', () => {
  it.each([
    [0, 'on', [0, 2, 4], 2],
    [0, 'on', [0, 1, 3], 1],
    [3, 'back', [], 1],
    [3, 'on', [0, 1, 3, 3, 5], 5],
    [0, 'back', [0, 1], 0],
    [5, 'on', [], 5],
  ] as const)('from %i goes %s along %j to %i', (node, direction, run, to) => {
    expect(walk(drawn, layout, run, node, direction)).toBe(to);
  });

  it('goes beside within the layer, and stays at its rim', () => {
    const upper = (layout.across[1] ?? 0) < (layout.across[2] ?? 0) ? 1 : 2;
    expect(walk(drawn, layout, [], upper, 'behind')).toBe(3 - upper);
    expect(walk(drawn, layout, [], upper, 'before')).toBe(upper);
  });

  it('knows where a node leads and whose step it is', () => {
    expect(neighbours(drawn, 2, 'on')).toEqual([{ node: 4, task: 1, breaks: true }]);
    expect(neighbours(drawn, 2, 'back')).toEqual([{ node: 0, task: 1, breaks: false }]);
  });
});
