// Expressions, collections and types to text, with the fewest parentheses that the grammar needs.

import { unreachable } from '../../base/assert.ts';
import type { BinaryOperator, Collection, Expression, Initializer, TypeSyntax } from './syntax.ts';

/** How tightly an operator binds; a whole expression is 0, what needs no parentheses anywhere 8; `?:` always gets them. */
const BINDING: Readonly<Record<BinaryOperator, number>> = {
  '=>': 0,
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '%': 6,
};
const CONDITIONAL = -1;
const SUM = 5;
const UNARY = 7;
const POSTFIX = 8;

/** `least`: how tightly the place binds that the expression stands in. */
export function printExpression(e: Expression, least = 0): string {
  const text = printBare(e);
  return bindingOf(e) < least ? `(${text})` : text;
}

/** What begins a statement: there, a brace would open a block. */
export function printStatementStart(e: Expression): string {
  return printExpression(e, 1);
}

/** A bound of a range. */
export function printSum(e: Expression): string {
  return printExpression(e, SUM);
}

function bindingOf(e: Expression): number {
  switch (e.kind) {
    case 'conditional':
      return CONDITIONAL;
    case 'quantified':
    case 'braces':
      return 0;
    case 'binary':
      return BINDING[e.operator];
    case 'among':
      return BINDING['=='];
    case 'not':
    case 'address':
    case 'dereference':
    case 'bump':
      return UNARY;
    case 'number':
    case 'call':
    case 'name':
    case 'member':
    case 'index':
      return POSTFIX;
    default:
      return unreachable(e);
  }
}

function printBare(e: Expression): string {
  switch (e.kind) {
    case 'number':
      return `${e.value}`;
    case 'name':
      return e.name;
    case 'member':
      return `${printExpression(e.object, POSTFIX)}${e.arrow ? '->' : '.'}${e.field.name}`;
    case 'index':
      return `${printExpression(e.object, POSTFIX)}[${printExpression(e.index)}]`;
    case 'address':
      // `&&` would be another operator.
      return `&${printExpression(e.of, e.of.kind === 'address' ? POSTFIX : UNARY)}`;
    case 'not':
      return `!${printExpression(e.operand, UNARY)}`;
    case 'dereference':
      return `*${printExpression(e.of, UNARY)}`;
    case 'bump':
      return `${e.by === 1 ? '++' : '--'}${printExpression(e.target, UNARY)}`;
    case 'binary':
      return printBinary(e);
    case 'conditional':
      return `${printExpression(e.condition, 1)} ? ${printExpression(e.then)} : ${printExpression(e.else)}`;
    case 'call':
      return `${e.callee.name}(${e.args.map((arg) => printExpression(arg)).join(', ')})`;
    case 'braces':
      return e.items.length === 0 ? '{}' : `{ ${e.items.map(printInitializer).join(', ')} }`;
    case 'among':
      return `${printExpression(e.subject, BINDING['=='] + 1)} in { ${e.values.map((v) => v.name).join(', ')} }`;
    case 'quantified':
      return `${e.quantifier} ${e.variable.name} in ${printCollection(e.collection)}, ${printExpression(e.body)}`;
    default:
      return unreachable(e);
  }
}

/** `=>` groups to the right, comparisons not at all, everything else to the left. */
function printBinary(e: Extract<Expression, { kind: 'binary' }>): string {
  const own = BINDING[e.operator];
  const compares = own === BINDING['=='] || own === BINDING['<'];
  const left = printExpression(e.left, e.operator === '=>' || compares ? own + 1 : own);
  const right = printExpression(e.right, e.operator === '=>' ? own : own + 1);
  return `${left} ${e.operator} ${right}`;
}

function printInitializer(item: Initializer): string {
  const value = printExpression(item.value);
  return item.field === null ? value : `.${item.field.name} = ${value}`;
}

export function printCollection(c: Collection): string {
  if (c.kind === 'struct') return `struct ${c.name.name}`;
  return c.kind === 'named' ? c.name.name : `${printSum(c.low)}..${printSum(c.high)}`;
}

/** A type with the space or the star that stands before the name. */
export function printType({ base }: TypeSyntax): string {
  if (base.kind === 'int')
    return base.range === null
      ? 'int '
      : `int ${printSum(base.range.low)}..${printSum(base.range.high)} `;
  if (base.kind === 'enum') return `enum ${base.name.name} `;
  if (base.kind !== 'struct') return `${base.kind} `;
  return `struct ${base.name.name} ${base.out ? '**' : base.pointer ? '*' : ''}`;
}
