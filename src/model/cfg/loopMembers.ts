// What a loop or a quantifier ranges over.

import { fieldNamed } from './addressBuilder.ts';
import type { Loop, Type } from '../../lang/program/program.ts';
import { extentOf, objectAt } from '../storage/storage.ts';
import { type Binding, scalar } from './callFrame.ts';
import type { CfgScope } from './cfgScope.ts';
import type { Address, Value } from './controlFlowGraph.ts';
import { constant } from './foldValue.ts';

export class LoopMembers {
  private readonly scope: CfgScope;

  constructor(scope: CfgScope) {
    this.scope = scope;
  }

  /** What a loop or a quantifier runs over, each with the condition that it is allocated. */
  members(over: Loop): { readonly binding: Binding; readonly live: Value }[] {
    if (over.kind === 'range') {
      const count = Math.max(0, over.high - over.low + 1);
      return Array.from({ length: count }, (_, i) => ({
        binding: scalar(over.low + i),
        live: constant(1),
      }));
    }
    if (over.kind === 'cells') return this.cells(over.struct);
    const { storage } = this.scope.setting;
    const range = over.kind === 'elements' ? storage.ranges.get(over.of) : undefined;
    const extent = extentOf(storage, over.struct);
    const first = range?.first ?? 1;
    const length = range?.length ?? extent.objects.length;
    return Array.from({ length }, (_, i) => ({
      binding: scalar(first + i),
      live: this.live(over.struct, first + i),
    }));
  }

  private live(struct: string, reference: number): Value {
    const pooled = objectAt(extentOf(this.scope.setting.storage, struct), reference).pool !== null;
    return pooled ? { kind: 'live', struct, reference } : constant(1);
  }

  private cells(word: string): { readonly binding: Binding; readonly live: Value }[] {
    const found: { binding: Binding; live: Value }[] = [];
    for (const [struct, extent] of this.scope.setting.storage.extents) {
      for (const [name, spot] of extent.spots) {
        const { type } = spot.field;
        const one = type.kind === 'array' ? type.of : type;
        if (one.kind !== 'word' || one.struct !== word) continue;
        extent.objects.forEach((_, i) => {
          for (const address of cellsOf(
            struct,
            i + 1,
            name,
            spot.offset,
            type,
            this.scope.width(one),
          )) {
            found.push({ binding: { kind: 'cell', address }, live: this.live(struct, i + 1) });
          }
        });
      }
    }
    return found;
  }
}

function cellsOf(
  struct: string,
  reference: number,
  name: string,
  offset: number,
  type: Type,
  width: number,
): Address[] {
  const count = type.kind === 'array' ? type.length : 1;
  const one = type.kind === 'array' ? type.of : type;
  return Array.from({ length: count }, (_, i) => ({
    struct,
    object: constant(reference),
    offset: offset + i * width,
    indexes: [],
    type: one,
    ...fieldNamed(name),
    path: type.kind === 'array' ? `${name}[${i}]` : name,
  }));
}
