// Expressions to values of the control-flow graph, with constants folded.

import { assert, at as item, unreachable } from '../../base/assert.ts';
import { decide, evaluateOption } from '../../lang/program/configurations.ts';
import type { Expr, Place } from '../../lang/program/program.ts';
import { baseOf, extentOf } from '../storage/storage.ts';
import { accessesOf } from './accesses.ts';
import { AddressBuilder } from './addressBuilder.ts';
import { allocates } from './accesses.ts';
import type { CfgScope } from './cfgScope.ts';
import type { Address, Value } from './controlFlowGraph.ts';
import { binary, constant, gather, not } from './foldValue.ts';
import { LoopMembers } from './loopMembers.ts';
import { boundsOf, UNBOUNDED } from './addressBuilder.ts';

export class ValueBuilder {
  readonly addresses: AddressBuilder;
  readonly members: LoopMembers;
  private readonly scope: CfgScope;

  constructor(scope: CfgScope) {
    this.scope = scope;
    this.addresses = new AddressBuilder(scope, (e) => this.value(e));
    this.members = new LoopMembers(scope);
  }

  /** The values of an expression: one, or one for each field of a word. */
  values(e: Expr): readonly Value[] {
    if (e.type.kind !== 'word') return [this.value(e)];
    if (e.kind === 'word') return e.fields.map((field) => this.value(field));
    if (e.kind === 'load')
      return this.addresses.parts(this.addresses.address(e.place)).map((part) => this.load(part));
    assert(e.kind === 'local', 'a word is a literal, a cell, or a local');
    return this.scope.variablesFor(e.local);
  }

  value(e: Expr): Value {
    switch (e.kind) {
      case 'constant':
        return constant(e.value);
      case 'local':
        return item(this.scope.variablesFor(e.local), 0);
      case 'part':
        return this.part(e);
      case 'load':
        return this.loadPlace(e.place);
      case 'address':
        return this.addresses.objectOf(e.place).object;
      case 'current':
        return constant(this.scope.where(e.what));
      case 'not':
        return not(this.value(e.operand));
      case 'binary':
        return this.joined(e);
      case 'option':
        return constant(evaluateOption(e, this.scope.setting.config) ? 1 : 0);
      case 'exchange': {
        const address = this.addresses.address(e.place);
        return {
          kind: 'exchange',
          address,
          value: this.value(e.value),
          bounds: boundsOf(address) ?? UNBOUNDED,
        };
      }
      case 'bump': {
        const address = this.addresses.address(e.place);
        const bounds = boundsOf(address) ?? UNBOUNDED;
        return { kind: 'bump', address, by: e.by, bounds, observed: this.scope.observing };
      }
      case 'trylock':
        return { kind: 'trylock', operation: e.operation, lock: this.addresses.address(e.place) };
      case 'allocate':
        return { kind: 'allocate', pool: e.pool };
      case 'quantified':
        return this.quantify(e);
      case 'done': {
        const task = this.scope.taskIndex(e.task);
        return task === null ? constant(1) : { kind: 'done', task };
      }
      case 'held':
        return this.heldValue(e);
      case 'word':
        return item(this.values(e), 0);
      default:
        return unreachable(e);
    }
  }

  /** A known value of a local removes no step: only options decide what is read. */
  private joined(e: Extract<Expr, { kind: 'binary' }>): Value {
    const { operator } = e;
    if (e.left.type.kind === 'word') return this.sameWords(e);
    const [left, right] = [this.value(e.left), this.value(e.right)];
    const folded = binary(operator, left, right);
    const keepsAll =
      !this.isOperation(right) ||
      this.isOperation(folded) ||
      decide(e.left, this.scope.setting.config) !== null;
    return keepsAll ? folded : { kind: 'binary', operator, left, right };
  }

  /** Words are the same where all their fields are. */
  private sameWords(e: Extract<Expr, { kind: 'binary' }>): Value {
    const right = this.values(e.right);
    const fields = this.values(e.left).map((left, i) => binary(e.operator, left, item(right, i)));
    return gather(e.operator === '==' ? 'all' : 'any', fields);
  }

  private isOperation(value: Value): boolean {
    return (
      accessesOf(this.scope.setting.storage, value).length > 0 ||
      allocates({ kind: 'wait', until: value })
    );
  }

  /** A task that is not part of the configuration holds nothing. */
  private heldValue(e: Extract<Expr, { kind: 'held' }>): Value {
    const task = e.task === null ? null : this.scope.taskIndex(e.task);
    if (e.task !== null && task === null) return constant(0);
    return { kind: 'held', lock: this.addresses.address(e.place), task };
  }

  private part(e: Extract<Expr, { kind: 'part' }>): Value {
    assert(e.word.type.kind === 'word', 'only a word has parts');
    const index = this.scope
      .fieldsOf(e.word.type.struct)
      .findIndex((field) => field.name === e.field);
    return item(this.values(e.word), index);
  }

  private quantify(e: Extract<Expr, { kind: 'quantified' }>): Value {
    const every = e.quantifier === 'forall';
    const items = this.members.members(e.over).map(({ binding, live }) => {
      this.scope.frame.bindings.set(e.local, binding);
      const body = this.value(e.body);
      return every ? binary('=>', live, body) : binary('&&', live, body);
    });
    return gather(every ? 'all' : 'any', items);
  }

  private loadPlace(place: Place): Value {
    const address = this.addresses.address(place);
    const { initial, storage } = this.scope.setting;
    if (
      place.constant &&
      initial !== null &&
      address.object.kind === 'constant' &&
      address.object.value > 0 &&
      address.indexes.length === 0
    ) {
      const slot = baseOf(extentOf(storage, address.struct), address.object.value) + address.offset;
      return constant(initial[slot] ?? 0);
    }
    return this.load(address);
  }

  load(address: Address): Value {
    return { kind: 'load', address, observed: this.scope.observing };
  }
}
