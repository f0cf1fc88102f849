// The parts of values and actions: all traversals of them use these functions.

import { unreachable } from '../../base/assert.ts';
import type { Action, Address, Value } from './controlFlowGraph.ts';

/** Visits a value and everything inside it, outer ones first. */
export function walkValue(value: Value, visit: (value: Value) => void): void {
  visit(value);
  eachPart(value, (part) => walkValue(part, visit));
}

/** Visits every value of an action, including inner ones and those that find a place. */
export function walkAction(action: Action, visit: (value: Value) => void): void {
  eachValue(action, (value) => walkValue(value, visit));
}

/** Visits the values that find a place, and everything inside them. */
export function walkAddress(address: Address, visit: (value: Value) => void): void {
  eachAddressPart(address, (value) => walkValue(value, visit));
}

/** The values that a value is computed from, in the order of their computation. */
export function eachPart(value: Value, visit: (part: Value) => void): void {
  switch (value.kind) {
    case 'load':
    case 'bump':
      return eachAddressPart(value.address, visit);
    case 'exchange':
      eachAddressPart(value.address, visit);
      return visit(value.value);
    case 'trylock':
    case 'held':
      return eachAddressPart(value.lock, visit);
    case 'lookup':
      return visit(value.of);
    case 'not':
      return visit(value.operand);
    case 'binary':
      visit(value.left);
      return visit(value.right);
    case 'all':
    case 'any':
      return value.items.forEach(visit);
    case 'constant':
    case 'variable':
    case 'allocate':
    case 'live':
    case 'done':
      return;
    default:
      return unreachable(value);
  }
}

/** The values that find a place. */
export function eachAddressPart(address: Address, visit: (part: Value) => void): void {
  visit(address.object);
  for (const { index } of address.indexes) visit(index);
}

/** The values that an action computes itself, including those that find its places. */
export function eachValue(action: Action, visit: (value: Value) => void): void {
  switch (action.kind) {
    case 'do':
      for (const { value } of action.sets) visit(value);
      for (const { address, value } of action.stores) {
        eachAddressPart(address, visit);
        visit(value);
      }
      if (action.evaluate !== null) visit(action.evaluate);
      return;
    case 'branch':
    case 'check':
      return visit(action.condition);
    case 'lock':
    case 'hold':
      return eachAddressPart(action.lock, visit);
    case 'wait':
      return visit(action.until);
    case 'free':
      return visit(action.pointer);
    case 'jump':
    case 'choose':
    case 'enter':
    case 'end':
      return;
    default:
      return unreachable(action);
  }
}
