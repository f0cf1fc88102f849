// What only observes, as values: the properties' conditions, and the places of the `outcome` line.

import { testOf } from './testOf.ts';
import { CfgBuilder } from '../cfg/cfgBuilder.ts';
import type { CfgSetting } from '../cfg/cfgScope.ts';
import type { Value } from '../cfg/controlFlowGraph.ts';
import { type ObservedPlace, observeOutcome } from './outcomePlace.ts';

export interface Observed {
  /** By name of the property: its condition on a state. */
  readonly conditions: ReadonlyMap<string, Value>;
  /** By name of the property: whether a state tests it. */
  readonly tests: ReadonlyMap<string, Value>;
  readonly outcome: readonly ObservedPlace[];
}

export function observe(setting: CfgSetting): Observed {
  const conditions = new Map<string, Value>();
  const tests = new Map<string, Value>();
  for (const { name, locals, condition } of setting.program.properties) {
    const observer = new CfgBuilder(setting, { body: [], locals }, null);
    if (condition === null) continue;
    conditions.set(name, observer.observe(condition));
    tests.set(name, observer.observe(testOf(condition)));
  }
  return { conditions, tests, outcome: observeOutcome(setting) };
}
