// One process, from the syntax tree of its body: calls written out, options decided, `for` written out.

import { assert, at, unreachable } from '../../base/assert.ts';
import { decide, evaluateOption } from '../../lang/program/configurations.ts';
import type {
  Body,
  Expr,
  FunctionDefinition,
  Local,
  Stmt as Source,
  Type,
} from '../../lang/program/program.ts';
import { line, type Stmt, when } from '../promelaText.ts';
import { type Binding, type Frame, type Jump, openFrame } from './frame.ts';
import type { Exit, Instruction } from './instruction.ts';
import type { LockText } from './lockText.ts';
import { readUnset } from './readUnset.ts';
import type { Setting } from './setting.ts';
import type { SharedMemory } from './sharedMemory.ts';
import type { SourceLines } from './sourceLines.ts';
import { isStraight } from './straight.ts';
import { operates } from './sharedAccesses.ts';
import { type Look, scalar, type Site, spanOf, ValueWriter } from './valueWriter.ts';
import { anyOf, type Span, truth, wrapped, type Written } from './written.ts';

type Of<K extends Source['kind']> = Extract<Source, { kind: K }>;

/** Statements that hold no others and never block. */
type Simple = Of<'set' | 'set-part' | 'store' | 'evaluate' | 'hold' | 'free' | 'assert'>;

/** A local of the process. */
export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly initial: number;
}

export interface Parts {
  readonly setting: Setting;
  readonly memory: SharedMemory;
  readonly locks: LockText;
  readonly lines: SourceLines;
}

/** An operation with what it needs to be made. */
interface Operation {
  readonly open: string | null;
  readonly queue: Instruction['queue'];
  readonly body: readonly Stmt[];
}

export class BodyWriter implements Site {
  readonly code: Instruction[] = [];
  readonly variables: Variable[] = [];
  frame: Frame;
  look: Look = 'kernel';
  readonly task: number | null;
  private readonly parts: Parts;
  private readonly values: ValueWriter;
  private readonly taken = new Set<string>();
  private readonly known = new Map<string, Binding>();
  private scratchUsed = 0;
  private readonly scratches: string[] = [];
  private atomicRegion: number;
  private atomicRegions = 1;
  /** Whether on every way to here something of this atomic has happened. */
  private carried: boolean;
  private readonly own: string;

  /** `own`: what it is called. `whole`: all of it is one step, as `init` is. */
  constructor(parts: Parts, body: Body, own: string, task: number | null, whole: boolean) {
    this.parts = parts;
    this.task = task;
    this.own = own;
    this.frame = openFrame(body, null, null);
    this.values = new ValueWriter(parts.setting, parts.memory, parts.locks, this);
    this.atomicRegion = whole ? 1 : 0;
    this.carried = whole;
  }

  write(): readonly Instruction[] {
    const { frame } = this;
    this.openLabels(frame.body.body);
    this.statements(frame.body.body);
    this.place(frame.leave);
    this.emit([], { exit: { kind: 'end' } });
    return this.code;
  }

  /** Locals of the body that may be read before they are set: a daemon's next pass begins with zeroes. */
  zeroes(): Stmt[] {
    const { setting } = this.parts;
    const unset = readUnset(setting.program, this.frame.body);
    return this.zero(this.frame, unset);
  }

  private zero(frame: Frame, locals: ReadonlySet<number>): Stmt[] {
    return [...locals].flatMap((local) => {
      const binding = frame.bindings.get(local);
      if (binding === undefined || binding.kind === 'cell') return [];
      const names = binding.kind === 'word' ? [...binding.parts.values()] : [binding.text];
      const { type } = at(frame.body.locals, local);
      return names.map((name) => line(`${name} = ${this.parts.memory.blank(type)}`));
    });
  }

  // Names of the process

  scratch(): string {
    const known = this.scratches[this.scratchUsed];
    this.scratchUsed += 1;
    if (known !== undefined) return known;
    const name = this.newVariable('value', 'int');
    this.scratches.push(name);
    return name;
  }

  label(wanted: string): string {
    return this.parts.setting.names.local(wanted, this.taken);
  }

  newVariable(wanted: string, type: string, initial = 0): string {
    const name = this.parts.setting.names.local(wanted, this.taken);
    this.variables.push({ name, type, initial });
    return name;
  }

  binding(local: number): Binding {
    return this.bindingIn(this.frame, local);
  }

  /** Calls of one function share its variables: no function is in the midst of two calls. */
  private bindingIn(frame: Frame, local: number): Binding {
    const bound = frame.bindings.get(local);
    if (bound !== undefined) return bound;
    const key = `${frame.name ?? ''}/${local}`;
    const binding = this.known.get(key) ?? this.declare(frame, at(frame.body.locals, local));
    this.known.set(key, binding);
    frame.bindings.set(local, binding);
    return binding;
  }

  private declare({ name: owner }: Frame, { name, type, kind }: Local): Binding {
    const { memory } = this.parts;
    const plain = kind === 'temporary' ? 'result' : name;
    const wanted = owner === null ? plain : `${owner.replace(/ .*$/, '')}_${plain}`;
    if (type.kind !== 'word') return scalar(this.newVariable(wanted, memory.scalarType(type), memory.blank(type)), spanOf(type), null); // prettier-ignore
    const parts = memory.wordFields(type.struct).map((field) => {
      const part = this.newVariable(`${wanted}_${field.name}`, memory.scalarType(field.type));
      return [field.name, part] as const;
    });
    return { kind: 'word', parts: new Map(parts) };
  }

  // Code

  private emit(body: readonly Stmt[], given: Partial<Omit<Instruction, 'body'>> = {}): void {
    const exit: Exit = { kind: 'next', to: { to: this.code.length + 1 } };
    const { atomicRegion } = this;
    this.code.push({ atomicRegion, event: null, reported: null, label: '', open: null, queue: null, exit, ...given, body }); // prettier-ignore
    if (given.event != null && atomicRegion !== 0) this.carried = true;
  }

  private place(jump: Jump): void {
    jump.to = this.code.length;
  }

  private nothing(): void {
    this.emit([]);
  }

  private go(to: Jump): void {
    this.emit([], { exit: { kind: 'next', to } });
  }

  /** What the steps of a statement are called in the model. */
  private where(s: Source): { readonly reported: string; readonly label: string } {
    const { line: number, text } = this.parts.lines.of(s.at);
    return {
      reported: text,
      label: `${this.frame.name?.replace(/ .*$/, '') ?? this.own}_${number}`,
    };
  }

  private eventOf(s: Source): Instruction['event'] {
    if (this.look !== 'kernel' || (s.kind === 'assert' && s.variant === 'assert'))
      return 'observer';
    return operates(s, this.parts.setting.config) ? 'operation' : null;
  }

  // Statements

  private statements(body: readonly Source[]): void {
    for (const s of body) this.statement(s);
  }

  private statement(s: Source): void {
    if (this.isOnePiece(s)) {
      const event = this.eventOfPiece(s);
      const text = this.piece(s);
      return this.emit(text, { event, ...this.where(s) });
    }
    switch (s.kind) {
      case 'set':
      case 'set-part':
      case 'store':
      case 'evaluate':
      case 'lock':
      case 'hold':
      case 'free':
      case 'wait':
      case 'assert':
        return this.operate(s);
      case 'call':
        return this.call(s);
      case 'if':
        return this.branch(s);
      case 'while':
        return this.loop(s);
      case 'for':
        return this.unroll(s);
      case 'label':
        return this.placeLabel(s.name);
      case 'goto':
        return this.go(this.labelled(s.label));
      case 'return':
        return this.giveBack(s);
      case 'break':
      case 'continue': {
        const loop = this.frame.loops.at(-1);
        assert(loop !== undefined, `${s.kind} stands in a loop`);
        return this.go(s.kind === 'break' ? loop.end : loop.next);
      }
      case 'atomic':
        return this.atomically(() => this.statements(s.body));
      case 'ghost':
        return this.observing(() => this.statements(s.body));
      case 'choose':
        return this.choose(s);
      default:
        return unreachable(s);
    }
  }

  /** Whether a statement that holds others is written as it stands: no step begins or ends in it. */
  private isOnePiece(s: Source): boolean {
    if (s.kind !== 'if' && s.kind !== 'ghost' && s.kind !== 'for') return false;
    const { program, config } = this.parts.setting;
    const steps = this.atomicRegion !== 0 && this.carried;
    const observes =
      this.atomicRegion === 0 || this.carried || this.look !== 'kernel' || s.kind === 'ghost';
    return isStraight({ program, config, steps, observes }, s, this.look !== 'kernel');
  }

  private eventOfPiece(s: Source): Instruction['event'] {
    if (s.kind === 'ghost' || this.look !== 'kernel') return 'observer';
    return this.carried ? 'operation' : null;
  }

  private atomically(write: () => void): void {
    if (this.atomicRegion !== 0) return write();
    this.nothing();
    this.atomicRegions += 1;
    this.atomicRegion = this.atomicRegions;
    this.carried = false;
    write();
    this.atomicRegion = 0;
  }

  private observing(write: () => void): void {
    const before = this.look;
    this.look = 'step';
    write();
    this.look = before;
  }

  // Statements that hold no others

  private operate(s: Simple | Of<'lock' | 'wait'>): void {
    const { body, open, queue } = this.operation(s);
    this.emit(body, { event: this.eventOf(s), ...this.where(s), open, queue });
  }

  private operation(s: Simple | Of<'lock' | 'wait'>): Operation {
    this.scratchUsed = 0;
    if (s.kind === 'lock') return this.lock(s);
    if (s.kind === 'wait') {
      const { before } = this.values.write(s.until);
      const asked = this.values.ask(() => truth(this.values.write(s.until)));
      const open = anyOf([...this.obstaclesOf(s.until), asked]);
      return { open: open === 'true' ? null : wrapped(open), queue: null, body: before };
    }
    return { open: null, queue: null, body: this.simple(s) };
  }

  private simple(s: Simple): Stmt[] {
    const { memory, locks, setting } = this.parts;
    switch (s.kind) {
      case 'set':
        return this.set(this.frame, s.local, s.value);
      case 'set-part':
        return this.setPart(s);
      case 'store':
        return this.store(s);
      case 'evaluate':
        return [...this.values.write(s.value, true).before];
      case 'hold': {
        const task = s.task === null ? this.task : setting.taskIndex(s.task);
        const spot = this.values.spot(s.place);
        return task === null ? [] : [...spot.before, locks.holds(spot.text, spot.type, task)];
      }
      case 'free': {
        const pointer = this.values.write(s.pointer);
        return [...pointer.before, line(memory.free(s.struct, pointer.text))];
      }
      case 'assert':
        return this.check(s);
      default:
        return unreachable(s);
    }
  }

  private lock(s: Of<'lock'>): Operation {
    const spot = this.values.spot(s.place);
    assert(this.task !== null, 'a task takes a lock');
    const { open, queue, body } = this.parts.locks.step(s.operation, spot.text, this.task);
    const reach = this.values.outOfReach(s.place);
    const may = open === null || reach === null ? open : `(${reach} || ${open})`;
    const joins = queue === null || reach === null ? queue : { ...queue, when: `!(${reach}) && ${queue.when}` }; // prettier-ignore
    return { open: may, queue: joins, body: [...spot.before, ...body] };
  }

  /** When a condition cannot be asked, the step is an oops or a limit, and nothing keeps it from being taken. */
  private obstaclesOf(e: Expr): string[] {
    switch (e.kind) {
      case 'load': {
        const reach = this.values.outOfReach(e.place);
        return reach === null ? [] : [reach];
      }
      case 'not':
        return this.obstaclesOf(e.operand);
      case 'binary': {
        const right = this.obstaclesOf(e.right);
        if (e.operator !== '&&' && e.operator !== '||' && e.operator !== '=>')
          return [...this.obstaclesOf(e.left), ...right];
        const left = this.values.ask(() => truth(this.values.write(e.left)));
        const asks = e.operator === '||' ? `!(${left})` : left;
        return [...this.obstaclesOf(e.left), ...right.map((text) => `(${asks} && (${text}))`)];
      }
      case 'part':
        return this.obstaclesOf(e.word);
      case 'word':
        return e.fields.flatMap((field) => this.obstaclesOf(field));
      case 'constant':
      case 'local':
      case 'address':
      case 'current':
      case 'option':
      case 'exchange':
      case 'bump':
      case 'trylock':
      case 'allocate':
      case 'quantified':
      case 'done':
      case 'held':
        return [];
      default:
        return unreachable(e);
    }
  }

  private set(frame: Frame, local: number, value: Expr): Stmt[] {
    const written = this.values.parts(value);
    return this.assign(frame, local, value, written);
  }

  private assign(frame: Frame, local: number, value: Expr, written: readonly Written[]): Stmt[] {
    const { name, type } = at(frame.body.locals, local);
    const binding = this.bindingIn(frame, local);
    const before = written.flatMap((one) => one.before);
    if (binding.kind === 'word') {
      const targets = [...binding.parts.values()];
      return [
        ...before,
        ...this.together(
          targets,
          written.map((one) => one.text),
        ),
      ];
    }
    assert(binding.kind === 'scalar', `${name} takes a value of type ${value.type.kind}`);
    const [only] = written;
    assert(only !== undefined, 'a scalar has one value');
    return [...before, ...this.values.inRange(only, type, name), line(`${binding.text} = ${only.text}`)]; // prettier-ignore
  }

  /** Several places at once: a value that an earlier one of them would change is kept aside. */
  private together(targets: readonly string[], values: readonly string[]): Stmt[] {
    const accessed = values.some((value, i) => targets.slice(0, i).some((target) => value.includes(target))); // prettier-ignore
    if (!accessed) return targets.map((target, i) => line(`${target} = ${at(values, i)}`));
    const kept = values.map(() => this.scratch());
    return [
      ...kept.map((name, i) => line(`${name} = ${at(values, i)}`)),
      ...targets.map((target, i) => line(`${target} = ${at(kept, i)}`)),
    ];
  }

  private setPart(s: Of<'set-part'>): Stmt[] {
    const binding = this.binding(s.local);
    assert(binding.kind === 'word', 'only a word has parts');
    const value = this.values.write(s.value);
    return [...value.before, line(`${binding.parts.get(s.field) ?? ''} = ${value.text}`)];
  }

  private store(s: Of<'store'>): Stmt[] {
    const spot = this.values.spot(s.place);
    const written = this.values.parts(s.value);
    const before = [...spot.before, ...written.flatMap((one) => one.before)];
    if (spot.type.kind === 'word') {
      const { memory } = this.parts;
      const word = spot.type.struct;
      const targets = memory.wordFields(word).map(({ name }) => `${spot.text}.${memory.wordField(word, name)}`); // prettier-ignore
      const stores = this.together(targets, written.map((one) => one.text)); // prettier-ignore
      return [...before, ...this.values.whereKnown(spot, stores)];
    }
    const [value] = written;
    assert(value !== undefined, 'a scalar has one value');
    const stored = this.combined(s, spot.text, spanOf(spot.type), value);
    const body = [...this.values.inRange(stored, spot.type, spot.name), line(`${spot.text} = ${stored.text}`)]; // prettier-ignore
    return [...before, ...this.values.whereKnown(spot, body)];
  }

  private combined(s: Of<'store'>, place: string, span: Written['span'], value: Written): Written {
    const { text } = value;
    if (s.operator === '=') return value;
    const sign = s.operator === '+=' ? '+' : '-';
    const spread = span === null || value.span === null ? null : value.span;
    const next = spread === null || span === null ? null : sign === '+'
      ? [span[0] + spread[0], span[1] + spread[1]] as const
      : [span[0] - spread[1], span[1] - spread[0]] as const; // prettier-ignore
    return { ...value, text: `(${place} ${sign} ${text})`, span: next };
  }

  private check(s: Of<'assert'>): Stmt[] {
    const { setting } = this.parts;
    const before = this.look;
    if (s.variant === 'assert') this.look = 'step';
    const condition = this.values.write(s.condition);
    this.look = before;
    const asked = truth(condition);
    const macro = setting.property(s.property);
    switch (s.variant) {
      case 'assert':
        return [...condition.before, line(`assert(PROP != ${macro} || ${asked})`)];
      case 'bug':
        return [...condition.before, ...when(asked, [line('OOPS(BUG)')], [])];
      case 'warn':
        return [...condition.before, line(`assert(PROP != ${macro} || !(${asked}))`)];
      default:
        return unreachable(s.variant);
    }
  }

  // A piece: statements in which no step begins or ends, written as they stand

  private pieces(body: readonly Source[]): Stmt[] {
    return body.flatMap((s) => this.piece(s));
  }

  private piece(s: Source): Stmt[] {
    this.scratchUsed = 0;
    switch (s.kind) {
      case 'set':
      case 'set-part':
      case 'store':
      case 'evaluate':
      case 'hold':
      case 'free':
      case 'assert':
        return this.simple(s);
      case 'lock':
        return [...this.lock(s).body];
      case 'if':
        return this.pieceOfIf(s);
      case 'for':
        return this.pieceOfFor(s);
      case 'ghost': {
        const before = this.look;
        this.look = 'step';
        const text = this.pieces(s.body);
        this.look = before;
        return text;
      }
      case 'atomic':
        return this.pieces(s.body);
      case 'wait':
      case 'call':
      case 'while':
      case 'label':
      case 'goto':
      case 'return':
      case 'break':
      case 'continue':
      case 'choose':
        throw new Error(`${s.kind} is no part of a piece`);
      default:
        return unreachable(s);
    }
  }

  private pieceOfIf(s: Of<'if'>): Stmt[] {
    const option = decide(s.condition, this.parts.setting.config);
    if (option !== null) return this.pieces(option ? s.then : s.else);
    const condition = this.values.write(s.condition);
    return [...condition.before, ...when(truth(condition), this.pieces(s.then), this.pieces(s.else))]; // prettier-ignore
  }

  private pieceOfFor(s: Of<'for'>): Stmt[] {
    return this.values.members(s.over).flatMap(({ binding, live }) => {
      this.frame.bindings.set(s.local, binding);
      const body = this.pieces(s.body);
      return live === null ? body : when(live, body, []);
    });
  }

  // Control flow

  private branch(s: Of<'if'>): void {
    const option = decide(s.condition, this.parts.setting.config);
    if (option !== null) return this.statements(option ? s.then : s.else);
    const [to, otherwise, end]: Jump[] = [{ to: -1 }, { to: -1 }, { to: -1 }];
    assert(to !== undefined && otherwise !== undefined && end !== undefined, 'three jumps');
    this.test(s, s.condition, to, otherwise);
    const { carried } = this;
    this.place(to);
    this.statements(s.then);
    if (s.else.length > 0) this.go(end);
    const carriedThen = this.carried;
    this.carried = carried;
    this.place(otherwise);
    this.statements(s.else);
    this.place(end);
    this.carried = this.carried && carriedThen;
  }

  private test(s: Source, condition: Expr, to: Jump, otherwise: Jump): void {
    this.scratchUsed = 0;
    const asked = this.values.write(condition);
    const exit: Exit = { kind: 'branch', condition: truth(asked), to, otherwise };
    this.emit(asked.before, { event: this.eventOf(s), ...this.where(s), exit });
  }

  private loop(s: Of<'while'>): void {
    const next: Jump = { to: -1 };
    const to: Jump = { to: -1 };
    const end: Jump = { to: -1 };
    const { carried } = this;
    this.place(next);
    this.nothing();
    this.statements(s.before);
    this.test(s, s.condition, to, end);
    this.place(to);
    this.frame.loops.push({ next, end });
    this.statements(s.body);
    this.frame.loops.pop();
    this.go(next);
    this.place(end);
    this.carried = carried;
  }

  /** Every round is written out, so that what it runs over is known in it. */
  private unroll(s: Of<'for'>): void {
    const end: Jump = { to: -1 };
    const { carried } = this;
    for (const { binding, live } of this.values.members(s.over)) {
      const next: Jump = { to: -1 };
      const to: Jump = { to: -1 };
      if (live !== null)
        this.emit([], { event: 'observer', exit: { kind: 'branch', condition: live, to, otherwise: next } }); // prettier-ignore
      this.place(to);
      this.frame.bindings.set(s.local, binding);
      this.frame.loops.push({ next, end });
      this.frame.labels.push(new Map());
      this.openLabels(s.body);
      this.statements(s.body);
      this.frame.labels.pop();
      this.frame.loops.pop();
      this.place(next);
      this.carried = carried;
    }
    this.place(end);
  }

  /** The labels of a body, before anything jumps to them; those of a `for` belong to each round. */
  private openLabels(body: readonly Source[]): void {
    const labels = this.frame.labels.at(-1);
    for (const s of body) {
      if (s.kind === 'label') labels?.set(s.name, { to: -1 });
      if (s.kind === 'if') this.openLabels([...s.then, ...s.else]);
      if (s.kind === 'while' || s.kind === 'atomic') this.openLabels(s.body);
      if (s.kind === 'choose') for (const { body: inner } of s.branches) this.openLabels(inner);
    }
  }

  private placeLabel(name: string): void {
    this.place(this.labelled(name));
    this.nothing();
    this.carried = false;
  }

  private labelled(name: string): Jump {
    const jump = this.frame.labels.findLast((labels) => labels.has(name))?.get(name);
    assert(jump !== undefined, `a label ${name}`);
    return jump;
  }

  private choose(s: Of<'choose'>): void {
    const to = s.branches.map((): Jump => ({ to: -1 }));
    const end: Jump = { to: -1 };
    this.emit([], { event: 'operation', ...this.where(s), exit: { kind: 'choose', to } });
    s.branches.forEach(({ body }, i) => {
      this.place(at(to, i));
      this.statements(body);
      this.go(end);
    });
    this.place(end);
  }

  // Calls

  private call(s: Of<'call'>): void {
    const callee = this.definition(s.callee);
    const outer = this.frame;
    const result = s.result === null ? null : { frame: outer, local: s.result };
    const inner = openFrame(callee, `${s.callee} ${callee.at.from}`, result);
    this.bindArguments(s, callee, inner);
    const write = (): void => {
      this.frame = inner;
      const { carried } = this;
      this.zeroUnset(inner);
      this.openLabels(callee.body);
      this.statements(callee.body);
      this.place(inner.leave);
      this.carried = carried;
      this.frame = outer;
    };
    if (callee.atomic) this.atomically(write);
    else write();
  }

  private definition(name: string): FunctionDefinition {
    const { program, config } = this.parts.setting;
    const found = (program.functions.get(name) ?? []).filter(
      (f) => f.when === null || evaluateOption(f.when, config),
    );
    assert(found.length === 1, `${name} has one definition in this configuration`);
    return at(found, 0);
  }

  private zeroUnset(frame: Frame): void {
    const unset = readUnset(this.parts.setting.program, frame.body);
    for (const local of unset) this.bindingIn(frame, local);
    const zeroes = this.zero(frame, unset);
    if (zeroes.length > 0) this.emit(zeroes);
  }

  /** A parameter that never changes stands for its argument where that does not change during the call either. */
  private bindArguments(s: Of<'call'>, callee: FunctionDefinition, inner: Frame): void {
    const outs = new Set<Binding>();
    s.args.forEach((arg, i) => {
      if (at(callee.locals, i).kind === 'out' && arg.kind === 'local') outs.add(this.binding(arg.local)); // prettier-ignore
    });
    s.args.forEach((arg, i) => {
      const parameter = at(callee.locals, i);
      const same = this.standsFor(arg, parameter, outs);
      if (same !== null) return void inner.bindings.set(i, same);
      this.scratchUsed = 0;
      const written = this.values.parts(arg);
      const body = this.assign(inner, i, arg, written);
      const event = this.eventOf({ ...s, args: [arg] });
      this.emit(body, { event, ...this.where(s) });
    });
  }

  private standsFor(arg: Expr, parameter: Local, outs: ReadonlySet<Binding>): Binding | null {
    if (arg.kind === 'local') {
      const binding = this.binding(arg.local);
      if (parameter.kind === 'out') return binding;
      if (binding.kind === 'scalar' && !isWithin(binding.span, parameter.type)) return null;
      return parameter.assigned || outs.has(binding) ? null : binding;
    }
    if (parameter.assigned || arg.type.kind === 'word') return null;
    const { text, fixed, span, before } = this.values.write(arg);
    if (!fixed || before.length > 0 || !isWithin(span, parameter.type)) return null;
    return scalar(text, span, span === null ? 0 : span[0]);
  }

  private giveBack(s: Of<'return'>): void {
    if (s.value !== null) this.yieldValue(s, s.value);
    this.go(this.frame.leave);
  }

  /** A value is computed even where the caller drops it. */
  private yieldValue(s: Of<'return'>, value: Expr): void {
    this.scratchUsed = 0;
    const { result } = this.frame;
    const event = this.eventOf(s);
    if (result === null) {
      const { before } = this.values.write(value, true);
      return this.emit(before, { event, ...this.where(s) });
    }
    const written = this.values.parts(value);
    this.emit(this.assign(result.frame, result.local, value, written), { event, ...this.where(s) });
  }
}

/** False where a value may be outside the range of what it is put into. */
function isWithin(span: Span | null, type: Type): boolean {
  if (type.kind !== 'int' || type.range === null) return true;
  return span !== null && span[0] >= type.range.low && span[1] <= type.range.high;
}
