import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budget } from '../machine/budget.ts';
import { NO_UNRESOLVED, SearchTree } from './searchTree.ts';

/** Builds the tree in which state `n` was first to find `children[n]` states. */
function build(children: readonly number[], budget = new Budget(2 ** 24)) {
  const tree = new SearchTree(budget);
  const parents: (number | null)[] = [null];
  const grow = () => {
    if (!tree.reserve()) throw new Error('the budget is ample');
    tree.add();
  };
  grow();
  for (let state = 0; state < parents.length; state++) {
    const count = children[state] ?? 0;
    for (let i = 0; i < count; i++) {
      parents.push(state);
      grow();
    }
    tree.close(count, false, NO_UNRESOLVED);
  }
  return { tree, parents };
}

describe('SearchTree', () => {
  it.each([
    { shape: 'a chain', children: Array<number>(1000).fill(1) },
    { shape: 'a fan', children: [31] },
    { shape: 'fans of fans', children: Array<number>(70).fill(31) },
    { shape: 'a bush with bare twigs', children: [2, 0, 2, 0, 2, 2, 0, 0, 3, 0, 1] },
  ])('knows the parents in $shape', ({ children }) => {
    const { tree, parents } = build(children);
    expect(parents.slice(1).map((_, i) => tree.parentOf(i + 1))).toEqual(parents.slice(1));
  });

  it('knows the parents in any shape', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 2000, size: 'max' }), (children) => {
        const { tree, parents } = build(children);
        expect(parents.slice(1).map((_, i) => tree.parentOf(i + 1))).toEqual(parents.slice(1));
      }),
    );
  });

  it('costs about a byte a state', () => {
    const { tree, parents } = build(Array<number>(100_000).fill(1));
    expect(tree.bytes() / parents.length).toBeLessThan(1.2);
  });
});
