// One step of one task as a body of Promela: what it does, then where the task stands.
// The local work that rides along is unfolded; where it comes back to a node of its way, it jumps back, and
// then every node is counted, as the machine counts them.

import { at, unreachable } from '../base/assert.ts';
import type { Store, Value } from '../model/cfg/controlFlowGraph.ts';
import { stepGraph } from '../model/step/stepGraph.ts';
import { MOST_LOCAL_MOVES } from '../model/step/stepMachine.ts';
import { STOPS_ALWAYS, STOPS_OUTSIDE } from '../model/cfg/stops.ts';
import { extentOf, heldBy, slotsOfObject } from '../model/storage/storage.ts';
import { ENDED } from '../model/step/taskCode.ts';
import { defaultSlots } from '../model/step/startMemory.ts';
import { slotsOf } from '../model/cfg/slotValues.ts';
import { variablesOf } from '../model/cfg/variableUse.ts';
import { walkValue } from '../model/cfg/walkValue.ts';
import { NotExportable } from './notExportable.ts';
import { lockLeaks } from './promelaLeaks.ts';
import { limitTrap, oopsTrap, type PromelaValues, type Spot, truth } from './promelaValue.ts';
import { line, type Stmt, when } from './promelaText.ts';
import { type ActionOf, type Changed, changes, type Then } from './promelaEffects.ts';
import { PromelaComputation } from './promelaComputation.ts';

/** A node of local work on the way to where we are: what a jump back to it finds there. */
interface Passed {
  readonly node: number;
  readonly atomicRegion: number;
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

export class PromelaStep extends PromelaComputation {
  /** Whether local work may come back to where it was. */
  private readonly loops: boolean;
  private branch = 0;
  private loopLabels = 0;
  private unfolded = 0;

  constructor(values: PromelaValues, task: number, pc: number, temporaries: Set<string>) {
    super(values, task, pc, temporaries);
    const { loops, points } = stepGraph(this.code, pc);
    this.loops = loops;
    if (points.length > MOST_POINTS)
      throw new NotExportable(
        `a step of ${this.code.task.name} runs through more than ${MOST_POINTS} nodes`,
      );
  }

  /** The whole body; `branch` is the one taken where the step is a choice. */
  body(branch: number): Stmt[] {
    this.branch = branch;
    const first = at(this.code.nodes, this.pc);
    const atomicRegion = at(this.code.atomicRegions, first);
    const body = this.node(first, branch, NOTHING, (next, changed) =>
      this.runOn(next, atomicRegion, changed, [], (stop, after) => this.arrive(stop, after)),
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

  // The way through the nodes

  private runOn(
    node: number,
    inside: number,
    changed: Changed,
    way: readonly Passed[],
    end: (stop: number, changed: Changed) => Stmt[],
  ): Stmt[] {
    const variant = at(this.code.stops, node);
    const atomicRegion = at(this.code.atomicRegions, node) === inside ? inside : 0;
    if (variant === STOPS_ALWAYS || (variant === STOPS_OUTSIDE && atomicRegion === 0))
      return end(node, changed);
    const rest = (after: Changed, longer: readonly Passed[]): Stmt[] =>
      this.node(node, 0, after, (then, last) => this.runOn(then, atomicRegion, last, longer, end));
    if ((this.unfolded += 1) > MOST_UNFOLDED)
      throw new NotExportable(`the local work of ${this.code.task.name} has too many ways`);
    if (!this.loops) return rest(changed, way);
    const before = way.find((one) => one.node === node && one.atomicRegion === atomicRegion);
    if (before !== undefined) return this.jumpBack(before, changed);
    return this.passThrough({ node, atomicRegion, label: null, changed }, way, rest);
  }

  private jumpBack(to: Passed, changed: Changed): Stmt[] {
    to.label ??= this.newLabel();
    to.changed = new Set([...to.changed, ...changed]);
    return [{ kind: 'back', to: to.label }];
  }

  private newLabel(): string {
    const label = `again_${this.pc}_${this.branch}_${this.loopLabels++}`;
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
    if (at(code.stops, stop) !== STOPS_ALWAYS) return this.stand(at(code.pcs, stop), changed);
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
    const { cfg, registers, stops, idlePcs } = this.code;
    const { names } = this.v;
    const read = [...at(registers.alive, cfg.entry), ...names.keptVariables(this.task)];
    const cells = new Set(read.map((variable) => names.variable(this.task, variable)));
    const zeroes = [...cells].sort((a, b) => a - b).map((cell) => line(`${names.read(cell)} = 0`));
    const after = new Set([...changed, ...[...cells].filter((cell) => names.varies(cell))]);
    const pass = this.runOn(cfg.entry, 0, after, [], (stop, last) => {
      const pc = at(stops, stop) === STOPS_ALWAYS ? ENDED : at(idlePcs, stop);
      return [...check, ...this.stand(pc, last)];
    });
    return [...zeroes, ...this.countFromZero(), ...pass];
  }

  // Nodes

  private node(
    index: number,
    branch: number,
    changed: Changed,
    then: (next: number, changed: Changed) => Stmt[],
  ): Stmt[] {
    const node = at(this.code.cfg.nodes, index);
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

  private check(action: ActionOf<'check'>, changed: Changed, on: Then): Stmt[] {
    return this.evaluate(action.condition, changed, (condition, after) => {
      if (action.variant === 'bug')
        return this.guarded([oopsTrap([condition.text], 'BUG_ON')], after, () => on(after));
      const holds = action.variant === 'warn' ? `!(${truth(condition)})` : truth(condition);
      return [
        line(`assert(PROP != ${this.v.names.property(action.property)} || ${holds})`),
        ...on(after),
      ];
    });
  }

  private doAction(action: ActionOf<'do'>, observes: boolean, changed: Changed, on: Then): Stmt[] {
    const { sets, stores, evaluate } = action;
    if (evaluate !== null && sets.length + stores.length === 0)
      return this.evaluate(evaluate, changed, (_, after) => on(after));
    const setAll = (n: number, texts: readonly string[], after: Changed): Stmt[] => {
      const set = sets[n];
      if (set === undefined) return this.storeAll(action, observes, [], texts, after, on);
      const { name, low, high, type } = at(this.code.cfg.variables, set.variable);
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
  private clashes(value: Value, sets: ActionOf<'do'>['sets'], stores: readonly Store[]): boolean {
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
    action: ActionOf<'do'>,
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

  private writeGhost(spot: Spot, text: string, changed: Changed, on: Then): Stmt[] {
    const there = this.v.thereToWrite(spot);
    if (there === null) return this.write(spot, 0, text, changed, on);
    const written = this.assign(spot, 0, text);
    return [...when(there, written.body, []), ...on(new Set([...changed, ...written.cells]))];
  }

  private free({ pointer, struct }: ActionOf<'free'>, changed: Changed, on: Then): Stmt[] {
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
}
