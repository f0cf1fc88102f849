// Why the witness broke the property, a short sentence each. Every step named is a way to it.

import type { CoveringLock, LockSpan, StepRef, WhyReport } from '../check/whyReport.ts';
import { countText } from '../layout/searchSentence.ts';
import type { TaskInfo } from '../model/world.ts';
import type { WhyAnswer } from '../session/store.ts';
import './WhyBlock.css';

export interface WhyBlockProps {
  /** Null: nobody has asked. */
  readonly answer: WhyAnswer | null;
  readonly tasks: readonly TaskInfo[];
  /** The step on the stage, where the run there is the witness. */
  readonly now: number | null;
  readonly onAsk: () => void;
  readonly onStop: () => void;
  readonly onStep: (step: number) => void;
}

export function WhyBlock(props: WhyBlockProps) {
  const { answer } = props;
  return (
    <section className="why">
      <h3>Why it broke</h3>
      {answer?.kind === 'done' ? (
        <Answer report={answer.report} {...props} />
      ) : (
        <Asking {...props} />
      )}
    </section>
  );
}

function Asking({ answer, onAsk, onStop }: WhyBlockProps) {
  if (answer?.kind === 'running') {
    const searches = answer.progress?.searches ?? 0;
    const states = countText(answer.progress?.states ?? 0);
    return (
      <div className="verdict-search" aria-busy="true">
        <p>
          Searching again without one order or another: {searches} searches, {states} states.
        </p>
        <div className="verdict-busy" aria-hidden="true" />
        <button type="button" className="button" onClick={onStop}>
          Stop asking
        </button>
      </div>
    );
  }
  return (
    <div className="verdict-search">
      {answer?.kind === 'failed' && <p>{answer.message}</p>}
      <button type="button" className="button" onClick={onAsk}>
        {answer === null ? 'Find out why' : 'Ask again'}
      </button>
    </div>
  );
}

interface AnswerProps extends WhyBlockProps {
  readonly report: WhyReport;
}

function Answer({ report, ...props }: AnswerProps) {
  const { tried, limits } = report;
  return (
    <>
      <dl className="why-list">
        <NoReturn report={report} {...props} />
        <Order report={report} {...props} />
        <Window report={report} {...props} />
        {report.locks.map((lock) => (
          <Lock key={lock.name ?? ''} lock={lock} {...props} />
        ))}
        {report.locks.length === 0 && <NoLock report={report} />}
      </dl>
      <p className="why-tried">
        Found by {tried.searches} searches of {countText(tried.states)} states together.
        {limits.length > 0 && ` A limit was reached (${limits.join(', ')}): more may be true.`}
      </p>
    </>
  );
}

function NoReturn({ report: { noReturn }, ...props }: AnswerProps) {
  return (
    <div>
      <dt>Point of no return</dt>
      <dd>
        {noReturn.kind === 'step' && (
          <>
            Before <Step step={noReturn.at} {...props} /> it could still end well; after it, no run
            does.
          </>
        )}
        {noReturn.kind === 'never' && 'There is none: no run ends well, whatever the order.'}
        {noReturn.kind === 'unknown' && `Unknown (${noReturn.limit}).`}
      </dd>
    </div>
  );
}

function Order({ report: { pair }, ...props }: AnswerProps) {
  return (
    <div>
      <dt>The order that decides</dt>
      <dd>
        {pair === null ? (
          'No two steps: with any one pair the other way round, some run still breaks it.'
        ) : (
          <>
            <Step step={pair.first} {...props} /> came before <Step step={pair.second} {...props} />
            , and both are about <span className="code">{pair.place}</span>. The other way round, it
            holds in every run from there.
          </>
        )}
      </dd>
    </div>
  );
}

function Window({ report: { window }, ...props }: AnswerProps) {
  if (window === null) return null;
  const [first] = window.inside;
  const last = window.inside.at(-1);
  return (
    <div>
      <dt>The window</dt>
      <dd>
        {window.task}, from <Step step={window.from} {...props} /> to{' '}
        <Step step={window.to} {...props} />.
        {first && last && (
          <>
            {' '}
            Into it fell <Step step={first} {...props} />
            {first !== last && (
              <>
                {' '}
                to <Step step={last} {...props} />
              </>
            )}
            .
          </>
        )}
      </dd>
    </div>
  );
}

function Lock({ lock, ...props }: WhyBlockProps & { readonly lock: CoveringLock }) {
  const holder = lock.spans.find(({ already }) => already);
  const takers = lock.spans.filter(({ already }) => !already);
  return (
    <div>
      <dt>{lock.name === null ? 'One more lock would do' : 'A lock that would do'}</dt>
      <dd>
        {holder && (
          <>
            <span className="code">{lock.name}</span>, which {holder.task} holds already, also{' '}
          </>
        )}
        {takers.map((span, i) => (
          <Span key={span.task} span={span} joined={i > 0} {...props} />
        ))}
        . With it, it holds in every run here, and none deadlocks.
      </dd>
    </div>
  );
}

interface SpanProps extends WhyBlockProps {
  readonly span: LockSpan;
  readonly joined: boolean;
}

function Span({ span: { task, from, to }, joined, ...props }: SpanProps) {
  const single = to !== null && to.step === from.step;
  return (
    <>
      {joined && ' and '}
      held by {task} {single ? 'over ' : 'from '}
      <Step step={from} {...props} />
      {to === null && ' until it ends'}
      {to !== null && !single && (
        <>
          {' '}
          to <Step step={to} {...props} />
        </>
      )}
    </>
  );
}

function NoLock({ report: { tried } }: { readonly report: WhyReport }) {
  const pairs = tried.tasks.map((two) => two.join(' and ')).join('; ');
  return (
    <div>
      <dt>A lock</dt>
      <dd>None found: not even one that lets two tasks run only one after the other ({pairs}).</dd>
    </div>
  );
}

interface StepProps extends Pick<WhyBlockProps, 'tasks' | 'now' | 'onStep'> {
  readonly step: StepRef;
}

function Step({ step: { step, task, calls, text }, tasks, now, onStep }: StepProps) {
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
