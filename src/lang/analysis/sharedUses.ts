// Which variables and fields of shared memory a program names anywhere, and which it reads.

import type { Body, Expr, Initial, Loop, Place, Program, Stmt, Type } from '../program/program.ts';
import { everyExpression, everyStatement, expressionsOf } from '../program/programWalk.ts';

/** Variables and pools by name, fields by `fieldKey`. */
export interface SharedUses {
  readonly mentioned: ReadonlySet<string>;
  readonly read: ReadonlySet<string>;
  /** The structs whose objects or cells a loop or quantifier runs over: they need no name. */
  readonly structs: ReadonlySet<string>;
}

export function fieldKey(struct: string, field: string): string {
  return `${struct}.${field}`;
}

export function sharedUses(program: Program): SharedUses {
  const found = new Uses(program);
  const bodies: readonly Body[] = [
    ...[...program.functions.values()].flat(),
    ...program.tasks,
    program.init,
  ];
  for (const { body } of bodies) for (const s of everyStatement(body)) found.statement(s);
  for (const { condition } of program.properties) if (condition !== null) found.value(condition);
  for (const { value } of program.outcome) found.value(value);
  for (const { type, value } of program.globals) if (value !== null) found.initial(type, value);
  for (const { cpu, mm } of program.tasks)
    for (const name of [cpu, mm]) if (name !== null) found.mentioned.add(name);
  return found;
}

class Uses implements SharedUses {
  readonly mentioned = new Set<string>();
  readonly read = new Set<string>();
  readonly structs = new Set<string>();
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  statement(s: Stmt): void {
    for (const e of expressionsOf(s)) {
      // A count or an exchange whose value is not used only writes.
      const written = s.kind === 'evaluate' && e === s.value;
      if (written && (e.kind === 'bump' || e.kind === 'exchange')) this.write(e);
      else this.value(e);
    }
    if (s.kind === 'store' || s.kind === 'lock' || s.kind === 'hold') this.mention(s.place);
    if (s.kind === 'for') this.loop(s.over);
    if (s.kind === 'set-part') this.wordField(s.field);
  }

  private write(e: Extract<Expr, { kind: 'bump' | 'exchange' }>): void {
    this.mention(e.place);
    for (const inner of everyExpression(e).slice(1)) this.one(inner);
  }

  value(e: Expr): void {
    for (const inner of everyExpression(e)) this.one(inner);
  }

  private one(e: Expr): void {
    if ('place' in e) for (const name of this.mention(e.place)) this.read.add(name);
    if (e.kind === 'part') this.wordField(e.field);
    if (e.kind === 'word')
      for (const { name } of this.program.structs.get(e.struct)?.fields ?? [])
        this.mentioned.add(fieldKey(e.struct, name));
    if (e.kind === 'allocate') this.mentioned.add(e.pool);
    if (e.kind === 'quantified') this.loop(e.over);
  }

  /** A word held by value does not determine its struct: the fields of all word structs that have one of this name. */
  private wordField(field: string): void {
    for (const { name } of this.program.structs.values()) {
      this.mentioned.add(fieldKey(name, field));
      this.read.add(fieldKey(name, field));
    }
  }

  private mention({ root, path }: Place): readonly string[] {
    const names = [
      ...(root.kind === 'global' ? [root.name] : []),
      ...path.flatMap((step) => (step.kind === 'field' ? [fieldKey(step.struct, step.name)] : [])),
    ];
    for (const name of names) this.mentioned.add(name);
    return names;
  }

  private loop(over: Loop): void {
    if (over.kind === 'elements') this.mentioned.add(over.of);
    if (over.kind === 'objects' || over.kind === 'cells') this.structs.add(over.struct);
  }

  initial(type: Type, initial: Initial): void {
    if (initial.kind === 'value') return this.value(initial.value);
    if (initial.kind === 'items') {
      const of = type.kind === 'array' ? type.of : type;
      return initial.items.forEach((item) => this.initial(of, item));
    }
    const struct = type.kind === 'object' || type.kind === 'word' ? type.struct : '';
    for (const [name, value] of initial.fields) {
      this.mentioned.add(fieldKey(struct, name));
      const field = this.program.structs.get(struct)?.fields.find((one) => one.name === name);
      if (field !== undefined) this.initial(field.type, value);
    }
  }
}
