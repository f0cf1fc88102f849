// Functions: signature, parameters, body.

import type { BodyContext } from '../scope/bodyContext.ts';
import { openBody } from './checkExpression.ts';
import { checkStatements } from './checkStatement.ts';
import { checkLabels } from '../scope/labels.ts';
import { optionalCondition } from './optionCondition.ts';
import type { Body, FunctionDefinition } from '../program/program.ts';
import {
  isOut,
  type FunctionSyntax,
  resolveByValue,
  resolveParameter,
  type Scope,
  typeName,
} from '../scope/scope.ts';
import type { ParameterSyntax, Statement } from '../syntax/syntax.ts';

export function checkFunction(scope: Scope, d: FunctionSyntax): FunctionDefinition {
  checkSignature(scope, d);
  const result = resolveByValue(scope, d.result);
  const promised = d.result.base.kind === 'void' ? null : result;
  const b = openBody(scope, 'kernel', promised, d.at);
  d.parameters.forEach((parameter) => declareParameter(b, parameter));
  const { doc, atomic, at } = d;
  return {
    ...checkBody(b, d.body),
    name: d.name.name,
    nameAt: d.name.at,
    at,
    doc,
    atomic,
    parameters: d.parameters.length,
    result,
    when: optionalCondition(scope, d.when),
  };
}

function declareParameter(b: BodyContext, { name, type }: ParameterSyntax): void {
  if (b.find(name.name) !== null) {
    const message = `parameter “${name.name}” is declared twice`;
    b.scope.diagnostics.error('RC102', name.at, message, 'rename one of them');
  }
  b.declare(name.name, resolveParameter(b.scope, type), isOut(b.scope, type) ? 'out' : 'parameter');
}

/** The statements of a body, and the locals that appear in them. */
export function checkBody(b: BodyContext, statements: readonly Statement[]): Body {
  checkLabels(b.scope, statements);
  const body = checkStatements(b, statements);
  return { body, locals: b.locals };
}

/** Definitions of one name have the same signature and differ in their `when`. */
function checkSignature(scope: Scope, d: FunctionSyntax): void {
  const name = d.name.name;
  const { diagnostics } = scope;
  const first = scope.functions.get(name)?.[0];
  if (first === undefined || first === d || !diagnostics.isRead(first.name.at)) return;
  if (shapeOf(scope, first) !== shapeOf(scope, d)) {
    const message = `“${name}” has another signature elsewhere: ${shapeOf(scope, first)}`;
    diagnostics.error('RC107', d.name.at, message, 'give both the same signature');
  } else if (d.when === null || first.when === null) {
    const mend = 'add a when clause to each that says for which configurations it is';
    diagnostics.error('RC107', d.name.at, `“${name}” is defined twice`, mend);
  }
}

/** Result and parameters, as people write them. */
function shapeOf(scope: Scope, f: FunctionSyntax): string {
  const types = f.parameters.map(({ type }) => {
    const name = typeName(resolveParameter(scope, type));
    return isOut(scope, type) ? `${name}*` : name;
  });
  return `${typeName(resolveByValue(scope, f.result))} (${types.join(', ')})`;
}
