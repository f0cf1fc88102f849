// Actions and guards to WebAssembly: the same as `compileNode`. `wasmStep` handles the successors.

import { assert, unreachable } from '../../base/assert.ts';
import type { LockOperation } from '../../lang/program/program.ts';
import {
  COUNT_LIMIT,
  FOREVER,
  MOST_COUNTED,
  LOCK_OPERATIONS,
  LOCKS,
  mayBlock,
  type OperationTraits,
} from '../../lang/syntax/lockKinds.ts';
import type { Address, Bounds, CfgNode, Value } from '../cfg/controlFlowGraph.ts';
import { seatChange } from '../step/compileNode.ts';
import { heldBy, holdCells } from '../storage/storage.ts';
import { OP } from './wasmBody.ts';
import { REFUSED } from './wasmRuntime.ts';
import { CELL, mayBeUnknown, type WasmScope, type WasmValues } from './wasmValue.ts';

type ActionOf<K extends CfgNode['action']['kind']> = Extract<CfgNode['action'], { kind: K }>;

const NOTHING = (): void => undefined;

/** What actions refer to in addition to their values. */
export interface WasmActionScope {
  readonly values: WasmValues;
  /** The same, but for going on after a fault. */
  readonly noting: { readonly values: WasmValues; readonly fault: number };
  readonly bounds: (variable: number) => Bounds | null;
  /** The edge property's bit. */
  readonly bit: (property: string) => number;
  /** See `WasmStepSetting`. */
  readonly tested: number;
  readonly untested: number;
  /** The local with the bits of the edge properties broken so far. */
  readonly broken: number;
  /** Leaves the step if the local has a fault. */
  readonly leaveNoted: () => void;
}

export class WasmActions {
  private readonly scope: WasmActionScope;
  private readonly values: WasmValues;
  private readonly base: WasmScope;

  constructor(scope: WasmActionScope) {
    this.scope = scope;
    this.values = scope.values;
    this.base = scope.values.scope;
  }

  /** All but where it goes next: branches, choices and taking an rwsem are not for this. */
  run({ action, observes }: CfgNode): void {
    switch (action.kind) {
      case 'do':
        this.do(action, observes);
        break;
      case 'lock':
        if (!action.gate) this.lock(action.operation, action.lock);
        break;
      case 'hold':
        this.hold(action);
        break;
      case 'free':
        this.free(action);
        break;
      case 'wait':
        if (action.gate) break;
        // The guard has found it true; evaluating it again raises the oops of a place that cannot be reached.
        this.values.value(action.until);
        this.base.body.op(OP.drop);
        this.forget(action.until);
        break;
      case 'check':
        this.check(action);
        break;
      case 'choose':
      case 'branch':
      case 'jump':
      case 'enter':
      case 'end':
        break;
      default:
        return unreachable(action);
    }
  }

  /** Leaves the condition, and resets `unknown`. */
  condition(condition: Value): void {
    this.values.value(condition);
    this.forget(condition);
  }

  /** Takes or queues; leaves 0 when it has queued. A gate takes nothing. */
  down(lock: Address, write: boolean, gate: boolean): void {
    const { body, setting, task } = this.base;
    this.values.reach(lock, false, 'value', {
      found: (offset) => {
        body.const(offset);
        body.op(OP.add);
        body.const(task);
        body.const(write ? 1 : 0);
        if (gate) return body.call(setting.runtime.joinIfBusy);
        body.call(setting.runtime.down);
        this.values.notTooDeep();
        assert(REFUSED === 0, 'queueing is zero');
      },
      missed: () => body.const(0),
    });
  }

  private forget(...values: readonly Value[]): void {
    if (values.some(mayBeUnknown)) this.base.body.setTo(this.base.unknown, 0);
  }

  /** Every value first, then every write: the parts of a word change together. */
  private do({ sets, stores, evaluate }: ActionOf<'do'>, observes: boolean): void {
    const { body } = this.base;
    const [set] = sets;
    const [store] = stores;
    if (set && sets.length === 1 && stores.length === 0) {
      body.const(0);
      this.setValue(set);
      body.store(CELL * this.base.register(set.variable));
    } else if (store && stores.length === 1 && sets.length === 0) {
      this.store(store, observes);
    } else if (evaluate) {
      this.values.value(evaluate);
      body.op(OP.drop);
    } else {
      this.together(sets, stores, observes);
    }
    this.forget(
      ...sets.map(({ value }) => value),
      ...stores.flatMap(({ value, address }) => [value, loadOf(address)]),
      ...(evaluate ? [evaluate] : []),
    );
  }

  private setValue({ variable, value }: ActionOf<'do'>['sets'][number]): void {
    this.values.value(value);
    this.values.bounded(this.scope.bounds(variable));
  }

  private store(
    { address, value, bounds }: ActionOf<'do'>['stores'][number],
    observes: boolean,
  ): void {
    const { body } = this.base;
    const put = (): void => {
      this.values.value(value);
      this.values.bounded(bounds);
    };
    this.values.reachToWrite(address, observes, 'nothing', {
      found: (offset) => {
        put();
        body.store(offset);
      },
      missed: () => {
        put();
        body.op(OP.drop);
      },
    });
  }

  private together(
    sets: ActionOf<'do'>['sets'],
    stores: ActionOf<'do'>['stores'],
    observes: boolean,
  ): void {
    const { body } = this.base;
    const writes = [
      ...sets.map((set) =>
        this.keep(() => this.setValue(set), CELL * this.base.register(set.variable)),
      ),
      ...stores.map((store) => this.keepStore(store, observes)),
    ];
    for (const { place, address, value } of writes) {
      if (place !== null) {
        body.get(place);
        body.const(0);
        body.op(OP.ge);
        body.if();
        body.get(place);
      } else body.const(0);
      body.get(value);
      body.store(address);
      if (place !== null) {
        body.end();
        body.release(place);
      }
      body.release(value);
    }
  }

  private keep(push: () => void, address: number) {
    const { body } = this.base;
    const value = body.local();
    push();
    body.set(value);
    return { place: null, address, value };
  }

  /** `place` holds the address, or -1 where nothing is to be written. */
  private keepStore(
    { address, value, bounds }: ActionOf<'do'>['stores'][number],
    observes: boolean,
  ) {
    const { body } = this.base;
    const place = body.local();
    this.values.reachToWrite(address, observes, 'value', {
      found: (offset) => {
        body.const(offset);
        body.op(OP.add);
      },
      missed: () => body.const(-1),
    });
    body.set(place);
    const kept = this.keep(() => {
      this.values.value(value);
      this.values.bounded(bounds);
    }, 0);
    return { place, address: 0, value: kept.value };
  }

  private hold({ lock, task }: ActionOf<'hold'>): void {
    const { body, setting } = this.base;
    const { cell, value } = heldBy(lock, task);
    const place = body.local();
    const take = (offset: number): void => {
      body.get(place);
      body.const(value);
      body.store(offset + CELL * cell);
    };
    this.values.reach(lock, false, 'nothing', {
      found: (offset) => {
        body.set(place);
        body.const(0);
        for (let i = 0; i < holdCells(setting.storage, lock); i += 1) {
          body.get(place);
          body.load(offset + CELL * i);
          body.op(OP.or);
        }
        body.op(OP.eqz);
        this.values.unless('nothing', 'hold of a lock that is held', NOTHING, () => take(offset));
      },
      missed: NOTHING,
    });
    body.release(place);
  }

  private free({ pointer, struct }: ActionOf<'free'>): void {
    const { body, setting, faults } = this.base;
    assert(faults.kind === 'leave', 'a step leaves at its first fault');
    const oops = body.local();
    this.values.value(pointer);
    body.call(setting.runtime.free(struct));
    body.tee(oops);
    body.if();
    body.get(oops);
    body.set(this.scope.noting.fault);
    this.scope.leaveNoted();
    body.end();
    body.release(oops);
  }

  private check({ variant, property, condition }: ActionOf<'check'>): void {
    const { body } = this.base;
    if (variant === 'bug') {
      this.condition(condition);
      body.op(OP.eqz);
      return this.values.unless('nothing', 'BUG_ON', NOTHING, NOTHING);
    }
    const { values, fault } = this.scope.noting;
    const bit = this.scope.bit(property);
    if ((bit & this.scope.untested) !== 0) this.noteEvaluated(bit);
    values.truth(condition);
    if (variant === 'assert') body.op(OP.eqz);
    body.get(fault);
    body.op(OP.eqz);
    body.op(OP.and);
    body.if();
    body.get(this.scope.broken);
    body.const(bit);
    body.op(OP.or);
    body.set(this.scope.broken);
    body.end();
    body.get(fault);
    body.if();
    this.scope.leaveNoted();
    body.end();
  }

  private noteEvaluated(bit: number): void {
    const { body } = this.base;
    const { tested } = this.scope;
    body.const(0);
    body.loadAt(tested);
    body.const(bit);
    body.op(OP.or);
    body.store(tested);
  }

  private lock(operation: LockOperation, lock: Address): void {
    const { task } = this.base;
    const change = (found: (offset: number) => void): void =>
      this.values.reach(lock, false, 'nothing', { found, missed: NOTHING });
    const traits = LOCK_OPERATIONS[operation];
    switch (traits.form) {
      case 'owner':
        return change((offset) => this.changeOwner(traits, offset, task + 1));
      case 'seats':
        assert(traits.does !== 'take', `${operation} says where it goes next`);
        return change((offset) => this.unlock(offset + CELL * task, seatChange(traits)));
      case 'count':
        return change((offset) => this.count(offset, traits.does));
      default:
        return unreachable(traits);
    }
  }

  /** Takes the address. A completion that is open for ever is not changed. */
  private count(offset: number, does: 'take' | 'release' | 'open'): void {
    const { body } = this.base;
    if (does === 'open') {
      body.const(FOREVER);
      return body.store(offset);
    }
    const place = body.local();
    const store = (): void => {
      body.get(place);
      body.get(place);
      body.load(offset);
      body.get(place);
      body.load(offset);
      body.const(FOREVER);
      body.op(OP.ne, does === 'take' ? OP.sub : OP.add);
      body.store(offset);
    };
    body.set(place);
    if (does === 'take') store();
    else {
      body.get(place);
      body.load(offset);
      body.const(MOST_COUNTED);
      body.op(OP.ne);
      this.values.guarded('nothing', this.values.limit(COUNT_LIMIT), NOTHING, store);
    }
    body.release(place);
  }

  private changeOwner({ lock, does }: OperationTraits, offset: number, own: number): void {
    if (does === 'take') {
      this.base.body.const(own);
      return this.base.body.store(offset);
    }
    const anyone = LOCKS[lock].releasedBy === 'anyone';
    const high = this.base.setting.storage.taskCount;
    this.unlock(offset, anyone ? { low: 1, high, by: null } : { low: own, high: own, by: null });
  }

  /** Takes the address: what is there, from `low` to `high`, changes by `by`, or to zero (null). */
  private unlock(
    offset: number,
    { low, high, by }: { readonly low: number; readonly high: number; readonly by: number | null },
  ): void {
    const { body } = this.base;
    const place = body.local();
    body.tee(place);
    body.load(offset);
    body.const(low);
    body.op(OP.sub);
    body.const(high - low + 1);
    body.op(OP.ltUnsigned);
    this.values.unless('nothing', 'unlock of a lock that is not held', NOTHING, () => {
      body.get(place);
      if (by === null) body.const(0);
      else {
        body.get(place);
        body.load(offset);
        body.const(by);
        body.op(OP.add);
      }
      body.store(offset);
    });
    body.release(place);
  }
}

/** Stands for going to the address: what is unknown on the way. */
function loadOf(address: Address): Value {
  return { kind: 'load', address, observed: true };
}

/** Whether the step can always be taken; else `writeGuard` writes the condition. */
export function hasGuard({ action }: CfgNode): boolean {
  if (action.kind === 'wait') return true;
  return action.kind === 'lock' && mayBlock(action.operation);
}

/** Leaves whether the node's step can be taken. A place that cannot be reached does not block: a fault counts as true. */
export function writeGuard(values: WasmValues, { action }: CfgNode): void {
  const { body, setting, task, unknown } = values.scope;
  if (action.kind === 'wait') {
    values.value(action.until);
    if (mayBeUnknown(action.until)) body.setTo(unknown, 0);
    return;
  }
  assert(action.kind === 'lock', 'only locks and waits have guards');
  const { operation, lock } = action;
  const { form, mode } = LOCK_OPERATIONS[operation];
  const open = (offset: number): void => {
    switch (form) {
      case 'owner':
        body.load(offset);
        return body.op(OP.eqz);
      case 'count':
        body.load(offset);
        body.const(0);
        return body.op(OP.ne);
      case 'seats':
        body.const(offset);
        body.op(OP.add);
        body.const(task);
        body.const(mode === 'exclusive' ? 1 : 0);
        return body.call(setting.runtime.canDown);
      default:
        return unreachable(form);
    }
  };
  values.reach(lock, false, 'value', { found: open, missed: () => body.const(1) });
}
