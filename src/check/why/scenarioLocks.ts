// The locks that the tasks of a configuration take, by field, the likeliest to help first.

import { at } from '../../base/assert.ts';
import { LOCKS } from '../../lang/syntax/lockKinds.ts';
import type { Model } from '../../model/build/model.ts';
import type { Address } from '../../model/cfg/controlFlowGraph.ts';
import { eachValue } from '../../model/cfg/walkValue.ts';
import { rootOf } from './conflict.ts';
import type { LockField } from '../edit/lockTerm.ts';

export interface ScenarioLock {
  readonly lock: LockField;
  /** By task of the model: whether it takes or tries the lock anywhere. */
  readonly takers: readonly boolean[];
}

/**
 * First those that lie in the object which the deciding steps are about, then those that most of `tasks` take. Arrays of
 * locks are left out, and kinds that nobody holds.
 */
export function scenarioLocks(
  model: Model,
  tasks: readonly number[],
  root: string | null,
): ScenarioLock[] {
  const found = new Map<string, { readonly lock: LockField; readonly takers: boolean[] }>();
  model.codes.forEach(({ cfg }, task) => {
    const note = ({ struct, path, type }: Address): void => {
      if (type.kind !== 'lock' || path.includes('[') || LOCKS[type.lock].modes.length === 0) return;
      const key = `${struct}.${path}`;
      const lock = { struct, field: path, kind: type.lock };
      const known = found.get(key) ?? { lock, takers: model.codes.map(() => false) };
      known.takers[task] = true;
      found.set(key, known);
    };
    for (const { action } of cfg.nodes) {
      if (action.kind === 'lock' || action.kind === 'hold') note(action.lock);
      eachValue(action, (value) => {
        if (value.kind === 'trylock') note(value.lock);
      });
    }
  });
  const taken = ({ takers }: ScenarioLock): number =>
    tasks.filter((task) => at(takers, task)).length;
  const near = ({ lock }: ScenarioLock): number =>
    liesIn(model, lock, root) ? tasks.length + 1 : 0;
  const rank = (one: ScenarioLock): number => near(one) + taken(one);
  return [...found.values()].toSorted((a, b) => rank(b) - rank(a));
}

function liesIn({ storage }: Model, { struct }: LockField, root: string | null): boolean {
  const objects = storage.extents.get(struct)?.objects ?? [];
  return root !== null && objects.some(({ id }) => rootOf(id) === root);
}
