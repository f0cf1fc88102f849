// The left column: a row for each task in a fixed order, and below them the code of the tasks that moved last. A
// click on a row, or the task's number key, takes one step of that task.

import { at } from '../../base/assert.ts';
import { openTasks } from '../../layout/run/openTasks.ts';
import { statusText, taskStatus } from '../../layout/words/taskStatus.ts';
import type { StepValues } from '../../model/replay/valueTrace.ts';
import type { Move, Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { CodePanel } from './CodePanel.tsx';
import type { CodeSource } from './codeSource.ts';
import { TaskRow } from './TaskRow.tsx';
import './CodePanels.css';

export interface CodePanelsProps {
  readonly run: Run;
  readonly now: number;
  readonly tasks: readonly TaskInfo[];
  /** Tasks whose code stays open, besides those that moved last. */
  readonly pinned: readonly number[];
  /** The number of code panels that fit. */
  readonly places: number;
  /** On a narrow screen there are no rows, and the task's status is shown above its code. */
  readonly rows?: boolean;
  readonly source: CodeSource;
  /** What each step of the run read, wrote and set. */
  readonly values?: readonly StepValues[];
  /** The step whose statement is marked as the one that broke a property; null elsewhere. */
  readonly guilty?: number | null;
  readonly onStep: (move: Move) => void;
  readonly onPin: (task: number, pinned: boolean) => void;
  /** Opens the text at a location. */
  readonly onEdit: (place: { readonly file: string; readonly from: number }) => void;
}

export function CodePanels({ run, now, tasks, pinned, places, source, ...props }: CodePanelsProps) {
  const { world, step } = at(run.moments, now);
  const guilty = (props.guilty ?? null) === null ? null : at(run.moments, props.guilty ?? 0).step;
  const open = openTasks(run, now, places, guilty === null ? pinned : [...pinned, guilty.task]);
  const first = tasks.length === 0 ? null : 0;
  const shown = open.every((task) => task === null) ? [first, ...open.slice(1)] : open;
  const rows = props.rows ?? true;
  return (
    <div className="codes" data-rows={rows}>
      {rows && (
        <ul className="codes-tasks" aria-label="Tasks">
          {tasks.map((task) => (
            <TaskRow
              key={task.index}
              task={task}
              tasks={tasks}
              world={world}
              lastStep={lastStepOf(run, now, task.index)}
              open={shown.includes(task.index)}
              latest={task.index === step?.task}
              pinned={pinned.includes(task.index)}
              onStep={props.onStep}
              onPin={props.onPin}
            />
          ))}
        </ul>
      )}
      {shown.map((task, place) =>
        task === null ? null : (
          <CodePanel
            key={place}
            run={run}
            now={now}
            task={at(tasks, task)}
            source={source}
            values={props.values}
            guilty={guilty?.task === task ? guilty.site : null}
            onEdit={props.onEdit}
            status={rows ? null : statusText(taskStatus(world, task, tasks))}
          />
        ),
      )}
    </div>
  );
}

function lastStepOf(run: Run, now: number, task: number): number | null {
  const taken = run.moments.slice(0, now + 1);
  return taken.findLast(({ step }) => step?.task === task)?.step?.index ?? null;
}
