// Lock operations of a step in Promela: the same as `compileNode` and `compileValue`.

import { unreachable } from '../base/assert.ts';
import {
  mayQueue,
  COUNT_LIMIT,
  FOREVER,
  MOST_COUNTED,
  LOCK_OPERATIONS,
  LOCKS,
  type OperationTraits,
  TRY_LOCKS,
} from '../lang/syntax/lockKinds.ts';
import { type SeatChange, seatChange } from '../model/step/compileNode.ts';
import { DEEPEST_HOLD } from '../model/step/compileValue.ts';
import type { Value } from '../model/cfg/controlFlowGraph.ts';
import { EXCLUSIVE_HOLD, holdCells } from '../model/storage/storage.ts';
import { known, limitTrap, oopsTrap, type Spot, type Trap } from './promelaValue.ts';
import { line, type Stmt, when } from './promelaText.ts';
import {
  type ActionOf,
  type Changed,
  PromelaEffects,
  type Then,
  type ThenText,
} from './promelaEffects.ts';

export class PromelaLocks extends PromelaEffects {
  protected lock(index: number, action: ActionOf<'lock'>, changed: Changed, on: Then): Stmt[] {
    const { lock, operation } = action;
    const traits = LOCK_OPERATIONS[operation];
    return this.at(lock, false, changed, (spot) => {
      switch (traits.form) {
        case 'owner':
          return this.changeOwner(traits, spot, changed, on);
        case 'seats':
          return traits.does === 'take'
            ? this.down(index, spot, traits.mode === 'exclusive', changed, on)
            : this.leaveSeat(seatChange(traits), spot, changed, on);
        case 'count':
          return this.changeCount(traits.does, spot, changed, on);
        default:
          return unreachable(traits);
      }
    });
  }

  /** A completion that is open for ever is not changed. */
  protected changeCount(
    does: 'take' | 'release' | 'open',
    spot: Spot,
    changed: Changed,
    on: Then,
  ): Stmt[] {
    if (does === 'open') return this.write(spot, 0, String(FOREVER), changed, on);
    const count = this.v.cell(spot, 0);
    const by = does === 'take' ? '- 1' : '+ 1';
    const full = limitTrap([`${count} == ${MOST_COUNTED}`], COUNT_LIMIT);
    return this.guarded(does === 'take' ? [] : [full], changed, () =>
      this.write(spot, 0, `(${count} == ${FOREVER} -> ${FOREVER} : ${count} ${by})`, changed, on),
    );
  }

  protected changeOwner(
    { lock, does }: OperationTraits,
    spot: Spot,
    changed: Changed,
    on: Then,
  ): Stmt[] {
    const own = this.task + 1;
    if (does === 'take') return this.write(spot, 0, String(own), changed, on);
    const holder = this.v.cell(spot, 0);
    const anyone = LOCKS[lock].releasedBy === 'anyone';
    return this.release(anyone ? `${holder} == 0` : `${holder} != ${own}`, changed, () =>
      this.write(spot, 0, '0', changed, on),
    );
  }

  protected leaveSeat(
    { low, high, by }: SeatChange,
    spot: Spot,
    changed: Changed,
    on: Then,
  ): Stmt[] {
    const hold = this.v.cell(spot, this.task);
    const mayNot =
      low === high ? `${hold} != ${low}` : `(${hold} < ${low} || ${hold} >= ${high + 1})`;
    const left = low === high ? String(low + by) : `${hold} - ${-by}`;
    return this.release(mayNot, changed, () => this.write(spot, this.task, left, changed, on));
  }

  protected release(mayNot: string, changed: Changed, rest: () => Stmt[]): Stmt[] {
    return this.guarded([oopsTrap([mayNot], 'unlock of a lock that is not held')], changed, rest);
  }

  /** Takes a lock that has to be free, without a wait. */
  protected heldTraps(spot: Spot): Trap[] {
    const count = holdCells(this.v.model.storage, spot.address);
    const cells = Array.from({ length: count }, (_, i) => this.v.cell(spot, i));
    const held = cells.filter((cell) => cell !== '0').map((cell) => `${cell} != 0`);
    if (held.length === 0) return [];
    return [oopsTrap([`(${held.join(' || ')})`], 'hold of a lock that is held')];
  }

  /** Fair: taken at once if no holder conflicts and the queue is empty; otherwise queueing is a step, and taking another. */
  protected down(index: number, spot: Spot, write: boolean, changed: Changed, on: Then): Stmt[] {
    const tasks = this.v.model.codes.length;
    const mine = this.v.cell(spot, tasks + this.task);
    const hold = this.v.cell(spot, this.task);
    const deepest = limitTrap([`${hold} + 1 >= ${EXCLUSIVE_HOLD}`], DEEPEST_HOLD);
    const take = (after: Changed): Stmt[] =>
      this.write(spot, this.task, write ? String(EXCLUSIVE_HOLD) : `${hold} + 1`, after, on);
    const wait = this.mustQueue(spot, write);
    if (wait === null) return this.guarded([deepest], changed, () => take(changed));
    const joined = this.join(index, spot, write, changed);
    const left = this.leaveQueue(spot);
    const taken = this.guarded(write ? [] : [deepest], changed, () => [
      ...when(`${mine} != 0`, left.body, []),
      ...take(new Set([...changed, ...left.cells])),
    ]);
    return when(wait, joined, taken);
  }

  /** The step may begin; a task that cannot take an rwsem at once queues for it. */
  protected gate(
    index: number,
    { operation, lock }: ActionOf<'lock'>,
    changed: Changed,
    on: Then,
  ): Stmt[] {
    if (!mayQueue(operation)) return on(changed);
    const traps: Trap[] = [];
    const write = LOCK_OPERATIONS[operation].mode === 'exclusive';
    const spot = this.v.spot(lock, false, this.task, traps, []);
    const wait = this.mustQueue(spot, write);
    if (wait === null) return on(changed);
    const reached = traps.map((trap) => `!(${trap.when.join(' && ')})`);
    return when(
      [...reached, wait].join(' && '),
      this.join(index, spot, write, changed),
      on(changed),
    );
  }

  /** Null if the task has no queue slot, because no task ever takes the lock exclusively. */
  protected mustQueue(spot: Spot, write: boolean): string | null {
    const mine = this.v.cell(spot, this.v.model.codes.length + this.task);
    if (mine === '0') return null;
    return `${mine} == 0 && (${[...this.queued(spot), `!${this.room(spot, write)}`].join(' || ')})`;
  }

  protected queued(spot: Spot): string[] {
    const { codes } = this.v.model;
    const all = codes.map((_, t) => this.v.cell(spot, codes.length + t));
    return all.filter((other) => other !== '0').map((other) => `(${other} != 0)`);
  }

  protected join(index: number, spot: Spot, write: boolean, changed: Changed): Stmt[] {
    const rank = `2 * (${this.queued(spot).join(' + ')} + 1)${write ? ' + 1' : ''}`;
    const cell = this.v.model.codes.length + this.task;
    return this.write(spot, cell, rank, changed, () => this.stay(this.code.pcs[index] ?? -1));
  }

  /** Whether it can be taken beside its holders: no writer holds it, and for a writer no task at all. */
  protected room(spot: Spot, write: boolean): string {
    const holds = this.v.model.codes.map((_, t) => this.v.cell(spot, t));
    return `(${holds.map((hold) => `${hold} ${write ? '== 0' : `!= ${EXCLUSIVE_HOLD}`}`).join(' && ')})`;
  }

  protected leaveQueue(spot: Spot): { body: Stmt[]; cells: number[] } {
    const tasks = this.v.model.codes.length;
    const rank = this.temporary();
    const mine = this.v.cell(spot, tasks + this.task);
    const gone = this.assign(spot, tasks + this.task, '0');
    const body: Stmt[] = [line(`${rank} = ${mine} >> 1`), ...gone.body];
    const cells = [...gone.cells];
    for (let t = 0; t < tasks; t += 1) {
      if (t === this.task) continue;
      const other = this.v.cell(spot, tasks + t);
      const moved = this.assign(spot, tasks + t, `${other} - 2`);
      if (moved.cells.length === 0) continue;
      body.push(...when(`${other} >> 1 > ${rank}`, moved.body, []));
      cells.push(...moved.cells);
    }
    return { body, cells };
  }

  protected tryLock(
    value: Extract<Value, { kind: 'trylock' }>,
    changed: Changed,
    then: ThenText,
  ): Stmt[] {
    return this.at(value.lock, false, changed, (spot) => {
      const { form } = LOCKS[TRY_LOCKS[value.operation].lock];
      switch (form) {
        case 'owner':
          return this.tryTake(spot, changed, then);
        case 'seats':
          return this.tryDown(value, spot, changed, then);
        case 'count':
          return this.tryCount(spot, changed, then);
        default:
          return unreachable(form);
      }
    });
  }

  protected tryCount(spot: Spot, changed: Changed, then: ThenText): Stmt[] {
    const taken = this.changeCount('take', spot, changed, (after) => then(known('1'), after));
    return when(`${this.v.cell(spot, 0)} != 0`, taken, then(known('0'), changed));
  }

  protected tryTake(spot: Spot, changed: Changed, then: ThenText): Stmt[] {
    const own = String(this.task + 1);
    const taken = this.write(spot, 0, own, changed, (after) => then(known('1'), after));
    return when(`${this.v.cell(spot, 0)} == 0`, taken, then(known('0'), changed));
  }

  protected tryDown(
    { operation }: Extract<Value, { kind: 'trylock' }>,
    spot: Spot,
    changed: Changed,
    then: ThenText,
  ): Stmt[] {
    const { codes } = this.v.model;
    const write = TRY_LOCKS[operation].mode === 'exclusive';
    const queued = codes.map((_, t) => `${this.v.cell(spot, codes.length + t)} == 0`);
    const free = [...queued, this.room(spot, write)].join(' && ');
    const hold = write ? String(EXCLUSIVE_HOLD) : `${this.v.cell(spot, this.task)} + 1`;
    const deepest = limitTrap([`${hold} >= ${EXCLUSIVE_HOLD}`], DEEPEST_HOLD);
    const taken = this.guarded(write ? [] : [deepest], changed, () =>
      this.write(spot, this.task, hold, changed, (after) => then(known('1'), after)),
    );
    return when(free, taken, then(known('0'), changed));
  }
}
