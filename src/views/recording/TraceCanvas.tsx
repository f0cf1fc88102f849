// The lanes of a recording on a canvas: time runs from left to right; the wheel zooms, dragging pans.

import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomTransform } from 'd3-zoom';
import { type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { TraceFit } from './traceMessage.ts';
import {
  type TimeSpan,
  type TraceLane,
  type TraceRows,
  wholeSpan,
} from '../../layout/recording/traceLanes.ts';
import { useElementSize } from '../base/useElementSize.ts';
import { drawTrace, LANE_LABEL, laneTops, rowAt, type TracePicture } from './drawTrace.ts';

export interface TraceCanvasProps {
  readonly rows: TraceRows;
  readonly lanes: readonly TraceLane[];
  readonly fit: TraceFit | null;
  readonly selected: number | null;
  readonly onPoint: (row: number | null) => void;
}

const CLOSEST = 100_000;

export function TraceCanvas({ rows, lanes, fit, selected, onPoint }: TraceCanvasProps) {
  const [box, size] = useElementSize<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [transform, setTransform] = useState<ZoomTransform>(zoomIdentity);
  const whole = useMemo(() => wholeSpan(rows), [rows]);
  const width = Math.max(1, size?.width ?? 1);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || width <= LANE_LABEL) return;
    const behaviour = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([1, CLOSEST])
      .translateExtent([
        [LANE_LABEL, 0],
        [width, 1],
      ])
      .extent([
        [LANE_LABEL, 0],
        [width, 1],
      ])
      .on('zoom', (event: { readonly transform: ZoomTransform }) => setTransform(event.transform));
    select(element).call(behaviour).call(behaviour.transform, zoomIdentity);
    return () => void select(element).on('.zoom', null);
  }, [width]);
  const span = spanOf(whole, transform, width);
  const { height } = laneTops(lanes);
  const picture: TracePicture = { rows, lanes, span, width, selected, fit };
  useEffect(() => {
    const element = canvas.current;
    if (element === null || width <= LANE_LABEL) return;
    const frame = requestAnimationFrame(() => drawTrace(element, picture));
    return () => cancelAnimationFrame(frame);
  });
  const point = (event: MouseEvent<HTMLCanvasElement>): void => {
    const frame = event.currentTarget.getBoundingClientRect();
    onPoint(rowAt(picture, event.clientX - frame.left, event.clientY - frame.top));
  };
  return (
    <div ref={box} className="recording-canvas">
      <canvas
        ref={canvas}
        aria-label={`${rows.line.length.toLocaleString('en-US')} calls and events in ${lanes.length} lanes`}
        role="img"
        style={{ height }}
        onClick={point}
        onPointerMove={point}
      />
    </div>
  );
}

/** The part of the recording that a zoom shows. */
function spanOf(whole: TimeSpan, { k, x }: ZoomTransform, width: number): TimeSpan {
  const scale = (whole.to - whole.from) / Math.max(1, width - LANE_LABEL);
  const left = (LANE_LABEL - x) / k - LANE_LABEL;
  const from = whole.from + left * scale;
  return { from, to: from + ((width - LANE_LABEL) / k) * scale };
}
