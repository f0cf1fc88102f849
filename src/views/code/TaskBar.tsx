// A button for each task at the bottom of a phone: a tap takes the task's next step.

import { Hourglass } from 'lucide-react';
import { statusText, taskStatus } from '../../layout/words/taskStatus.ts';
import type { Move } from '../../model/world/run.ts';
import type { TaskInfo, World } from '../../model/world/world.ts';
import './TaskBar.css';

export interface TaskBarProps {
  readonly tasks: readonly TaskInfo[];
  readonly world: World;
  readonly onStep: (move: Move) => void;
}

export function TaskBar({ tasks, world, onStep }: TaskBarProps) {
  return (
    <div className="task-bar">
      {tasks.map((task) => (
        <TaskButtons key={task.index} {...{ task, tasks, world, onStep }} />
      ))}
    </div>
  );
}

/** One button, or one for each branch where the next step is a choice. */
function TaskButtons({ task, tasks, world, onStep }: TaskBarProps & { readonly task: TaskInfo }) {
  const status = taskStatus(world, task.index, tasks);
  const choices = world.tasks[task.index]?.choices ?? [];
  const branches = choices.length > 0 ? choices : [null];
  return branches.map((choice) => (
    <button
      key={choice ?? ''}
      type="button"
      className="task-button"
      data-task={task.index % 8}
      data-status={status.kind}
      aria-label={`Step ${task.name}${choice === null ? '' : `, branch ${choice}`}, ${statusText(status)}`}
      aria-disabled={!status.canStep}
      onClick={() => onStep({ task: task.index, choice })}
    >
      {status.kind === 'blocked' && <Hourglass aria-hidden="true" />}
      <span>{choice ?? task.name}</span>
    </button>
  ));
}
