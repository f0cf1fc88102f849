// The properties of a program: those that it states, and the built-in ones.

import type { Program, Property } from '../../lang/program/program.ts';
import { BUILT_IN_PROPERTIES, BUILT_IN_VIOLATIONS } from '../../lang/scope/scope.ts';
import type { MachineProperty } from '../step/stepMachine.ts';

export interface PropertyInfo {
  readonly name: string;
  readonly sentence: string;
  /** What a violation means, as a sentence without a full stop. */
  readonly violation: string;
  /** The id of the invariant that it states; null if it states none. */
  readonly checks: string | null;
  readonly kind: 'always' | 'finally' | 'assertion' | 'builtin';
}

/** Those that the machine itself judges. */
export function listProperties(program: Program): MachineProperty[] {
  const kinds = { always: 'state', finally: 'final', assertion: 'edge' } as const;
  const own = program.properties.map((property) => ({
    name: property.name,
    kind: kinds[property.kind],
  }));
  const builtIn = ['no_oops', 'no_lock_leak', ...(warns(program) ? ['no_warning'] : [])];
  return [...own, ...builtIn.map((name) => ({ name, kind: 'edge' as const }))];
}

function warns(program: Program): boolean {
  return program.files.some((file) => /\bWARN_ON\b/.test(file.text));
}

/** Every property that is checked, the built-in ones last. */
export function describeProperties(
  program: Program,
  properties: readonly MachineProperty[],
): PropertyInfo[] {
  const declared = new Map<string, Property>(
    program.properties.map((property) => [property.name, property]),
  );
  const names = [...properties.map((property) => property.name), 'no_deadlock', 'no_stuck'];
  return names.map((name) => {
    const own = declared.get(name);
    const sentence = own?.sentence ?? BUILT_IN_PROPERTIES.get(name) ?? name;
    const violation =
      own?.violation ?? BUILT_IN_VIOLATIONS.get(name) ?? `It does not hold that ${sentence}`;
    return { name, sentence, violation, checks: own?.checks ?? null, kind: own?.kind ?? 'builtin' };
  });
}
