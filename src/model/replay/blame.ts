// Which objects a violated property is about: those of the instance that fails, as its condition names them.

import { at, unreachable } from '../../base/assert.ts';
import {
  type Compilation,
  compileAddress,
  compileValue,
  type Memory,
} from '../step/compileValue.ts';
import { GLOBALS, type Extent, extentOf } from '../storage/storage.ts';
import type { Address, Value } from '../cfg/controlFlowGraph.ts';
import type { ObjectId } from '../world/world.ts';

/**
 * The objects that a condition reads where it is false in `memory`, in the order of its text: of a `forall` those of
 * the rounds that fail; of an `exists` none, since no object is at fault. A ghost names its object only if nothing
 * else names one.
 */
export function blamedObjects(c: Compilation, condition: Value, memory: Memory): ObjectId[] {
  const blame = new Blame(c, memory);
  blame.whyFalse(condition);
  return [...(blame.objects.size > 0 ? blame.objects : blame.watched)];
}

class Blame {
  readonly objects = new Set<ObjectId>();
  /** Named only through a ghost, which the stage does not show on them. */
  readonly watched = new Set<ObjectId>();
  private readonly c: Compilation;
  private readonly memory: Memory;

  constructor(c: Compilation, memory: Memory) {
    this.c = c;
    this.memory = memory;
  }

  whyFalse(value: Value): void {
    if (value.kind === 'all') {
      for (const item of value.items) if (!this.holds(item)) this.whyFalse(item);
    } else if (value.kind === 'binary' && value.operator === '&&') {
      for (const side of [value.left, value.right])
        if (!this.holds(side)) return this.whyFalse(side);
    } else if (value.kind === 'binary' && (value.operator === '||' || value.operator === '=>')) {
      this.look(value.left);
      this.whyFalse(value.right);
    } else if (value.kind === 'not') this.whyTrue(value.operand);
    else this.look(value);
  }

  /** Of an `exists` the rounds that it is true for. */
  private whyTrue(value: Value): void {
    if (value.kind !== 'any') return this.look(value);
    for (const item of value.items) if (this.holds(item)) this.look(item);
  }

  private holds(value: Value): boolean {
    return this.c.fault.aside(() => compileValue(this.c, value)(this.memory) !== 0);
  }

  /** Every object of which the value reads something. */
  private look(value: Value): void {
    switch (value.kind) {
      case 'load':
        return this.meet(value.address);
      case 'held':
        return this.meet(value.lock);
      case 'not':
        return this.look(value.operand);
      case 'lookup':
        return this.look(value.of);
      case 'all':
        return value.items.forEach((item) => this.look(item));
      case 'binary':
        this.look(value.left);
        return this.look(value.right);
      case 'constant':
      case 'exchange':
      case 'bump':
      case 'trylock':
      case 'allocate':
      case 'done':
      case 'variable':
      case 'any':
      case 'live':
        break;
      default:
        return unreachable(value);
    }
  }

  private meet(address: Address): void {
    this.look(address.object);
    for (const { index } of address.indexes) this.look(index);
    const slot = this.c.fault.aside(() => compileAddress(this.c, address, true)(this.memory));
    const extent = extentOf(this.c.storage, address.struct);
    if (slot < 0 || address.struct === GLOBALS) return;
    const ghost = extent.spots.get(address.field)?.field.ghost;
    (ghost ? this.watched : this.objects).add(objectAt(extent, slot));
  }
}

function objectAt({ base, stride, objects }: Extent, slot: number): ObjectId {
  return at(objects, Math.floor((slot - base) / stride)).id;
}
