// The verdicts as shapes: a tick, a ring with a bar (holds, never tested), a cross, a broken ring. Colour only
// repeats them.

import { CircleCheck, CircleDashed, CircleMinus, CircleX } from 'lucide-react';
import type { VerdictShape } from '../../session/state/foundVerdict.ts';
import './VerdictMark.css';

const SHAPES = {
  holds: CircleCheck,
  untested: CircleMinus,
  violated: CircleX,
  unknown: CircleDashed,
} as const;

export function VerdictMark({ verdict }: { readonly verdict: VerdictShape }) {
  const Shape = SHAPES[verdict];
  return <Shape className="verdict-mark" data-verdict={verdict} aria-hidden="true" />;
}
