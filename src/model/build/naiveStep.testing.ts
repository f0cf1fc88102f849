// One step of the naive interpreter: it executes the statements of the text directly, by the rules of the language.
// Nothing is compiled, and dead locals are kept.

import { assert, at, unreachable } from '../../base/assert.ts';
import { type Config, decide, evaluateOption } from '../../lang/program/configurations.ts';
import type {
  Expr,
  FunctionDefinition,
  LockOperation,
  Loop,
  Place,
  Program,
  Stmt,
  Task,
  Type,
} from '../../lang/program/program.ts';
import {
  family,
  fieldsOf,
  GLOBAL,
  isLock,
  type Lock,
  type NaiveMemory,
  read,
  type Scalar,
  type Spot,
  type Stored,
  structOf,
  type Word,
  write,
  blank,
} from './naiveMemory.testing.ts';
import {
  atomicDepth,
  entering,
  type Frame,
  isObserving,
  type LocalValue,
  type NaiveTask,
  outOfFunction,
  past,
  statementAt,
  toLabel,
  toLoop,
  type Work,
} from './naiveTask.testing.ts';

/** The kernel dies. */
export class Oops extends Error {}
/** The model is too small. */
export class Limit extends Error {}
/** An observer has read through NULL. */
class Unknown extends Error {}

/** Endless local work is cut off after so many nodes; the number is arbitrary. */
const MOST_LOCAL_WORK = 3000;

/** What a step, a condition or a property runs on. */
export interface Setting {
  readonly program: Program;
  readonly config: Config;
  /** The tasks of this configuration. */
  readonly tasks: readonly Task[];
  /** The properties that were tested so far. */
  readonly tested: Set<string>;
}

export class NaiveStep {
  readonly broken = new Set<string>();
  private readonly setting: Setting;
  private readonly memory: NaiveMemory;
  /** Which other tasks have ended. */
  private readonly isDone: (task: number) => boolean;
  private readonly task: number | null;
  private work: readonly Work[];
  private frames: Frame[];
  /** Whether the step's operation was made in the atomic that we are in. */
  private carried = false;

  constructor(
    setting: Setting,
    memory: NaiveMemory,
    isDone: (task: number) => boolean,
    task: number | null,
    from: NaiveTask,
  ) {
    this.setting = setting;
    this.memory = memory;
    this.isDone = isDone;
    this.task = task;
    this.work = from.work;
    this.frames = from.frames.map((frame) => ({ ...frame, locals: [...frame.locals] }));
  }

  get rest(): { readonly work: readonly Work[]; readonly frames: readonly Frame[] } {
    return { work: this.work, frames: this.frames };
  }

  /** The operation at the task's program counter, then the local work after it. */
  takeStep(choice: string | null): void {
    assert(this.begins(), 'a task stands where a step begins');
    this.carried = atomicDepth(this.work) > 0;
    const ahead = this.firstOperation();
    if (ahead !== null && this.mustQueue(ahead)) return;
    const s = this.statement();
    if (s === null) this.turn();
    else this.execute(s, choice);
    this.runOn();
  }

  /**
   * Whether a step can begin here: at an operation; in an atomic also at what observes, and where a loop asks
   * whether an object is there.
   */
  private begins(): boolean {
    const s = this.statement();
    if (s !== null && this.operates(s)) return true;
    if (atomicDepth(this.work) === 0 || isObserving(this.work)) return false;
    return s === null ? this.asksForLife() : isObserver(s);
  }

  private asksForLife(): boolean {
    const top = this.work.at(-1);
    const member = top?.kind === 'for' ? top.members[top.round] : undefined;
    return typeof member === 'string' && this.isPooled(member);
  }

  private isPooled(id: string): boolean {
    return this.setting.program.pools.some(({ name }) => id.startsWith(`${name}[`));
  }

  /** The operation of the step that begins here, without what precedes it; null if there is none. */
  private firstOperation(): { step: NaiveStep; s: Stmt } | null {
    const { work, frames } = this;
    const step = new NaiveStep(this.setting, this.memory, this.isDone, this.task, { work, frames, idle: false, done: false, passes: 0 }); // prettier-ignore
    return step.unlessItFails(() => step.findOperation(), null);
  }

  /** Nothing before it changes shared memory, except for observers, which are skipped. */
  private findOperation(): { step: NaiveStep; s: Stmt } | null {
    const here = this.statement();
    if (here !== null && this.operates(here)) return { step: this, s: here };
    while (atomicDepth(this.work) > 0) {
      const s = this.statement();
      if (s !== null && this.operates(s)) return { step: this, s };
      if (s === null && this.asksForLife()) return null;
      if (s === null) this.turn();
      else if (isObserver(s)) this.work = past(this.work);
      else this.execute(s, null);
    }
    return null;
  }

  /** Local work, and the rest of an atomic whose first operation was made. */
  runOn(): void {
    for (let fuel = MOST_LOCAL_WORK; this.work.length > 0; fuel -= 1) {
      const s = this.statement();
      if (!this.carried && this.begins()) return;
      if (fuel === 0) throw new Limit('local moves without a shared access');
      if (s === null) this.turn();
      else this.execute(s, null);
    }
  }

  /** Runs to the end, as `init` does. */
  runAll(): void {
    for (let fuel = MOST_LOCAL_WORK; this.work.length > 0; fuel -= 1) {
      if (fuel === 0) throw new Limit('init without end');
      const s = this.statement();
      if (s === null) this.turn();
      else this.execute(s, null);
    }
  }

  statement(): Stmt | null {
    return statementAt({
      work: this.work,
      frames: this.frames,
      idle: false,
      done: false,
      passes: 0,
    });
  }

  /** The task's location: the operation that it waits for, or a loop that tests whether an object is allocated. */
  standing(): Stmt | null {
    const ahead = this.firstOperation()?.s;
    if (ahead?.kind === 'wait') return ahead;
    if (ahead?.kind === 'lock' && !isRelease(ahead.operation)) return ahead;
    const top = this.work.at(-1);
    return top?.kind === 'for' ? top.loop : this.statement();
  }

  private get frame(): Frame {
    return at(this.frames, this.frames.length - 1);
  }

  /** The end of a block, a round, a function or an atomic. */
  private turn(): void {
    const top = at(this.work, this.work.length - 1);
    this.work = this.work.slice(0, -1);
    switch (top.kind) {
      case 'while':
        this.work = [...this.work, { kind: 'test', loop: top.loop }];
        this.work = entering(this.work, top.loop.before);
        return;
      case 'for':
        return this.nextRound(top);
      case 'leave atomic':
        return this.settleAtomic();
      case 'leave function':
        this.frames.pop();
        return;
      case 'block':
      case 'test':
      case 'leave ghost':
        break;
      default:
        return unreachable(top);
    }
  }

  private nextRound(top: Extract<Work, { kind: 'for' }>): void {
    const member = top.members[top.round];
    if (member === undefined) return;
    this.work = [...this.work, { ...top, round: top.round + 1 }];
    if (typeof member === 'string' && !this.isLive(member)) return;
    this.frame.locals[top.loop.local] = member;
    this.work = entering(this.work, top.loop.body);
  }

  private settleAtomic(): void {
    if (atomicDepth(this.work) === 0) this.carried = false;
  }

  // What touches shared memory

  operates(s: Stmt): boolean {
    if (isObserving(this.work)) return false;
    const { config } = this.setting;
    switch (s.kind) {
      case 'lock':
      case 'hold':
      case 'wait':
      case 'free':
      case 'choose':
        return true;
      case 'store':
        return !s.place.ghost;
      case 'set':
      case 'set-part':
      case 'evaluate':
        return sharesMemory(s.value, config);
      case 'if':
        return sharesMemory(s.condition, config);
      case 'while':
        return this.work.at(-1)?.kind === 'test' && sharesMemory(s.condition, config);
      case 'assert':
        return s.variant !== 'assert' && sharesMemory(s.condition, config);
      case 'return':
        return s.value !== null && sharesMemory(s.value, config);
      case 'call':
        return s.args.some((arg) => sharesMemory(arg, config));
      case 'for':
      case 'label':
      case 'goto':
      case 'break':
      case 'continue':
      case 'atomic':
      case 'ghost':
        return false;
      default:
        return unreachable(s);
    }
  }

  // Statements

  private execute(s: Stmt, choice: string | null): void {
    if (s.kind === 'while') return this.test(s);
    this.work = past(this.work);
    switch (s.kind) {
      case 'set':
        return this.setLocal(s.local, this.valueSeen(s.value));
      case 'set-part': {
        const word = { ...(this.local(s.local) as Word) };
        word[s.field] = this.valueSeen(s.value) as Scalar;
        return this.setLocal(s.local, word);
      }
      case 'store':
        return this.store(s);
      case 'evaluate':
        this.valueSeen(s.value);
        return;
      case 'lock':
        return this.operateLock(s.operation, this.spot(s.place));
      case 'hold':
        return this.hold(s);
      case 'free':
        return this.free(this.value(s.pointer) as string | null);
      case 'wait':
        this.truth(s.until);
        return;
      case 'call':
        return this.call(s);
      case 'if':
        this.work = entering(this.work, this.truth(s.condition) ? s.then : s.else);
        return;
      case 'for':
        this.work = [
          ...this.work,
          { kind: 'for', loop: s, members: this.members(s.over), round: 0 },
        ];
        return;
      case 'goto':
        this.work = toLabel(this.work, s.label);
        return this.settleAtomic();
      case 'break':
      case 'continue':
        this.work = toLoop(this.work, s.kind === 'break');
        return this.settleAtomic();
      case 'return':
        return this.leave(s.value);
      case 'atomic':
        if (atomicDepth(this.work) === 0) this.carried = false;
        this.work = entering([...this.work, { kind: 'leave atomic' }], s.body);
        return;
      case 'ghost':
        this.work = entering([...this.work, { kind: 'leave ghost' }], s.body);
        return;
      case 'assert':
        return this.check(s);
      case 'choose': {
        const branch = s.branches.find(({ label }) => label === choice);
        assert(branch !== undefined, `a branch ${choice}`);
        this.work = entering(this.work, branch.body);
        return;
      }
      case 'label':
        return;
      default:
        return unreachable(s);
    }
  }

  private test(loop: Extract<Stmt, { kind: 'while' }>): void {
    const top = this.work.at(-1);
    if (top?.kind !== 'test') {
      this.work = [...past(this.work), { kind: 'while', loop }];
      return;
    }
    this.work = this.work.slice(0, -1);
    if (this.truth(loop.condition))
      this.work = entering([...this.work, { kind: 'while', loop }], loop.body);
  }

  private store(s: Extract<Stmt, { kind: 'store' }>): void {
    if (s.place.ghost) return this.storeGhost(s);
    const spot = this.spot(s.place);
    const before = s.operator === '=' ? 0 : (read(this.memory, spot) as number);
    this.put(s.place, spot, combined(s, before, this.value(s.value)));
  }

  /** A ghost write without a place is ignored. */
  private storeGhost(s: Extract<Stmt, { kind: 'store' }>): void {
    const value = this.valueSeen(s.value);
    const spot = this.placeSeen(s.place);
    if (spot === null || !this.isLive(spot.id)) return;
    const before = s.operator === '=' ? 0 : (read(this.memory, spot) as number);
    this.put(s.place, spot, combined(s, before, value));
  }

  /** A ghost count without a place is ignored too. */
  private bumpGhost(e: Extract<Expr, { kind: 'bump' }>): number {
    const spot = this.placeSeen(e.place);
    if (spot === null && !this.zeroes) throw new Unknown();
    if (spot === null || !this.isLive(spot.id)) return 0;
    this.put(e.place, spot, (read(this.memory, spot) as number) + e.by);
    return read(this.memory, spot) as number;
  }

  /** Writes a value to its place; a value outside the place's range is a limit. */
  private put(place: Place, spot: Spot, value: Stored): void {
    checkRange(spot.field, place.type, value);
    write(this.memory, spot, copy(value));
  }

  private call(s: Extract<Stmt, { kind: 'call' }>): void {
    const callee = this.definition(s.callee);
    const locals: LocalValue[] = [];
    const outs = new Map<number, number>();
    s.args.forEach((arg, i) => {
      if (at(callee.locals, i).kind === 'out' && arg.kind === 'local') outs.set(i, arg.local);
      else {
        const { name, type } = at(callee.locals, i);
        const value = this.value(arg);
        checkRange(name, type, value);
        locals[i] = value;
      }
    });
    this.frames.push({ body: callee, locals, outs, result: s.result });
    if (callee.atomic) {
      if (atomicDepth(this.work) === 0) this.carried = false;
      this.work = [...this.work, { kind: 'leave atomic' }];
    }
    this.work = entering([...this.work, { kind: 'leave function' }], callee.body);
  }

  private definition(name: string): FunctionDefinition {
    const found = (this.setting.program.functions.get(name) ?? []).find(
      ({ when }) => when === null || evaluateOption(when, this.setting.config),
    );
    assert(found !== undefined, `${name} is defined`);
    return found;
  }

  private leave(value: Expr | null): void {
    const result = value === null ? null : this.value(value);
    const inFunction = this.work.some(({ kind }) => kind === 'leave function');
    this.work = inFunction ? outOfFunction(this.work) : [];
    const { result: target } = this.frame;
    if (inFunction) this.frames.pop();
    if (target !== null && value !== null) this.setLocal(target, result);
    this.settleAtomic();
  }

  private check(s: Extract<Stmt, { kind: 'assert' }>): void {
    if (s.variant === 'assert') {
      this.setting.tested.add(s.property);
      if (!this.observe(s.condition)) this.broken.add(s.property);
      return;
    }
    const hit = this.truth(s.condition);
    if (hit && s.variant === 'bug') throw new Oops('BUG_ON');
    if (hit) this.broken.add(s.property);
  }

  private free(id: string | null): void {
    if (id === null) throw new Oops('NULL dereference');
    const pooled = this.setting.program.pools.some((pool) => id.startsWith(`${pool.name}[`));
    if (!pooled || !this.isLive(id)) throw new Oops('double free');
    const { program } = this.setting;
    for (const one of family(this.memory, id)) {
      const object = this.memory[one];
      if (object === undefined) continue;
      object.live = false;
      for (const { name, type } of structOf(program, object.struct).fields)
        if (type.kind !== 'object') object.fields[name] = blank(program, type);
    }
  }

  private hold(s: Extract<Stmt, { kind: 'hold' }>): void {
    const holder =
      s.task === null ? this.task : this.setting.tasks.findIndex(({ name }) => name === s.task);
    if (holder === null || holder < 0) return;
    const lock = this.lock(this.spot(s.place));
    if (Object.keys(lock.holds).length > 0) throw new Oops('hold of a lock that is held');
    lock.holds = { [holder]: 'w' };
  }

  // Locks

  private lock(spot: Spot): Lock {
    const lock = read(this.memory, spot);
    assert(isLock(lock), `${spot.field} is a lock`);
    return lock;
  }

  /** Whether the task's next statement can be executed. One whose place cannot be reached can: it is an oops. */
  canStep(): boolean {
    const ahead = this.firstOperation();
    if (ahead === null) return true;
    const { step, s } = ahead;
    return step.unlessItFails(() => step.canOperate(s), true);
  }

  private canOperate(s: Stmt): boolean {
    if (s.kind === 'wait') return this.truth(s.until);
    if (s.kind !== 'lock') return true;
    const lock = this.lock(this.spot(s.place));
    if (isRelease(s.operation)) return true;
    if (s.operation === 'down' || s.operation === 'wait_for_completion') return lock.tokens !== 0;
    if (!lock.rwsem) return Object.keys(lock.holds).length === 0;
    return !lock.queue.some(({ task }) => task === this.task) || this.isMyTurn(lock);
  }

  private unlessItFails<T>(find: () => T, otherwise: T): T {
    try {
      return find();
    } catch (error) {
      if (error instanceof Oops || error instanceof Limit) return otherwise;
      throw error;
    }
  }

  /** All tasks ahead in the queue want the same mode, and no holder conflicts. */
  private isMyTurn(lock: Lock): boolean {
    const mine = lock.queue.findIndex(({ task }) => task === this.task);
    const { write: exclusive } = at(lock.queue, mine);
    const before = lock.queue.slice(0, mine);
    const ahead = exclusive ? before.length > 0 : before.some((other) => other.write);
    return !ahead && hasRoom(lock, exclusive);
  }

  /** The first attempt at an rwsem that is not available at once only queues. */
  private mustQueue({ step, s }: { step: NaiveStep; s: Stmt }): boolean {
    if (s.kind !== 'lock' || (s.operation !== 'down_read' && s.operation !== 'down_write'))
      return false;
    const lock = step.unlessItFails(() => step.lock(step.spot(s.place)), null);
    if (lock === null) return false;
    const exclusive = s.operation === 'down_write';
    if (lock.queue.some(({ task }) => task === this.task)) return false;
    if (lock.queue.length === 0 && hasRoom(lock, exclusive)) return false;
    lock.queue.push({ task: this.task ?? -1, write: exclusive });
    return true;
  }

  private operateLock(operation: LockOperation, spot: Spot): void {
    const lock = this.lock(spot);
    const own = this.task ?? -1;
    const hold = lock.holds[own];
    switch (operation) {
      case 'mutex_lock':
      case 'spin_lock':
      case 'bit_lock':
        lock.holds = { [own]: 'w' };
        return;
      case 'bit_unlock':
        if (Object.keys(lock.holds).length === 0) throw notHeld();
        lock.holds = {};
        return;
      case 'mutex_unlock':
      case 'spin_unlock':
      case 'up_write':
        if (hold !== 'w') throw notHeld();
        delete lock.holds[own];
        return;
      case 'downgrade_write':
        if (hold !== 'w') throw notHeld();
        lock.holds[own] = 1;
        return;
      case 'up_read':
        if (typeof hold !== 'number') throw notHeld();
        if (hold === 1) delete lock.holds[own];
        else lock.holds[own] = hold - 1;
        return;
      case 'down_read':
      case 'down_write':
        lock.queue = lock.queue.filter(({ task }) => task !== own);
        return this.takeRwsem(lock, operation === 'down_write');
      case 'down':
      case 'wait_for_completion':
        takeToken(lock);
        return;
      case 'up':
      case 'complete':
        if (lock.tokens === 'open') return;
        if (lock.tokens === 15) throw new Limit('a semaphore or completion counted beyond 15');
        lock.tokens += 1;
        return;
      case 'complete_all':
        lock.tokens = 'open';
        return;
      default:
        return unreachable(operation);
    }
  }

  private takeRwsem(lock: Lock, exclusive: boolean): void {
    const own = this.task ?? -1;
    const hold = lock.holds[own];
    if (!exclusive && hold === 2) throw new Limit('down_read by one task three times');
    lock.holds[own] = exclusive ? 'w' : ((hold as number | undefined) ?? 0) + 1;
  }

  private tryLock(e: Extract<Expr, { kind: 'trylock' }>): boolean {
    const lock = this.lock(this.spot(e.place));
    if (e.operation === 'down_trylock') return takeToken(lock);
    const exclusive = e.operation !== 'down_read_trylock';
    if (lock.queue.length > 0 || !hasRoom(lock, exclusive)) return false;
    if (lock.rwsem) this.takeRwsem(lock, exclusive);
    else lock.holds = { [this.task ?? -1]: 'w' };
    return true;
  }

  // Locals

  private home(local: number): { readonly frame: Frame; readonly local: number } {
    for (let depth = this.frames.length - 1, index = local; ; depth -= 1) {
      const frame = at(this.frames, depth);
      const outer = frame.outs.get(index);
      if (outer === undefined) return { frame, local: index };
      index = outer;
    }
  }

  private local(index: number): LocalValue {
    const { frame, local } = this.home(index);
    const known = frame.locals[local];
    if (known !== undefined) return known;
    return blank(this.setting.program, at(frame.body.locals, local).type);
  }

  private setLocal(index: number, value: LocalValue): void {
    const { frame, local } = this.home(index);
    const { name, type } = at(frame.body.locals, local);
    checkRange(name, type, value);
    frame.locals[local] = copy(value);
  }

  // Places

  private isLive(id: string): boolean {
    return this.memory[id]?.live !== false;
  }

  /** Where a scalar, a word or a lock is. */
  private spot(place: Place): Spot {
    const found = this.locate(place);
    assert(typeof found !== 'string' && found !== null, 'a place below an object');
    return found;
  }

  /** An object's name (null: inside of NULL), or where a value is. */
  private locate(place: Place): Spot | string | null {
    let here = this.root(place);
    for (const step of place.path) {
      const index = step.kind === 'index' ? (this.value(step.index) as number) : null;
      if (index !== null && step.kind === 'index' && (index < 0 || index >= step.length))
        throw new Limit(`range index of ${arrayName(place, here)}`);
      if (typeof here === 'string' || here === null) here = this.below(here, step, index);
      else here = { ...here, trail: [...here.trail, index ?? nameOf(step)] };
    }
    return here;
  }

  private root({ root }: Place): Spot | string | null {
    if (root.kind === 'pointer') return this.value(root.pointer) as string | null;
    if (root.kind === 'cell') return (this.local(root.local) as { cell: Spot }).cell;
    if (root.name in fieldsOf(this.memory, GLOBAL))
      return { id: GLOBAL, field: root.name, trail: [] };
    return root.name;
  }

  /** One step down from an object. */
  private below(
    id: string | null,
    step: Place['path'][number],
    index: number | null,
  ): Spot | string | null {
    if (index !== null) return `${id}[${index}]`;
    const field = nameOf(step);
    const inner = step.kind === 'field' ? this.fieldType(step.struct, field) : null;
    if (inner?.kind === 'object') return id === null ? null : `${id}.${field}`;
    if (id === null) throw this.observing ? new Unknown() : new Oops('NULL dereference');
    if (!this.observing && !this.isLive(id)) throw new Oops('use after free');
    return { id, field, trail: [] };
  }

  private fieldType(struct: string, field: string) {
    return structOf(this.setting.program, struct).fields.find(({ name }) => name === field)?.type;
  }

  // Values

  private watching = false;

  private get observing(): boolean {
    return this.watching || isObserving(this.work);
  }

  /** A condition that reads through NULL or beyond an array does not hold. */
  holds(condition: Expr): boolean {
    const seen = this.lookAt(condition);
    return seen !== null && isTrue(seen.value);
  }

  /** Whether this state tests a condition, by the definition in the guide. */
  tests(condition: Expr): boolean {
    this.watching = true;
    try {
      return this.isTested(condition, true);
    } catch (error) {
      if (error instanceof Unknown || error instanceof Limit) return false;
      throw error;
    } finally {
      this.watching = false;
    }
  }

  /** `wanted` false: of the negation. */
  private isTested(e: Expr, wanted: boolean): boolean {
    if (e.kind === 'not') return this.isTested(e.operand, !wanted);
    if (e.kind === 'quantified' && e.quantifier === (wanted ? 'forall' : 'exists'))
      return this.anyMember(e, (body) => this.isTested(body, wanted));
    if (e.kind !== 'binary') return true;
    const { operator, left, right } = e;
    if (operator === (wanted ? '&&' : '||'))
      return [left, right].some((side) => this.isTested(side, wanted));
    if (!wanted) return true;
    if (operator === '=>') return this.truth(left) && this.isTested(right, true);
    if (operator === '||' && left.kind === 'not')
      return this.truth(left.operand) && this.isTested(right, true);
    return true;
  }

  private anyMember(
    e: Extract<Expr, { kind: 'quantified' }>,
    ask: (body: Expr) => boolean,
  ): boolean {
    const { locals } = this.frame;
    const before = locals[e.local];
    const found = this.members(e.over).some((member) => {
      locals[e.local] = member;
      return this.isMember(member) && ask(e.body);
    });
    if (before === undefined) delete locals[e.local];
    else locals[e.local] = before;
    return found;
  }

  /** Only observes: NULL on the way makes the result false. */
  observe(condition: Expr): boolean {
    const before = this.watching;
    this.watching = true;
    const holds = this.truth(condition);
    this.watching = before;
    return holds;
  }

  /** What an observer reads; null if it would have to read through NULL or beyond an array. */
  lookAt(e: Expr): { readonly value: Stored } | null {
    this.watching = true;
    try {
      return { value: this.value(e) };
    } catch (error) {
      if (error instanceof Unknown || error instanceof Limit) return null;
      throw error;
    } finally {
      this.watching = false;
    }
  }

  /** Whether what an observer reads through NULL is its blank; within a comparison or a condition it is unknown. */
  private zeroes = false;

  /** A value that is put somewhere: to an observer, what is read through NULL is its blank. */
  private valueSeen(e: Expr): Stored {
    const before = this.watching;
    this.watching = this.observing;
    try {
      return this.reading(true, () => this.value(e));
    } finally {
      this.watching = before;
    }
  }

  /** Where an observer writes; null where the way there leads through NULL, by an index as well. */
  private placeSeen(place: Place): Spot | null {
    const before = this.watching;
    this.watching = this.observing;
    try {
      return this.reading(false, () => this.spot(place));
    } catch (error) {
      if (error instanceof Unknown) return null;
      throw error;
    } finally {
      this.watching = before;
    }
  }

  private reading<T>(zeroes: boolean, find: () => T): T {
    const before = this.zeroes;
    this.zeroes = zeroes;
    try {
      return find();
    } finally {
      this.zeroes = before;
    }
  }

  /** What `find` yields; where it looks through NULL and zeroes will do, the blank of the type. */
  private orBlank(find: () => Stored, type: Type): Stored {
    try {
      return find();
    } catch (error) {
      if (error instanceof Unknown && this.zeroes)
        return blank(this.setting.program, type) as Stored;
      throw error;
    }
  }

  /** A condition; one that has read through NULL is false. */
  private truth(e: Expr): boolean {
    try {
      return isTrue(this.reading(false, () => this.value(e)));
    } catch (error) {
      if (error instanceof Unknown) return false;
      throw error;
    }
  }

  value(e: Expr): Stored {
    switch (e.kind) {
      case 'constant':
        return e.type.kind === 'reference' || e.type.kind === 'null' ? null : e.value;
      case 'local':
        return this.local(e.local) as Stored;
      case 'part':
        return (this.value(e.word) as Word)[e.field] as Scalar;
      case 'word':
        return this.word(e);
      case 'load':
        return this.orBlank(() => read(this.memory, this.spot(e.place)), e.type);
      case 'address':
        return this.locate(e.place) as string | null;
      case 'current': {
        const task = this.task === null ? undefined : this.setting.tasks[this.task];
        return task?.[e.what] ?? null;
      }
      case 'not':
        return Number(!this.truth(e.operand));
      case 'binary':
        return this.binary(e);
      case 'option':
        return Number(evaluateOption(e, this.setting.config));
      case 'exchange': {
        const spot = this.spot(e.place);
        const after = this.value(e.value);
        const before = copy(read(this.memory, spot));
        this.put(e.place, spot, after);
        return before;
      }
      case 'bump': {
        if (this.observing) return this.bumpGhost(e);
        const spot = this.spot(e.place);
        this.put(e.place, spot, (read(this.memory, spot) as number) + e.by);
        return read(this.memory, spot);
      }
      case 'trylock':
        return Number(this.tryLock(e));
      case 'allocate':
        return this.allocate(e.pool);
      case 'quantified':
        return Number(this.quantified(e));
      case 'done':
        return Number(this.hasEnded(e.task));
      case 'held':
        return this.orBlank(() => Number(this.held(e)), e.type);
      default:
        return unreachable(e);
    }
  }

  private word(e: Extract<Expr, { kind: 'word' }>): Word {
    const { fields } = structOf(this.setting.program, e.struct);
    return Object.fromEntries(
      fields.map((f, i) => [f.name, this.value(at(e.fields, i)) as Scalar]),
    );
  }

  private binary(e: Extract<Expr, { kind: 'binary' }>): Stored {
    if (e.operator === '&&') return Number(this.truth(e.left) && this.truth(e.right));
    if (e.operator === '||') return Number(this.truth(e.left) || this.truth(e.right));
    if (e.operator === '=>') return Number(!this.truth(e.left) || this.truth(e.right));
    if (e.operator === '+') return (this.value(e.left) as number) + (this.value(e.right) as number);
    if (e.operator === '-') return (this.value(e.left) as number) - (this.value(e.right) as number);
    if (e.operator === '*') return (this.value(e.left) as number) * (this.value(e.right) as number);
    if (e.operator === '%') return this.remainder(e);
    return Number(this.compare(e));
  }

  /** What is left after taking the right side away as often as it goes, with the sign of the left one. */
  private remainder(e: Extract<Expr, { kind: 'binary' }>): number {
    const [left, right] = [this.value(e.left) as number, this.value(e.right) as number];
    let rest = Math.abs(left);
    while (rest >= right) rest -= right;
    return left < 0 && rest > 0 ? -rest : rest;
  }

  private compare(e: Extract<Expr, { kind: 'binary' }>): boolean {
    try {
      const [a, b] = this.reading(false, () => [
        comparable(this.value(e.left)),
        comparable(this.value(e.right)),
      ]);
      if (e.operator === '==') return a === b;
      if (e.operator === '!=') return a !== b;
      if (e.operator === '<') return a < b;
      if (e.operator === '<=') return a <= b;
      return e.operator === '>' ? a > b : a >= b;
    } catch (error) {
      if (error instanceof Unknown) return false;
      throw error;
    }
  }

  private allocate(name: string): string {
    const pool = this.setting.program.pools.find((candidate) => candidate.name === name);
    assert(pool !== undefined, `pool ${name}`);
    for (let i = 0; i < pool.length; i += 1) {
      const id = `${name}[${i}]`;
      if (this.isLive(id)) continue;
      for (const one of family(this.memory, id)) {
        const object = this.memory[one];
        if (object !== undefined) object.live = true;
      }
      return id;
    }
    throw new Limit(`pool ${name}[${pool.length}]`);
  }

  private quantified(e: Extract<Expr, { kind: 'quantified' }>): boolean {
    const { locals } = this.frame;
    const before = locals[e.local];
    const live = this.members(e.over).filter((member) => this.isMember(member));
    const test = (member: LocalValue): boolean => {
      locals[e.local] = member;
      return this.truth(e.body);
    };
    const holds = e.quantifier === 'forall' ? live.every(test) : live.some(test);
    if (before === undefined) delete locals[e.local];
    else locals[e.local] = before;
    return holds;
  }

  private isMember(member: LocalValue): boolean {
    if (typeof member === 'string') return this.isLive(member);
    return typeof member === 'object' && member !== null && 'cell' in member
      ? this.isLive((member as { cell: Spot }).cell.id)
      : true;
  }

  /** Everything that a loop may visit; whether an object is live is tested at its round. */
  private members(over: Loop): LocalValue[] {
    if (over.kind === 'range') {
      const length = Math.max(0, over.high - over.low + 1);
      return Array.from({ length }, (_, i) => over.low + i);
    }
    if (over.kind === 'cells') return this.cells(over.struct);
    const prefix = over.kind === 'elements' ? `${over.of}[` : '';
    return Object.keys(this.memory).filter(
      (id) =>
        this.memory[id]?.struct === over.struct &&
        id.startsWith(prefix) &&
        (prefix === '' || !id.includes('.')),
    );
  }

  private cells(word: string): LocalValue[] {
    const found: LocalValue[] = [];
    for (const [id, { struct }] of Object.entries(this.memory)) {
      const fields =
        id === GLOBAL
          ? this.setting.program.globals
          : structOf(this.setting.program, struct).fields;
      for (const { name, type } of fields) {
        const one = type.kind === 'array' ? type.of : type;
        if (one.kind !== 'word' || one.struct !== word) continue;
        const length = type.kind === 'array' ? type.length : 1;
        for (let i = 0; i < length; i += 1)
          found.push({ cell: { id, field: name, trail: type.kind === 'array' ? [i] : [] } });
      }
    }
    return found;
  }

  /** A task that is not part of the configuration has ended from the start. */
  private hasEnded(name: string): boolean {
    const task = this.setting.tasks.findIndex((candidate) => candidate.name === name);
    return task < 0 || this.isDone(task);
  }

  private held({ place, task }: Extract<Expr, { kind: 'held' }>): boolean {
    const { holds } = this.lock(this.spot(place));
    if (task === null) return Object.keys(holds).length > 0;
    return holds[this.setting.tasks.findIndex(({ name }) => name === task)] !== undefined;
  }
}

/** What observes and changes nothing. */
function isObserver(s: Stmt): boolean {
  return s.kind === 'ghost' || (s.kind === 'assert' && s.variant === 'assert');
}

/** Whether computing a value touches what the kernel shares. */
function sharesMemory(e: Expr, config: Config): boolean {
  switch (e.kind) {
    case 'load':
      return (!e.place.constant && !e.place.ghost) || pathSharesMemory(e.place, config);
    case 'address':
      return pathSharesMemory(e.place, config);
    case 'part':
      return sharesMemory(e.word, config);
    case 'word':
      return e.fields.some((field) => sharesMemory(field, config));
    case 'not':
      return sharesMemory(e.operand, config);
    case 'binary':
      return sharesMemory(e.left, config) || (!decides(e, config) && sharesMemory(e.right, config));
    case 'exchange':
    case 'bump':
    case 'trylock':
    case 'allocate':
      return true;
    case 'constant':
    case 'local':
    case 'current':
    case 'option':
    case 'quantified':
    case 'done':
    case 'held':
      return false;
    default:
      return unreachable(e);
  }
}

function pathSharesMemory({ root, path }: Place, config: Config): boolean {
  if (root.kind === 'pointer' && sharesMemory(root.pointer, config)) return true;
  return path.some((step) => step.kind === 'index' && sharesMemory(step.index, config));
}

/** Whether the options alone decide the result, so that the right side is removed. */
function decides({ operator, left }: Extract<Expr, { kind: 'binary' }>, config: Config): boolean {
  const known = decide(left, config);
  if (operator === '||') return known === true;
  return (operator === '&&' || operator === '=>') && known === false;
}

function hasRoom(lock: Lock, exclusive: boolean): boolean {
  const holds = Object.values(lock.holds);
  return exclusive ? holds.length === 0 : !holds.includes('w');
}

/** Whether there was one. */
function takeToken(lock: Lock): boolean {
  if (lock.tokens === 0) return false;
  if (lock.tokens !== 'open') lock.tokens -= 1;
  return true;
}

/** By operation, whether it may wake another task and never waits. */
const RELEASES: Readonly<Record<LockOperation, boolean>> = {
  mutex_lock: false,
  mutex_unlock: true,
  spin_lock: false,
  spin_unlock: true,
  bit_lock: false,
  bit_unlock: true,
  down_read: false,
  up_read: true,
  down_write: false,
  up_write: true,
  downgrade_write: true,
  down: false,
  up: true,
  wait_for_completion: false,
  complete: true,
  complete_all: true,
};

function isRelease(operation: LockOperation): boolean {
  return RELEASES[operation];
}

function notHeld(): Oops {
  return new Oops('unlock of a lock that is not held');
}

function isTrue(value: Stored): boolean {
  return value !== 0 && value !== null;
}

function nameOf(step: Place['path'][number]): string {
  return step.kind === 'field' ? step.name : '';
}

function checkRange(name: string, type: Type, value: LocalValue): void {
  if (type.kind !== 'int' || type.range === null) return;
  const { low, high } = type.range;
  if (Number(value) < low || Number(value) > high) throw new Limit(`range ${name} ${low}..${high}`);
}

function arrayName({ root }: Place, here: Spot | string | null): string {
  if (here !== null && typeof here === 'object') return here.field;
  return root.kind === 'global' ? root.name : '';
}

/** Words and locks are copied, so that two places never share one. */
function copy<T extends LocalValue>(value: T): T {
  return typeof value === 'object' && value !== null ? structuredClone(value) : value;
}

/** What an assignment writes, from what its place held before. */
function combined(
  { operator }: Extract<Stmt, { kind: 'store' }>,
  before: number,
  value: Stored,
): Stored {
  if (operator === '=') return value;
  return operator === '+=' ? before + (value as number) : before - (value as number);
}

/** Two words are the same where they say the same, field by field. */
function comparable(value: Stored): number {
  return (typeof value === 'object' ? JSON.stringify(value) : value) as number;
}
