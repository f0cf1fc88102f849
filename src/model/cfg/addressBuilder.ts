// Addresses in shared memory: follows a place expression from its root to its slots.

import { assert, at as item } from '../../base/assert.ts';
import type { Expr, Place } from '../../lang/program/program.ts';
import { extentOf, GLOBALS, referenceTo } from '../storage/storage.ts';
import type { CfgScope } from './cfgScope.ts';
import type { Address, Value, Bounds } from './controlFlowGraph.ts';
import { constant, embed, lookUp } from './foldValue.ts';

export class AddressBuilder {
  private readonly scope: CfgScope;
  private readonly valueOf: (e: Expr) => Value;

  /** `valueOf` builds the values of pointers and indexes. */
  constructor(scope: CfgScope, valueOf: (e: Expr) => Value) {
    this.scope = scope;
    this.valueOf = valueOf;
  }

  /** The fields of a word, each as a place of its own. */
  parts(address: Address): Address[] {
    assert(address.type.kind === 'word', 'only a word has parts');
    return this.scope.fieldsOf(address.type.struct).map((field, i) => ({
      ...address,
      offset: address.offset + i,
      type: field.type,
      ...named(address, field.name),
    }));
  }

  address(place: Place): Address {
    const { address } = this.walk(place);
    assert(address !== null, 'a place that is read or written is below an object');
    return address;
  }

  objectOf(place: Place): { readonly struct: string; readonly object: Value } {
    return this.walk(place);
  }

  /** Follows a place from its root: through embedded objects by reference, then by slots. */
  private walk(place: Place): {
    readonly struct: string;
    readonly object: Value;
    readonly address: Address | null;
  } {
    let { struct, object, address } = this.root(place);
    for (const step of place.path) {
      if (address !== null) {
        address =
          step.kind === 'index' ? this.indexed(address, step) : this.wordField(address, step.name);
      } else if (step.kind === 'index') {
        object = this.element(place, step.index);
      } else {
        ({ struct, object, address } = this.enter(struct, object, step.name));
      }
    }
    return { struct, object, address };
  }

  /** An element of an array of objects, which is always a variable. */
  private element({ root }: Place, index: Expr): Value {
    const range =
      root.kind === 'global' ? this.scope.setting.storage.ranges.get(root.name) : undefined;
    assert(range !== undefined && root.kind === 'global', 'only a variable is an array of objects');
    const table = Array.from({ length: range.length }, (_, i) => range.first + i);
    return lookUp(table, this.valueOf(index), `range index of ${root.name}`);
  }

  /** One field from an object: into the object embedded there, or to its slots. */
  private enter(
    struct: string,
    object: Value,
    name: string,
  ): { struct: string; object: Value; address: Address | null } {
    const spot = extentOf(this.scope.setting.storage, struct).spots.get(name);
    assert(spot !== undefined, `struct ${struct} has a field ${name}`);
    const { type } = spot.field;
    if (spot.embedded !== null && type.kind === 'object') {
      return { struct: type.struct, object: embed(spot.embedded, object), address: null };
    }
    return {
      struct,
      object,
      address: { struct, object, offset: spot.offset, indexes: [], type, ...fieldNamed(name) },
    };
  }

  private root(place: Place): { struct: string; object: Value; address: Address | null } {
    const { storage } = this.scope.setting;
    const { root } = place;
    if (root.kind === 'pointer')
      return { struct: root.struct, object: this.valueOf(root.pointer), address: null };
    if (root.kind === 'cell') {
      const binding = this.scope.binding(root.local);
      assert(binding.kind === 'cell', 'a quantifier over words stands at a cell');
      return {
        struct: binding.address.struct,
        object: binding.address.object,
        address: binding.address,
      };
    }
    const range = storage.ranges.get(root.name);
    if (range !== undefined)
      return { struct: range.struct, object: constant(range.first), address: null };
    const spot = extentOf(storage, GLOBALS).spots.get(root.name);
    if (spot !== undefined) {
      const { offset } = spot;
      const address: Address = {
        struct: GLOBALS,
        object: constant(1),
        offset,
        indexes: [],
        type: spot.field.type,
        ...fieldNamed(root.name),
      };
      return { struct: GLOBALS, object: constant(1), address };
    }
    const global = this.scope.setting.program.globals.find((g) => g.name === root.name);
    assert(global?.type.kind === 'object', `${root.name} is an object`);
    const { struct } = global.type;
    return { struct, object: constant(referenceTo(storage, struct, root.name)), address: null };
  }

  private indexed(
    address: Address,
    step: { readonly index: Expr; readonly length: number },
  ): Address {
    assert(address.type.kind === 'array', 'only an array is indexed');
    const type = address.type.of;
    const scale = this.scope.width(type);
    const index = this.valueOf(step.index);
    if (index.kind === 'constant' && index.value >= 0 && index.value < step.length) {
      return {
        ...address,
        type,
        offset: address.offset + index.value * scale,
        path: `${address.path}[${index.value}]`,
      };
    }
    const indexes = [...address.indexes, { index, scale, length: step.length, name: address.path }];
    return { ...address, type, indexes, path: `${address.path}[#]` };
  }

  private wordField(address: Address, name: string): Address {
    assert(address.type.kind === 'word', 'only a word has fields here');
    const fields = this.scope.fieldsOf(address.type.struct);
    const index = fields.findIndex((field) => field.name === name);
    return {
      ...address,
      type: item(fields, index).type,
      offset: address.offset + index,
      ...named(address, name),
    };
  }
}

export function fieldNamed(field: string) {
  return { field, name: field, path: field };
}

/** A part of a word. */
export function named({ name, path }: Address, part: string) {
  return { name: name === path ? `${name}.${part}` : name, path: `${path}.${part}` };
}

export const UNBOUNDED: Bounds = { low: -Infinity, high: Infinity, limit: '' };

export function boundsOf(address: Address): Bounds | null {
  if (address.type.kind !== 'int' || address.type.range === null) return null;
  const { low, high } = address.type.range;
  return { low, high, limit: `range ${address.name} ${low}..${high}` };
}
