// One task's lane: when it could run, its steps, the locks that it held.

import { memo } from 'react';
import type { Bar, LaneBox, Tick } from '../../layout/time/spaceTime.ts';

export interface TimeLaneProps {
  readonly lane: LaneBox;
  readonly now: number;
  readonly patterns: string;
  readonly size: number;
}

export const TimeLane = memo(function TimeLane({
  lane,
  patterns,
  size,
}: Omit<TimeLaneProps, 'now'>) {
  return (
    <g data-task={lane.task % 8}>
      <Ground lane={lane} patterns={patterns} size={size} />
      {lane.bars.map((bar) => (
        <rect
          key={barKey(bar)}
          className="time-bar"
          data-mode={bar.mode}
          x={bar.x}
          y={bar.y}
          width={bar.width}
          height={bar.height}
          rx={3}
        />
      ))}
    </g>
  );
});

export interface TimeLaneMarksProps extends Omit<TimeLaneProps, 'patterns'> {
  /** Steps of decisive orders: each gets a ring. */
  readonly decisive: ReadonlySet<number>;
}

/** Steps and names of locks stay legible after the cursor too. */
export function TimeLaneMarks({ lane, now, size, decisive }: TimeLaneMarksProps) {
  return (
    <g data-task={lane.task % 8}>
      {lane.bars.map((bar) => (
        <BarText key={barKey(bar)} bar={bar} size={size} />
      ))}
      {lane.ticks.map((tick) => (
        <TickMark
          key={tick.moment}
          tick={tick}
          y={lane.ground}
          now={now}
          size={size}
          decides={decisive.has(tick.moment)}
        />
      ))}
    </g>
  );
}

function barKey(bar: Bar): string {
  return `${bar.lock.name} ${bar.from} ${bar.mode}`;
}

function Ground({ lane, patterns, size }: Pick<TimeLaneProps, 'lane' | 'patterns' | 'size'>) {
  const high = size * 0.9;
  return lane.states.map(({ kind, x, width }) => {
    if (kind === 'done') return null;
    if (kind === 'blocked') {
      return (
        <g key={x} className="time-blocked">
          <rect
            x={x}
            y={lane.ground - high / 2}
            width={width}
            height={high}
            rx={2}
            style={{ fill: `url(#${patterns}hatch${lane.task})` }}
          />
        </g>
      );
    }
    return (
      <line
        key={x}
        className="time-ground"
        data-kind={kind}
        x1={x}
        x2={x + width}
        y1={lane.ground}
        y2={lane.ground}
      />
    );
  });
}

interface TickMarkProps {
  readonly tick: Tick;
  readonly y: number;
  readonly now: number;
  readonly size: number;
  readonly decides: boolean;
}

function TickMark({ tick, y, now, size, decides }: TickMarkProps) {
  const radius = size * 0.42;
  return (
    <g
      className="time-tick"
      data-changes={tick.changes}
      data-breaks={tick.breaks}
      data-future={tick.moment > now}
      transform={`translate(${tick.x},${y})`}
    >
      {tick.moment === now && <circle className="time-now" r={radius + 4} />}
      {decides && <circle className="time-decides" r={radius + 3.5} />}
      {tick.breaks ? <path d={diamond(size * 0.8)} /> : <circle r={radius} />}
      {tick.mark && <path className="time-mark" d={markPath(tick.mark, radius)} />}
    </g>
  );
}

function diamond(arm: number): string {
  return `M0 ${-arm}L${arm} 0L0 ${arm}L${-arm} 0z`;
}

/** A queue is a double chevron, a failed trylock is a cross; both above the tick. */
function markPath(mark: 'queue' | 'trylock-failed', radius: number): string {
  const y = -radius - 5;
  if (mark === 'queue') return `M-4 ${y - 3}l3 3l-3 3M1 ${y - 3}l3 3l-3 3`;
  return `M-3 ${y - 3}l6 6M3 ${y - 3}l-6 6`;
}

function BarText({ bar, size }: { readonly bar: Bar; readonly size: number }) {
  if (!bar.label) return null;
  return (
    <text
      className="time-lock"
      data-inside={bar.label.inside && bar.mode !== 'shared'}
      x={bar.label.x}
      y={bar.y + bar.height / 2}
      fontSize={size}
    >
      {bar.label.text.endsWith('…') && <title>{bar.lock.name}</title>}
      {bar.label.text}
    </text>
  );
}
