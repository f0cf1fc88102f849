// A task's number key and its name in its colour. The number repeats what the colour says.

import type { TaskInfo } from '../../model/world/world.ts';
import './TaskName.css';

export interface TaskNameProps {
  readonly task: TaskInfo;
  readonly withKey?: boolean;
}

export function TaskName({ task, withKey = true }: TaskNameProps) {
  return (
    <span className="task-name" data-task={task.index % 8}>
      {withKey && (
        <kbd className="key" aria-hidden="true">
          {task.index + 1}
        </kbd>
      )}
      <b>{task.name}</b>
    </span>
  );
}
