// The decisive orders of a witness: pairs of conflicting steps whose order every run that breaks the property has, and that
// the model does not force. Each is searched for in the state graph.

import { at } from '../../base/assert.ts';
import type { EventOrder, GraphEvent, OrderMonitor } from '../../explore/graph/orderMonitor.ts';
import { valueTrace } from '../../model/replay/valueTrace.ts';
import type { LockName } from '../../model/world/world.ts';
import { type CountedCells, countedCells, meetingOf, type Meeting, meets } from './stepMeeting.ts';
import { nextEvent, type RunStep, type TracedRun } from './tracedRun.ts';

/** A step of the witness or after it, or the step that a blocked task never takes. */
export interface OrderedStep {
  /** Its number in the run; a step that never comes has none. */
  readonly index: number | null;
  readonly task: number;
  readonly event: GraphEvent;
}

export interface DecisiveOrder {
  readonly first: OrderedStep;
  readonly second: OrderedStep;
  /** `then`: the second step sees what the first one wrote. `stopped`: the second is never taken. */
  readonly kind: 'before' | 'then' | 'stopped';
  /** The second step comes after the breach or never. */
  readonly open: boolean;
  readonly meeting: Meeting;
  /** Locks that both steps are under, so that the locks were taken in this order too. */
  readonly locks: readonly LockName[];
}

export interface OrderCounts {
  /** Conflicting pairs, those of them that are necessary, and those of these that are free. */
  readonly pairs: number;
  readonly necessary: number;
  readonly decisive: number;
}

export interface OrderSearch {
  /** In the order of their second steps. */
  readonly orders: readonly DecisiveOrder[];
  /** All that are necessary and free, before what follows from others was left out. */
  readonly all: readonly DecisiveOrder[];
  readonly counts: OrderCounts;
}

/** Yields between two pairs. `lasting`: steps of which orders with steps to come are asked. */
export function* decisiveOrders(
  traced: TracedRun,
  monitor: OrderMonitor,
  lasting: ReadonlySet<number>,
): Generator<number, OrderSearch> {
  const candidates = conflicts(traced, lasting);
  const necessary: DecisiveOrder[] = [];
  const decisive: DecisiveOrder[] = [];
  for (const [i, candidate] of candidates.entries()) {
    yield i;
    const order = eventOrder(candidate);
    if (!monitor.isNecessary(order)) continue;
    necessary.push(candidate);
    if (monitor.isFree(order)) decisive.push(candidate);
  }
  return {
    orders: reduced(folded(decisive, traced), traced),
    all: decisive,
    counts: { pairs: candidates.length, necessary: necessary.length, decisive: decisive.length },
  };
}

export function eventOrder({ first, second, open }: DecisiveOrder): EventOrder {
  return { first: first.event, second: second.event, open };
}

/** Every conflicting pair, and every lock of a deadlock with the step that waits for it. */
function conflicts(traced: TracedRun, lasting: ReadonlySet<number>): DecisiveOrder[] {
  const trace = valueTrace(traced.model, traced.run.moves);
  const counted = countedCells(trace, traced.steps.length);
  return [...pairs(traced, counted, lasting), ...stopped(traced)];
}

function pairs(
  { steps }: TracedRun,
  counted: CountedCells,
  lasting: ReadonlySet<number>,
): DecisiveOrder[] {
  return steps.flatMap((second, i) =>
    steps.slice(0, i).flatMap((first): DecisiveOrder[] => {
      if (first.task === second.task || first.toCome) return [];
      if (second.toCome && !lasting.has(first.index)) return [];
      const meeting = meetingOf(first, second, counted);
      if (meeting === null) return [];
      const kind = seesWrite(steps, first, second, meeting) ? 'then' : 'before';
      return [{ first, second, kind, open: second.toCome, meeting, locks: [] }];
    }),
  );
}

/** Whether the second step reads what the first one wrote there. */
function seesWrite(
  steps: readonly RunStep[],
  first: RunStep,
  second: RunStep,
  meeting: Meeting,
): boolean {
  if (meeting.kind !== 'memory' || meeting.second.kind !== 'read') return false;
  const read = meeting.second;
  const between = steps.slice(first.index, second.index - 1);
  return !between.some(({ step }) => step.effects.some((effect) => meets(effect, read)));
}

/** At the end of a deadlock: who took a lock, before whom it keeps from going on. */
function stopped(traced: TracedRun): DecisiveOrder[] {
  const { run, steps, brokenAt } = traced;
  const { tasks, ending } = at(run.moments, brokenAt).world;
  if (ending !== 'deadlocked') return [];
  return tasks.flatMap(({ index: task, state }) => {
    if (state.kind !== 'blocked' || state.on === null) return [];
    const lock = state.on;
    const second: OrderedStep = { index: null, task, event: nextEvent(traced, task) };
    return steps.flatMap((first): DecisiveOrder[] => {
      const holds = first.step.locks.some(
        ({ kind, lock: own, task: who }) =>
          (kind === 'acquire' || kind === 'queue') &&
          who === first.task &&
          own.object === lock.object &&
          own.field === lock.field,
      );
      if (!holds || first.task === task) return [];
      return [
        { first, second, kind: 'stopped', open: true, meeting: { kind: 'lock', lock }, locks: [] },
      ];
    });
  });
}

/** An order of two locks goes into the orders of what is done under them. */
function folded(orders: readonly DecisiveOrder[], traced: TracedRun): DecisiveOrder[] {
  const protects = (lock: DecisiveOrder, access: DecisiveOrder): boolean =>
    lock.meeting.kind === 'lock' &&
    lock.kind !== 'stopped' &&
    access.meeting.kind === 'memory' &&
    isUnder(traced, lock.first, access.first, lock.meeting.lock) &&
    isUnder(traced, lock.second, access.second, lock.meeting.lock);
  return orders
    .filter((one) => !orders.some((access) => protects(one, access)))
    .map((access) => ({
      ...access,
      locks: orders.flatMap((lock) =>
        protects(lock, access) && lock.meeting.kind === 'lock' ? [lock.meeting.lock] : [],
      ),
    }));
}

/** Whether `step` lies between where its task took the lock and where it let it go. */
function isUnder(
  { steps }: TracedRun,
  taken: OrderedStep,
  step: OrderedStep,
  lock: LockName,
): boolean {
  if (taken.index === null || step.index === null || taken.task !== step.task) return false;
  if (step.index < taken.index) return false;
  const held = steps.slice(taken.index, step.index - 1);
  return !held.some(({ step: { locks } }) =>
    locks.some(
      ({ kind, task, lock: own }) =>
        kind === 'release' &&
        task === taken.task &&
        own.object === lock.object &&
        own.field === lock.field,
    ),
  );
}

/** Without those that follow from the others and the order in which each task takes its own steps. */
function reduced(orders: readonly DecisiveOrder[], traced: TracedRun): DecisiveOrder[] {
  const last = traced.steps.length + 1;
  const at = ({ index, task }: OrderedStep): number => index ?? last + task;
  const taskOf = new Map(traced.steps.map(({ index, task }) => [index, task]));
  traced.model.tasks.forEach((_, task) => taskOf.set(last + task, task));
  return orders
    .filter((order) => !isImplied(order, orders, at, taskOf))
    .toSorted((a, b) => at(a.second) - at(b.second) || at(a.first) - at(b.first));
}

function isImplied(
  order: DecisiveOrder,
  orders: readonly DecisiveOrder[],
  at: (step: OrderedStep) => number,
  taskOf: ReadonlyMap<number, number>,
): boolean {
  const [from, to] = [at(order.first), at(order.second)];
  const seen = new Set<number>();
  const reaches = (place: number): boolean => {
    if (seen.has(place)) return false;
    seen.add(place);
    if (place === to && place !== from) return true;
    const onward = orders.filter(
      (other) => other !== order && at(other.first) === place && at(other.second) <= to,
    );
    const next = nextOf(place, to, taskOf);
    return onward.some((other) => reaches(at(other.second))) || (next !== null && reaches(next));
  };
  return reaches(from);
}

/** The next step of the same task, up to that one. */
function nextOf(place: number, most: number, taskOf: ReadonlyMap<number, number>): number | null {
  for (let next = place + 1; next <= most; next += 1)
    if (taskOf.get(next) === taskOf.get(place)) return next;
  return null;
}
