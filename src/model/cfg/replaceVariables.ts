// Replaces the variables in a value or a place by the values assigned to them.

import { unreachable } from '../../base/assert.ts';
import type { Address, Value } from './controlFlowGraph.ts';

/** By variable, its value; other variables stay. */
export type Replacement = ReadonlyMap<number, Value>;

export function replaceVariables(value: Value, by: Replacement): Value {
  if (by.size === 0) return value;
  const inner = (one: Value): Value => replaceVariables(one, by);
  switch (value.kind) {
    case 'variable':
      return by.get(value.variable) ?? value;
    case 'load':
      return { ...value, address: replaceInAddress(value.address, by) };
    case 'lookup':
      return { ...value, of: inner(value.of) };
    case 'not':
      return { ...value, operand: inner(value.operand) };
    case 'binary':
      return { ...value, left: inner(value.left), right: inner(value.right) };
    case 'all':
    case 'any':
      return { ...value, items: value.items.map(inner) };
    case 'exchange':
      return { ...value, address: replaceInAddress(value.address, by), value: inner(value.value) };
    case 'bump':
      return { ...value, address: replaceInAddress(value.address, by) };
    case 'trylock':
    case 'held':
      return { ...value, lock: replaceInAddress(value.lock, by) };
    case 'constant':
    case 'allocate':
    case 'live':
    case 'done':
      return value;
    default:
      return unreachable(value);
  }
}

export function replaceInAddress(address: Address, by: Replacement): Address {
  if (by.size === 0) return address;
  const indexes = address.indexes.map((one) => ({
    ...one,
    index: replaceVariables(one.index, by),
  }));
  return { ...address, object: replaceVariables(address.object, by), indexes };
}
