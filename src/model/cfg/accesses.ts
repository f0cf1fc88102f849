// The shared accesses that computing a value makes. A node with one is where a step begins.

import { unreachable } from '../../base/assert.ts';
import { extentOf, type Storage } from '../storage/storage.ts';
import type { Access, Action, Address, Value } from './controlFlowGraph.ts';
import { eachAddressPart, eachPart, walkAction } from './walkValue.ts';

/** In the order in which they are made: the reads that find a place come before the access to it. */
export function accessesOf(storage: Storage, value: Value): Access[] {
  const found: Access[] = [];
  const visit = (one: Value): void => {
    eachPart(one, visit);
    found.push(...ownAccess(storage, one));
  };
  visit(value);
  return found;
}

/** The reads that find a place, without the access to it. */
export function accessesOnTheWay(storage: Storage, address: Address): Access[] {
  const found: Access[] = [];
  eachAddressPart(address, (part) => found.push(...accessesOf(storage, part)));
  return found;
}

/** Observers make none. What an allocation does to a pool is no access to a place. */
function ownAccess(storage: Storage, value: Value): Access[] {
  switch (value.kind) {
    case 'load':
      return value.observed || neverChanges(storage, value.address)
        ? []
        : [{ kind: 'read', address: value.address }];
    case 'exchange':
      return [{ kind: 'write', address: value.address }];
    case 'bump':
      return value.observed ? [] : [{ kind: 'write', address: value.address }];
    case 'trylock':
      return [{ kind: 'write', address: value.lock }];
    case 'constant':
    case 'variable':
    case 'lookup':
    case 'not':
    case 'binary':
    case 'all':
    case 'any':
    case 'allocate':
    case 'live':
    case 'done':
    case 'held':
      return [];
    default:
      return unreachable(value);
  }
}

function neverChanges(storage: Storage, { struct, field }: Address): boolean {
  return extentOf(storage, struct).spots.get(field)?.field.constant === true;
}

/** Whether an action takes an object out of a pool. */
export function allocates(action: Action): boolean {
  let found = false;
  walkAction(action, ({ kind }) => {
    found ||= kind === 'allocate';
  });
  return found;
}
