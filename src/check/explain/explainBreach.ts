// The façade of an explanation: one witness of one property, in one model.

import type { Model } from '../../model/build/model.ts';
import type { Move } from '../../model/world/run.ts';
import type { Limits } from '../verdict/report.ts';
import type { Explanation } from './explanation.ts';
import { findCauses } from './findCauses.ts';
import { describeCauses } from './describeCauses.ts';

export type Explained =
  | { readonly kind: 'explained'; readonly explanation: Explanation }
  | { readonly kind: 'limit'; readonly limit: string };

/** `witness`: up to the step that breaks the property. Yields the number of states explored so far. */
export function* explainBreach(
  model: Model,
  property: string,
  witness: readonly Move[],
  limits: Limits,
): Generator<number, Explained> {
  const found = yield* findCauses(model, property, witness, limits);
  if (found.kind === 'limit') return found;
  const { causes, slice } = found;
  return { kind: 'explained', explanation: describeCauses(property, causes, slice) };
}
