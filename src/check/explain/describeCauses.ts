// From what was found about a witness to what people read of it.

import { at } from '../../base/assert.ts';
import type { Model } from '../../model/build/model.ts';
import { deadlockPhrases } from '../../model/world/waitPhrase.ts';
import { objectName, placeName } from '../../model/replay/valueText.ts';
import { nodeOf } from '../../model/replay/valueTrace.ts';
import type { LockName, World } from '../../model/world/world.ts';
import type { DataSlice, Outdated, SliceAccess } from './dataSlice.ts';
import type { DecisiveOrder, OrderedStep } from './decisiveOrders.ts';
import {
  type Explanation,
  type Idiom,
  orderText,
  type DescribedOrder,
  type DescribedOutdated,
  type DescribedStep,
} from './explanation.ts';
import type { Causes } from './findCauses.ts';
import { type SkippedAction, skippedAction } from './skippedAction.ts';
import { effectClause, functionOf, lockClause, valueWords } from './stepClause.ts';
import type { TracedRun } from './tracedRun.ts';

export function describeCauses(property: string, causes: Causes, slice: DataSlice): Explanation {
  return new CauseDescription(property, causes, slice).explanation();
}

class CauseDescription {
  private readonly property: string;
  private readonly causes: Causes;
  private readonly slice: DataSlice;
  private readonly traced: TracedRun;
  private readonly model: Model;

  constructor(property: string, causes: Causes, slice: DataSlice) {
    this.property = property;
    this.causes = causes;
    this.slice = slice;
    this.traced = causes.traced;
    this.model = causes.traced.model;
  }

  explanation(): Explanation {
    const { orders, enough, traced } = this.causes;
    const described = orders.map((order) => this.order(order));
    const main = this.mainOrder();
    const outdated = this.outdated(main);
    return {
      property: this.property,
      violation: this.violation(),
      cause: main === null ? this.withoutOrder() : orderText(this.order(main)),
      orders: described,
      enough,
      outdated: outdated && this.describedOutdated(outdated),
      idiom: this.idiom(main, outdated),
      slice: this.slice.accesses.map((access) => ({
        step: access.step,
        text: this.access(access, false),
      })),
      steps: this.briefSteps(described, outdated),
      guilty: this.guilty(),
      states: traced.graph.states,
    };
  }

  // Which order says most

  /** The last one whose first step read what is outdated later; else the last race; else the last order at all. */
  private mainOrder(): DecisiveOrder | null {
    const closed = this.causes.orders.filter(({ open, kind }) => !open || kind === 'stopped');
    const orders = closed.length > 0 ? closed : this.causes.orders;
    const stale = orders.filter((order) =>
      this.slice.outdated.some((one) => isOrderOf(one, order)),
    );
    const races = orders.filter(({ kind }) => kind === 'before');
    const data = races.filter((order) => order.meeting.kind === 'memory' && !this.isCount(order));
    const locks = races.filter(({ meeting }) => meeting.kind === 'lock');
    const ranked = [stale, data, locks, races, orders].find((some) => some.length > 0);
    return ranked?.at(-1) ?? null;
  }

  /** Whether a reference count goes up or down and is no more than written or freed: it says little of what went wrong. */
  private isCount({ first, second, meeting }: DecisiveOrder): boolean {
    if (meeting.kind !== 'memory') return false;
    if (meeting.first.kind === 'read' || meeting.second.kind === 'read') return false;
    return [first, second].some(({ index }, i) => {
      const effect = i === 0 ? meeting.first : meeting.second;
      return this.slice.trace.some(
        ({ step, changes }) =>
          step === index &&
          changes.some(
            ({ to, counts }) =>
              counts && to.kind === 'cell' && 'field' in effect && to.cell.field === effect.field,
          ),
      );
    });
  }

  private outdated(main: DecisiveOrder | null): Outdated | null {
    const { outdated } = this.slice;
    const own = main && outdated.find((one) => isOrderOf(one, main));
    return own ?? outdated.at(-1) ?? null;
  }

  private guilty(): number | null {
    const { brokenAt } = this.traced;
    if (brokenAt === 0 || this.assertsInItsStep()) return brokenAt || null;
    return this.slice.accesses.at(-1)?.step ?? brokenAt;
  }

  private briefSteps(orders: readonly DescribedOrder[], outdated: Outdated | null): number[] {
    const { brokenAt } = this.traced;
    const ends = orders.flatMap(({ first, second }) => [first.step, second.step]);
    const stale = outdated === null ? [] : [outdated.read.step, outdated.write.step];
    const slice = orders.length > 0 ? [] : this.slice.accesses.slice(-4).map(({ step }) => step);
    const all = [...ends, ...stale, ...slice, this.guilty()];
    const shown = all.filter((step) => step !== null && step > 0 && step <= brokenAt);
    return [...new Set(shown.filter((step) => step !== null))].sort((a, b) => a - b);
  }

  /** Whether the assertion stands in an atomic, and so speaks of the step itself. Outside it rides on whatever was before. */
  private assertsInItsStep(): boolean {
    return this.slice.trace.some((run) => {
      const { action, atomicRegion } = nodeOf(this.model, run);
      const asserts = action.kind === 'check' && action.property === this.property;
      return run.step === this.traced.brokenAt && asserts && atomicRegion > 0;
    });
  }

  // Words

  private violation(): string {
    const { run, brokenAt } = this.traced;
    const { world } = at(run.moments, brokenAt);
    const step = brokenAt === 0 ? null : at(this.traced.steps, brokenAt - 1).step;
    const info = this.model.properties.find(({ name }) => name === this.property);
    if (this.property === 'no_deadlock') return this.deadlock(world);
    if (step === null) return info?.violation ?? this.property;
    const task = this.task(step.task);
    if (this.property === 'no_oops')
      return `${task} died in ${functionOf(step)}: ${world.oops ?? 'an oops'}`;
    if (this.property === 'no_lock_leak') return `${task} ended with a lock held`;
    if (this.property === 'no_warning') return `A WARN_ON of ${task} fired in ${functionOf(step)}`;
    return info?.violation ?? this.property;
  }

  private deadlock(world: World): string {
    const [only, ...others] = world.cycle;
    if (only !== undefined && others.length === 0 && only.on !== null)
      return `Deadlock: ${this.task(only.task)} waits for ${only.on.name}, which it holds itself${this.takenAt(only.task, only.on)}`;
    const phrases = deadlockPhrases(world, (task) => this.task(task));
    return `Deadlock: ${phrases.join(world.cycle.length > 0 ? ', ' : '; ')}`;
  }

  /** ` since step 12`. */
  private takenAt(task: number, lock: LockName): string {
    const taken = this.traced.steps.findLast(({ step, toCome }) =>
      step.locks.some(
        (event) =>
          !toCome &&
          event.kind === 'acquire' &&
          event.task === task &&
          event.lock.object === lock.object &&
          event.lock.field === lock.field,
      ),
    );
    return taken === undefined ? '' : ` since step ${taken.index}`;
  }

  private task(task: number): string {
    return at(this.model.tasks, task).name;
  }

  private order(order: DecisiveOrder): DescribedOrder {
    const { first, second, kind, open, meeting, locks } = order;
    return {
      kind,
      first: this.step(first, order, 'first'),
      second: this.step(second, order, 'second'),
      toCome: open && second.index !== null,
      place: meeting.kind === 'lock' ? meeting.lock.name : this.place(order),
      locks: [...new Set(locks.map(({ name }) => name))],
    };
  }

  private place({ meeting, second }: DecisiveOrder): string {
    if (meeting.kind === 'lock') return meeting.lock.name;
    const { first } = meeting;
    const world = this.world(second.index);
    return 'field' in first ? placeName(world, first) : objectName(world, first.object);
  }

  private world(step: number | null): World {
    const { moments } = this.traced.run;
    return at(moments, step ?? this.traced.brokenAt).world;
  }

  private step(one: OrderedStep, order: DecisiveOrder, side: 'first' | 'second'): DescribedStep {
    const task = this.task(one.task);
    const { meeting, kind } = order;
    const it = side === 'second' && samePlace(order);
    if (one.index === null) return { step: null, task, text: `${task} waits for it` };
    const { step } = at(this.traced.steps, one.index - 1);
    // What a freed object was called is known before the step.
    const world = this.world(
      meeting.kind === 'memory' && meeting[side].kind === 'free' ? one.index - 1 : one.index,
    );
    if (meeting.kind === 'lock')
      return { step: one.index, task, text: `${task} ${lockClause(step, meeting.lock, it)}` };
    const saw = kind === 'then' && side === 'second' && it;
    const text =
      saw && meeting.second.kind === 'read' && meeting.second.value.kind !== 'bool'
        ? 'saw it'
        : effectClause(world, meeting[side], it);
    return { step: one.index, task, text: `${task} ${text}` };
  }

  private access({ kind, step, task, cell, value }: SliceAccess, it: boolean): string {
    const world = this.world(step);
    const { object, field } = cell;
    const effect =
      kind === 'read'
        ? ({ kind, object, field, value } as const)
        : ({ kind, object, field, before: value, after: value } as const);
    return `${this.task(task)} ${effectClause(world, effect, it)}`;
  }

  private describedOutdated({ read, write, used }: Outdated): DescribedOutdated {
    const world = this.world(read.step);
    return {
      place: placeName(world, read.cell),
      value: valueWords(world, read.value),
      task: this.task(read.task),
      read: read.step,
      changed: write.step,
      used,
    };
  }

  /** Where no order is both necessary and free. */
  private withoutOrder(): string {
    const { steps, brokenAt } = this.traced;
    const [only, ...others] = new Set(steps.slice(0, brokenAt).map(({ task }) => task));
    const last = this.lastAccesses();
    if (only !== undefined && others.length === 0)
      return `No order matters: it breaks whenever ${this.task(only)} runs${last}`;
    if (this.causes.counts.necessary > 0)
      return `No race decides: the code forces the order in which it breaks${last}`;
    return `No order of two steps decides: other orders break it too${last}`;
  }

  /** What a task passed by, then the last access that the code made; where it passed by nothing, the last two. */
  private lastAccesses(): string {
    const own = this.slice.accesses.filter(({ cell }) => cell.field !== '' && !cell.ghost);
    const last = own.at(-1);
    const skip = skippedAction(this.traced, this.slice);
    if (skip !== null) {
      const then = last === undefined ? '' : `, and ${this.numbered(last)}`;
      return `; ${this.skipped(skip)}${then}`;
    }
    if (last === undefined) return '';
    const earlier = own.findLast(
      ({ cell, step }) => step < last.step && cell.slot !== last.cell.slot,
    );
    if (earlier === undefined) return `; ${this.numbered(last)}`;
    return `; ${this.numbered(earlier)}, then ${this.numbered(last)}`;
  }

  private numbered(access: SliceAccess): string {
    return `${this.access(access, false)} (${access.step})`;
  }

  /** `invalidate found P1.refcount = 2 (9), so it skipped remove_from_page_cache(…)`. */
  private skipped({ read, function: name, statement }: SkippedAction): string {
    const where = name === null ? '' : ` in ${name}()`;
    return `${this.numbered(read)}, so it skipped ${statement.replace(/;$/, '')}${where}`;
  }

  private idiom(main: DecisiveOrder | null, outdated: Outdated | null): Idiom | null {
    const { run, brokenAt } = this.traced;
    const world = at(run.moments, brokenAt).world;
    if (this.property === 'no_deadlock')
      return world.cycle.length > 1 ? 'lock order inversion' : null;
    if (
      world.oops === 'use after free' ||
      (main?.meeting.kind === 'memory' && main.meeting.second.kind === 'free')
    )
      return 'use after free';
    if (outdated === null) return null;
    const role = world.objects
      .find(({ id }) => id === outdated.read.cell.object)
      ?.fields.find(({ name }) => name === outdated.read.cell.field.split(/[.[]/)[0])?.role;
    if (role === 'tlb' || role === 'pte') return 'stale translation';
    return this.isLostUpdate(outdated) ? 'lost update' : 'check then act';
  }

  /** Both tasks read the cell and then wrote it. */
  private isLostUpdate({ read, write }: Outdated): boolean {
    const slot = read.cell.slot;
    const accesses = (
      task: number,
      kind: 'read' | 'write',
      after: number,
      before: number,
    ): boolean =>
      this.slice.trace.some(
        (run) =>
          run.task === task &&
          run.step >= after &&
          run.step <= before &&
          (kind === 'read'
            ? run.sources.some(
                (one) => one.kind === 'cell' && !one.silent && one.cell.slot === slot,
              )
            : run.changes.some(({ to }) => to.kind === 'cell' && to.cell.slot === slot)),
      );
    return (
      accesses(read.task, 'write', write.step, this.traced.brokenAt) &&
      accesses(write.task, 'read', 0, write.step)
    );
  }
}

function isOrderOf({ read, write }: Outdated, { first, second }: DecisiveOrder): boolean {
  return first.index === read.step && second.index === write.step;
}

function samePlace({ meeting }: DecisiveOrder): boolean {
  if (meeting.kind === 'lock') return true;
  const { first, second } = meeting;
  return 'field' in first && 'field' in second
    ? first.field === second.field
    : !('field' in second);
}
