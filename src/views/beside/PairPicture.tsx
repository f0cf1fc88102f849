// Lanes, the divergence and the cursor of two runs, as SVG.

import { useId } from 'react';
import { at } from '../../base/assert.ts';
import type { HalfLane, PairLane, PairTime } from '../../layout/time/pairTime.ts';
import { TaskHatch } from '../time/TaskHatch.tsx';

export interface PairPictureProps {
  readonly diagram: PairTime;
  readonly column: number;
  /** The position of the left run. */
  readonly cursor: number;
  readonly textSize: number;
  /** What happens at the line where the runs part. */
  readonly parting: string;
}

export function PairPicture(props: PairPictureProps) {
  const { diagram, column, cursor, textSize, parting } = props;
  const id = useId();
  const { width, height, axis, lanes, divergesX } = diagram;
  const x = at(diagram.xs, column);
  const bottom = axis - textSize;
  return (
    <svg width={width} height={height} aria-hidden="true" className="time-picture">
      <Hatches id={id} lanes={lanes} />
      {divergesX !== null && (
        <rect className="pair-after" x={divergesX} width={width - divergesX} height={bottom} />
      )}
      {lanes.map((lane) => (
        <g key={lane.task.index} data-task={lane.task.index % 8}>
          <rect
            className="pair-lane"
            x={0}
            width={width}
            y={lane.top - 2}
            height={lane.bottom - lane.top + 4}
            rx={4}
          />
          <Half half={lane.left} task={lane.task.index} id={id} size={textSize} now={x} />
          <Half half={lane.right} task={lane.task.index} id={id} size={textSize} now={x} />
        </g>
      ))}
      {divergesX !== null && (
        <>
          <line className="pair-diverges" x1={divergesX} x2={divergesX} y2={bottom} />
          <text className="pair-parting" x={divergesX + 7} y={textSize * 0.75} fontSize={textSize}>
            {parting}
          </text>
        </>
      )}
      <line className="time-now-line" x1={x} x2={x} y2={bottom + textSize * 0.3} />
      <Axis {...{ diagram, x, cursor, textSize }} />
    </svg>
  );
}

interface HalfProps {
  readonly half: HalfLane;
  readonly task: number;
  /** The prefix of the patterns' ids. */
  readonly id: string;
  readonly size: number;
  /** Pixels of the cursor. */
  readonly now: number;
}

function Half({ half, task, id, size, now }: HalfProps) {
  const { ground, end, waits, bars, ticks } = half;
  const radius = size * 0.38;
  return (
    <>
      <line className="time-ground" x1={0} x2={end} y1={ground} y2={ground} />
      {waits.map(({ x, width }) => (
        <rect
          key={x}
          className="pair-wait"
          x={x}
          y={ground - size * 0.4}
          width={width}
          height={size * 0.8}
          rx={2}
          style={{ fill: `url(#${id}hatch${task})` }}
        />
      ))}
      {bars.map((bar) => (
        <g key={`${bar.lock} ${bar.x}`}>
          <rect
            className="time-bar"
            data-mode={bar.shared ? 'shared' : 'exclusive'}
            {...place(bar)}
          />
          <text className="pair-lock" x={bar.x + 5} y={bar.y + bar.height / 2} fontSize={size}>
            {bar.lock}
          </text>
        </g>
      ))}
      {ticks.map(({ x, own, breaks }) => (
        <g
          key={x}
          className="time-tick"
          data-breaks={breaks}
          data-future={x > now}
          transform={`translate(${x},${ground})`}
        >
          {own && <circle className="pair-own" r={radius + 3.5} />}
          {breaks ? <path d={diamond(size * 0.7)} /> : <circle r={radius} />}
        </g>
      ))}
    </>
  );
}

function place({ x, y, width, height }: HalfLane['bars'][number]) {
  return { x, y, width, height, rx: 3 };
}

function diamond(arm: number): string {
  return `M0 ${-arm}L${arm} 0L0 ${arm}L${-arm} 0z`;
}

interface AxisProps extends Omit<PairPictureProps, 'column' | 'parting'> {
  readonly x: number;
}

/** Numbers of the left run's steps, and the cursor's. */
function Axis({ diagram, x, cursor, textSize }: AxisProps) {
  const { columns, xs, axis, step } = diagram;
  const every = step * 5 >= 40 ? 5 : 10;
  const wide = (String(cursor).length * 0.62 + 1.4) * textSize;
  return (
    <>
      {columns.map(({ left, step: kind }, i) =>
        left % every !== 0 || kind === 'right' || Math.abs(at(xs, i) - x) < wide ? null : (
          <text key={left} className="time-number" x={at(xs, i)} y={axis} fontSize={textSize}>
            {left}
          </text>
        ),
      )}
      <g className="time-now-mark">
        <rect
          x={x - wide / 2}
          y={axis - textSize * 0.8}
          width={wide}
          height={textSize * 1.6}
          rx={textSize * 0.8}
        />
        <text x={x} y={axis} fontSize={textSize}>
          {cursor}
        </text>
      </g>
    </>
  );
}

function Hatches({ id, lanes }: { readonly id: string; readonly lanes: readonly PairLane[] }) {
  return (
    <defs>
      {lanes.map(({ task: { index } }) => (
        <TaskHatch key={index} id={`${id}hatch${index}`} task={index} />
      ))}
    </defs>
  );
}
