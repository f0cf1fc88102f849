// The current step in one sentence, and why the player stopped here.

import { at } from '../../base/assert.ts';
import type { Caption } from '../../layout/words/caption.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import type { Explanation } from '../../session/player/explanation.ts';
import { PhraseText } from '../base/PhraseText.tsx';
import { VerdictMark } from '../base/VerdictMark.tsx';
import './CaptionBar.css';

export interface CaptionBarProps {
  readonly caption: Caption;
  readonly tasks: readonly TaskInfo[];
  /** Why the player stopped; null when there is no reason to show. */
  readonly stop: Explanation | null;
  /** The scenario's note on this step of its witness; null where there is none. */
  readonly cue?: string | null;
  /** What went wrong and why, in the step that breaks; null elsewhere, or where it is not known. */
  readonly cause?: string | null;
  /** What can be done where the run cannot go on; null elsewhere. */
  readonly next?: string | null;
}

export function CaptionBar(props: CaptionBarProps) {
  const { caption, tasks, stop, cue = null, cause = null, next = null } = props;
  return (
    <div className="caption" role="status" aria-atomic="true">
      <p className="caption-step" data-broken={caption.breaks.length > 0}>
        <StepText caption={caption} tasks={tasks} />
      </p>
      <p className="caption-more">
        {cause !== null && (
          <span className="caption-cause">
            <VerdictMark verdict="violated" /> {cause}
          </span>
        )}
        {cause === null && <More {...{ caption, tasks, stop, cue }} />}
        {next !== null && <span className="caption-cue"> {next}</span>}
      </p>
    </div>
  );
}

/** What else there is to say of the step. */
function More({ caption, tasks, stop, cue = null }: CaptionBarProps) {
  const reported = stop && isNews(stop, caption) ? stop : null;
  return (
    <>
      {caption.follows && <span>{caption.follows} </span>}
      {caption.breaks.map((name) => (
        <span key={name} className="caption-break">
          <VerdictMark verdict="violated" /> Breaks <span className="code">{name}</span>.{' '}
        </span>
      ))}
      {cue !== null && <span className="caption-cue">{cue} </span>}
      {reported && <StopText stop={reported} />}
      {!reported && caption.task === null && startHint(tasks)}
    </>
  );
}

/**
 * The caption already describes the step and what it broke. At the start, only a refused step is worth a
 * message.
 */
function isNews({ headline, why }: Explanation, { task, breaks }: Caption): boolean {
  if (breaks.length > 0) return false;
  const [first] = headline;
  const onlyTheStep = headline.length === 1 && typeof first === 'object' && first.kind === 'task';
  return !onlyTheStep && (task !== null || why.length > 0);
}

function startHint(tasks: readonly TaskInfo[]): string {
  const last = tasks.length;
  const keys = last === 1 ? '1' : last === 2 ? '1 or 2' : `1 to ${last}`;
  return `Press ${keys} or click a task to take its next step.`;
}

function StopText({ stop }: { readonly stop: Explanation }) {
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
