// Properties, and the places that distinguish outcomes: both observe the world and change nothing.

import { openBody } from './checkExpression.ts';
import { checkCondition } from './checkValue.ts';
import type { Expr, Property } from '../program/program.ts';
import { BUILT_IN_PROPERTIES, type PropertySyntax, type Scope } from '../scope/scope.ts';
import type { Expression } from '../syntax/syntax.ts';

export function checkProperty(scope: Scope, d: PropertySyntax): Property {
  const name = d.name.name;
  if (BUILT_IN_PROPERTIES.has(name))
    scope.diagnostics.error('RC102', d.name.at, `“${name}” is built in`, 'choose another name');
  const b = openBody(scope, 'property', null, d.at);
  const condition = d.condition === null ? null : checkCondition(b, d.condition);
  const { variant: kind, sentence, violation, checks } = d;
  return { name, kind, sentence, violation, checks, condition, locals: b.locals, at: d.name.at };
}

export function checkOutcome(
  scope: Scope,
  place: Expression,
): { readonly text: string; readonly value: Expr } {
  const b = openBody(scope, 'property', null, place.at);
  return { text: b.text(place.at), value: b.expression(place, null) };
}
