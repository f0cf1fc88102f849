// Functions that all steps of a machine use: locks, pools and leaks in WebAssembly. The same as in
// `compileValue` and `compileNode`. A lock is given by its address in bytes.

import { assert, at } from '../../base/assert.ts';
import { OOPSES, type Oops } from '../step/fault.ts';
import {
  EXCLUSIVE_HOLD,
  extentOf,
  slotsOfObject,
  type Storage,
  withEmbedded,
} from '../storage/storage.ts';
import type { LockSlots } from '../step/stepMachine.ts';
import { OP, WasmBody } from './wasmBody.ts';
import type { WasmModule } from './wasmModule.ts';

const CELL = 4;

/** The results of `down` and `tryDown`. */
export const REFUSED = 0;
const TAKEN = 1;
/** A task would hold the lock shared more often than a state can represent. */
export const TOO_DEEP = 2;

export interface RuntimeSetting {
  readonly storage: Storage;
  /** By slot: what an object that is freed goes back to. */
  readonly defaults: Int32Array;
  readonly locks: LockSlots;
}

/** Parameters: lock, own task, whether to write. */
const LOCK = 0;
const OWN = 1;
const WRITE = 2;

export class WasmRuntime {
  private readonly module: WasmModule;
  private readonly setting: RuntimeSetting;
  private readonly tasks: readonly number[];
  private readonly made = new Map<string, number>();

  constructor(module: WasmModule, setting: RuntimeSetting) {
    this.module = module;
    this.setting = setting;
    this.tasks = Array.from({ length: setting.storage.taskCount }, (_, task) => task);
  }

  /** (lock, holder): whether it was free; then it is the holder's. */
  get tryLock(): number {
    return this.function('tryLock', 2, (b) => {
      b.get(0);
      b.load(0);
      b.if();
      returns(b, 0);
      b.end();
      b.get(0);
      b.get(1);
      b.store(0);
      b.const(1);
    });
  }

  /** (rwsem): whether any task holds it. */
  get isHeld(): number {
    return this.function('isHeld', 1, (b) => {
      b.const(0);
      for (const task of this.tasks) {
        b.get(LOCK);
        b.load(CELL * task);
        b.op(OP.or);
      }
      b.const(0);
      b.op(OP.ne);
    });
  }

  /** (rwsem, own, write): takes it if it is free and no task queues. */
  get tryDown(): number {
    const { isFree, hold, hasQueue } = this;
    return this.function('tryDown', 3, (b) => {
      b.get(LOCK);
      b.call(hasQueue);
      b.if();
      returns(b, REFUSED);
      b.end();
      b.get(LOCK);
      b.get(WRITE);
      b.call(isFree);
      b.op(OP.eqz);
      b.if();
      returns(b, REFUSED);
      b.end();
      callAll(b, hold);
    });
  }

  /** (rwsem, own, write): takes it, or queues. Fair: a task that finds a queue also queues. */
  get down(): number {
    const { tryDown, hold, leaveQueue, queue } = this;
    return this.function('down', 3, (b) => {
      const result = b.local();
      this.pushOwnCell(b);
      b.load(this.queueOffset);
      b.if();
      b.get(LOCK);
      b.get(OWN);
      b.call(leaveQueue);
      callAll(b, hold);
      b.return();
      b.end();
      callAll(b, tryDown);
      b.tee(result);
      b.const(REFUSED);
      b.op(OP.eq);
      b.if();
      callAll(b, queue);
      b.end();
      b.get(result);
    });
  }

  /** (rwsem, own, write): queues if it cannot be taken at once, and has not queued before; then 0, else 1. */
  get joinIfBusy(): number {
    const { hasQueue, isFree, queue } = this;
    return this.function('joinIfBusy', 3, (b) => {
      this.pushOwnCell(b);
      b.load(this.queueOffset);
      b.if();
      returns(b, 1);
      b.end();
      b.get(LOCK);
      b.call(hasQueue);
      b.op(OP.eqz);
      b.get(LOCK);
      b.get(WRITE);
      b.call(isFree);
      b.const(0);
      b.op(OP.ne, OP.and);
      b.if();
      returns(b, 1);
      b.end();
      callAll(b, queue);
      b.const(REFUSED);
    });
  }

  /** (rwsem, own, write): whether the step that takes it, or queues, can be taken. */
  get canDown(): number {
    const { isFree } = this;
    return this.function('canDown', 3, (b) => {
      const mine = b.local();
      this.pushOwnCell(b);
      b.load(this.queueOffset);
      b.tee(mine);
      b.op(OP.eqz);
      b.if();
      returns(b, 1);
      b.end();
      b.get(LOCK);
      b.get(WRITE);
      b.call(isFree);
      b.op(OP.eqz);
      b.if();
      returns(b, 0);
      b.end();
      for (const task of this.tasks) this.refuseBehind(b, task, mine);
      b.const(1);
    });
  }

  /** (): a reference to the first free element, allocated now; 0 where there is none. */
  allocate(pool: string): number {
    const range = this.setting.storage.ranges.get(pool);
    assert(range !== undefined, `pool ${pool} has a range`);
    return this.function(`allocate ${pool}`, 0, (b) => {
      for (let i = 0; i < range.length; i += 1) {
        const live = this.liveSlots(range.struct, range.first + i);
        b.loadAt(CELL * at(live, 0));
        b.op(OP.eqz);
        b.if();
        for (const slot of live) b.storeAt(CELL * slot, 1);
        returns(b, range.first + i);
        b.end();
      }
      b.const(0);
    });
  }

  /** (reference): frees it; the code of the oops that this is, or 0. */
  free(struct: string): number {
    const { storage, defaults } = this.setting;
    const extent = extentOf(storage, struct);
    return this.function(`free ${struct}`, 1, (b) => {
      b.get(0);
      b.op(OP.eqz);
      b.if();
      returns(b, codeOf('NULL dereference'));
      b.end();
      extent.objects.forEach(({ pool }, i) => {
        if (pool === null) return;
        b.get(0);
        b.const(i + 1);
        b.op(OP.eq);
        b.loadAt(CELL * (extent.base + i * extent.stride + (extent.live ?? 0)));
        b.op(OP.and);
        b.if();
        for (const slot of slotsOfObject(storage, struct, i + 1))
          b.storeAt(CELL * slot, defaults[slot] ?? 0);
        returns(b, 0);
        b.end();
      });
      b.const(codeOf('double free'));
    });
  }

  /** (): whether the task still holds a lock. */
  leaks(task: number): number {
    const { simple, rwsems } = this.setting.locks;
    return this.function(`leaks ${task}`, 0, (b) => {
      b.const(0);
      for (const slot of simple) {
        b.loadAt(CELL * slot);
        b.const(task + 1);
        b.op(OP.eq, OP.or);
      }
      for (const slot of rwsems) {
        b.loadAt(CELL * (slot + task));
        b.const(0);
        b.op(OP.ne, OP.or);
      }
    });
  }

  /** (rwsem): something other than 0 if any task queues. */
  private get hasQueue(): number {
    return this.function('hasQueue', 1, (b) => {
      b.const(0);
      for (const task of this.tasks) {
        b.get(LOCK);
        b.load(this.queueOffset + CELL * task);
        b.op(OP.or);
      }
    });
  }

  /** (rwsem, write): whether it can be taken beside its holders: no writer holds it, and for a writer no task at all. */
  private get isFree(): number {
    return this.function('isFree', 2, (b) => {
      for (const task of this.tasks) {
        b.get(LOCK);
        b.load(CELL * task);
        b.const(EXCLUSIVE_HOLD);
        b.op(OP.eq);
        b.get(LOCK);
        b.load(CELL * task);
        b.const(0);
        b.op(OP.ne);
        b.get(1);
        b.op(OP.and, OP.or);
        b.if();
        returns(b, 0);
        b.end();
      }
      b.const(1);
    });
  }

  /** (rwsem, own, write): holds it once more, or exclusively. */
  private get hold(): number {
    return this.function('hold', 3, (b) => {
      const cell = b.local();
      this.pushOwnCell(b);
      b.set(cell);
      b.get(WRITE);
      b.if();
      b.get(cell);
      b.const(EXCLUSIVE_HOLD);
      b.store(0);
      returns(b, TAKEN);
      b.end();
      b.get(cell);
      b.load(0);
      b.const(EXCLUSIVE_HOLD - 1);
      b.op(OP.ge);
      b.if();
      returns(b, TOO_DEEP);
      b.end();
      b.get(cell);
      b.get(cell);
      b.load(0);
      b.const(1);
      b.op(OP.add);
      b.store(0);
      b.const(TAKEN);
    });
  }

  /** (rwsem, own, write): goes to the queue's end. */
  private get queue(): number {
    return this.function(
      'queue',
      3,
      (b) => {
        this.pushOwnCell(b);
        b.const(1);
        for (const task of this.tasks) {
          b.get(LOCK);
          b.load(this.queueOffset + CELL * task);
          b.const(0);
          b.op(OP.ne, OP.add);
        }
        b.const(1);
        b.op(OP.shl);
        b.get(WRITE);
        b.op(OP.add);
        b.store(this.queueOffset);
      },
      false,
    );
  }

  /** (rwsem, own): leaves the queue; those behind move up. */
  private get leaveQueue(): number {
    return this.function(
      'leaveQueue',
      2,
      (b) => {
        const rank = b.local();
        this.pushOwnCell(b);
        b.load(this.queueOffset);
        b.const(1);
        b.op(OP.shr);
        b.set(rank);
        this.pushOwnCell(b);
        b.const(0);
        b.store(this.queueOffset);
        for (const task of this.tasks) this.moveUp(b, task, rank);
      },
      false,
    );
  }

  private moveUp(b: WasmBody, task: number, rank: number): void {
    const offset = this.queueOffset + CELL * task;
    b.get(LOCK);
    b.load(offset);
    b.const(1);
    b.op(OP.shr);
    b.get(rank);
    b.op(OP.gt);
    b.if();
    b.get(LOCK);
    b.get(LOCK);
    b.load(offset);
    b.const(2);
    b.op(OP.sub);
    b.store(offset);
    b.end();
  }

  /** Ends with 0 when that task queues before and is not compatible. */
  private refuseBehind(b: WasmBody, task: number, mine: number): void {
    const offset = this.queueOffset + CELL * task;
    b.get(LOCK);
    b.load(offset);
    b.const(0);
    b.op(OP.ne);
    b.get(LOCK);
    b.load(offset);
    b.const(1);
    b.op(OP.shr);
    b.get(mine);
    b.const(1);
    b.op(OP.shr, OP.lt, OP.and);
    b.get(WRITE);
    b.get(LOCK);
    b.load(offset);
    b.const(1);
    b.op(OP.and, OP.or, OP.and);
    b.if();
    returns(b, 0);
    b.end();
  }

  /** The address of the cell that says how the task holds the lock; `queueOffset` further is its place in the queue. */
  private pushOwnCell(b: WasmBody): void {
    b.get(LOCK);
    b.get(OWN);
    b.const(2);
    b.op(OP.shl, OP.add);
  }

  private get queueOffset(): number {
    return CELL * this.tasks.length;
  }

  /** The cells that say whether an object is allocated, and those of all that is embedded in it. */
  private liveSlots(struct: string, reference: number): number[] {
    return withEmbedded(this.setting.storage, struct, reference).map(
      ({ extent, base }) => base + (extent.live ?? 0),
    );
  }

  private function(
    name: string,
    params: number,
    write: (body: WasmBody) => void,
    result = true,
  ): number {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const body = new WasmBody(params);
    write(body);
    const index = this.module.add({ params, result }, body);
    this.made.set(name, index);
    return index;
  }
}

export function codeOf(oops: Oops): number {
  return OOPSES.indexOf(oops) + 1;
}

function returns(b: WasmBody, value: number): void {
  b.const(value);
  b.return();
}

/** Passes all three parameters on. */
function callAll(b: WasmBody, index: number): void {
  b.get(LOCK);
  b.get(OWN);
  b.get(WRITE);
  b.call(index);
}
