// The values of a step as the comment behind its statement: what it read, and what it wrote where its text does not say so.

import type { StepValues } from '../model/replay/valueTrace.ts';
import type { Step } from '../model/world/run.ts';
import type { World } from '../model/world/world.ts';
import { placeName, plainValue } from '../model/replay/valueText.ts';

/** Null where there is nothing to say. `named`: with the places, where the statement does not name them. */
export function valueMark(
  step: Step,
  values: StepValues,
  world: World,
  named: boolean,
): string | null {
  const reported = named ? readsByName(values, world) : plainValues(step, values, world);
  return reported.length === 0 ? null : `/* ${reported.join(', ')} */`;
}

function readsByName({ reads, writes }: StepValues, world: World): string[] {
  const changed = new Set(writes.map(({ cell }) => placeName(world, cell)));
  const reported = reads
    .map(({ cell, value }) => ({ place: placeName(world, cell), value }))
    .filter(({ place }) => !changed.has(place))
    .map(({ place, value }) => `${place} is ${plainValue(world, value)}`);
  return [...new Set(reported)];
}

function plainValues(step: Step, { reads, writes }: StepValues, world: World): string[] {
  const read = reads.map(({ value }) => plainValue(world, value));
  const wrote = writes.map(({ after }) => plainValue(world, after));
  const reported = wrote.length > 0 ? wrote : read;
  return [...new Set(reported)].filter((text) => !saysSo(step.site.text, text));
}

/** The statement gives the value itself: `x = true;`. */
function saysSo(statement: string, value: string): boolean {
  const right = statement.slice(statement.indexOf('=') + 1);
  return statement.includes('=') && new RegExp(`^\\s*&?${escaped(value)}\\s*;`).test(right);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
