// A property along the run: a green line, and from the breaking step on a red hatched bar with a cross.

import type { StripBox } from '../../layout/time/spaceTime.ts';

export interface TimeStripProps {
  readonly box: StripBox;
  /** The prefix of the pattern ids. */
  readonly patterns: string;
  readonly size: number;
}

const HEIGHTS = { pending: 0.12, holds: 0.42, broken: 0.8, 'was-broken': 0.42 } as const;

export function TimeStrip({ box, patterns, size }: TimeStripProps) {
  return box.segments.map(({ state, x, width }) => {
    const height = HEIGHTS[state] * size;
    return (
      <rect
        key={x}
        className="time-segment"
        data-state={state}
        x={x}
        y={box.y - height / 2}
        width={width}
        height={height}
        rx={Math.min(height / 2, 3)}
        style={state === 'broken' ? { fill: `url(#${patterns}broken)` } : undefined}
      />
    );
  });
}

/** The cross at the breaking step. It is drawn above the dimming and the cursor. */
export function BreakMark({ box, size }: Pick<TimeStripProps, 'box' | 'size'>) {
  if (box.breakX === null) return null;
  const radius = size * 0.6;
  const arm = radius * 0.42;
  return (
    <g className="time-break" transform={`translate(${box.breakX},${box.y})`}>
      <circle r={radius} />
      <path d={`M${-arm} ${-arm}L${arm} ${arm}M${-arm} ${arm}L${arm} ${-arm}`} />
    </g>
  );
}
