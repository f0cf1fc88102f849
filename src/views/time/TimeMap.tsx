// Overview of a run that is wider than the window: a dash for every step, and a frame around the visible part.

import type { PointerEvent } from 'react';
import { at } from '../../base/assert.ts';
import type { SpaceTime } from '../../layout/time/spaceTime.ts';

export interface TimeMapProps {
  readonly diagram: SpaceTime;
  readonly now: number;
  /** The visible part of the plot: its left edge and its width. */
  readonly from: number;
  readonly width: number;
  readonly onScroll: (left: number) => void;
}

const ROW = 4;

export function TimeMap({ diagram, now, from, width, onScroll }: TimeMapProps) {
  const scale = width / diagram.width;
  const height = diagram.lanes.length * ROW + 6;
  const scroll = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const { left } = event.currentTarget.getBoundingClientRect();
    onScroll((event.clientX - left) / scale - width / 2);
  };
  return (
    <svg
      className="time-map"
      width={width}
      height={height}
      aria-hidden="true"
      onPointerDown={scroll}
      onPointerMove={scroll}
    >
      {diagram.lanes.map((lane, row) => (
        <g key={lane.task} className="time-lane" data-task={lane.task % 8}>
          {lane.ticks.map((tick) => (
            <rect
              key={tick.moment}
              className="time-dash"
              data-breaks={tick.breaks}
              x={tick.x * scale}
              y={3 + row * ROW}
              width={Math.max(2, diagram.step * scale - 1)}
              height={ROW - 1}
            />
          ))}
        </g>
      ))}
      <rect
        className="time-frame"
        x={from * scale + 0.5}
        y={0.5}
        width={width * scale - 1}
        height={height - 1}
        rx={3}
      />
      <line
        className="time-map-now"
        x1={at(diagram.xs, now) * scale}
        x2={at(diagram.xs, now) * scale}
        y2={height}
      />
    </svg>
  );
}
