// One step of one task as a body of Promela: what it does, then where the task stands.
// The local work that rides along is unfolded; where it comes back to a node of its way, it jumps back, and
// then every node is counted, as the machine counts them.

import { at, unreachable } from '../base/assert.ts';
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
import { type Bounds, type FlowNode, type Store, type Value } from '../model/flow/flow.ts';
import { stepGraph } from '../model/step/stepGraph.ts';
import { MOST_LOCAL_MOVES } from '../model/step/stepMachine.ts';
import { STOPS_ALWAYS, STOPS_OUTSIDE } from '../model/flow/stops.ts';
import { EXCLUSIVE_HOLD, extentOf, heldBy, holdCells, slotsOfObject, withEmbedded } from '../model/storage/storage.ts'; // prettier-ignore
import { ENDED, type TaskCode } from '../model/step/taskCode.ts';
import { defaultSlots } from '../model/step/startMemory.ts';
import { slotsOf } from '../model/flow/slotValues.ts';
import { variablesOf } from '../model/flow/variableUse.ts';
import { walkValue } from '../model/flow/walkValue.ts';
import { lockLeaks } from './promelaLeaks.ts';
import { combine, known, limitTrap, negate, oopsTrap, type PromelaValues, type Spot, type Text, type Trap, truth } from './promelaValue.ts'; // prettier-ignore
import { line, type Option, type Stmt, when } from './promelaText.ts';

/** A program that cannot be written in this form, and why. */
export class NotExportable extends Error {}

/** The cells of the state that the step has changed so far on this way. */
export type Changed = ReadonlySet<number>;
type Then = (changed: Changed) => Stmt[];
type ThenText = (text: Text, changed: Changed) => Stmt[];
type Action<K extends FlowNode['action']['kind']> = Extract<FlowNode['action'], { kind: K }>;

/** A node of local work on the way to where we are: what a jump back to it finds there. */
interface Passed {
  readonly node: number;
  readonly region: number;
  /** Null as long as nothing jumps back. */
  label: string | null;
  /** All that has changed on some way to it. */
  changed: Changed;
}

/** Nodes that the local work of one step may be unfolded to. */
const MOST_UNFOLDED = 20_000;
/** Nodes that one step may run through: the text of what follows is made within that of what goes before. */
const MOST_POINTS = 500;
/** Of a step with a loop in its local work: the nodes that it has run. Reserved in promelaReserved.ts. */
const LOCAL_MOVES = 'local_moves';

const NOTHING: Changed = new Set();

export class PromelaStep {
  /** Temporaries that some step needs, within it only. */
  readonly temporaries: Set<string>;
  /** Cells that a later oops or limit puts back: saved before the step changes anything. */
  private readonly saved = new Set<number>();
  protected readonly v: PromelaValues;
  protected readonly task: number;
  protected readonly code: TaskCode;
  protected readonly place: number;
  private count = 0;
  /** Whether local work may come back to where it was. */
  private readonly loops: boolean;
  private branch = 0;
  private loopLabels = 0;
  private unfolded = 0;

  constructor(values: PromelaValues, task: number, place: number, temporaries: Set<string>) {
    this.v = values;
    this.task = task;
    this.code = at(values.model.codes, task);
    this.place = place;
    this.temporaries = temporaries;
    const { loops, points } = stepGraph(this.code, place);
    this.loops = loops;
    if (points.length > MOST_POINTS)
      throw new NotExportable(
        `a step of ${this.code.task.name} runs through more than ${MOST_POINTS} nodes`,
      );
  }

  /** The whole body; `branch` is the one taken where the step is a choice. */
  body(branch: number): Stmt[] {
    this.branch = branch;
    const first = at(this.code.nodes, this.place);
    const region = at(this.code.regions, first);
    const body = this.node(first, branch, NOTHING, (next, changed) =>
      this.runOn(next, region, changed, [], (stop, after) => this.arrive(stop, after)),
    );
    return [...this.save(), ...this.countFromZero(), ...body];
  }

  private countFromZero(): Stmt[] {
    if (!this.loops) return [];
    this.temporaries.add(LOCAL_MOVES);
    return [line(`${LOCAL_MOVES} = 0`)];
  }

  private save(): Stmt[] {
    return [...this.saved].sort((a, b) => a - b).map((cell) => line(`${this.old(cell)} = ${this.v.names.read(cell)}`)); // prettier-ignore
  }

  private old(cell: number): string {
    const name = `old_${this.v.names.read(cell)}`;
    this.temporaries.add(name);
    return name;
  }

  private temporary(): string {
    const name = `tmp${this.count++}`;
    this.temporaries.add(name);
    return name;
  }

  // The way through the nodes

  private runOn(
    node: number,
    inside: number,
    changed: Changed,
    way: readonly Passed[],
    end: (stop: number, changed: Changed) => Stmt[],
  ): Stmt[] {
    const sort = at(this.code.stops, node);
    const region = at(this.code.regions, node) === inside ? inside : 0;
    if (sort === STOPS_ALWAYS || (sort === STOPS_OUTSIDE && region === 0))
      return end(node, changed);
    const rest = (after: Changed, longer: readonly Passed[]): Stmt[] =>
      this.node(node, 0, after, (then, last) => this.runOn(then, region, last, longer, end));
    if ((this.unfolded += 1) > MOST_UNFOLDED)
      throw new NotExportable(`the local work of ${this.code.task.name} has too many ways`);
    if (!this.loops) return rest(changed, way);
    const before = way.find((one) => one.node === node && one.region === region);
    if (before !== undefined) return this.jumpBack(before, changed);
    return this.passThrough({ node, region, label: null, changed }, way, rest);
  }

  private jumpBack(to: Passed, changed: Changed): Stmt[] {
    to.label ??= this.newLabel();
    to.changed = new Set([...to.changed, ...changed]);
    return [{ kind: 'back', to: to.label }];
  }

  private newLabel(): string {
    const label = `again_${this.place}_${this.branch}_${this.loopLabels++}`;
    return this.v.names.isName(label) ? this.newLabel() : label;
  }

  /** Once more when a jump back has brought changes that were not known of. */
  private passThrough(
    here: Passed,
    way: readonly Passed[],
    rest: (changed: Changed, way: readonly Passed[]) => Stmt[],
  ): Stmt[] {
    const { changed } = here;
    const { count } = this;
    const { limits, localLimit } = this.v.model.machine;
    const endless = limitTrap([`${LOCAL_MOVES} > ${MOST_LOCAL_MOVES}`], at(limits, localLimit));
    const body = this.guarded([endless], changed, () => rest(changed, [...way, here]));
    if (here.changed.size > changed.size) {
      this.count = count;
      return this.passThrough({ ...here, label: null }, way, rest);
    }
    const counted = `${LOCAL_MOVES} = ${LOCAL_MOVES} + 1`;
    return [line(here.label === null ? counted : `${here.label}: ${counted}`), ...body];
  }

  private arrive(stop: number, changed: Changed): Stmt[] {
    const { code, task } = this;
    if (at(code.stops, stop) !== STOPS_ALWAYS) return this.stand(at(code.places, stop), changed);
    const leaks = lockLeaks(this.v.model, this.v.names, task);
    const check = leaks === null ? [] : [line(`assert(PROP != no_lock_leak || !(${leaks}))`)];
    const passes = at(this.v.model.machine.parts.plan.passes, task);
    if (passes < 0) return [...check, ...this.stand(ENDED, changed)];
    const left = this.v.names.read(passes);
    const counted = new Set([...changed, passes]);
    const last = [...check, ...this.stand(ENDED, counted)];
    const count = line(`${left} = ${left} - 1`);
    if (code.task.runs === 1) return [count, ...last];
    return [count, ...when(`${left} == 0`, last, this.beginPass(counted, check))];
  }

  /** The local work before a pass begins with all locals at zero. */
  private beginPass(changed: Changed, check: readonly Stmt[]): Stmt[] {
    const { flow, registers, stops, idlePlaces } = this.code;
    const { names } = this.v;
    const read = [...at(registers.alive, flow.entry), ...names.keptVariables(this.task)];
    const cells = new Set(read.map((variable) => names.variable(this.task, variable)));
    const zeroes = [...cells].sort((a, b) => a - b).map((cell) => line(`${names.read(cell)} = 0`));
    const after = new Set([...changed, ...[...cells].filter((cell) => names.varies(cell))]);
    const pass = this.runOn(flow.entry, 0, after, [], (stop, last) => {
      const place = at(stops, stop) === STOPS_ALWAYS ? ENDED : at(idlePlaces, stop);
      return [...check, ...this.stand(place, last)];
    });
    return [...zeroes, ...this.countFromZero(), ...pass];
  }

  protected stand(place: number, changed: Changed): Stmt[] {
    return [...this.resets(place, changed), line(`${this.v.names.place(this.task)} = ${place}`)];
  }

  /** Dead locals are zero in every state: those that were alive or have been written become so here. */
  protected resets(place: number, changed: Changed): Stmt[] {
    const { registers, nodes } = this.code;
    const node = at(nodes, place);
    const before = at(registers.alive, at(nodes, this.place));
    const cells = this.v.names.keptVariables(this.task).flatMap((variable) => {
      const cell = this.v.names.variable(this.task, variable);
      const alive = node >= 0 && at(registers.alive, node).has(variable);
      return !alive && (before.has(variable) || changed.has(cell)) ? [cell] : [];
    });
    return cells.map((cell) => line(`${this.v.names.read(cell)} = 0`));
  }

  /** Where a task that has queued for a lock stands. */
  protected stay(place: number): Stmt[] {
    return [line(`${this.v.names.place(this.task)} = ${place}`, 'queues')];
  }

  // What goes wrong

  private guarded(traps: readonly Trap[], changed: Changed, rest: () => Stmt[]): Stmt[] {
    if (traps.length === 0) return rest();
    const options: Option[] = [];
    const past: string[] = [];
    for (const trap of traps) {
      const guard = [...new Set([...past, ...trap.when])].join(' && ');
      options.push({ guard, body: this.fail(trap, changed) });
      past.push(opposite(trap.when));
    }
    return [{ kind: 'if', options: [...options, { guard: null, body: rest() }] }];
  }

  /** An oops keeps the state before the step; a limit leaves no successor: the state is its own. */
  protected fail({ oops, name }: Trap, changed: Changed): Stmt[] {
    const back = [...changed]
      .sort((a, b) => a - b)
      .map((cell) => {
        this.saved.add(cell);
        return line(`${this.v.names.read(cell)} = ${this.old(cell)}`);
      });
    if (oops === 0) return [...back, line('skip', `limit: ${name}`)];
    return [...back, line(`OOPS(${oops})`, name)];
  }

  // Nodes

  private node(
    index: number,
    branch: number,
    changed: Changed,
    then: (next: number, changed: Changed) => Stmt[],
  ): Stmt[] {
    const node = at(this.code.flow.nodes, index);
    const { action } = node;
    const on: Then = (after) => then(node.next.to, after);
    switch (action.kind) {
      case 'do':
        return this.doAction(action, node.observes, changed, on);
      case 'branch':
        return this.evaluate(action.condition, changed, ({ text }, after) => {
          const otherwise = then(action.otherwise.to, after);
          if (text === '0') return otherwise;
          return when(text, on(after), otherwise);
        });
      case 'lock':
        return action.gate
          ? this.gate(index, action, changed, on)
          : this.lock(index, action, changed, on);
      case 'hold':
        return this.at(action.lock, false, changed, (spot) => {
          const { cell, value } = heldBy(action.lock, action.task);
          return this.guarded(this.heldTraps(spot), changed, () =>
            this.write(spot, cell, String(value), changed, on),
          );
        });
      case 'wait':
        if (action.gate) return on(changed);
        return this.evaluate(action.until, changed, (_, after) => on(after));
      case 'free':
        return this.free(action, changed, on);
      case 'choose':
        return then(at(action.branches, branch).to.to, changed);
      case 'check':
        return this.check(action, changed, on);
      case 'jump':
      case 'enter':
      case 'end':
        return on(changed);
      default:
        return unreachable(action);
    }
  }

  private check(action: Action<'check'>, changed: Changed, on: Then): Stmt[] {
    return this.evaluate(action.condition, changed, (condition, after) => {
      if (action.sort === 'bug')
        return this.guarded([oopsTrap([condition.text], 'BUG_ON')], after, () => on(after));
      const holds = action.sort === 'warn' ? `!(${truth(condition)})` : truth(condition);
      return [
        line(`assert(PROP != ${this.v.names.property(action.property)} || ${holds})`),
        ...on(after),
      ];
    });
  }

  private doAction(action: Action<'do'>, observes: boolean, changed: Changed, on: Then): Stmt[] {
    const { sets, stores, evaluate } = action;
    if (evaluate !== null && sets.length + stores.length === 0)
      return this.evaluate(evaluate, changed, (_, after) => on(after));
    const setAll = (n: number, texts: readonly string[], after: Changed): Stmt[] => {
      const set = sets[n];
      if (set === undefined) return this.storeAll(action, observes, [], texts, after, on);
      const { name, low, high, type } = at(this.code.flow.variables, set.variable);
      const limit = `range ${name} ${low}..${high}`;
      const bounds = type.kind === 'int' ? { low, high, limit } : null;
      const apart = this.clashes(set.value, sets.slice(0, n), stores);
      return this.bounded(set.value, bounds, after, (text, later) =>
        this.bind(text, apart, (kept) => setAll(n + 1, [...texts, kept], later)),
      );
    };
    return setAll(0, [], changed);
  }

  /** Whether a value must be kept aside, because these writes would change it. */
  private clashes(value: Value, sets: Action<'do'>['sets'], stores: readonly Store[]): boolean {
    if (sets.length + stores.length === 0) return false;
    if (changes(value)) return true;
    const { storage } = this.v.model;
    const written = new Set([
      ...sets.map(({ variable }) => this.v.names.variable(this.task, variable)),
      ...stores.flatMap(({ address }) => slotsOf(storage, address)),
    ]);
    return this.reads(value).some((cell) => written.has(cell));
  }

  /** Every cell that computing it may look at. */
  private reads(value: Value): number[] {
    const { storage } = this.v.model;
    const variables = [...variablesOf(value)];
    const cells = variables.map((variable) => this.v.names.variable(this.task, variable));
    walkValue(value, (inner) => {
      if (inner.kind === 'load') cells.push(...slotsOf(storage, inner.address));
    });
    return cells;
  }

  private storeAll(
    action: Action<'do'>,
    observes: boolean,
    done: readonly { readonly spot: Spot; readonly text: string }[],
    values: readonly string[],
    changed: Changed,
    on: Then,
  ): Stmt[] {
    const { sets, stores } = action;
    const store = stores[done.length];
    if (store === undefined) {
      const variables = sets.map(({ variable }) => variable);
      return this.writeAll(observes, done, changed, (after) =>
        this.setRegisters(variables, values, after, on),
      );
    }
    const before = stores.slice(0, done.length);
    if (this.clashes(store.address.object, [], before))
      throw new NotExportable(`the way to ${store.address.path} is changed on the way`);
    const apart = this.clashes(store.value, [], before);
    return this.at(store.address, observes, changed, (spot) =>
      this.bounded(store.value, store.bounds, changed, (text, after) =>
        this.bind(text, apart, (kept) =>
          this.storeAll(action, observes, [...done, { spot, text: kept }], values, after, on),
        ),
      ),
    );
  }

  private writeAll(
    observes: boolean,
    stores: readonly { readonly spot: Spot; readonly text: string }[],
    changed: Changed,
    on: Then,
  ): Stmt[] {
    const [store, ...later] = stores;
    if (store === undefined) return on(changed);
    const rest: Then = (after) => this.writeAll(observes, later, after, on);
    return observes
      ? this.writeGhost(store.spot, store.text, changed, rest)
      : this.write(store.spot, 0, store.text, changed, rest);
  }

  private setRegisters(
    variables: readonly number[],
    texts: readonly string[],
    changed: Changed,
    on: Then,
  ): Stmt[] {
    const after = new Set(changed);
    const lines = variables.map((variable, n) => {
      const cell = this.v.names.variable(this.task, variable);
      if (this.v.names.varies(cell)) after.add(cell);
      return line(`${this.v.names.read(cell)} = ${at(texts, n)}`);
    });
    return [...lines, ...on(after)];
  }

  /** Through NULL, and in an object that is free, a ghost is written nowhere. */
  private writeGhost(spot: Spot, text: string, changed: Changed, on: Then): Stmt[] {
    const { struct, object } = spot.address;
    const live = this.v.live(struct, object.kind === 'constant' ? object.value : spot.object);
    if (live === '1') return this.write(spot, 0, text, changed, on);
    const written = this.assign(spot, 0, text);
    return [...when(`${live} != 0`, written.body, []), ...on(new Set([...changed, ...written.cells]))]; // prettier-ignore
  }

  private free({ pointer, struct }: Action<'free'>, changed: Changed, on: Then): Stmt[] {
    const { storage } = this.v.model;
    const { objects } = extentOf(storage, struct);
    const defaults = defaultSlots(storage);
    return this.evaluate(pointer, changed, ({ text }, after) => {
      const pooled = objects.flatMap(({ pool }, i) => (pool === null ? [] : [i + 1]));
      const own = objects.flatMap(({ pool }, i) => (pool === null ? [`${text} == ${i + 1}`] : []));
      const freed = [`${this.v.live(struct, text)} == 0`, ...own].join(' || ');
      const traps = [
        oopsTrap([`${text} == 0`], 'NULL dereference'),
        oopsTrap([`(${freed})`], 'double free'),
      ];
      const resets = pooled.map((reference) => {
        const slots = slotsOfObject(storage, struct, reference).filter((slot) => this.v.names.varies(slot)); // prettier-ignore
        return { guard: `${text} == ${reference}`, slots };
      });
      const options = resets.map(({ guard, slots }) => ({
        guard,
        body: slots.map((slot) => line(`${this.v.names.read(slot)} = ${at(defaults, slot)}`)),
      }));
      const cells = resets.flatMap(({ slots }) => slots);
      return this.guarded(traps, after, () => [
        { kind: 'if', options },
        ...on(new Set([...after, ...cells])),
      ]);
    });
  }

  // Locks

  private lock(index: number, action: Action<'lock'>, changed: Changed, on: Then): Stmt[] {
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

  /** What is open for ever stays so. */
  private changeCount(
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

  private changeOwner(
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

  private leaveSeat({ low, high, by }: SeatChange, spot: Spot, changed: Changed, on: Then): Stmt[] {
    const hold = this.v.cell(spot, this.task);
    const mayNot =
      low === high ? `${hold} != ${low}` : `(${hold} < ${low} || ${hold} >= ${high + 1})`;
    const left = low === high ? String(low + by) : `${hold} - ${-by}`;
    return this.release(mayNot, changed, () => this.write(spot, this.task, left, changed, on));
  }

  private release(mayNot: string, changed: Changed, rest: () => Stmt[]): Stmt[] {
    return this.guarded([oopsTrap([mayNot], 'unlock of a lock that is not held')], changed, rest);
  }

  /** Who takes a lock without a wait is sure that it is free. */
  private heldTraps(spot: Spot): Trap[] {
    const count = holdCells(this.v.model.storage, spot.address);
    const cells = Array.from({ length: count }, (_, i) => this.v.cell(spot, i));
    const held = cells.filter((cell) => cell !== '0').map((cell) => `${cell} != 0`);
    if (held.length === 0) return [];
    return [oopsTrap([`(${held.join(' || ')})`], 'hold of a lock that is held')];
  }

  /** Fair: at once when there is room and nobody queues; otherwise queueing is a step, and taking another. */
  private down(index: number, spot: Spot, write: boolean, changed: Changed, on: Then): Stmt[] {
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

  /** The step may begin; who cannot have an rwsem at once queues for it. */
  private gate(
    index: number,
    { operation, lock }: Action<'lock'>,
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

  /** Null where no slot says that the task queues: nobody ever takes the lock exclusively. */
  private mustQueue(spot: Spot, write: boolean): string | null {
    const mine = this.v.cell(spot, this.v.model.codes.length + this.task);
    if (mine === '0') return null;
    return `${mine} == 0 && (${[...this.queued(spot), `!${this.room(spot, write)}`].join(' || ')})`;
  }

  private queued(spot: Spot): string[] {
    const { codes } = this.v.model;
    const all = codes.map((_, t) => this.v.cell(spot, codes.length + t));
    return all.filter((other) => other !== '0').map((other) => `(${other} != 0)`);
  }

  private join(index: number, spot: Spot, write: boolean, changed: Changed): Stmt[] {
    const rank = `2 * (${this.queued(spot).join(' + ')} + 1)${write ? ' + 1' : ''}`;
    const cell = this.v.model.codes.length + this.task;
    return this.write(spot, cell, rank, changed, () => this.stay(this.code.places[index] ?? -1));
  }

  /** Whether the holders leave room for one more: no writer, and for a writer nobody at all. */
  private room(spot: Spot, write: boolean): string {
    const holds = this.v.model.codes.map((_, t) => this.v.cell(spot, t));
    return `(${holds.map((hold) => `${hold} ${write ? '== 0' : `!= ${EXCLUSIVE_HOLD}`}`).join(' && ')})`;
  }

  private leaveQueue(spot: Spot): { body: Stmt[]; cells: number[] } {
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

  // Writing

  private write(spot: Spot, part: number, text: string, changed: Changed, on: Then): Stmt[] {
    const { body, cells } = this.assign(spot, part, text);
    return [...body, ...on(new Set([...changed, ...cells]))];
  }

  /** What never changes is not written: it already holds what it would get. */
  private assign(spot: Spot, part: number, text: string): { body: Stmt[]; cells: number[] } {
    const { names } = this.v;
    const slots = this.v.slots(spot, part).filter(({ slot }) => names.varies(slot));
    const cells = slots.map(({ slot }) => slot);
    const [only] = slots;
    if (only === undefined) return { body: [], cells };
    if (only.when === '1') return { body: [line(`${names.read(only.slot)} = ${text}`)], cells };
    if (spot.indexes.length === 0) return { body: [line(this.v.store(spot, part, text))], cells };
    const options: Option[] = slots.map(({ when: guard, slot }) => ({
      guard,
      body: [line(`${names.read(slot)} = ${text}`)],
    }));
    return { body: [{ kind: 'if', options: [...options, { guard: null, body: [] }] }], cells };
  }

  // Values

  private at(
    address: Spot['address'],
    observed: boolean,
    changed: Changed,
    then: (spot: Spot) => Stmt[],
  ): Stmt[] {
    if (changes(address.object) || address.indexes.some(({ index }) => changes(index)))
      throw new NotExportable(`the way to ${address.path} changes something`);
    const traps: Trap[] = [];
    const spot = this.v.spot(address, observed, this.task, traps, []);
    return this.guarded(traps, changed, () => then(spot));
  }

  private bind(text: string, wanted: boolean, then: (text: string) => Stmt[]): Stmt[] {
    if (!wanted) return then(text);
    const name = this.temporary();
    return [line(`${name} = ${text}`), ...then(name)];
  }

  /** A value that must stay within its place's bounds. */
  private bounded(
    value: Value,
    bounds: Bounds | null,
    changed: Changed,
    then: (text: string, changed: Changed) => Stmt[],
  ): Stmt[] {
    return this.evaluate(value, changed, ({ text }, after) => {
      const span = this.v.span(value, this.code.flow);
      const limits = bounds === null ? [] : outside(text, bounds, span);
      return this.guarded(limits, after, () => then(text, after));
    });
  }

  private evaluate(value: Value, changed: Changed, then: ThenText): Stmt[] {
    if (!changes(value)) {
      const traps: Trap[] = [];
      const text = this.v.pure(value, this.task, traps);
      return this.guarded(traps, changed, () => then(text, changed));
    }
    switch (value.kind) {
      case 'not':
        return this.evaluate(value.operand, changed, (operand, after) =>
          then(known(negate(truth(operand))), after),
        );
      case 'binary':
        return this.binary(value, changed, then);
      case 'exchange':
        return this.exchange(value, changed, then);
      case 'bump':
        return this.bump(value, changed, then);
      case 'trylock':
        return this.tryLock(value, changed, then);
      case 'allocate':
        return this.allocate(value.pool, changed, then);
      default:
        throw new NotExportable(`a value of kind ${value.kind} changes something within`);
    }
  }

  private binary(
    { operator, left, right }: Extract<Value, { kind: 'binary' }>,
    changed: Changed,
    then: ThenText,
  ): Stmt[] {
    return this.evaluate(left, changed, (l, after) => {
      if (!changes(right)) {
        return this.evaluate(right, after, (r, last) => then(combine(operator, l, r), last));
      }
      if (operator === '&&' || operator === '||' || operator === '=>') {
        const decided = known(operator === '&&' ? '0' : '1');
        const go = operator === '||' ? negate(truth(l)) : truth(l);
        return when(
          go,
          this.evaluate(right, after, (r, last) => then(known(truth(r)), last)),
          then(decided, after),
        );
      }
      return this.bind(l.text, left.kind !== 'constant', (kept) =>
        this.evaluate(right, after, (r, last) =>
          then(combine(operator, { ...l, text: kept }, r), last),
        ),
      );
    });
  }

  private exchange(
    value: Extract<Value, { kind: 'exchange' }>,
    changed: Changed,
    then: ThenText,
  ): Stmt[] {
    return this.at(value.address, false, changed, (spot) =>
      this.reached(spot, changed, then, () =>
        this.bounded(value.value, value.bounds, changed, (text, after) =>
          this.bind(this.v.cell(spot, 0), true, (before) =>
            this.write(spot, 0, text, after, (last) => then(known(before), last)),
          ),
        ),
      ),
    );
  }

  private bump(value: Extract<Value, { kind: 'bump' }>, changed: Changed, then: ThenText): Stmt[] {
    const { bounds, by } = value;
    return this.at(value.address, value.observed, changed, (spot) =>
      this.reached(spot, changed, then, () => {
        const next = `${this.v.cell(spot, 0)} ${by < 0 ? '-' : '+'} ${Math.abs(by)}`;
        const { low, high } = bounds;
        const limits = outside(`(${next})`, bounds, [low + by, high + by]);
        return this.guarded(limits, changed, () =>
          this.write(spot, 0, next, changed, (after) => then(known(this.v.cell(spot, 0)), after)),
        );
      }),
    );
  }

  /** An observer that comes to NULL changes nothing, and does not know what was there. */
  private reached(spot: Spot, changed: Changed, then: ThenText, on: () => Stmt[]): Stmt[] {
    if (spot.unknown === null) return on();
    return when(spot.unknown, then({ text: '0', unknown: '1' }, changed), on());
  }

  private tryLock(
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

  private tryCount(spot: Spot, changed: Changed, then: ThenText): Stmt[] {
    const taken = this.changeCount('take', spot, changed, (after) => then(known('1'), after));
    return when(`${this.v.cell(spot, 0)} != 0`, taken, then(known('0'), changed));
  }

  private tryTake(spot: Spot, changed: Changed, then: ThenText): Stmt[] {
    const own = String(this.task + 1);
    const taken = this.write(spot, 0, own, changed, (after) => then(known('1'), after));
    return when(`${this.v.cell(spot, 0)} == 0`, taken, then(known('0'), changed));
  }

  private tryDown(
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

  /** The lowest element that is free. */
  private allocate(pool: string, changed: Changed, then: ThenText): Stmt[] {
    const { storage } = this.v.model;
    const range = storage.ranges.get(pool);
    if (range === undefined) throw new NotExportable(`pool ${pool} is not there`);
    const { names } = this.v;
    const elements = Array.from({ length: range.length }, (_, i) =>
      withEmbedded(storage, range.struct, range.first + i).map(
        ({ extent, base }) => base + (extent.live ?? 0),
      ),
    );
    const lives = elements.map((slots) => names.read(at(slots, 0)));
    const got = this.temporary();
    const options = elements.map((slots, i) => ({
      guard: [...lives.slice(0, i).map((l) => `${l} != 0`), `${at(lives, i)} == 0`].join(' && '),
      body: [
        ...slots.map((slot) => line(`${names.read(slot)} = 1`)),
        line(`${got} = ${range.first + i}`),
      ],
    }));
    const empty = lives.map((live) => `${live} != 0`).join(' && ');
    return this.guarded([limitTrap([empty], `pool ${pool}[${range.length}]`)], changed, () => [
      { kind: 'if', options },
      ...then(known(got), new Set([...changed, ...elements.flat()])),
    ]);
  }
}

/** None of the traps before has sprung. */
function opposite(conditions: readonly string[]): string {
  const [only = ''] = conditions;
  if (conditions.length === 1 && /^\w+ == 0$/.test(only)) return only.replace('==', '!=');
  return `!(${conditions.join(' && ')})`;
}

/** Where a value can leave its bounds, given the values that it can have. */
function outside(text: string, bounds: Bounds, span: readonly [number, number] | null): Trap[] {
  if (bounds.limit === '') return [];
  const { low, high, limit } = bounds;
  const below = span !== null && span[0] >= low ? [] : [`${text} < ${low}`];
  const above = span !== null && span[1] <= high ? [] : [`${text} > ${high}`];
  const ways = [...below, ...above];
  const [only = ''] = ways;
  if (ways.length === 0) return [];
  return [limitTrap([ways.length === 1 ? only : `(${ways.join(' || ')})`], limit)];
}

/** Whether computing it changes anything. */
function changes(value: Value): boolean {
  let found = false;
  walkValue(value, ({ kind }) => {
    found ||= ['exchange', 'bump', 'trylock', 'allocate'].includes(kind);
  });
  return found;
}
