// Values to WebAssembly: the same as `compileValue`, written as instructions that leave the value on the stack.

import { AssertionFailure, assert, unreachable } from '../../base/assert.ts';
import { isArithmetic } from '../../lang/program/arithmetic.ts';
import type { Operator } from '../../lang/program/program.ts';
import { FOREVER, LOCKS, TRY_LOCKS } from '../../lang/syntax/lockKinds.ts';
import { DEEPEST_HOLD, fixedSlot } from '../step/compileValue.ts';
import { type Fault, LIMIT, type Oops, OOPSES } from '../step/fault.ts';
import type { Address, Bounds, Value } from '../cfg/controlFlowGraph.ts';
import { baseOf, extentOf, kindOf, type Storage } from '../storage/storage.ts';
import { type BlockType, OP, type WasmBody } from './wasmBody.ts';
import { TOO_DEEP, type WasmRuntime } from './wasmRuntime.ts';

/** Bytes of a memory cell. Cell `i` is at byte `4 * i`. */
export const CELL = 4;

/** What all functions of one machine refer to. */
export interface WasmSetting {
  readonly storage: Storage;
  readonly fault: Fault;
  readonly runtime: WasmRuntime;
  /** By task: the cell of its program counter. */
  readonly pcs: readonly number[];
  /** Puts words into constant memory; returns the address of the first. */
  readonly table: (words: readonly number[]) => number;
}

/** What the code of one function refers to. */
export interface WasmScope {
  readonly setting: WasmSetting;
  readonly body: WasmBody;
  readonly task: number;
  readonly register: (variable: number) => number;
  /** The local that is 1 after an observer has read through NULL, until a comparison uses it. */
  readonly unknown: number;
  /**
   * What a fault does. `leave` writes code that never goes on. `note`: the fault is recorded (if it
   * is the first one, in this local), and a place that could not be reached is zero, as in the closures.
   */
  readonly faults:
    | { readonly kind: 'leave'; readonly leave: (code: number) => void }
    | { readonly kind: 'note'; readonly local: number };
}

/** Whether computing it may set `unknown`. */
export function mayBeUnknown(value: Value): boolean {
  switch (value.kind) {
    case 'load':
      return value.observed ? looks(value.address) : reaches(value.address);
    case 'held':
      return looks(value.lock);
    case 'bump':
      return value.observed ? looks(value.address) : reaches(value.address);
    case 'exchange':
      return reaches(value.address) || mayBeUnknown(value.value);
    case 'trylock':
      return reaches(value.lock);
    case 'lookup':
      return mayBeUnknown(value.of);
    case 'binary':
      return isArithmetic(value.operator)
        ? mayBeUnknown(value.left) || mayBeUnknown(value.right)
        : false;
    case 'constant':
    case 'not':
    case 'allocate':
    case 'done':
    case 'variable':
    case 'all':
    case 'any':
    case 'live':
      return false;
    default:
      return unreachable(value);
  }
}

/** An observer goes through a pointer on the way. */
function looks(address: Address): boolean {
  return address.object.kind !== 'constant' || address.object.value === 0 || reaches(address);
}

function reaches({ object, indexes }: Address): boolean {
  return mayBeUnknown(object) || indexes.some(({ index }) => mayBeUnknown(index));
}

/** Writes values into one function. */
export class WasmValues {
  readonly scope: WasmScope;
  private readonly body: WasmBody;

  constructor(scope: WasmScope) {
    this.scope = scope;
    this.body = scope.body;
  }

  value(value: Value): void {
    const { body } = this;
    switch (value.kind) {
      case 'constant':
        return body.const(value.value);
      case 'variable':
        return body.loadAt(CELL * this.scope.register(value.variable));
      case 'load':
        return this.reach(value.address, value.observed, 'value', {
          found: (offset) => body.load(offset),
          missed: () => body.const(0),
        });
      case 'lookup':
        return this.lookup(value);
      case 'not':
        this.truth(value.operand);
        return body.op(OP.eqz);
      case 'binary':
        return this.binary(value.operator, value.left, value.right);
      case 'all':
      case 'any':
        return this.many(value.kind === 'all', value.items);
      case 'exchange':
        return this.exchange(value);
      case 'bump':
        return this.bump(value);
      case 'trylock':
        return this.tryLock(value);
      case 'allocate':
        return this.allocate(value.pool);
      case 'live': {
        const extent = extentOf(this.scope.setting.storage, value.struct);
        return body.loadAt(CELL * (baseOf(extent, value.reference) + (extent.live ?? 0)));
      }
      case 'done': {
        const cell = this.scope.setting.pcs[value.task];
        assert(cell !== undefined, 'a task has a place');
        body.loadAt(CELL * cell);
        return body.op(OP.eqz);
      }
      case 'held':
        return this.held(value);
      default:
        return unreachable(value);
    }
  }

  /** Leaves something other than zero when the value is true and known; `unknown` is noted by that. */
  truth(value: Value): void {
    this.value(value);
    if (!mayBeUnknown(value)) return;
    this.body.const(0);
    this.body.op(OP.ne);
    this.andKnown();
  }

  /**
   * Goes to a place in memory. `found` begins with the address on the stack, to which it adds the
   * offset given to it; `missed` is what happens if the place cannot be reached.
   */
  reach(
    address: Address,
    observed: boolean,
    type: BlockType,
    access: { readonly found: (offset: number) => void; readonly missed: () => void },
  ): void {
    const fixed = fixedSlot(this.scope.setting, address, observed);
    if (fixed !== null) {
      this.body.const(0);
      return access.found(CELL * fixed);
    }
    const at = this.body.local();
    const inObject = (): void => this.index(address, 0, at, address.offset, type, access);
    this.value(address.object);
    this.body.tee(at);
    if (observed) {
      this.body.if(type);
      inObject();
      this.body.else();
      this.body.setTo(this.scope.unknown, 1);
      access.missed();
      this.body.end();
    } else {
      this.unless(type, 'NULL dereference', access.missed, () =>
        this.alive(address.struct, at, type, access.missed, inObject),
      );
    }
    this.body.release(at);
  }

  /**
   * As `reach`; a ghost is written nowhere through NULL, nowhere by an index that is behind NULL, and nowhere
   * in an object that is free. An address with its offset is on the stack, and `found` is given 0.
   */
  reachToWrite(
    address: Address,
    observes: boolean,
    type: BlockType,
    access: { readonly found: (offset: number) => void; readonly missed: () => void },
  ): void {
    if (!observes) return this.reach(address, false, type, access);
    const { body, scope } = this;
    const [before, place] = [body.local(), body.local()];
    const through = reaches(address);
    if (through) this.setAside(before);
    this.reach(address, true, type, {
      found: (offset) => {
        body.const(offset);
        body.op(OP.add);
        body.set(place);
        this.pushAlive(address.struct, place);
        if (through) {
          body.get(scope.unknown);
          body.op(OP.eqz, OP.and);
        }
        body.if(type);
        body.get(place);
        access.found(0);
        body.else();
        access.missed();
        body.end();
      },
      missed: access.missed,
    });
    if (through) this.bringBack(before);
    body.release(before);
    body.release(place);
  }

  /** Keeps in a local whether something was unknown so far. */
  private setAside(before: number): void {
    this.body.get(this.scope.unknown);
    this.body.set(before);
    this.body.setTo(this.scope.unknown, 0);
  }

  private bringBack(before: number): void {
    this.body.get(before);
    this.body.get(this.scope.unknown);
    this.body.op(OP.or);
    this.body.set(this.scope.unknown);
  }

  /** 1 where the object around this place is allocated, else 0. */
  private pushAlive(struct: string, place: number): void {
    const { body } = this;
    const { base, stride, live } = extentOf(this.scope.setting.storage, struct);
    if (live === null) return body.const(1);
    body.get(place);
    body.const(CELL * base);
    body.op(OP.sub);
    body.const(CELL * stride);
    body.op(OP.div);
    body.const(CELL * stride);
    body.op(OP.mul);
    body.load(CELL * (base + live));
  }

  /** Takes a condition: if it is zero, raises the oops; else runs `then`. */
  unless(type: BlockType, oops: Oops, missed: () => void, then: () => void): void {
    this.guarded(type, OOPSES.indexOf(oops) + 1, missed, then);
  }

  /** Takes a value; checks its bounds and leaves it. */
  bounded(bounds: Bounds | null): void {
    if (bounds === null || bounds.limit === '') return;
    const { body } = this;
    const value = body.local();
    body.set(value);
    this.pushWithin(value, bounds);
    this.guarded(
      'value',
      this.limit(bounds.limit),
      () => body.const(bounds.low),
      () => body.get(value),
    );
    body.release(value);
  }

  limit(name: string): number {
    return LIMIT + this.scope.setting.fault.limit(name);
  }

  /** Takes a condition: if it is zero, raises this fault. */
  guarded(type: BlockType, code: number, missed: () => void, then: () => void): void {
    const { body, scope } = this;
    const { faults } = scope;
    if (faults.kind === 'leave') {
      body.op(OP.eqz);
      body.if();
      faults.leave(code);
      body.end();
      return then();
    }
    body.if(type);
    then();
    body.else();
    body.get(faults.local);
    body.op(OP.eqz);
    body.if();
    body.setTo(faults.local, code);
    body.end();
    missed();
    body.end();
  }

  private pushWithin(value: number, { low, high }: Bounds): void {
    this.body.get(value);
    this.body.const(low);
    this.body.op(OP.sub);
    this.body.const(high - low + 1);
    this.body.op(OP.ltUnsigned);
  }

  /** An object that was freed is an oops; one that is in no pool always exists. */
  private alive(
    struct: string,
    at: number,
    type: BlockType,
    missed: () => void,
    then: () => void,
  ): void {
    const { base, stride, live } = extentOf(this.scope.setting.storage, struct);
    if (live === null) return then();
    this.body.get(at);
    this.scaled(stride);
    this.loadFrom(CELL * (base - stride + live));
    this.unless(type, 'use after free', missed, then);
  }

  /** Steps through the indexes from number `n` on; `at` holds the reference. */
  private index(
    address: Address,
    n: number,
    at: number,
    offset: number,
    type: BlockType,
    access: { readonly found: (offset: number) => void; readonly missed: () => void },
  ): void {
    const { body } = this;
    if (n === 0) {
      body.get(at);
      this.scaled(extentOf(this.scope.setting.storage, address.struct).stride);
      body.set(at);
    }
    const step = address.indexes[n];
    if (step === undefined) return this.arrive(address, at, offset, access.found);
    const { index, scale, length, name } = step;
    const number = body.local();
    this.value(index);
    body.tee(number);
    body.const(length);
    body.op(OP.ltUnsigned);
    this.guarded(type, this.limit(`range index of ${name}`), access.missed, () => {
      body.get(at);
      body.get(number);
      this.scaled(scale);
      body.op(OP.add);
      body.set(at);
      this.index(address, n + 1, at, offset, type, access);
    });
    body.release(number);
  }

  private arrive(
    { struct }: Address,
    at: number,
    offset: number,
    found: (offset: number) => void,
  ): void {
    const { base, stride } = extentOf(this.scope.setting.storage, struct);
    const first = CELL * (base - stride + offset);
    this.body.get(at);
    if (first < 0) {
      this.body.const(first);
      this.body.op(OP.add);
    }
    found(Math.max(0, first));
  }

  /** Takes a count of cells; leaves so many times `cells` as bytes. */
  private scaled(cells: number): void {
    this.body.const(CELL * cells);
    this.body.op(OP.mul);
  }

  private loadFrom(offset: number): void {
    if (offset < 0) {
      this.body.const(offset);
      this.body.op(OP.add);
    }
    this.body.load(Math.max(0, offset));
  }

  private lookup(value: Extract<Value, { kind: 'lookup' }>): void {
    const { body } = this;
    const table = this.scope.setting.table(value.table);
    const read = (): void => {
      body.const(2);
      body.op(OP.shl);
      body.load(table);
    };
    this.value(value.of);
    if (value.limit === null) return read();
    const of = body.local();
    body.tee(of);
    body.const(value.table.length);
    body.op(OP.ltUnsigned);
    this.guarded(
      'value',
      this.limit(value.limit),
      () => body.const(0),
      () => {
        body.get(of);
        read();
      },
    );
    body.release(of);
  }

  private binary(operator: Operator, left: Value, right: Value): void {
    if (operator === '&&' || operator === '||' || operator === '=>')
      return this.shortCut(operator, left, right);
    this.value(left);
    this.value(right);
    const code = PLAIN[operator];
    assert(code !== undefined, `${operator} computes`);
    this.body.op(code);
    if (!isArithmetic(operator) && (mayBeUnknown(left) || mayBeUnknown(right))) this.andKnown();
  }

  private shortCut(operator: '&&' | '||' | '=>', left: Value, right: Value): void {
    const { body } = this;
    const decided = (): void => body.const(operator === '&&' ? 0 : 1);
    this.truth(left);
    body.if('value');
    if (operator === '||') decided();
    else this.condition(right);
    body.else();
    if (operator === '||') this.condition(right);
    else decided();
    body.end();
  }

  /** As `truth`, and as 0 or 1. */
  private condition(value: Value): void {
    this.truth(value);
    this.body.const(0);
    this.body.op(OP.ne);
  }

  /** Takes 0 or 1; leaves 0 if something was unknown, and resets `unknown`. */
  private andKnown(): void {
    const { body, scope } = this;
    body.get(scope.unknown);
    body.op(OP.eqz, OP.and);
    body.setTo(scope.unknown, 0);
  }

  private many(every: boolean, items: readonly Value[]): void {
    const [first, ...rest] = items;
    const { body } = this;
    if (first === undefined) return body.const(every ? 1 : 0);
    this.truth(first);
    body.if('value');
    if (every) this.many(every, rest);
    else body.const(1);
    body.else();
    if (every) body.const(0);
    else this.many(every, rest);
    body.end();
  }

  private exchange(value: Extract<Value, { kind: 'exchange' }>): void {
    const { body } = this;
    this.reach(value.address, false, 'value', {
      found: (offset) => {
        const at = body.local();
        const fresh = body.local();
        body.set(at);
        this.value(value.value);
        this.bounded(value.bounds);
        body.set(fresh);
        body.get(at);
        body.load(offset);
        body.get(at);
        body.get(fresh);
        body.store(offset);
        body.release(at);
        body.release(fresh);
      },
      missed: () => body.const(0),
    });
  }

  private bump(value: Extract<Value, { kind: 'bump' }>): void {
    const { body } = this;
    this.reachToWrite(value.address, value.observed, 'value', {
      found: (offset) => {
        const at = body.local();
        const next = body.local();
        body.tee(at);
        body.load(offset);
        body.const(value.by);
        body.op(OP.add);
        body.set(next);
        this.pushWithin(next, value.bounds);
        this.guarded(
          'nothing',
          this.limit(value.bounds.limit),
          () => undefined,
          () => {
            body.get(at);
            body.get(next);
            body.store(offset);
          },
        );
        body.get(next);
        body.release(at);
        body.release(next);
      },
      missed: () => body.const(0),
    });
  }

  private tryLock(value: Extract<Value, { kind: 'trylock' }>): void {
    const { body, scope } = this;
    const { runtime } = scope.setting;
    const { lock, mode } = TRY_LOCKS[value.operation];
    const { form } = LOCKS[lock];
    const found = (offset: number): void => {
      body.const(offset);
      body.op(OP.add);
      switch (form) {
        case 'owner':
          body.const(scope.task + 1);
          return body.call(runtime.tryLock);
        case 'seats':
          body.const(scope.task);
          body.const(mode === 'exclusive' ? 1 : 0);
          body.call(runtime.tryDown);
          return this.notTooDeep();
        case 'count':
          return this.tryCount();
        default:
          return unreachable(form);
      }
    };
    this.reach(value.lock, false, 'value', { found, missed: () => body.const(0) });
  }

  /** Takes the address; leaves whether the count was above 0, and lowers it then. */
  private tryCount(): void {
    const { body } = this;
    const place = body.local();
    body.tee(place);
    body.load(0);
    body.if('value');
    body.get(place);
    body.get(place);
    body.load(0);
    body.get(place);
    body.load(0);
    body.const(FOREVER);
    body.op(OP.ne, OP.sub);
    body.store(0);
    body.const(1);
    body.else();
    body.const(0);
    body.end();
    body.release(place);
  }

  /** Takes the result of taking an rwsem; leaves it if it is not the limit. */
  notTooDeep(): void {
    const { body } = this;
    const result = body.local();
    body.tee(result);
    body.const(TOO_DEEP);
    body.op(OP.ne);
    this.guarded(
      'value',
      this.limit(DEEPEST_HOLD),
      () => body.const(1),
      () => body.get(result),
    );
    body.release(result);
  }

  private allocate(pool: string): void {
    const { body, scope } = this;
    const { storage, runtime } = scope.setting;
    const found = body.local();
    body.call(runtime.allocate(pool));
    body.tee(found);
    this.guarded(
      'value',
      this.limit(`pool ${pool}[${storage.ranges.get(pool)?.length ?? 0}]`),
      () => body.const(0),
      () => body.get(found),
    );
    body.release(found);
  }

  private held(value: Extract<Value, { kind: 'held' }>): void {
    const { body } = this;
    const { runtime } = this.scope.setting;
    const { task } = value;
    const { form } = LOCKS[kindOf(value.lock)];
    const found = (offset: number): void => {
      switch (form) {
        case 'owner':
          body.load(offset);
          body.const(task === null ? 0 : task + 1);
          return body.op(task === null ? OP.ne : OP.eq);
        case 'seats':
          if (task === null) {
            body.const(offset);
            body.op(OP.add);
            return body.call(runtime.isHeld);
          }
          body.load(offset + CELL * task);
          body.const(0);
          return body.op(OP.ne);
        case 'count':
          throw new AssertionFailure('nobody holds what counts');
        default:
          return unreachable(form);
      }
    };
    this.reach(value.lock, true, 'value', { found, missed: () => body.const(0) });
  }
}

const PLAIN: Readonly<Partial<Record<Operator, (typeof OP)[keyof typeof OP]>>> = {
  '+': OP.add,
  '-': OP.sub,
  '*': OP.mul,
  '%': OP.rem,
  '==': OP.eq,
  '!=': OP.ne,
  '<': OP.lt,
  '<=': OP.le,
  '>': OP.gt,
  '>=': OP.ge,
};
