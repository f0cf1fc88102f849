// The diagram of both runs: for each task a lane of the one kernel and a lane of the other, with one cursor.

import { type KeyboardEvent, type PointerEvent, useMemo } from 'react';
import { at } from '../../base/assert.ts';
import { columnOf, type PairTime, pairTime } from '../../layout/time/pairTime.ts';
import {
  type Beside,
  besidePosition,
  isParting,
  selectBeside,
} from '../../session/stage/beside.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import { TaskName } from '../base/TaskName.tsx';
import { useElementSize } from '../base/useElementSize.ts';
import { useStageSize } from '../base/useStageSize.ts';
import { sliderKey } from '../time/sliderKey.ts';
import { PairPicture } from './PairPicture.tsx';
import '../time/SpaceTime.css';
import './PairTime.css';

export function PairTimePart() {
  const beside = useDocuments(selectBeside);
  return beside && <PairTimeView beside={beside} />;
}

function PairTimeView({ beside }: { readonly beside: Beside }) {
  const session = useSession();
  const cursor = useDocuments((state) => state.playback.cursor);
  const textSize = useStageSize() === 'wide' ? 20 : 12;
  const [box, size] = useElementSize<HTMLDivElement>(null);
  const { width = 0, height = 0 } = size ?? {};
  const diagram = useMemo(() => {
    const { left, right, followed, difference } = beside;
    return pairTime({
      left: left.run,
      right: right.run,
      tasks: { left: left.model.tasks, right: right.model.tasks },
      inserted: followed.inserted,
      skipped: followed.skipped,
      diverges: difference !== null && isParting(difference) ? difference.at : null,
      width,
      height,
      textSize,
    });
  }, [beside, width, height, textSize]);
  const column = columnOf(diagram.columns, cursor, besidePosition(beside, cursor));
  return (
    <section className="time pair-time" aria-label="Space-time diagram of both kernels">
      <PairGutter diagram={diagram} names={[beside.left.name, beside.right.name]} />
      <div ref={box} className="time-scroll">
        {size && (
          <PairPlot
            {...{ beside, diagram, column, cursor, textSize }}
            onSeek={(to) => session.send({ type: 'seek', to })}
          />
        )}
      </div>
    </section>
  );
}

/** `5.15 blocks here`, beside the line in the diagram. */
function partingText({ difference, right }: Beside): string {
  if (difference === null || !isParting(difference)) return '';
  const { kind } = difference;
  return kind === 'other way' ? `${right.name} goes another way` : `${right.name} ${kind} here`;
}

interface PairGutterProps {
  readonly diagram: PairTime;
  readonly names: readonly [string, string];
}

function PairGutter({ diagram, names: [left, right] }: PairGutterProps) {
  return (
    <div className="time-gutter" style={{ height: diagram.height }}>
      {diagram.lanes.map((lane) => (
        <div key={lane.task.index}>
          <span className="time-label pair-task" style={{ top: lane.left.ground }}>
            <TaskName task={lane.task} />
          </span>
          <span className="pair-kernel" style={{ top: lane.left.ground }} title={left}>
            {left}
          </span>
          <span className="pair-kernel" style={{ top: lane.right.ground }} title={right}>
            {right}
          </span>
        </div>
      ))}
    </div>
  );
}

interface PairPlotProps {
  readonly beside: Beside;
  readonly diagram: PairTime;
  readonly column: number;
  readonly cursor: number;
  readonly textSize: number;
  readonly onSeek: (moment: number) => void;
}

/** A slider over the left run's steps. */
function PairPlot({ beside, diagram, column, cursor, textSize, onSeek }: PairPlotProps) {
  const last = beside.left.run.moments.length - 1;
  const seek = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons !== 1) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const { left } = event.currentTarget.getBoundingClientRect();
    const { xs, step, columns } = diagram;
    const nearest = Math.round((event.clientX - left - at(xs, 0)) / step);
    const to = at(columns, Math.min(Math.max(nearest, 0), columns.length - 1)).left;
    if (to !== cursor) onSeek(to);
  };
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const to = sliderKey(event.key, cursor, last);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (to !== cursor) onSeek(to);
  };
  return (
    <div
      className="time-plot"
      role="slider"
      tabIndex={0}
      aria-label="Position in both runs"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={cursor}
      aria-valuetext={`${beside.left.name}: step ${cursor}; ${beside.right.name}: step ${besidePosition(beside, cursor)}`}
      style={{ width: diagram.width, height: diagram.height }}
      onPointerDown={seek}
      onPointerMove={seek}
      onKeyDown={press}
    >
      <PairPicture {...{ diagram, column, cursor, textSize }} parting={partingText(beside)} />
    </div>
  );
}
