// The values of a step as the comment behind its statement: what it read, and what it wrote where its text does not say so.

import { placeName, plainValue } from '../model/replay/valueText.ts';
import type { Effect, Step } from '../model/world/run.ts';
import type { World } from '../model/world/world.ts';

type Access = Extract<Effect, { readonly field: string }>;

/** Null where there is nothing to say. `named`: with the places, where the statement does not name them. */
export function valueMark(step: Step, world: World, named: boolean): string | null {
  const accesses = step.effects.filter((effect): effect is Access => 'field' in effect);
  const reported = named ? readsByName(accesses, world) : plainValues(step, accesses, world);
  return reported.length === 0 ? null : `/* ${reported.join(', ')} */`;
}

/** A read of what the step also writes goes without saying. */
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

/** Of an exchange what was there, of any other write what is there now. */
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
