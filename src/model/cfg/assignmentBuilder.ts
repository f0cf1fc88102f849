// Assignments to locals and to shared memory, with the accesses that they make.

import { assert, at as item, unreachable } from '../../base/assert.ts';
import type { Type, Expr, Place, Stmt } from '../../lang/program/program.ts';
import { walkValue } from './walkValue.ts';
import { accessesOf, accessesOnTheWay } from './accesses.ts';
import { type AddressBuilder, boundsOf } from './addressBuilder.ts';
import type { CfgScope } from './cfgScope.ts';
import type { Access, Address, Store, Value } from './controlFlowGraph.ts';
import { binary } from './foldValue.ts';
import { ghostName } from './ghostsRead.ts';
import type { NodeWriter } from './nodeWriter.ts';
import type { ValueBuilder } from './valueBuilder.ts';

export class AssignmentBuilder {
  private readonly scope: CfgScope;
  private readonly writer: NodeWriter;
  private readonly values: ValueBuilder;
  private readonly addresses: AddressBuilder;

  constructor(scope: CfgScope, writer: NodeWriter, values: ValueBuilder) {
    this.scope = scope;
    this.writer = writer;
    this.values = values;
    this.addresses = values.addresses;
  }

  evaluate(s: Extract<Stmt, { kind: 'evaluate' }>): void {
    if (s.value.kind === 'bump' && this.isUnread(s.value.place)) return;
    if (s.value.kind === 'bump' && this.scope.observing) return this.store(countOf(s.value, s.at));
    const evaluate = this.values.value(s.value);
    this.writer.emit(
      { kind: 'do', sets: [], stores: [], evaluate },
      accessesOf(this.scope.setting.storage, evaluate),
      s,
    );
  }

  /** A ghost that is never read is not written. */
  private isUnread(place: Place): boolean {
    return (
      place.ghost && !this.scope.setting.ghosts.has(ghostName(this.scope.setting.program, place))
    );
  }

  /** A local that is set once, to what is known before the run, costs neither a node nor a register. */
  standsFor({ local, value }: Extract<Stmt, { kind: 'set' }>): boolean {
    const { bindings, singleAssignment } = this.scope.frame;
    if (bindings.has(local) || !singleAssignment.has(local) || value.type.kind === 'word')
      return false;
    const known = this.values.value(value);
    if (known.kind !== 'constant' || !isWithin(item(this.scope.frame.locals, local).type, known))
      return false;
    bindings.set(local, { kind: 'values', values: [known] });
    return true;
  }

  set(s: Stmt, targets: readonly number[], value: Expr): void {
    if (value.kind === 'exchange' && value.type.kind === 'word')
      return this.exchangeWord(s, targets, value);
    const values = this.values.values(value);
    const sets = targets.map((variable, i) => ({ variable, value: item(values, i) }));
    this.writer.emit(
      { kind: 'do', sets, stores: [], evaluate: null },
      this.wordAccesses(value, values),
      s,
    );
  }

  /** A word is read as one cell, so its parts are one access. */
  wordAccesses(e: Expr, values: readonly Value[]): readonly Access[] {
    if (e.kind === 'load' && e.type.kind === 'word' && !e.place.constant && !this.scope.observing) {
      const address = this.addresses.address(e.place);
      return [...accessesOnTheWay(this.scope.setting.storage, address), { kind: 'read', address }];
    }
    return values.flatMap((value) => accessesOf(this.scope.setting.storage, value));
  }

  private exchangeWord(
    s: Stmt,
    targets: readonly number[],
    e: Extract<Expr, { kind: 'exchange' }>,
  ): void {
    const address = this.addresses.address(e.place);
    const parts = this.addresses.parts(address);
    const fresh = this.values.values(e.value);
    const sets = targets.map((variable, i) => ({
      variable,
      value: this.values.load(item(parts, i)),
    }));
    const stores = parts.map((part, i) => ({ address: part, value: item(fresh, i), bounds: null }));
    const accesses = [...accessesOnTheWay(this.scope.setting.storage, address), ...fresh.flatMap((value) => accessesOf(this.scope.setting.storage, value))]; // prettier-ignore
    this.writer.emit({ kind: 'do', sets, stores, evaluate: null }, [...accesses, { kind: 'write', address }], s); // prettier-ignore
  }

  setPart(s: Extract<Stmt, { kind: 'set-part' }>): void {
    const local = item(this.scope.frame.locals, s.local);
    assert(local.type.kind === 'word', 'only a word has parts');
    const part = this.scope
      .fieldsOf(local.type.struct)
      .findIndex((field) => field.name === s.field);
    this.set(s, [item(this.scope.targets(s.local), part)], s.value);
  }

  store(s: Extract<Stmt, { kind: 'store' }>): void {
    if (this.isUnread(s.place)) return;
    const address = this.addresses.address(s.place);
    const values = this.values.values(s.value);
    const stores: Store[] =
      address.type.kind === 'word'
        ? this.addresses.parts(address).map((part, i) => ({
            address: part,
            value: item(values, i),
            bounds: null,
          }))
        : [{ address, value: this.stored(s, address, item(values, 0)), bounds: boundsOf(address) }];
    const read = values.flatMap((value) => accessesOf(this.scope.setting.storage, value));
    const way = accessesOnTheWay(this.scope.setting.storage, address);
    const accesses: Access[] = this.scope.observing
      ? []
      : [...way, ...read, { kind: 'write', address }];
    this.writer.emit({ kind: 'do', sets: [], stores, evaluate: null }, accesses, s);
  }

  private stored(s: Extract<Stmt, { kind: 'store' }>, address: Address, value: Value): Value {
    if (s.operator === '=') return value;
    return binary(s.operator === '+=' ? '+' : '-', this.values.load(address), value);
  }

  /** The value is not used, but its side effects and checks happen. */
  drop(s: Stmt, e: Expr): void {
    if (e.kind === 'exchange' && e.type.kind === 'word') return this.exchangeWord(s, [], e);
    const values = this.values.values(e);
    const [first] = values;
    if (e.kind === 'load' && first !== undefined)
      return this.dropValue(s, first, this.wordAccesses(e, values));
    for (const value of values)
      this.dropValue(s, value, accessesOf(this.scope.setting.storage, value));
  }

  private dropValue(s: Stmt, value: Value, accesses: readonly Access[]): void {
    if (doesNothing(value)) return;
    this.writer.emit({ kind: 'do', sets: [], stores: [], evaluate: value }, accesses, s);
  }
}

/** A counted ghost behaves like one that is added to: in a free object nothing is written. */
function countOf(
  e: Extract<Expr, { kind: 'bump' }>,
  at: Stmt['at'],
): Extract<Stmt, { kind: 'store' }> {
  const value: Expr = { kind: 'constant', value: 1, type: { kind: 'int', range: null }, at };
  return { kind: 'store', place: e.place, operator: e.by === 1 ? '+=' : '-=', value, at };
}

function worksOrFails(value: Value): boolean {
  switch (value.kind) {
    case 'load':
    case 'lookup':
    case 'exchange':
    case 'bump':
    case 'trylock':
    case 'allocate':
      return true;
    case 'constant':
    case 'variable':
    case 'not':
    case 'binary':
    case 'all':
    case 'any':
    case 'live':
    case 'done':
    case 'held':
      return false;
    default:
      return unreachable(value);
  }
}

/** Whether computing it changes nothing and cannot fail. */
function doesNothing(value: Value): boolean {
  let works = false;
  walkValue(value, (one) => {
    works ||= worksOrFails(one);
  });
  return !works;
}

/** False for a value that is known to be outside the local's declared range: assigning it is a limit. */
export function isWithin(type: Type, value: Value): boolean {
  if (type.kind !== 'int' || type.range === null || value.kind !== 'constant') return true;
  return value.value >= type.range.low && value.value <= type.range.high;
}
