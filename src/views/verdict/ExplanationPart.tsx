// Why it broke, in a sentence, and the decisive orders as ways to their steps.

import {
  enoughText,
  type Explanation,
  selectExplained,
  type DescribedOrder,
  type DescribedStep,
} from '../../session/plans/explainPlan.ts';
import { selectSchedule } from '../../session/state/select.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import './ExplanationPart.css';

export function ExplanationPart() {
  const session = useSession();
  const explained = useDocuments(selectExplained);
  const schedule = useDocuments(selectSchedule);
  const cursor = useDocuments((state) => state.playback.cursor);
  const { tasks } = useDocuments((state) => state.model);
  if (explained === null) return null;
  const { answer, witness } = explained;
  if (answer.kind === 'running') return <p aria-busy="true">Looking for the orders that decide.</p>;
  if (answer.kind !== 'done') return null;
  if (answer.report.kind === 'limit')
    return <p>The state graph is too large to be explained ({answer.report.limit}).</p>;
  return (
    <ExplanationBlock
      explanation={answer.report.explanation}
      taskNumber={(name) => tasks.find((task) => task.name === name)?.index ?? 0}
      now={schedule === witness ? cursor : null}
      onStep={(step) => session.showStep(witness, step)}
    />
  );
}

export interface ExplanationBlockProps {
  readonly explanation: Explanation;
  readonly taskNumber: (name: string) => number;
  /** The step on the stage, where the run there is the witness. */
  readonly now: number | null;
  readonly onStep: (step: number) => void;
}

export function ExplanationBlock({ explanation, ...props }: ExplanationBlockProps) {
  const { cause, orders, enough, idiom } = explanation;
  return (
    <section className="explanation" aria-label="The orders that decide">
      <p className="explanation-cause">
        {cause}.{idiom !== null && <span className="explanation-idiom"> {capital(idiom)}.</span>}
      </p>
      {orders.length > 0 && (
        <>
          <h3>
            Every run that breaks it has {orders.length === 1 ? 'this order' : 'these orders'}
          </h3>
          <ol className="explanation-orders">
            {orders.map((order) => (
              <li
                key={`${order.first.step} ${order.second.step} ${order.place}`}
                data-kind={order.kind}
              >
                <Order order={order} {...props} />
              </li>
            ))}
          </ol>
        </>
      )}
      {enough !== null && <p className="explanation-enough">{enoughText(enough)}</p>}
    </section>
  );
}

type Ways = Omit<ExplanationBlockProps, 'explanation'>;

function Order({ order, ...ways }: Ways & { readonly order: DescribedOrder }) {
  const { first, second, kind, toCome, locks } = order;
  return (
    <>
      <StepLine step={first} {...ways} />
      <span className="explanation-between">{kind === 'stopped' ? 'and' : kind}</span>
      <StepLine step={second} later={toCome} {...ways} />
      {locks.length > 0 && (
        <span className="explanation-between">both under {locks.join(', ')}</span>
      )}
    </>
  );
}

function StepLine({
  step: { step, task, text },
  later = false,
  taskNumber,
  now,
  onStep,
}: Ways & { readonly step: DescribedStep; readonly later?: boolean }) {
  if (step === null || later)
    return (
      <span className="explanation-step" data-task={taskNumber(task) % 8}>
        <span className="why-number">{step === null ? '–' : 'later'}</span> {text}
      </span>
    );
  return (
    <button
      type="button"
      className="explanation-step why-step"
      data-task={taskNumber(task) % 8}
      aria-current={step === now ? 'step' : undefined}
      onClick={() => onStep(step)}
    >
      <span className="why-number">{step}</span> {text}
    </button>
  );
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
