// The step whose statement the code panel marks in the moment that breaks a property.

import { at } from '../../base/assert.ts';
import type { Explanation } from '../../check/explain/explanation.ts';
import type { Run } from '../../model/world/run.ts';
import { newlyBroken } from './newlyBroken.ts';

/**
 * Of an explained run the step with the last access that mattered, else the step that breaks; null in every moment that
 * breaks nothing.
 */
export function guiltyStep(run: Run, now: number, explanation: Explanation | null): number | null {
  if (now === 0) return null;
  const broken = newlyBroken(at(run.moments, now), at(run.moments, now - 1).world);
  if (explanation !== null && broken.includes(explanation.property)) return explanation.guilty;
  return broken.length > 0 ? now : null;
}
