// Which variables values and actions read and set.

import { type Action, setBy, type Value } from './controlFlowGraph.ts';
import { walkAction, walkValue } from './walkValue.ts';

export function variablesOf(value: Value): Set<number> {
  const used = new Set<number>();
  walkValue(value, (part) => noteVariable(part, used));
  return used;
}

/** The variables that an action reads and those that it sets. */
export function usedAndSet(action: Action): {
  readonly used: Set<number>;
  readonly set: Set<number>;
} {
  const used = new Set<number>();
  walkAction(action, (part) => noteVariable(part, used));
  return { used, set: new Set(setBy(action)) };
}

function noteVariable(value: Value, into: Set<number>): void {
  if (value.kind === 'variable') into.add(value.variable);
}
