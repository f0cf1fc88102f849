// The current step in one sentence, and why the player stands here.

import { at } from '../base/assert.ts';
import { type Caption, captionText } from '../layout/caption.ts';
import type { TaskInfo } from '../model/world.ts';
import { plain, type Telling } from '../session/telling.ts';
import { PhraseText } from './PhraseText.tsx';
import { VerdictMark } from './VerdictMark.tsx';
import './CaptionBar.css';

export interface CaptionBarProps {
  readonly caption: Caption;
  readonly tasks: readonly TaskInfo[];
  /** Why time stands still; null when there is nothing to say. */
  readonly stop: Telling | null;
}

export function CaptionBar({ caption, tasks, stop }: CaptionBarProps) {
  return (
    <div className="caption">
      <p className="caption-step" data-broken={caption.breaks.length > 0}>
        <StepText caption={caption} tasks={tasks} />
      </p>
      <p className="caption-more">
        {caption.follows && <span>{caption.follows} </span>}
        {caption.breaks.map((name) => (
          <span key={name} className="caption-break">
            <VerdictMark verdict="violated" /> Breaks <span className="code">{name}</span>.{' '}
          </span>
        ))}
        {caption.task === null && `Press ${keysOf(tasks)} or click a task: it takes its next step.`}
        {stop && caption.breaks.length === 0 && <StopText stop={stop} />}
      </p>
      <output className="said-only" aria-live="polite">
        {captionText(caption, tasks)} {stop && `Stopped: ${plain(stop)}.`}
      </output>
    </div>
  );
}

function keysOf(tasks: readonly TaskInfo[]): string {
  return tasks.length === 1 ? '1' : `1 to ${tasks.length}`;
}

function StopText({ stop }: { readonly stop: Telling }) {
  return (
    <span className="caption-stop">
      Stopped: <PhraseText phrase={stop.headline} />
      {stop.why.length > 0 && (
        <>
          , <PhraseText phrase={stop.why} />
        </>
      )}
      .
    </span>
  );
}

function StepText({ caption, tasks }: Pick<CaptionBarProps, 'caption' | 'tasks'>) {
  if (caption.task === null) return <>{caption.does}.</>;
  const task = at(tasks, caption.task);
  return (
    <>
      <span className="caption-number">Step {caption.moment}.</span>{' '}
      <b className="caption-task" data-task={task.index % 8}>
        {task.name}
      </b>{' '}
      {caption.does}.
    </>
  );
}
