// The run on a narrow screen: one row for each step, downwards. A tap on a row goes there.

import { useLayoutEffect, useMemo, useRef } from 'react';
import { at } from '../../base/assert.ts';
import { type LogLane, LOG_ROW, type LogRow, stepLog } from '../../layout/words/stepLog.ts';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { VerdictMark } from '../base/VerdictMark.tsx';
import './StepLog.css';

export interface StepLogProps {
  readonly run: Run;
  readonly now: number;
  readonly tasks: readonly TaskInfo[];
  readonly onSeek: (moment: number) => void;
}

export function StepLog({ run, now, tasks, onSeek }: StepLogProps) {
  const list = useRef<HTMLOListElement>(null);
  const log = useMemo(() => stepLog(run, tasks), [run, tasks]);
  useLayoutEffect(() => {
    const panel = list.current?.closest('.tab-panel');
    if (panel) panel.scrollTop = (now + 0.5) * LOG_ROW - panel.clientHeight / 2;
  }, [now]);
  return (
    <ol ref={list} className="log" style={{ height: log.height }} aria-label="Steps of the run">
      {log.rows.map((row) => (
        <li key={row.moment}>
          <RowButton row={row} now={now} tasks={tasks} textX={log.textX} onSeek={onSeek} />
        </li>
      ))}
      <li className="log-picture" aria-hidden="true">
        <svg width={log.textX} height={log.height}>
          {log.lanes.map((lane) => (
            <Lane key={lane.task} lane={lane} />
          ))}
          {log.rows.map(
            (row) =>
              row.task !== null && (
                <circle
                  key={row.moment}
                  className="log-tick"
                  data-task={row.task % 8}
                  data-future={row.moment > now}
                  cx={at(log.lanes, row.task).x}
                  cy={row.y}
                  r={5}
                />
              ),
          )}
        </svg>
      </li>
    </ol>
  );
}

interface RowButtonProps extends Pick<StepLogProps, 'now' | 'tasks' | 'onSeek'> {
  readonly row: LogRow;
  readonly textX: number;
}

function RowButton({ row, now, tasks, textX, onSeek }: RowButtonProps) {
  const task = row.task === null ? null : at(tasks, row.task);
  return (
    <button
      type="button"
      className="log-row"
      data-task={task ? task.index % 8 : undefined}
      data-future={row.moment > now}
      aria-current={row.moment === now ? 'step' : undefined}
      style={{ height: LOG_ROW, paddingLeft: textX }}
      onClick={() => onSeek(row.moment)}
    >
      <span className="log-number">{row.moment}</span>
      {task && <span className="visually-hidden">{task.name}</span>}
      <span className="log-text code">{row.text}</span>
      {row.breaks.length > 0 && (
        <span className="log-breaks">
          <VerdictMark verdict="violated" />
          <span className="visually-hidden">breaks {row.breaks.join(', ')}</span>
        </span>
      )}
    </button>
  );
}

function Lane({ lane }: { readonly lane: LogLane }) {
  return (
    <g data-task={lane.task % 8}>
      {lane.lines.map(({ y, height, blocked }) => (
        <line
          key={y}
          className="log-line"
          data-blocked={blocked}
          x1={lane.x}
          x2={lane.x}
          y1={y}
          y2={y + height}
        />
      ))}
      {lane.bars.map((bar) => (
        <rect
          key={`${bar.y} ${bar.x}`}
          className="log-bar"
          data-mode={bar.mode}
          x={bar.x}
          y={bar.y}
          width={4}
          height={bar.height}
          rx={2}
        />
      ))}
    </g>
  );
}
