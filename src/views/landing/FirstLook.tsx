// A page cache to play with: one file, one page, one disk, and two tasks whose steps the visitor puts in order.

import { useMemo, useState } from 'react';
import { at } from '../../base/assert.ts';
import { caption, captionText } from '../../layout/words/caption.ts';
import type { Move, Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { isBad, openFirstLook, type FirstLook as Look } from '../../session/state/firstLook.ts';
import { VerdictMark } from '../base/VerdictMark.tsx';
import { WorldGraph } from '../world/WorldGraph.tsx';

export function FirstLook() {
  const [locked, setLocked] = useState(false);
  const [moves, setMoves] = useState<readonly Move[]>([]);
  const look = useMemo(() => openFirstLook(locked), [locked]);
  const run = useMemo(() => look.replayer.replay(moves), [look, moves]);
  const { tasks } = look.replayer.model;
  const around = useMemo(() => [look.replayer.replay(look.witness)], [look]);
  const lock = (on: boolean): void => {
    setLocked(on);
    setMoves([]);
  };
  return (
    <div className="first-look">
      <div className="first-look-world">
        <WorldGraph
          run={run}
          tasks={tasks}
          position={moves.length}
          around={around}
          variant="narrow"
          label={`A file, a page and a disk after step ${moves.length}`}
        />
      </div>
      <div className="first-look-tasks">
        {tasks.map((task) => (
          <TaskButton
            key={task.index}
            task={task}
            run={run}
            onStep={() => setMoves([...moves, { task: task.index, choice: null }])}
          />
        ))}
      </div>
      <Outcome look={look} run={run} tasks={tasks} locked={locked} />
      <p className="first-look-more">
        <button type="button" className="button" onClick={() => setMoves([])}>
          Start over
        </button>
        {look.witness.length > 0 && (
          <button type="button" className="button" onClick={() => setMoves(look.witness)}>
            Show the bad order
          </button>
        )}
        <label className="first-look-lock">
          <input type="checkbox" checked={locked} onChange={({ target }) => lock(target.checked)} />
          With a lock
        </label>
      </p>
    </div>
  );
}

interface TaskButtonProps {
  readonly task: TaskInfo;
  readonly run: Run;
  readonly onStep: () => void;
}

/** The task's next statement; a click runs it. */
function TaskButton({ task, run, onStep }: TaskButtonProps) {
  const { state, next } = at(at(run.moments, run.moments.length - 1).world.tasks, task.index);
  const words = state.kind === 'blocked' ? 'waits for the lock' : (next?.text ?? 'done');
  return (
    <button
      type="button"
      className="first-look-task"
      data-task={task.index % 8}
      disabled={state.kind !== 'ready'}
      onClick={onStep}
    >
      <b>{task.name}()</b>
      <span className={next === null || state.kind === 'blocked' ? undefined : 'code'}>
        {words}
      </span>
    </button>
  );
}

interface OutcomeProps {
  readonly look: Look;
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
  readonly locked: boolean;
}

function Outcome({ look, run, tasks, locked }: OutcomeProps) {
  const now = run.moments.length - 1;
  const over = at(run.moments, now).world.ending === 'quiescent';
  return (
    <p className="first-look-words" role="status" data-over={over} data-bad={over && isBad(run)}>
      {over && <VerdictMark verdict={isBad(run) ? 'violated' : 'holds'} />}
      <span>{over ? overText(look, isBad(run), locked) : stepText(run, now, tasks)}</span>
    </p>
  );
}

function stepText(run: Run, now: number, tasks: readonly TaskInfo[]): string {
  if (now === 0) return 'The disk holds OLD, the cache is empty. Whose step comes first?';
  return captionText(caption(run, now, tasks), tasks);
}

function overText({ orders, bad }: Look, broken: boolean, locked: boolean): string {
  if (broken) return 'The cache holds OLD, the disk NEW: from now on every read() returns OLD.';
  if (locked) return `What the cache holds is right. With the lock all ${orders} orders end so.`;
  return `Nothing is wrong. But ${bad} of the ${orders} orders goes wrong: find it.`;
}
