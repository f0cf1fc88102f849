// From a checked body to the control-flow graph of one task in one configuration: statements and control.

import { assert, at as item, unreachable } from '../../base/assert.ts';
import type { Body, Expr, Stmt, Task } from '../../lang/program/program.ts';
import { accessesOf } from './accesses.ts';
import type { AddressBuilder } from './addressBuilder.ts';
import { AssignmentBuilder } from './assignmentBuilder.ts';
import { beginAtomics } from './beginAtomics.ts';
import { CallArguments } from './callArguments.ts';
import { openFrame } from './callFrame.ts';
import { type CfgSetting, CfgScope } from './cfgScope.ts';
import { type ControlFlowGraph, type Jump, type Value, JUMP_NOWHERE } from './controlFlowGraph.ts';
import type { LoopMembers } from './loopMembers.ts';
import { NodeWriter } from './nodeWriter.ts';
import { ValueBuilder } from './valueBuilder.ts';

export class CfgBuilder {
  private readonly scope: CfgScope;
  private readonly writer: NodeWriter;
  private readonly values: ValueBuilder;
  private readonly addresses: AddressBuilder;
  private readonly members: LoopMembers;
  private readonly assignments: AssignmentBuilder;
  private readonly calls: CallArguments;

  constructor(setting: CfgSetting, body: Body, task: Task | null) {
    this.scope = new CfgScope(setting, body, task);
    this.writer = new NodeWriter(this.scope);
    this.values = new ValueBuilder(this.scope);
    this.addresses = this.values.addresses;
    this.members = this.values.members;
    this.assignments = new AssignmentBuilder(this.scope, this.writer, this.values);
    this.calls = new CallArguments(this.scope, this.writer, this.values, this.assignments);
  }

  build(): ControlFlowGraph {
    this.statements(this.scope.frame.body.body);
    this.writer.place(this.scope.frame.leave);
    this.writer.emit({ kind: 'end' }, []);
    beginAtomics(this.writer.nodes);
    return { nodes: this.writer.nodes, variables: this.scope.variables, entry: 0 };
  }

  /** An expression that only observes: a property's condition, a place of the outcome. */
  observe(e: Expr): Value {
    this.scope.observing = true;
    return this.values.value(e);
  }

  private statements(body: readonly Stmt[]): void {
    for (const s of body) this.statement(s);
  }

  private statement(s: Stmt): void {
    switch (s.kind) {
      case 'set':
        if (this.assignments.standsFor(s)) return;
        return this.assignments.set(s, this.scope.targets(s.local), s.value);
      case 'set-part':
        return this.assignments.setPart(s);
      case 'store':
        return this.assignments.store(s);
      case 'evaluate':
        return this.assignments.evaluate(s);
      case 'lock':
        this.writer.emit(
          { kind: 'lock', operation: s.operation, lock: this.addresses.address(s.place) },
          [],
          s,
        );
        return;
      case 'hold':
        return this.hold(s);
      case 'free':
        this.writer.emit(
          { kind: 'free', pointer: this.values.value(s.pointer), struct: s.struct },
          [],
          s,
        );
        return;
      case 'wait':
        return this.wait(s);
      case 'call':
        return this.call(s);
      case 'if':
        return this.branch(s);
      case 'while':
        return this.loop(s);
      case 'for':
        return this.unroll(s);
      case 'label':
        this.writer.label = s.name;
        return this.writer.place(this.labelled(s.name));
      case 'goto':
        return this.writer.jump(this.labelled(s.label));
      case 'return':
        return this.leaveFunction(s);
      case 'break':
      case 'continue':
        return this.leaveRound(s.kind);
      case 'atomic':
        return this.writer.atomically(() => this.statements(s.body));
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

  private hold(s: Extract<Stmt, { kind: 'hold' }>): void {
    const task = s.task === null ? this.scope.ownIndex() : this.scope.taskIndex(s.task);
    if (task !== null)
      this.writer.emit({ kind: 'hold', lock: this.addresses.address(s.place), task }, [], s);
  }

  private wait(s: Extract<Stmt, { kind: 'wait' }>): void {
    const until = this.values.value(s.until);
    this.writer.emit({ kind: 'wait', until }, accessesOf(this.scope.setting.storage, until), s);
  }

  private leaveRound(kind: 'break' | 'continue'): void {
    const loop = this.scope.frame.loops.at(-1);
    if (loop) this.writer.jump(kind === 'break' ? loop.end : loop.next);
  }

  private observed(build: () => void): void {
    const before = this.scope.observing;
    this.scope.observing = true;
    build();
    this.scope.observing = before;
  }

  /** In an atomic the step can begin with it, even if it does nothing. */
  private ghost(s: Extract<Stmt, { kind: 'ghost' }>): void {
    this.observed(() => {
      if (this.writer.atomicRegion !== 0) this.writer.emit({ kind: 'jump' }, [], s);
      this.statements(s.body);
    });
  }

  private branch(s: Extract<Stmt, { kind: 'if' }>): void {
    const condition = this.values.value(s.condition);
    if (condition.kind === 'constant')
      return this.statements(condition.value !== 0 ? s.then : s.else);
    const otherwise = { to: JUMP_NOWHERE };
    const end = { to: JUMP_NOWHERE };
    this.writer.emit(
      { kind: 'branch', condition, otherwise },
      accessesOf(this.scope.setting.storage, condition),
      s,
    );
    this.statements(s.then);
    if (s.else.length > 0) this.writer.jump(end);
    this.writer.place(otherwise);
    this.statements(s.else);
    this.writer.place(end);
  }

  private loop(s: Extract<Stmt, { kind: 'while' }>): void {
    const next = { to: JUMP_NOWHERE };
    const end = { to: JUMP_NOWHERE };
    this.writer.place(next);
    this.statements(s.before);
    const condition = this.values.value(s.condition);
    this.writer.emit(
      { kind: 'branch', condition, otherwise: end },
      accessesOf(this.scope.setting.storage, condition),
      s,
    );
    this.scope.frame.loops.push({ next, end });
    this.statements(s.body);
    this.scope.frame.loops.pop();
    this.writer.jump(next);
    this.writer.place(end);
  }

  /** Every round is unrolled, so that its element is a constant in it. */
  private unroll(s: Extract<Stmt, { kind: 'for' }>): void {
    const end = { to: JUMP_NOWHERE };
    for (const { binding, live } of this.members.members(s.over)) {
      const next = { to: JUMP_NOWHERE };
      if (live.kind !== 'constant')
        this.writer.emit({ kind: 'branch', condition: live, otherwise: next }, [], s);
      this.scope.frame.bindings.set(s.local, binding);
      this.scope.frame.loops.push({ next, end });
      this.statements(s.body);
      this.scope.frame.loops.pop();
      this.writer.place(next);
    }
    this.writer.place(end);
  }

  private labelled(name: string): Jump {
    const known = this.scope.frame.labels.get(name);
    if (known !== undefined) return known;
    const jump = { to: JUMP_NOWHERE };
    this.scope.frame.labels.set(name, jump);
    return jump;
  }

  private leaveFunction(s: Extract<Stmt, { kind: 'return' }>): void {
    if (s.value !== null) this.returnValue(s, s.value);
    this.writer.jump(this.scope.frame.leave);
  }

  private returnValue(s: Stmt, value: Expr): void {
    const { result } = this.scope.frame;
    if (result === null) return this.assignments.drop(s, value);
    assert(result.kind === 'values', 'a cell takes no value');
    this.assignments.set(s, variablesAmong(result.values), value);
  }

  private check(s: Extract<Stmt, { kind: 'assert' }>): void {
    if (s.variant === 'assert') {
      return this.observed(() => {
        const condition = this.values.value(s.condition);
        this.writer.emit(
          { kind: 'check', variant: s.variant, property: s.property, condition },
          [],
          s,
        );
      });
    }
    const condition = this.values.value(s.condition);
    this.writer.emit(
      { kind: 'check', variant: s.variant, property: s.property, condition },
      accessesOf(this.scope.setting.storage, condition),
      s,
    );
  }

  private choose(s: Extract<Stmt, { kind: 'choose' }>): void {
    const branches = s.branches.map(({ label }) => ({ label, to: { to: JUMP_NOWHERE } }));
    const end = { to: JUMP_NOWHERE };
    this.writer.emit({ kind: 'choose', branches }, [], s);
    s.branches.forEach(({ body }, i) => {
      this.writer.place(item(branches, i).to);
      this.statements(body);
      this.writer.jump(end);
    });
    this.writer.place(end);
  }

  private call(s: Extract<Stmt, { kind: 'call' }>): void {
    const callee = this.calls.definition(s.callee);
    const bindings = this.calls.bindArguments(s, callee);
    const result = s.result === null ? null : this.scope.binding(s.result);
    const { calls, stem, body } = this.scope.frame;
    const deeper = `${stem}/${s.callee}${this.scope.setting.namer.ordinal(body, s)}`;
    const outer = this.scope.frame;
    const inner = {
      ...openFrame(this.scope.setting.program, callee, [...calls, s.callee], deeper, result),
      bindings,
    };
    const build = (): void => {
      this.scope.frame = inner;
      this.statements(callee.body);
      this.writer.place(inner.leave);
      this.scope.frame = outer;
    };
    if (callee.atomic) this.writer.atomically(build);
    else build();
  }
}

function variablesAmong(values: readonly Value[]): number[] {
  return values.flatMap((value) => (value.kind === 'variable' ? [value.variable] : []));
}
