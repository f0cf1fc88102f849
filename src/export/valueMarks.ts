// The values of a step as the comment behind its statement: what it read, and what it wrote if the text does not show it.

import { placeName, plainValue } from '../model/replay/valueText.ts';
import type { Effect, Step } from '../model/world/run.ts';
import type { World } from '../model/world/world.ts';

type Access = Extract<Effect, { readonly field: string }>;

/** Null if there is nothing to add. `named`: with the places, if the statement does not name them. */
export function valueMark(step: Step, world: World, named: boolean): string | null {
  const accesses = step.effects.filter((effect): effect is Access => 'field' in effect);
  const reported = named ? readsByName(accesses, world) : plainValues(step, accesses, world);
  return reported.length === 0 ? null : `/* ${reported.join(', ')} */`;
}

/** A read of a place that the step also writes is left out. */
function readsByName(accesses: readonly Access[], world: World): string[] {
  const written = new Set(
    accesses.flatMap((one) => (one.kind === 'write' ? [placeName(world, one)] : [])),
  );
  const reported = accesses.flatMap((one) => {
    const place = placeName(world, one);
    if (one.kind === 'write' || written.has(place)) return [];
    return [`${place} is ${plainValue(world, one.value)}`];
  });
  return [...new Set(reported)];
}

/** The old value of an exchange, the new value of any other write. */
function plainValues({ site }: Step, accesses: readonly Access[], world: World): string[] {
  const reported = accesses.map((one) => {
    if (one.kind === 'read') return plainValue(world, one.value);
    return plainValue(world, site.text.includes('xchg(') ? one.before : one.after);
  });
  return [...new Set(reported)].filter((text) => !saysSo(site.text, text));
}

/** The statement gives the value itself: `x = true;`. */
function saysSo(statement: string, value: string): boolean {
  const right = statement.slice(statement.indexOf('=') + 1);
  return statement.includes('=') && new RegExp(`^\\s*&?${escaped(value)}\\s*;`).test(right);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
