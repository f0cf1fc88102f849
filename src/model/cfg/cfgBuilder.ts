// From a checked body to the flow of one task in one configuration.

import { assert, at as item, unreachable } from '../../base/assert.ts';
import type {
  Body,
  Expr,
  FunctionDefinition,
  Local,
  Loop,
  Place,
  Program,
  Stmt,
  Task,
  Type,
} from '../../lang/program/program.ts';
import { type Config, decide, evaluateOption } from '../../lang/program/configurations.ts';
import {
  type Access,
  type Action,
  type Address,
  type Bounds,
  type ControlFlowGraph,
  type CfgNode,
  type Jump,
  JUMP_NOWHERE,
  type Store,
  type Value,
  type Variable,
} from './controlFlowGraph.ts';
import { accessesOf, accessesOnTheWay } from './accesses.ts';
import { beginAtomics } from './beginAtomics.ts';
import { binary, constant, embed, gather, lookUp, not } from './foldValue.ts';
import { ghostName } from './ghostsRead.ts';
import { singleAssignmentLocals } from './singleAssignment.ts';
import type { SiteNamer } from './siteNamer.ts';
import { walkAction, walkValue } from './walkValue.ts';
import {
  baseOf,
  extentOf,
  GLOBALS,
  objectAt,
  referenceTo,
  scalarBounds,
  type Storage,
  widthOf,
} from '../storage/storage.ts';

/** What every flow of one configuration shares. */
export interface CfgSetting {
  readonly program: Program;
  readonly config: Config;
  readonly storage: Storage;
  /** The tasks of this configuration, in order. */
  readonly tasks: readonly Task[];
  readonly ghosts: ReadonlySet<string>;
  /** Slots at the start, once they are known: what constant fields hold. */
  readonly initial: Int32Array | null;
  readonly namer: SiteNamer;
}

/** What a local stands for: variables of the flow, constants, or a cell that a quantifier stands at. */
type Binding =
  | { readonly kind: 'values'; readonly values: readonly Value[] }
  | { readonly kind: 'cell'; readonly address: Address };

interface Frame {
  readonly locals: readonly Local[];
  readonly body: Body;
  readonly singleAssignment: ReadonlySet<number>;
  readonly bindings: Map<number, Binding>;
  readonly calls: readonly string[];
  /** Where in the call tree we are: the stem of every site's key. */
  readonly stem: string;
  readonly labels: Map<string, Jump>;
  readonly leave: Jump;
  readonly result: Binding | null;
  readonly loops: { readonly next: Jump; readonly end: Jump }[];
}

export class CfgBuilder {
  private readonly nodes: CfgNode[] = [];
  private readonly variables: Variable[] = [];
  private readonly setting: CfgSetting;
  private readonly task: Task | null;
  private frame: Frame;
  private atomicRegion = 0;
  private atomicRegions = 0;
  /** Inside ghost statements and assertions: reading costs no access and NULL is no oops. */
  private observing = false;
  private label: string | null = null;

  constructor(setting: CfgSetting, body: Body, task: Task | null) {
    this.setting = setting;
    this.task = task;
    this.frame = this.openFrame(body, [], task?.name ?? 'init', null);
  }

  build(): ControlFlowGraph {
    this.statements(this.frame.body.body);
    this.place(this.frame.leave);
    this.emit({ kind: 'end' }, []);
    beginAtomics(this.nodes);
    return { nodes: this.nodes, variables: this.variables, entry: 0 };
  }

  /** An expression that only looks: a property's condition, a place of the outcome. */
  observe(e: Expr): Value {
    this.observing = true;
    return this.value(e);
  }

  private openFrame(
    body: Body,
    calls: readonly string[],
    stem: string,
    result: Binding | null,
  ): Frame {
    const leave = { to: JUMP_NOWHERE };
    return {
      locals: body.locals,
      body,
      singleAssignment: singleAssignmentLocals(this.setting.program, body),
      bindings: new Map(),
      calls,
      stem,
      labels: new Map(),
      leave,
      result,
      loops: [],
    };
  }

  // Nodes

  private emit(action: Action, accesses: readonly Access[], stmt: Stmt | null = null): number {
    const index = this.nodes.length;
    const operates =
      accesses.length > 0 ||
      ['lock', 'hold', 'wait', 'free', 'choose'].includes(action.kind) ||
      allocates(action);
    const site =
      stmt !== null && (operates || this.begins(action)) ? this.site(stmt, operates) : null;
    const next = { to: index + 1 };
    const { atomicRegion, observing: observes } = this;
    this.nodes.push({ action, next, operates, observes, atomicRegion, accesses, site });
    return index;
  }

  /** Whether the step of an atomic can begin with what is no operation. */
  private begins({ kind }: Action): boolean {
    return this.atomicRegion !== 0 && (kind === 'jump' || kind === 'check' || kind === 'branch');
  }

  /** `takesLabel`: a label names the operation behind it, and an observer before that as well. */
  private site(stmt: Stmt, takesLabel: boolean) {
    const { calls, stem, body } = this.frame;
    const { label } = this;
    if (takesLabel) this.label = null;
    return this.setting.namer.site(body, stmt, calls, stem, label);
  }

  private jump(target: Jump): void {
    const index = this.emit({ kind: 'jump' }, []);
    const node = item(this.nodes, index);
    this.nodes[index] = { ...node, next: target };
  }

  /** The target is what comes next. */
  private place(target: Jump): void {
    target.to = this.nodes.length;
  }

  // Statements

  private statements(body: readonly Stmt[]): void {
    for (const s of body) this.statement(s);
  }

  private statement(s: Stmt): void {
    switch (s.kind) {
      case 'set':
        if (this.standsFor(s)) return;
        return this.set(s, this.targets(s.local), s.value);
      case 'set-part':
        return this.setPart(s);
      case 'store':
        return this.store(s);
      case 'evaluate':
        return this.evaluate(s);
      case 'lock':
        this.emit({ kind: 'lock', operation: s.operation, lock: this.address(s.place) }, [], s);
        return;
      case 'hold': {
        const task = s.task === null ? this.ownIndex() : this.taskIndex(s.task);
        if (task !== null) this.emit({ kind: 'hold', lock: this.address(s.place), task }, [], s);
        return;
      }
      case 'free':
        this.emit({ kind: 'free', pointer: this.value(s.pointer), struct: s.struct }, [], s);
        return;
      case 'wait': {
        const until = this.value(s.until);
        this.emit({ kind: 'wait', until }, accessesOf(this.setting.storage, until), s);
        return;
      }
      case 'call':
        return this.call(s);
      case 'if':
        return this.branch(s);
      case 'while':
        return this.loop(s);
      case 'for':
        return this.unroll(s);
      case 'label':
        this.label = s.name;
        return this.place(this.labelled(s.name));
      case 'goto':
        return this.jump(this.labelled(s.label));
      case 'return':
        return this.leaveFunction(s);
      case 'break':
      case 'continue': {
        const loop = this.frame.loops.at(-1);
        if (loop) this.jump(s.kind === 'break' ? loop.end : loop.next);
        return;
      }
      case 'atomic':
        return this.atomically(() => this.statements(s.body));
      case 'ghost':
        return this.ghost(s);
      case 'assert':
        return this.check(s);
      case 'choose':
        return this.choose(s);
      default:
        return unreachable(s);
    }
  }

  private observed(build: () => void): void {
    const before = this.observing;
    this.observing = true;
    build();
    this.observing = before;
  }

  /** In an atomic the step can begin with it, even where it has nothing to do. */
  private ghost(s: Extract<Stmt, { kind: 'ghost' }>): void {
    this.observed(() => {
      if (this.atomicRegion !== 0) this.emit({ kind: 'jump' }, [], s);
      this.statements(s.body);
    });
  }

  private atomically(build: () => void): void {
    if (this.atomicRegion !== 0) return build();
    this.atomicRegions += 1;
    this.emit({ kind: 'enter' }, []);
    this.atomicRegion = this.atomicRegions;
    build();
    this.atomicRegion = 0;
  }

  private evaluate(s: Extract<Stmt, { kind: 'evaluate' }>): void {
    if (s.value.kind === 'bump' && this.isUnread(s.value.place)) return;
    if (s.value.kind === 'bump' && this.observing) return this.store(countOf(s.value, s.at));
    const evaluate = this.value(s.value);
    this.emit(
      { kind: 'do', sets: [], stores: [], evaluate },
      accessesOf(this.setting.storage, evaluate),
      s,
    );
  }

  /** A ghost that nobody looks at is not even written. */
  private isUnread(place: Place): boolean {
    return place.ghost && !this.setting.ghosts.has(ghostName(this.setting.program, place));
  }

  /** A local that is set once, to what is known before the run, costs neither a node nor a register. */
  private standsFor({ local, value }: Extract<Stmt, { kind: 'set' }>): boolean {
    const { bindings, singleAssignment } = this.frame;
    if (bindings.has(local) || !singleAssignment.has(local) || value.type.kind === 'word')
      return false;
    const known = this.value(value);
    if (known.kind !== 'constant' || !isWithin(item(this.frame.locals, local).type, known))
      return false;
    bindings.set(local, { kind: 'values', values: [known] });
    return true;
  }

  private set(s: Stmt, targets: readonly number[], value: Expr): void {
    if (value.kind === 'exchange' && value.type.kind === 'word')
      return this.exchangeWord(s, targets, value);
    const values = this.values(value);
    const sets = targets.map((variable, i) => ({ variable, value: item(values, i) }));
    this.emit(
      { kind: 'do', sets, stores: [], evaluate: null },
      this.wordAccesses(value, values),
      s,
    );
  }

  /** A word is read as one cell, so its parts are one access. */
  private wordAccesses(e: Expr, values: readonly Value[]): readonly Access[] {
    if (e.kind === 'load' && e.type.kind === 'word' && !e.place.constant && !this.observing) {
      const address = this.address(e.place);
      return [...accessesOnTheWay(this.setting.storage, address), { kind: 'read', address }];
    }
    return values.flatMap((value) => accessesOf(this.setting.storage, value));
  }

  private exchangeWord(
    s: Stmt,
    targets: readonly number[],
    e: Extract<Expr, { kind: 'exchange' }>,
  ): void {
    const address = this.address(e.place);
    const parts = this.parts(address);
    const fresh = this.values(e.value);
    const sets = targets.map((variable, i) => ({ variable, value: this.load(item(parts, i)) }));
    const stores = parts.map((part, i) => ({ address: part, value: item(fresh, i), bounds: null }));
    const accesses = [...accessesOnTheWay(this.setting.storage, address), ...fresh.flatMap((value) => accessesOf(this.setting.storage, value))]; // prettier-ignore
    this.emit({ kind: 'do', sets, stores, evaluate: null }, [...accesses, { kind: 'write', address }], s); // prettier-ignore
  }

  private setPart(s: Extract<Stmt, { kind: 'set-part' }>): void {
    const local = item(this.frame.locals, s.local);
    assert(local.type.kind === 'word', 'only a word has parts');
    const part = this.fieldsOf(local.type.struct).findIndex((field) => field.name === s.field);
    this.set(s, [item(this.targets(s.local), part)], s.value);
  }

  private store(s: Extract<Stmt, { kind: 'store' }>): void {
    if (this.isUnread(s.place)) return;
    const address = this.address(s.place);
    const values = this.values(s.value);
    const stores: Store[] =
      address.type.kind === 'word'
        ? this.parts(address).map((part, i) => ({
            address: part,
            value: item(values, i),
            bounds: null,
          }))
        : [{ address, value: this.stored(s, address, item(values, 0)), bounds: boundsOf(address) }];
    const read = values.flatMap((value) => accessesOf(this.setting.storage, value));
    const way = accessesOnTheWay(this.setting.storage, address);
    const accesses: Access[] = this.observing ? [] : [...way, ...read, { kind: 'write', address }];
    this.emit({ kind: 'do', sets: [], stores, evaluate: null }, accesses, s);
  }

  private stored(s: Extract<Stmt, { kind: 'store' }>, address: Address, value: Value): Value {
    if (s.operator === '=') return value;
    return binary(s.operator === '+=' ? '+' : '-', this.load(address), value);
  }

  private branch(s: Extract<Stmt, { kind: 'if' }>): void {
    const condition = this.value(s.condition);
    if (condition.kind === 'constant')
      return this.statements(condition.value !== 0 ? s.then : s.else);
    const otherwise = { to: JUMP_NOWHERE };
    const end = { to: JUMP_NOWHERE };
    this.emit(
      { kind: 'branch', condition, otherwise },
      accessesOf(this.setting.storage, condition),
      s,
    );
    this.statements(s.then);
    if (s.else.length > 0) this.jump(end);
    this.place(otherwise);
    this.statements(s.else);
    this.place(end);
  }

  private loop(s: Extract<Stmt, { kind: 'while' }>): void {
    const next = { to: JUMP_NOWHERE };
    const end = { to: JUMP_NOWHERE };
    this.place(next);
    this.statements(s.before);
    const condition = this.value(s.condition);
    this.emit(
      { kind: 'branch', condition, otherwise: end },
      accessesOf(this.setting.storage, condition),
      s,
    );
    this.frame.loops.push({ next, end });
    this.statements(s.body);
    this.frame.loops.pop();
    this.jump(next);
    this.place(end);
  }

  /** Every round is written out, so that what it runs over is a constant in it. */
  private unroll(s: Extract<Stmt, { kind: 'for' }>): void {
    const end = { to: JUMP_NOWHERE };
    for (const { binding, live } of this.members(s.over)) {
      const next = { to: JUMP_NOWHERE };
      if (live.kind !== 'constant')
        this.emit({ kind: 'branch', condition: live, otherwise: next }, [], s);
      this.frame.bindings.set(s.local, binding);
      this.frame.loops.push({ next, end });
      this.statements(s.body);
      this.frame.loops.pop();
      this.place(next);
    }
    this.place(end);
  }

  private labelled(name: string): Jump {
    const known = this.frame.labels.get(name);
    if (known !== undefined) return known;
    const jump = { to: JUMP_NOWHERE };
    this.frame.labels.set(name, jump);
    return jump;
  }

  private leaveFunction(s: Extract<Stmt, { kind: 'return' }>): void {
    if (s.value !== null) this.returnValue(s, s.value);
    this.jump(this.frame.leave);
  }

  private returnValue(s: Stmt, value: Expr): void {
    const { result } = this.frame;
    if (result === null) return this.drop(s, value);
    assert(result.kind === 'values', 'a cell takes no value');
    this.set(s, variablesAmong(result.values), value);
  }

  /** Nobody takes the value. What computing it changes and checks happens as if somebody did. */
  private drop(s: Stmt, e: Expr): void {
    if (e.kind === 'exchange' && e.type.kind === 'word') return this.exchangeWord(s, [], e);
    const values = this.values(e);
    const [first] = values;
    if (e.kind === 'load' && first !== undefined)
      return this.dropValue(s, first, this.wordAccesses(e, values));
    for (const value of values) this.dropValue(s, value, accessesOf(this.setting.storage, value));
  }

  private dropValue(s: Stmt, value: Value, accesses: readonly Access[]): void {
    if (doesNothing(value)) return;
    this.emit({ kind: 'do', sets: [], stores: [], evaluate: value }, accesses, s);
  }

  private check(s: Extract<Stmt, { kind: 'assert' }>): void {
    if (s.variant === 'assert') {
      return this.observed(() => {
        const condition = this.value(s.condition);
        this.emit({ kind: 'check', variant: s.variant, property: s.property, condition }, [], s);
      });
    }
    const condition = this.value(s.condition);
    this.emit(
      { kind: 'check', variant: s.variant, property: s.property, condition },
      accessesOf(this.setting.storage, condition),
      s,
    );
  }

  private choose(s: Extract<Stmt, { kind: 'choose' }>): void {
    const branches = s.branches.map(({ label }) => ({ label, to: { to: JUMP_NOWHERE } }));
    const end = { to: JUMP_NOWHERE };
    this.emit({ kind: 'choose', branches }, [], s);
    s.branches.forEach(({ body }, i) => {
      this.place(item(branches, i).to);
      this.statements(body);
      this.jump(end);
    });
    this.place(end);
  }

  // Calls

  private call(s: Extract<Stmt, { kind: 'call' }>): void {
    const callee = this.definition(s.callee);
    const bindings = this.bindArguments(s, callee);
    const result = s.result === null ? null : this.binding(s.result);
    const { calls, stem, body } = this.frame;
    const deeper = `${stem}/${s.callee}${this.setting.namer.ordinal(body, s)}`;
    const outer = this.frame;
    const inner = { ...this.openFrame(callee, [...calls, s.callee], deeper, result), bindings };
    const build = (): void => {
      this.frame = inner;
      this.statements(callee.body);
      this.place(inner.leave);
      this.frame = outer;
    };
    if (callee.atomic) this.atomically(build);
    else build();
  }

  private definition(name: string): FunctionDefinition {
    const definitions = this.setting.program.functions.get(name) ?? [];
    const fitting = definitions.filter(
      (f) => f.when === null || evaluateOption(f.when, this.setting.config),
    );
    assert(fitting.length === 1, `${name} has one definition in this configuration`);
    return item(fitting, 0);
  }

  /** A parameter that never changes, nor its argument during the call, stands for its argument; another one is a variable of its own. */
  private bindArguments(
    s: Extract<Stmt, { kind: 'call' }>,
    callee: FunctionDefinition,
  ): Map<number, Binding> {
    const bindings = new Map<number, Binding>();
    const outs = new Set(
      s.args.flatMap((arg, i) =>
        item(callee.locals, i).kind === 'out' && arg.kind === 'local' ? [arg.local] : [],
      ),
    );
    s.args.forEach((arg, i) => {
      const parameter = item(callee.locals, i);
      const values =
        parameter.kind === 'out' && arg.kind === 'local'
          ? this.variablesFor(arg.local)
          : this.values(arg);
      const simple =
        values.every((value) => value.kind === 'constant' || value.kind === 'variable') &&
        values.every((value) => isWithin(parameter.type, value)) &&
        !(arg.kind === 'local' && outs.has(arg.local));
      if (parameter.kind === 'out' || (simple && !parameter.assigned)) {
        bindings.set(i, { kind: 'values', values });
        return;
      }
      const own = this.newVariables(parameter);
      bindings.set(i, { kind: 'values', values: own });
      const accesses = this.wordAccesses(arg, values);
      this.emit({ kind: 'do', sets: setAll(own, values), stores: [], evaluate: null }, accesses, s);
    });
    return bindings;
  }

  // Locals

  private binding(local: number): Binding {
    const known = this.frame.bindings.get(local);
    if (known !== undefined) return known;
    const binding: Binding = {
      kind: 'values',
      values: this.newVariables(item(this.frame.locals, local)),
    };
    this.frame.bindings.set(local, binding);
    return binding;
  }

  private variablesFor(local: number): readonly Value[] {
    const binding = this.binding(local);
    assert(binding.kind === 'values', 'a cell is not assigned');
    return binding.values;
  }

  private targets(local: number): number[] {
    return this.variablesFor(local).map((value) => {
      assert(value.kind === 'variable', 'what is assigned is a variable');
      return value.variable;
    });
  }

  private newVariables(local: Local): Value[] {
    if (local.type.kind !== 'word') return [this.newVariable(local.name, local.type, null)];
    return this.fieldsOf(local.type.struct).map((field) =>
      this.newVariable(field.name, field.type, local.name),
    );
  }

  private newVariable(name: string, type: Type, word: string | null): Value {
    const open = type.kind === 'int' && type.range === null;
    const [low, high] = open ? [0, 0] : this.bounds(type);
    this.variables.push({ name, type, low, high, word });
    return { kind: 'variable', variable: this.variables.length - 1 };
  }

  private bounds(type: Type): readonly [number, number] {
    const { program, storage } = this.setting;
    return scalarBounds(
      program,
      (struct) => storage.extents.get(struct)?.objects.length ?? 0,
      type,
    );
  }

  private fieldsOf(struct: string) {
    return this.setting.program.structs.get(struct)?.fields ?? [];
  }

  // Expressions

  /** The slots' worth of an expression: one value, or one for each field of a word. */
  private values(e: Expr): readonly Value[] {
    if (e.type.kind !== 'word') return [this.value(e)];
    if (e.kind === 'word') return e.fields.map((field) => this.value(field));
    if (e.kind === 'load') return this.parts(this.address(e.place)).map((part) => this.load(part));
    assert(e.kind === 'local', 'a word is a literal, a cell, or a local');
    return this.variablesFor(e.local);
  }

  private value(e: Expr): Value {
    switch (e.kind) {
      case 'constant':
        return constant(e.value);
      case 'local':
        return item(this.variablesFor(e.local), 0);
      case 'part':
        return this.part(e);
      case 'load':
        return this.loadPlace(e.place);
      case 'address':
        return this.objectOf(e.place).object;
      case 'current':
        return constant(this.where(e.what));
      case 'not':
        return not(this.value(e.operand));
      case 'binary':
        return this.joined(e);
      case 'option':
        return constant(evaluateOption(e, this.setting.config) ? 1 : 0);
      case 'exchange': {
        const address = this.address(e.place);
        return {
          kind: 'exchange',
          address,
          value: this.value(e.value),
          bounds: boundsOf(address) ?? UNBOUNDED,
        };
      }
      case 'bump': {
        const address = this.address(e.place);
        const bounds = boundsOf(address) ?? UNBOUNDED;
        return { kind: 'bump', address, by: e.by, bounds, observed: this.observing };
      }
      case 'trylock':
        return { kind: 'trylock', operation: e.operation, lock: this.address(e.place) };
      case 'allocate':
        return { kind: 'allocate', pool: e.pool };
      case 'quantified':
        return this.quantify(e);
      case 'done': {
        const task = this.taskIndex(e.task);
        return task === null ? constant(1) : { kind: 'done', task };
      }
      case 'held':
        return this.heldValue(e);
      case 'word':
        return item(this.values(e), 0);
      default:
        return unreachable(e);
    }
  }

  /** What is known of a local saves no step: only options decide what is read at all. */
  private joined(e: Extract<Expr, { kind: 'binary' }>): Value {
    const { operator } = e;
    const [left, right] = [this.value(e.left), this.value(e.right)];
    const folded = binary(operator, left, right);
    const keepsAll =
      !this.isOperation(right) ||
      this.isOperation(folded) ||
      decide(e.left, this.setting.config) !== null;
    return keepsAll ? folded : { kind: 'binary', operator, left, right };
  }

  private isOperation(value: Value): boolean {
    return (
      accessesOf(this.setting.storage, value).length > 0 ||
      allocates({ kind: 'wait', until: value })
    );
  }

  /** Who takes no part holds nothing. */
  private heldValue(e: Extract<Expr, { kind: 'held' }>): Value {
    const task = e.task === null ? null : this.taskIndex(e.task);
    if (e.task !== null && task === null) return constant(0);
    return { kind: 'held', lock: this.address(e.place), task };
  }

  private part(e: Extract<Expr, { kind: 'part' }>): Value {
    assert(e.word.type.kind === 'word', 'only a word has parts');
    const index = this.fieldsOf(e.word.type.struct).findIndex((field) => field.name === e.field);
    return item(this.values(e.word), index);
  }

  private quantify(e: Extract<Expr, { kind: 'quantified' }>): Value {
    const every = e.quantifier === 'forall';
    const items = this.members(e.over).map(({ binding, live }) => {
      this.frame.bindings.set(e.local, binding);
      const body = this.value(e.body);
      return every ? binary('=>', live, body) : binary('&&', live, body);
    });
    return gather(every ? 'all' : 'any', items);
  }

  /** What a loop or a quantifier runs over, each with the condition that it is allocated. */
  private members(over: Loop): { readonly binding: Binding; readonly live: Value }[] {
    if (over.kind === 'range') {
      const count = Math.max(0, over.high - over.low + 1);
      return Array.from({ length: count }, (_, i) => ({
        binding: scalar(over.low + i),
        live: constant(1),
      }));
    }
    if (over.kind === 'cells') return this.cells(over.struct);
    const { storage } = this.setting;
    const range = over.kind === 'elements' ? storage.ranges.get(over.of) : undefined;
    const extent = extentOf(storage, over.struct);
    const first = range?.first ?? 1;
    const length = range?.length ?? extent.objects.length;
    return Array.from({ length }, (_, i) => ({
      binding: scalar(first + i),
      live: this.live(over.struct, first + i),
    }));
  }

  private live(struct: string, reference: number): Value {
    const pooled = objectAt(extentOf(this.setting.storage, struct), reference).pool !== null;
    return pooled ? { kind: 'live', struct, reference } : constant(1);
  }

  private cells(word: string): { readonly binding: Binding; readonly live: Value }[] {
    const found: { binding: Binding; live: Value }[] = [];
    for (const [struct, extent] of this.setting.storage.extents) {
      for (const [name, spot] of extent.spots) {
        const { type } = spot.field;
        const one = type.kind === 'array' ? type.of : type;
        if (one.kind !== 'word' || one.struct !== word) continue;
        extent.objects.forEach((_, i) => {
          for (const address of cellsOf(struct, i + 1, name, spot.offset, type, this.width(one))) {
            found.push({ binding: { kind: 'cell', address }, live: this.live(struct, i + 1) });
          }
        });
      }
    }
    return found;
  }

  private width(type: Type): number {
    return widthOf(this.setting.program.structs, type, this.setting.storage.taskCount);
  }

  private loadPlace(place: Place): Value {
    const address = this.address(place);
    const { initial, storage } = this.setting;
    if (
      place.constant &&
      initial !== null &&
      address.object.kind === 'constant' &&
      address.object.value > 0 &&
      address.indexes.length === 0
    ) {
      const slot = baseOf(extentOf(storage, address.struct), address.object.value) + address.offset;
      return constant(initial[slot] ?? 0);
    }
    return this.load(address);
  }

  private load(address: Address): Value {
    return { kind: 'load', address, observed: this.observing };
  }

  /** The fields of a word, each as a place of its own. */
  private parts(address: Address): Address[] {
    assert(address.type.kind === 'word', 'only a word has parts');
    return this.fieldsOf(address.type.struct).map((field, i) => ({
      ...address,
      offset: address.offset + i,
      type: field.type,
      ...named(address, field.name),
    }));
  }

  private address(place: Place): Address {
    const { address } = this.walk(place);
    assert(address !== null, 'a place that is read or written is below an object');
    return address;
  }

  private objectOf(place: Place): { readonly struct: string; readonly object: Value } {
    return this.walk(place);
  }

  /** Follows a place from its root: through embedded objects by reference, then by slots. */
  private walk(place: Place): {
    readonly struct: string;
    readonly object: Value;
    readonly address: Address | null;
  } {
    let { struct, object, address } = this.root(place);
    for (const step of place.path) {
      if (address !== null) {
        address =
          step.kind === 'index' ? this.indexed(address, step) : this.wordField(address, step.name);
      } else if (step.kind === 'index') {
        object = this.element(place, step.index);
      } else {
        ({ struct, object, address } = this.enter(struct, object, step.name));
      }
    }
    return { struct, object, address };
  }

  /** An element of an array of objects, which is always a variable. */
  private element({ root }: Place, index: Expr): Value {
    const range = root.kind === 'global' ? this.setting.storage.ranges.get(root.name) : undefined;
    assert(range !== undefined && root.kind === 'global', 'only a variable is an array of objects');
    const table = Array.from({ length: range.length }, (_, i) => range.first + i);
    return lookUp(table, this.value(index), `range index of ${root.name}`);
  }

  /** One field from an object: into the object embedded there, or to its slots. */
  private enter(
    struct: string,
    object: Value,
    name: string,
  ): { struct: string; object: Value; address: Address | null } {
    const spot = extentOf(this.setting.storage, struct).spots.get(name);
    assert(spot !== undefined, `struct ${struct} has a field ${name}`);
    const { type } = spot.field;
    if (spot.embedded !== null && type.kind === 'object') {
      return { struct: type.struct, object: embed(spot.embedded, object), address: null };
    }
    return {
      struct,
      object,
      address: { struct, object, offset: spot.offset, indexes: [], type, ...fieldNamed(name) },
    };
  }

  private root(place: Place): { struct: string; object: Value; address: Address | null } {
    const { storage } = this.setting;
    const { root } = place;
    if (root.kind === 'pointer')
      return { struct: root.struct, object: this.value(root.pointer), address: null };
    if (root.kind === 'cell') {
      const binding = this.binding(root.local);
      assert(binding.kind === 'cell', 'a quantifier over words stands at a cell');
      return {
        struct: binding.address.struct,
        object: binding.address.object,
        address: binding.address,
      };
    }
    const range = storage.ranges.get(root.name);
    if (range !== undefined)
      return { struct: range.struct, object: constant(range.first), address: null };
    const spot = extentOf(storage, GLOBALS).spots.get(root.name);
    if (spot !== undefined) {
      const { offset } = spot;
      const address: Address = {
        struct: GLOBALS,
        object: constant(1),
        offset,
        indexes: [],
        type: spot.field.type,
        ...fieldNamed(root.name),
      };
      return { struct: GLOBALS, object: constant(1), address };
    }
    const global = this.setting.program.globals.find((g) => g.name === root.name);
    assert(global?.type.kind === 'object', `${root.name} is an object`);
    const { struct } = global.type;
    return { struct, object: constant(referenceTo(storage, struct, root.name)), address: null };
  }

  private indexed(
    address: Address,
    step: { readonly index: Expr; readonly length: number },
  ): Address {
    assert(address.type.kind === 'array', 'only an array is indexed');
    const type = address.type.of;
    const scale = this.width(type);
    const index = this.value(step.index);
    if (index.kind === 'constant' && index.value >= 0 && index.value < step.length) {
      return {
        ...address,
        type,
        offset: address.offset + index.value * scale,
        path: `${address.path}[${index.value}]`,
      };
    }
    const indexes = [...address.indexes, { index, scale, length: step.length, name: address.path }];
    return { ...address, type, indexes, path: `${address.path}[#]` };
  }

  private wordField(address: Address, name: string): Address {
    assert(address.type.kind === 'word', 'only a word has fields here');
    const fields = this.fieldsOf(address.type.struct);
    const index = fields.findIndex((field) => field.name === name);
    return {
      ...address,
      type: item(fields, index).type,
      offset: address.offset + index,
      ...named(address, name),
    };
  }

  // Tasks

  private where(what: 'cpu' | 'mm'): number {
    const name = this.task?.[what] ?? null;
    const global = this.setting.program.globals.find((g) => g.name === name);
    if (name === null || global?.type.kind !== 'object') return 0;
    return referenceTo(this.setting.storage, global.type.struct, name);
  }

  private ownIndex(): number | null {
    return this.task === null ? null : this.taskIndex(this.task.name);
  }

  /** Null for a task that does not take part in this configuration. */
  private taskIndex(name: string): number | null {
    const index = this.setting.tasks.findIndex((task) => task.name === name);
    return index < 0 ? null : index;
  }
}

function fieldNamed(field: string) {
  return { field, name: field, path: field };
}

/** A part of a word. */
function named({ name, path }: Address, part: string) {
  return { name: name === path ? `${name}.${part}` : name, path: `${path}.${part}` };
}

const UNBOUNDED: Bounds = { low: -Infinity, high: Infinity, limit: '' };

function boundsOf(address: Address): Bounds | null {
  if (address.type.kind !== 'int' || address.type.range === null) return null;
  const { low, high } = address.type.range;
  return { low, high, limit: `range ${address.name} ${low}..${high}` };
}

/** A ghost that is counted as one that is added to: nowhere, in an object that is free. */
function countOf(
  e: Extract<Expr, { kind: 'bump' }>,
  at: Stmt['at'],
): Extract<Stmt, { kind: 'store' }> {
  const value: Expr = { kind: 'constant', value: 1, type: { kind: 'int', range: null }, at };
  return { kind: 'store', place: e.place, operator: e.by === 1 ? '+=' : '-=', value, at };
}

/** False for what is known to lie outside the range that a local is declared with: to put it there is a limit. */
function isWithin(type: Type, value: Value): boolean {
  if (type.kind !== 'int' || type.range === null || value.kind !== 'constant') return true;
  return value.value >= type.range.low && value.value <= type.range.high;
}

function scalar(value: number): Binding {
  return { kind: 'values', values: [constant(value)] };
}

function setAll(targets: readonly Value[], values: readonly Value[]) {
  return targets.flatMap((target, i) =>
    target.kind === 'variable' ? [{ variable: target.variable, value: item(values, i) }] : [],
  );
}

function variablesAmong(values: readonly Value[]): number[] {
  return values.flatMap((value) => (value.kind === 'variable' ? [value.variable] : []));
}

function allocates(action: Action): boolean {
  let found = false;
  walkAction(action, ({ kind }) => {
    found ||= kind === 'allocate';
  });
  return found;
}

function worksOrFails(value: Value): boolean {
  switch (value.kind) {
    case 'load':
    case 'lookup':
    case 'exchange':
    case 'bump':
    case 'trylock':
    case 'allocate':
      return true;
    case 'constant':
    case 'variable':
    case 'not':
    case 'binary':
    case 'all':
    case 'any':
    case 'live':
    case 'done':
    case 'held':
      return false;
    default:
      return unreachable(value);
  }
}

/** Whether computing it changes nothing and cannot fail. */
function doesNothing(value: Value): boolean {
  let works = false;
  walkValue(value, (one) => {
    works ||= worksOrFails(one);
  });
  return !works;
}

function cellsOf(
  struct: string,
  reference: number,
  name: string,
  offset: number,
  type: Type,
  width: number,
): Address[] {
  const count = type.kind === 'array' ? type.length : 1;
  const one = type.kind === 'array' ? type.of : type;
  return Array.from({ length: count }, (_, i) => ({
    struct,
    object: constant(reference),
    offset: offset + i * width,
    indexes: [],
    type: one,
    ...fieldNamed(name),
    path: type.kind === 'array' ? `${name}[${i}]` : name,
  }));
}
