// References between cards, the path of the last access along them, and the cycle of a deadlock.

import { memo } from 'react';
import {
  arrival,
  longestLine,
  roundedPath,
  shortened,
  startOfWay,
} from '../../layout/world/worldPath.ts';
import type { Point } from '../../layout/world/worldRoute.ts';
import type { ChipMark, SceneCycle, SceneEdge, SceneTrail } from '../../layout/plan/worldScene.ts';
import { Chip, outlineDashes } from './WorldGraphMark.tsx';

interface EdgeProps {
  readonly edge: SceneEdge;
  readonly bend: number;
}

export const WorldGraphEdge = memo(function WorldGraphEdge({ edge, bend }: EdgeProps) {
  const { points, look, outline } = edge;
  const dashes = outline === null ? undefined : outlineDashes(outline);
  return (
    <g
      className={edgeClass(edge)}
      data-task={edge.task === null ? undefined : edge.task % 8}
      opacity={edge.opacity}
    >
      <path
        className="wg-edge__line"
        d={roundedPath(isTie(look) ? points : shortened(points, 5), bend)}
        strokeDasharray={dashes}
      />
      {isTie(look) ? <Ends points={points} /> : <Head points={points} size={8} />}
      {look === 'broken' && <Break points={points} />}
    </g>
  );
});

/** Without an arrow: it joins two things that belong together. */
function isTie(look: SceneEdge['look']): boolean {
  return look === 'tie' || look === 'wire';
}

function edgeClass({ look, task, alarm }: SceneEdge): string {
  const touched = task === null ? '' : ' wg-edge--touched';
  return `wg-edge wg-edge--${look}${touched}${alarm ? ' wg-edge--alarm' : ''}`;
}

function Head({ points, size }: { readonly points: readonly Point[]; readonly size: number }) {
  const end = points.at(-1);
  if (!end) return null;
  const half = size * 0.55;
  return (
    <path
      className="wg-edge__head"
      d={`M0,0L${-size},${-half}L${-size},${half}Z`}
      transform={`translate(${end[0]} ${end[1]}) rotate(${arrival(points)})`}
    />
  );
}

/** A tie has no arrow: both ends are equal. */
function Ends({ points }: { readonly points: readonly Point[] }) {
  return [points[0], points.at(-1)].map(
    (point) =>
      point && (
        <circle key={point.join()} className="wg-edge__head" cx={point[0]} cy={point[1]} r="2.6" />
      ),
  );
}

/** Two strokes across a gap in the line. */
function Break({ points }: { readonly points: readonly Point[] }) {
  const { at, angle } = longestLine(points);
  return (
    <g className="wg-edge__break" transform={`translate(${at[0]} ${at[1]}) rotate(${angle})`}>
      <path className="wg-edge__gap" d="M-4,0H4" />
      <path d="M-6,6L-1,-6M1,6L6,-6" />
    </g>
  );
}

interface TrailProps {
  readonly trail: SceneTrail;
  readonly bend: number;
  readonly id: string;
}

export function WorldGraphTrail({ trail, bend, id }: TrailProps) {
  const { pieces, progress, chip } = trail;
  const moving = progress < 1;
  const drawn = moving ? startOfWay(pieces, progress) : pieces;
  const last = drawn.at(-1);
  const end = last?.at(-1);
  if (progress <= 0 || !last || !end) return null;
  return (
    <g className={trailClass(trail)} data-task={trail.task % 8} opacity={trail.opacity}>
      {drawn.map((points, at) => (
        <path
          key={pieces[at]?.[0]?.join()}
          className="wg-trail__line"
          d={roundedPath(moving || at + 1 < drawn.length ? points : shortened(points, 8), bend)}
        />
      ))}
      {moving ? (
        <circle className="wg-trail__pulse" cx={end[0]} cy={end[1]} r="6" />
      ) : (
        <Head points={last} size={12} />
      )}
      {chip && <Cargo chip={chip} id={id} place={moving ? end : restingPlace(last)} />}
    </g>
  );
}

function trailClass({ breaks, dashed }: SceneTrail): string {
  return `wg-trail${breaks ? ' wg-trail--breaks' : ''}${dashed ? ' wg-trail--dashed' : ''}`;
}

/** Vertical lines run in the gutters, where they cross no card. */
function restingPlace(points: readonly Point[]): Point | null {
  const { at, angle, length } = longestLine(points);
  return Math.abs(Math.abs(angle) - 90) < 1 && length > 60 ? at : null;
}

function Cargo({
  chip,
  id,
  place,
}: {
  readonly chip: ChipMark;
  readonly id: string;
  readonly place: Point | null;
}) {
  if (!place) return null;
  return (
    <Chip id={id} mark={{ ...chip, x: place[0] - chip.width / 2, y: place[1] - chip.height / 2 }} />
  );
}

/** Under the cards: the lines from lock to lock. */
export function WorldGraphCycle({ cycle }: { readonly cycle: SceneCycle }) {
  const { x, y, angle } = cycle.head;
  return (
    <g className="wg-cycle" opacity={cycle.opacity}>
      <path className="wg-cycle__line" d={cycle.path} />
      <path
        className="wg-cycle__head"
        d="M8,0L-6,-7L-6,7Z"
        transform={`translate(${x} ${y}) rotate(${angle})`}
      />
    </g>
  );
}

/** Over the cards: a frame around each waiting task and the lock before it. */
export function WorldGraphCyclePlace({ cycle }: { readonly cycle: SceneCycle }) {
  const { x, y, width, height, opacity } = cycle;
  return (
    <rect
      className="wg-cycle__place"
      x={x}
      y={y}
      width={width}
      height={height}
      rx={height / 2}
      opacity={opacity}
    />
  );
}
