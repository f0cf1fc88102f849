// One task in one row: its key, its name, its status, its next statement. The row is a button that takes the task's
// next step. Where the next step is a choice, each branch has its own button.

import { Check, CirclePause, Hourglass, OctagonX, Pin } from 'lucide-react';
import { type TaskStatus, statusText, taskStatus } from '../../layout/words/taskStatus.ts';
import type { LocalValue } from '../../layout/run/codeLines.ts';
import { liveLocals } from '../../layout/words/localValues.ts';
import type { Move } from '../../model/world/run.ts';
import type { TaskInfo, World } from '../../model/world/world.ts';
import { TaskName } from '../base/TaskName.tsx';
import { Tip } from '../base/Tip.tsx';
import './TaskRow.css';

export interface TaskRowProps {
  readonly task: TaskInfo;
  readonly tasks: readonly TaskInfo[];
  readonly world: World;
  /** The last step that it took; null before its first. */
  readonly lastStep: number | null;
  /** Its code is shown below. */
  readonly open: boolean;
  /** It moved last. */
  readonly latest: boolean;
  /** Its code stays open. */
  readonly pinned: boolean;
  readonly onStep: (move: Move) => void;
  readonly onPin: (task: number, pinned: boolean) => void;
}

export function TaskRow({
  task,
  tasks,
  world,
  lastStep,
  open,
  latest,
  pinned,
  ...on
}: TaskRowProps) {
  const status = taskStatus(world, task.index, tasks);
  const choices = world.tasks[task.index]?.choices ?? [];
  const next = world.tasks[task.index]?.next?.text ?? null;
  const step = (choice: string | null) => on.onStep({ task: task.index, choice });
  return (
    <li
      className="task-row"
      data-task={task.index % 8}
      data-status={status.kind}
      data-open={open}
      data-latest={latest}
    >
      <button
        type="button"
        className="task-step"
        aria-label={rowLabel(task, status, next, choices)}
        aria-keyshortcuts={String(task.index + 1)}
        aria-disabled={!status.canStep}
        onClick={() => step(choices[0] ?? null)}
      >
        <TaskName task={task} />
        <span className="task-cpu">
          {task.cpu} <Locals locals={liveLocals(world, task.index)} />
        </span>
        <span className="task-state">
          <StatusIcon kind={status.kind} />
          <span className="task-word">{status.word}</span>
        </span>
        <span className="task-next" title={nextText(status, next) ?? undefined}>
          <NextText {...{ status, next, lastStep }} choosing={choices.length > 0} />
        </span>
      </button>
      <PinButton task={task} pinned={pinned} onPin={on.onPin} />
      {choices.length > 0 && <Branches task={task} choices={choices} onChoose={step} />}
    </li>
  );
}

function PinButton({ task, pinned, onPin }: Pick<TaskRowProps, 'task' | 'pinned' | 'onPin'>) {
  const keep = `Keep the code of ${task.name} open`;
  return (
    <Tip text={pinned ? `Unpin the code of ${task.name}` : keep} side="right">
      <button
        type="button"
        className="icon-button task-pin"
        aria-label={keep}
        aria-pressed={pinned}
        onClick={() => onPin(task.index, !pinned)}
      >
        <Pin />
      </button>
    </Tip>
  );
}

/** What it holds in its locals. */
function Locals({ locals }: { readonly locals: readonly LocalValue[] }) {
  if (locals.length === 0) return null;
  const text = locals.map(({ name, text: value }) => `${name} = ${value}`).join(', ');
  return (
    <span className="task-locals code" title={text}>
      {text}
    </span>
  );
}

interface BranchesProps {
  readonly task: TaskInfo;
  readonly choices: readonly string[];
  readonly onChoose: (choice: string) => void;
}

/** Where the next step is a choice: a button for each of its branches. */
function Branches({ task, choices, onChoose }: BranchesProps) {
  return (
    <span className="task-choices">
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          className="task-choice code"
          aria-label={`${task.name} takes the branch ${choice}`}
          onClick={() => onChoose(choice)}
        >
          {choice}
        </button>
      ))}
    </span>
  );
}

interface NextTextProps {
  readonly status: TaskStatus;
  readonly next: string | null;
  readonly lastStep: number | null;
  readonly choosing: boolean;
}

/** The second line: what it waits for, or its next statement, or when it ended. */
function NextText({ status, next, lastStep, choosing }: NextTextProps) {
  if (status.detail !== null) return <span className="task-waits">{status.detail}</span>;
  if (choosing) return null;
  if (next !== null) return <span className="code">{next}</span>;
  return lastStep === null ? null : <span className="task-ended">with step {lastStep}</span>;
}

/** The second line in full, where it may be cut. */
function nextText({ detail }: TaskStatus, next: string | null): string | null {
  return detail ?? next;
}

function rowLabel(
  task: TaskInfo,
  status: TaskStatus,
  next: string | null,
  choices: readonly string[],
): string {
  const how = `${task.name}, ${statusText(status)}`;
  if (!status.canStep) return how;
  if (choices.length > 0) return `${how}: choose ${choices.join(' or ')}`;
  return next === null ? how : `Step ${how}: ${next}`;
}

function StatusIcon({ kind }: Pick<TaskStatus, 'kind'>) {
  if (kind === 'blocked') return <Hourglass aria-hidden="true" />;
  if (kind === 'done') return <Check aria-hidden="true" />;
  if (kind === 'stopped') return <OctagonX aria-hidden="true" />;
  if (kind === 'idle' || kind === 'settling-later') {
    return <CirclePause aria-hidden="true" />;
  }
  return null;
}
