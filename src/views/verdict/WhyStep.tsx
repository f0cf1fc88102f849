// A step in the answer, by its number, its task and its function; a click goes to it.

import type { StepRef } from '../../check/why/whyReport.ts';
import type { TaskInfo } from '../../model/world/world.ts';

export interface WhySteps {
  readonly tasks: readonly TaskInfo[];
  /** The step on the stage, if the run there is the witness. */
  readonly now: number | null;
  readonly onStep: (step: number) => void;
}

interface WhyStepProps extends WhySteps {
  readonly step: StepRef;
}

export function WhyStep({ step: { step, task, calls, text }, tasks, now, onStep }: WhyStepProps) {
  const index = tasks.find(({ name }) => name === task)?.index ?? 0;
  return (
    <button
      type="button"
      className="why-step"
      data-task={index % 8}
      aria-current={step === now ? 'step' : undefined}
      title={text}
      onClick={() => onStep(step)}
    >
      <span className="why-number">{step}</span> {task}:{' '}
      <span className="code">{calls.at(-1) ?? text}</span>
    </button>
  );
}
