// The explored graph, what is ahead of each state, and what is drawn, against their definitions.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../machine/machine.ts';
import { DETAILS, type MergedGraph, mergeStates } from './mergedGraph.ts';
import {
  type NaiveAnswer,
  naiveEnumerate,
  type NaiveState,
} from '../search/naiveEnumerate.testing.ts';
import { endBit, reachableEnds } from './reachableEnds.ts';
import type { LocatedMachine } from '../machine/locatedMachine.ts';
import { graph, grid, road } from '../machine/puzzles.testing.ts';
import { shortestWay, statesAlong } from './shortestWay.ts';
import { ENDINGS, exploreGraph, NO_END, type StateGraph } from './stateGraph.ts';
import { anyTableMachine } from '../machine/tableMachine.testing.ts';

const LIMITS = { maxStates: 10_000, maxBytes: 10_000_000 };

/** Its tasks stand nowhere; ends are told apart by how they end. */
function explored(machine: Machine, maxStates = LIMITS.maxStates): StateGraph {
  const placed: LocatedMachine = Object.assign(machine, { pcOf: () => 0 });
  const search = exploreGraph(placed, { ...LIMITS, maxStates }, (ending) => ending, 3);
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

function bitsOf(machine: Machine, names: readonly string[]): number {
  return machine.properties.reduce(
    (bits, { name }, i) => bits | (Number(names.includes(name)) << i),
    0,
  );
}

function endingOf({ ending, moves }: NaiveState): string {
  return ending === 'running' && moves.length === 0 ? 'deadlocked' : ending;
}

/** All states that some run from here comes to; `unbroken` ends a run where something breaks. */
function ahead(all: NaiveAnswer, from: NaiveState, unbroken: boolean): Set<NaiveState> {
  const seen = new Set([from]);
  for (const state of seen) {
    if (unbroken && state.broken.length > 0) continue;
    for (const { target, broken } of state.moves) {
      const next = all.states.get(target ?? '');
      if (next !== undefined && !(unbroken && broken.length > 0)) seen.add(next);
    }
  }
  return seen;
}

function edgesOf(from: StateGraph, state: number): (readonly [number, number, number])[] {
  const [first, last] = [from.edges[state] ?? 0, from.edges[state + 1] ?? 0];
  return Array.from({ length: last - first }, (_, i) => [
    from.move[first + i] ?? -1,
    from.target[first + i] ?? -1,
    from.breaks[first + i] ?? -1,
  ]);
}

describe('the explored graph', () => {
  it('has the states, moves, endings and broken properties of the machine', () => {
    fc.assert(
      fc.property(anyTableMachine, (machine) => {
        const found = explored(machine);
        const all = naiveEnumerate(machine, 10_000);
        const states = [...all.states.values()];
        expect(found.states).toBe(states.length);
        expect(found.limits.toSorted()).toEqual([...all.limits].toSorted());
        const number = new Map(states.map(({ key }, i) => [key, i]));
        states.forEach((state, i) => {
          const taken = state.moves.filter(({ target }) => target !== null);
          expect(edgesOf(found, i).toSorted(([a], [b]) => a - b)).toEqual(
            taken.map(({ move, target, broken }) => [
              move,
              number.get(target ?? ''),
              bitsOf(machine, broken),
            ]),
          );
          expect(found.depth[i]).toBe(state.distance);
          expect(ENDINGS[found.ending[i] ?? 0]).toBe(endingOf(state));
          expect(found.cut[i]).toBe(Number(taken.length < state.moves.length));
          const end = found.end[i] ?? NO_END;
          expect(found.ends[end] ?? 'running').toBe(endingOf(state));
          if (i > 0) expect(found.broken[i]).toBe(bitsOf(machine, state.broken));
        });
      }),
    );
  });

  it('keeps whole layers where there is no room for all, and says where it ends', () => {
    const whole = explored(grid(5));
    const part = explored(grid(5), 40);
    expect(whole.cutDepth).toBeNull();
    expect(part).toMatchObject({ states: 35, cutDepth: 5, limits: ['states 40'] });
    expect([...part.depth]).toEqual([...whole.depth].filter((depth) => depth < 5));
    const last = [...part.depth].flatMap((depth, i) => (depth === 4 ? part.cut[i] : []));
    expect(last.every((cut) => cut === 1)).toBe(true);
    expect(part.target.every((target) => target < 35)).toBe(true);
  });
});

describe('the outlook', () => {
  it('knows the ends ahead, whether a good one is, and whether that is all', () => {
    fc.assert(
      fc.property(anyTableMachine, (machine) => {
        const found = explored(machine);
        const all = naiveEnumerate(machine, 10_000);
        const [first] = all.states.values();
        // What breaks on the way into the start counts as broken in it, and no run begins well.
        fc.pre(found.broken[0] === bitsOf(machine, first?.broken ?? []));
        const { reach, good, open } = reachableEnds(found);
        [...all.states.values()].forEach((state, i) => {
          const any = [...ahead(all, state, false)];
          const bits = any
            .map((one) => found.ends.indexOf(endingOf(one)))
            .filter((end) => end >= 0);
          expect(reach[i]).toBe(bits.reduce((sum, end) => sum | endBit(end), 0) >>> 0);
          const well = [...ahead(all, state, true)].some(
            ({ ending, broken }) => ending === 'quiescent' && broken.length === 0,
          );
          expect(good[i]).toBe(Number(well));
          const leaves = any.some(({ moves }) => moves.some(({ target }) => target === null));
          expect(open[i]).toBe(Number(leaves));
        });
      }),
    );
  });
});

function merged(machine: Machine, detail: MergedGraph['detail'], most = 10_000): MergedGraph {
  const found = explored(machine);
  return mergeStates(found, reachableEnds(found), detail, machine.moveTask, most);
}

describe('the merged graph', () => {
  it('has every state in one node, every move between nodes as an edge, and no other', () => {
    fc.assert(
      fc.property(anyTableMachine, fc.constantFrom(...DETAILS), (machine, detail) => {
        const found = explored(machine);
        const drawn = merged(machine, detail);
        expect(drawn.size.reduce((sum, size) => sum + size, 0)).toBe(found.states);
        const wanted = new Set<string>();
        for (let state = 0; state < found.states; state++) {
          const node = drawn.nodeOf[state] ?? -1;
          expect(drawn.first[node]).toBeLessThanOrEqual(state);
          for (const [, target] of edgesOf(found, state)) {
            const to = drawn.nodeOf[target] ?? -1;
            if (to !== node) wanted.add(`${node} ${to}`);
          }
        }
        const edges = [...drawn.from].map((from, edge) => `${from} ${drawn.to[edge]}`);
        expect(new Set(edges)).toEqual(wanted);
        expect(edges).toHaveLength(wanted.size);
      }),
    );
  });

  it('never gets more nodes from a coarser detail, and tells no two sorts of states one thing', () => {
    fc.assert(
      fc.property(anyTableMachine, (machine) => {
        const found = explored(machine);
        const { reach } = reachableEnds(found);
        const fine = merged(machine, 'state');
        for (const detail of DETAILS) {
          const drawn = merged(machine, detail);
          expect(drawn.nodes).toBeLessThanOrEqual(fine.nodes);
          for (let state = 0; state < found.states; state++) {
            const node = drawn.nodeOf[state] ?? -1;
            expect(drawn.look[node]).toBe(fine.look[fine.nodeOf[state] ?? -1]);
            if (found.end[state] === NO_END) expect(drawn.reach[node]).toBe(reach[state]);
          }
        }
      }),
    );
  });

  it('enters a run without a choice at its first state only', () => {
    fc.assert(
      fc.property(anyTableMachine, (machine) => {
        const found = explored(machine);
        const drawn = merged(machine, 'run');
        for (let state = 0; state < found.states; state++)
          for (const [, target] of edgesOf(found, state)) {
            const node = drawn.nodeOf[target] ?? -1;
            const enters = drawn.nodeOf[state] !== node && found.end[target] === NO_END;
            if (enters) expect(drawn.first[node]).toBe(target);
          }
      }),
    );
  });

  it.each([
    ['state', 9],
    ['run', 1],
  ] as const)('of a road with one way is %s by %s', (detail, nodes) => {
    const way = graph([0, 1, 2, 3, 4, 5, 6, 7].map((at) => [at, at + 1] as const));
    expect(merged(way, detail).nodes).toBe(detail === 'run' ? nodes + 1 : nodes);
  });

  it('leaves out the furthest nodes where there are too many, and counts them', () => {
    const part = merged(road(8, true), 'state', 6);
    expect(part).toMatchObject({ nodes: 6, leftOut: 11 });
    expect([...part.from, ...part.to].every((node) => node < 6)).toBe(true);
    expect([...part.depth].every((depth) => depth <= 3)).toBe(true);
  });
});

describe('a way', () => {
  it('is a shortest run there, and leads there', () => {
    fc.assert(
      fc.property(anyTableMachine, fc.nat(), (machine, n) => {
        const found = explored(machine);
        if (found.states === 0) return;
        const wanted = n % found.states;
        const way = shortestWay(found, 0, (state) => state === wanted);
        expect(way?.moves).toHaveLength(found.depth[wanted] ?? -1);
        expect(statesAlong(found, way?.moves ?? []).at(-1)).toBe(wanted);
      }),
    );
  });

  it('is none where no run leads back', () => {
    const found = explored(graph([[0, 1]]));
    expect(shortestWay(found, 1, (state) => state === 0)).toBeNull();
    expect(statesAlong(found, [0, 0, 0])).toEqual([0, 1]);
  });
});
