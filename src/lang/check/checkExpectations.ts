// The `expect` lines: which verdict a scenario expects for which configurations.

import { optionCondition } from './optionCondition.ts';
import type { Expectation } from '../program/program.ts';
import { BUILT_IN_PROPERTIES, reportUnknown, type Scope } from '../scope/scope.ts';
import type { Declaration } from '../syntax/syntax.ts';

export function checkExpectations(
  scope: Scope,
  declared: readonly Extract<Declaration, { kind: 'expect' }>[],
): Expectation[] {
  const known = [...scope.properties.keys(), ...BUILT_IN_PROPERTIES.keys()];
  return declared.map((d) => {
    for (const name of d.properties) {
      if (!known.includes(name.name)) reportUnknown(scope, 'RC101', 'property', name, known);
    }
    const clauses = d.clauses.map(({ verdict, vacuously, when, at }) => ({
      verdict,
      vacuously,
      when: when === null || when === 'otherwise' ? when : optionCondition(scope, when),
      at,
    }));
    return { properties: d.properties.map((name) => name.name), clauses };
  });
}
