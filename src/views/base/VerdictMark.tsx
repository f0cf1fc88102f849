// The three verdicts as shapes: a tick, a cross, a broken ring. Colour only repeats them.

import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { Verdict } from '../../check/verdict/report.ts';
import './VerdictMark.css';

const SHAPES = { holds: CircleCheck, violated: CircleX, unknown: CircleDashed } as const;

export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const Shape = SHAPES[verdict];
  return <Shape className="verdict-mark" data-verdict={verdict} aria-hidden="true" />;
}
