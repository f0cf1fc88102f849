// A step of the answer to why, by its number, its task and its function: a way to it.

import type { SpanEnd, StepRef } from '../../check/why/whyReport.ts';
import type { TaskInfo } from '../../model/world/world.ts';

export interface WhySteps {
  readonly tasks: readonly TaskInfo[];
  /** The step on the stage, where the run there is the witness. */
  readonly now: number | null;
  readonly onStep: (step: number) => void;
}

interface WhyStepProps extends WhySteps {
  readonly step: StepRef | SpanEnd;
}

/** A step that the witness does not have is named, and leads nowhere. */
export function WhyStep({ step: { step, task, calls, text }, tasks, now, onStep }: WhyStepProps) {
  const index = tasks.find(({ name }) => name === task)?.index ?? 0;
  const name = (
    <>
      {task}: <span className="code">{calls.at(-1) ?? text}</span>
    </>
  );
  if (step === null)
    return (
      <span className="why-step" data-task={index % 8} title={text}>
        {name}
      </span>
    );
  return (
    <button
      type="button"
      className="why-step"
      data-task={index % 8}
      aria-current={step === now ? 'step' : undefined}
      title={text}
      onClick={() => onStep(step)}
    >
      <span className="why-number">{step}</span> {name}
    </button>
  );
}
