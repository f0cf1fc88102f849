// Statements to lines of text.

import { unreachable } from '../../base/assert.ts';
import {
  printCollection,
  printExpression,
  printStatementStart,
  printType,
} from './printExpression.testing.ts';
import type { Expression, Statement } from './syntax.ts';

/** The lines of a body, each with one tab more than what it stands in. */
export function printStatements(body: readonly Statement[]): string[] {
  return body.flatMap((s) =>
    s.kind === 'label' ? [`${s.name.name}:`] : printStatement(s).map(indent),
  );
}

function indent(line: string): string {
  return `\t${line}`;
}

function printStatement(s: Statement): string[] {
  switch (s.kind) {
    case 'block':
      return ['{', ...printStatements(s.body), '}'];
    case 'if':
      return printIf(s);
    case 'while':
      return under(`while (${printExpression(s.condition)})`, s.body);
    case 'do': {
      const lines = under('do', s.body);
      const tail = `while (${printExpression(s.condition)});`;
      return s.body.kind === 'block' ? joined(lines, [tail]) : [...lines, tail];
    }
    case 'count':
      return under(`for (${printPart(s.start)}; ${s.condition === null ? '' : printExpression(s.condition)}; ${printPart(s.step)})`, s.body); // prettier-ignore
    case 'switch':
      return printSwitch(s);
    case 'for':
      return under(`for (${s.variable.name} in ${printCollection(s.over)})`, s.body);
    case 'atomic':
    case 'ghost':
      return prefixed(s.kind, printStatement(s.body));
    case 'choose':
      return printChoose(s);
    case 'evaluate':
    case 'wait':
    case 'label':
    case 'goto':
    case 'return':
    case 'break':
    case 'continue':
    case 'declare':
    case 'assign':
      return [printSimple(s)];
    default:
      return unreachable(s);
  }
}

type Simple = Exclude<
  Statement,
  {
    kind:
      | 'block'
      | 'if'
      | 'while'
      | 'for'
      | 'do'
      | 'count'
      | 'switch'
      | 'atomic'
      | 'ghost'
      | 'choose';
  }
>;

function printSimple(s: Simple): string {
  switch (s.kind) {
    case 'declare':
      return `${s.constant ? 'const ' : ''}${printType(s.type)}${s.name.name}${s.value === null ? '' : ` = ${printExpression(s.value)}`};`;
    case 'assign':
      return `${printStatementStart(s.target)} ${s.operator} ${printExpression(s.value)};`;
    case 'evaluate':
      return `${printEffect(s.value)};`;
    case 'label':
      return `${s.name.name}:`;
    case 'goto':
      return `goto ${s.label.name};`;
    case 'return':
      return s.value === null ? 'return;' : `return ${printExpression(s.value)};`;
    case 'wait':
      return `wait until (${printExpression(s.until)});`;
    case 'break':
    case 'continue':
      return `${s.kind};`;
    default:
      return unreachable(s);
  }
}

/** `x++`, as C people write a count that is a statement. */
function printEffect(e: Expression): string {
  return e.kind === 'bump'
    ? `${printStatementStart(e.target)}${e.by === 1 ? '++' : '--'}`
    : printStatementStart(e);
}

function printIf(s: Extract<Statement, { kind: 'if' }>): string[] {
  const then = under(`if (${printExpression(s.condition)})`, s.then);
  if (s.else === null) return then;
  const rest =
    s.else.kind === 'if' ? prefixed('else', printStatement(s.else)) : under('else', s.else);
  return s.then.kind === 'block' ? joined(then, rest) : [...then, ...rest];
}

/** A statement under the line that governs it. */
function under(head: string, body: Statement): string[] {
  const lines = printStatement(body);
  return body.kind === 'block' ? prefixed(head, lines) : [head, ...lines.map(indent)];
}

function prefixed(head: string, lines: readonly string[]): string[] {
  return [`${head} ${lines[0] ?? ''}`, ...lines.slice(1)];
}

/** `} else {` on one line. */
function joined(then: readonly string[], rest: readonly string[]): string[] {
  return [...then.slice(0, -1), ...prefixed(then.at(-1) ?? '', rest)];
}

/** A part of C's `for`, without its semicolon. */
function printPart(s: Statement | null): string {
  return s === null ? '' : (printStatement(s)[0] ?? '').slice(0, -1);
}

function printSwitch(s: Extract<Statement, { kind: 'switch' }>): string[] {
  const label = (value: Expression | null): string =>
    value === null ? 'default:' : `case ${printExpression(value)}:`;
  const cases = s.cases.flatMap(({ values, body }) => [
    values.map(label).join(' '),
    ...printStatements(body),
  ]);
  return [`switch (${printExpression(s.subject)}) {`, ...cases, '}'];
}

function printChoose(s: Extract<Statement, { kind: 'choose' }>): string[] {
  return [
    'choose {',
    ...s.branches.flatMap(({ label, body }) => [`${label.name}:`, ...printStatements(body)]),
    '}',
  ];
}
