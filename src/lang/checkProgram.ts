// Syntax trees to one checked program: all errors of all files are found in one go.

import { BodyContext, isOut, type Mode } from './bodyContext.ts';
import { checkCondition, checkExpression, checkValue } from './checkExpression.ts';
import { checkStatements } from './checkStatement.ts';
import type { Diagnostics, Span } from './diagnostic.ts';
import { checkExpectations } from './checkExpectations.ts';
import { gatherDeclarations } from './gatherDeclarations.ts';
import { optionCondition } from './optionCondition.ts';
import type { ParsedFile } from './parseFile.ts';
import type {
  Body,
  Expr,
  FunctionDefinition,
  Global,
  Initial,
  Kernel,
  Program,
  Property,
  Stmt,
  Task,
  Type,
} from './program.ts';
import {
  BUILT_IN_PROPERTIES,
  constantInt,
  fieldOf,
  type FunctionSyntax,
  type PropertySyntax,
  reportUnknown,
  resolveByValue,
  resolveType,
  type Scope,
  spanText,
  structOfRole,
  type TaskSyntax,
  typeName,
} from './scope.ts';
import { checkSteps, type StepRule } from './stepRule.ts';
import type { Declaration, Expression, Statement } from './syntax.ts';

type Texts = ReadonlyMap<string, string>;

/** The last file is the scenario; `incomplete`: some file could not be found. What is wrong goes to `diagnostics`; the program stands only where nothing is. */
export function checkProgram(
  files: readonly ParsedFile[],
  incomplete: boolean,
  diagnostics: Diagnostics,
): Program {
  const scope = gatherDeclarations(files, incomplete, diagnostics);
  const texts: Texts = new Map(files.map((file) => [file.name, file.text]));
  const all = files.flatMap((file) => file.declarations);
  const declared = declarationsOf(all);

  const functions = new Map<string, FunctionDefinition[]>();
  for (const [name, definitions] of scope.functions) {
    functions.set(
      name,
      definitions.map((d) => checkFunction(scope, texts, d)),
    );
  }
  const tasks = [...scope.tasks.values()].map((d) => checkTask(scope, texts, d));
  const init = checkBody(
    scope,
    texts,
    'init',
    declared('init').flatMap((d) => d.body),
    declared('init')[0]?.at ?? { file: '', from: 0, to: 0 },
  );
  const properties = [...scope.properties.values()].map((d) => checkProperty(scope, texts, d));
  if (checkRecursion(scope, functions)) checkEverySteps(scope, texts, functions, tasks);
  const expectations = checkExpectations(scope, texts, declared('expect'));
  const text = (kind: 'title' | 'story' | 'author' | 'opens'): string | null =>
    declared(kind).at(-1)?.text ?? null;
  const name = files.at(-1)?.name ?? '';

  return {
    name,
    title: text('title') ?? name,
    year: declared('year').at(-1)?.year ?? null,
    author: text('author'),
    story: text('story') ?? '',
    opens: text('opens'),
    sources: declared('source').map(({ text: words, mark }) => ({ text: words, mark })),
    cues: declared('cue').map((d) => ({
      task: d.task.name,
      anchor: d.anchor.name,
      text: d.text,
      at: d.anchor.at,
    })),
    files: files.map(({ name: file, text: source, painted }) => ({
      name: file,
      text: source,
      painted,
    })),
    structs: scope.structs,
    enums: scope.enums,
    tokens: declared('tokens').flatMap((d) =>
      d.tokens.map((t) => ({ name: t.name.name, meaning: t.meaning })),
    ),
    globals: declared('variable').map((d) => checkGlobal(scope, texts, d)),
    pools: [...scope.pools.values()],
    functions,
    tasks,
    init,
    options: [...scope.options.values()],
    requires: declared('require').map((d) => optionCondition(scope, texts, d.condition)),
    kernels: checkKernels(scope, declared('kernel')),
    properties,
    outcome: declared('outcome').flatMap((d) =>
      d.places.map((place) => checkOutcome(scope, texts, place)),
    ),
    expectations,
  };
}

function declarationsOf(all: readonly Declaration[]) {
  return <K extends Declaration['kind']>(kind: K): Extract<Declaration, { kind: K }>[] =>
    all.filter((d): d is Extract<Declaration, { kind: K }> => d.kind === kind);
}

function checkBody(
  scope: Scope,
  texts: Texts,
  mode: Mode,
  statements: readonly Statement[],
  at: Span,
): Body {
  return finishBody(new BodyContext(scope, mode, null, texts, at), statements);
}

function finishBody(b: BodyContext, statements: readonly Statement[]): Body {
  collectLabels(b, statements);
  const body = checkStatements(b, statements);
  return { body, locals: b.locals };
}

function collectLabels(b: BodyContext, statements: readonly Statement[]): void {
  for (const s of statements) {
    if (s.kind === 'label') {
      if (b.labels.has(s.name.name))
        b.scope.diagnostics.error(
          'RC102',
          s.name.at,
          `label “${s.name.name}” is declared twice`,
          'rename one of them',
        );
      b.labels.add(s.name.name);
    }
    collectLabels(b, innerStatements(s));
  }
}

function innerStatements(s: Statement): readonly Statement[] {
  switch (s.kind) {
    case 'block':
      return s.body;
    case 'if':
      return s.else === null ? [s.then] : [s.then, s.else];
    case 'while':
    case 'for':
    case 'atomic':
    case 'ghost':
      return [s.body];
    case 'choose':
      return s.branches.flatMap((branch) => branch.body);
    default:
      return [];
  }
}

function checkFunction(scope: Scope, texts: Texts, d: FunctionSyntax): FunctionDefinition {
  checkSignature(scope, d);
  const result = resolveByValue(scope, d.result);
  const promised = d.result.base.kind === 'void' ? null : result;
  const b = new BodyContext(scope, 'kernel', promised, texts, d.at);
  for (const parameter of d.parameters)
    b.declare(
      parameter.name.name,
      resolveByValue(scope, parameter.type),
      isOut(parameter.type) ? 'out' : 'parameter',
    );
  const body = finishBody(b, d.body);
  const when = d.when === null ? null : optionCondition(scope, texts, d.when);
  const { doc, atomic, at } = d;
  return {
    ...body,
    name: d.name.name,
    at,
    doc,
    atomic,
    parameters: d.parameters.length,
    result,
    when,
  };
}

/** Definitions of one name differ in their `when` and in nothing that a caller sees. */
function checkSignature(scope: Scope, d: FunctionSyntax): void {
  const first = scope.functions.get(d.name.name)?.[0];
  if (first === undefined || first === d) return;
  if (!scope.diagnostics.isRead(first.name.at)) return;
  const shape = (f: FunctionSyntax): string =>
    [f.result, ...f.parameters.map((p) => p.type)]
      .map((t) => typeName(resolveType(scope, t)))
      .join(', ');
  if (shape(first) !== shape(d)) {
    scope.diagnostics.error(
      'RC107',
      d.name.at,
      `“${d.name.name}” has another signature elsewhere: ${shape(first)}`,
      'give both the same',
    );
  }
  if (d.when === null || first.when === null) {
    scope.diagnostics.error(
      'RC107',
      d.name.at,
      `“${d.name.name}” is defined twice`,
      'say with when which configurations each is for',
    );
  }
}

function checkTask(scope: Scope, texts: Texts, d: TaskSyntax): Task {
  const place = (name: TaskSyntax['cpu'], role: 'cpu' | 'mm'): string | null => {
    if (name === null) return null;
    const type = scope.globals.get(name.name)?.type;
    if (type?.kind === 'object' && scope.structs.get(type.struct)?.role === role) return name.name;
    if (type?.kind === 'void' || structOfRole(scope, role, name.at) === null) return null;
    const known = [...scope.globals].filter(
      ([, g]) => g.type.kind === 'object' && scope.structs.get(g.type.struct)?.role === role,
    );
    reportUnknown(
      scope,
      'RC101',
      role,
      name,
      known.map(([n]) => n),
    );
    return null;
  };
  const body = checkBody(scope, texts, 'kernel', d.body, d.at);
  const runs = d.runs === null ? 1 : constantInt(scope, d.runs);
  return {
    ...body,
    name: d.name.name,
    letter: d.letter,
    kind: d.afterAll ? 'settle' : d.sort,
    cpu: place(d.cpu, 'cpu'),
    mm: place(d.mm, 'mm'),
    runs,
    when: d.when === null ? null : optionCondition(scope, texts, d.when),
    at: d.name.at,
  };
}

function checkProperty(scope: Scope, texts: Texts, d: PropertySyntax): Property {
  if (BUILT_IN_PROPERTIES[d.name.name] !== undefined) {
    scope.diagnostics.error(
      'RC102',
      d.name.at,
      `“${d.name.name}” is built in`,
      'choose another name',
    );
  }
  const b = new BodyContext(scope, 'property', null, texts, d.at);
  const condition = d.condition === null ? null : checkCondition(b, d.condition);
  const { sort, sentence, checks } = d;
  return { name: d.name.name, sort, sentence, checks, condition, locals: b.locals, at: d.name.at };
}

function checkOutcome(
  scope: Scope,
  texts: Texts,
  place: Expression,
): { text: string; value: Expr } {
  const b = new BodyContext(scope, 'property', null, texts, place.at);
  return { text: spanText(texts, place.at), value: checkExpression(b, place, null) };
}

function checkGlobal(
  scope: Scope,
  texts: Texts,
  d: Extract<Declaration, { kind: 'variable' }>,
): Global {
  const type: Type = scope.globals.get(d.name.name)?.type ?? { kind: 'void' };
  const b = new BodyContext(scope, 'init', null, texts, d.at);
  const value = d.value === null ? null : checkInitial(b, d.value, type);
  return { name: d.name.name, type, ghost: d.ghost, value, at: d.name.at };
}

function checkInitial(b: BodyContext, e: Expression, type: Type): Initial {
  if (type.kind === 'array' && e.kind === 'braces') {
    if (e.items.length > type.length)
      b.scope.diagnostics.error(
        'RC207',
        e.at,
        `${e.items.length} values for ${type.length} elements`,
      );
    return { kind: 'items', items: e.items.map((item) => checkInitial(b, item.value, type.of)) };
  }
  if (type.kind === 'object' && e.kind === 'braces') return checkInitialFields(b, e, type.struct);
  return { kind: 'value', value: checkInitialValue(b, e, type) };
}

function checkInitialValue(b: BodyContext, e: Expression, type: Type): Expr {
  const value = checkValue(b, e, type);
  const fixed = value.kind === 'constant' || value.kind === 'address' || value.kind === 'word';
  if (!fixed)
    b.scope.diagnostics.error(
      'RC208',
      e.at,
      `“${b.text(e.at)}” is not constant`,
      'set it in init { … }',
    );
  return value;
}

function checkInitialFields(
  b: BodyContext,
  e: Extract<Expression, { kind: 'braces' }>,
  struct: string,
): Initial {
  const names = b.scope.structs.get(struct)?.fields.map((f) => f.name) ?? [];
  const fields = new Map<string, Initial>();
  e.items.forEach((item, i) => {
    const name = item.field?.name ?? names[i] ?? '';
    const field = fieldOf(b.scope, struct, name);
    if (field === undefined) {
      return reportUnknown(
        b.scope,
        'RC103',
        `field of struct ${struct}`,
        item.field ?? { name: b.text(item.at), at: item.at },
        names,
      );
    }
    fields.set(name, checkInitial(b, item.value, field.type));
  });
  return { kind: 'fields', fields };
}

function checkKernels(
  scope: Scope,
  declared: readonly Extract<Declaration, { kind: 'kernel' }>[],
): Kernel[] {
  return declared.map((d) => {
    const settings: Record<string, boolean | string> = {};
    for (const { option, value } of d.settings) {
      const known = scope.options.get(option.name);
      if (known === undefined || known.sort !== 'change') {
        reportUnknown(
          scope,
          'RC401',
          'change',
          option,
          [...scope.options.values()].filter((o) => o.sort === 'change').map((o) => o.name),
        );
      } else if (known.values !== null && (value === null || !known.values.includes(value.name))) {
        reportUnknown(
          scope,
          'RC401',
          `value of option ${option.name}`,
          value ?? option,
          known.values,
        );
      } else {
        settings[option.name] = value === null ? true : value.name;
      }
    }
    return { name: d.name, settings, at: d.at };
  });
}

/** False when some function calls itself, on whatever way round. */
function checkRecursion(
  scope: Scope,
  functions: ReadonlyMap<string, readonly FunctionDefinition[]>,
): boolean {
  const finished = new Set<string>();
  let sound = true;
  const visit = (name: string, path: readonly string[]): void => {
    if (finished.has(name)) return;
    if (path.includes(name)) {
      const at = functions.get(name)?.[0]?.at;
      if (at)
        scope.diagnostics.error(
          'RC108',
          at,
          `“${name}” calls itself: ${[...path, name].join(' → ')}`,
          'write it as a loop',
        );
      sound = false;
      return;
    }
    for (const f of functions.get(name) ?? [])
      for (const callee of calleesOf(f.body)) visit(callee, [...path, name]);
    finished.add(name);
  };
  for (const name of functions.keys()) visit(name, []);
  return sound;
}

function calleesOf(body: readonly Stmt[]): string[] {
  return body.flatMap((s) => {
    if (s.kind === 'call') return [s.callee];
    if (s.kind === 'if') return calleesOf([...s.then, ...s.else]);
    if (s.kind === 'while') return calleesOf([...s.before, ...s.body]);
    if (s.kind === 'for' || s.kind === 'atomic') return calleesOf(s.body);
    return s.kind === 'choose' ? s.branches.flatMap((branch) => calleesOf(branch.body)) : [];
  });
}

function checkEverySteps(
  scope: Scope,
  texts: Texts,
  functions: ReadonlyMap<string, readonly FunctionDefinition[]>,
  tasks: readonly Task[],
): void {
  const rule: StepRule = {
    diagnostics: scope.diagnostics,
    functions,
    textOf: (at) => spanText(texts, at),
  };
  for (const definitions of functions.values())
    for (const f of definitions) checkSteps(rule, f.body, f.atomic);
  for (const task of tasks) checkSteps(rule, task.body, false);
}
