// Why the witness broke the property, a short sentence each. Every step named is a way to it.

import type { LockProposal, WhyReport } from '../../check/why/whyReport.ts';
import { countText } from '../../layout/words/searchSentence.ts';
import type { WhyAnswer } from '../../session/state/store.ts';
import './WhyBlock.css';
import { WhyLocks, WhyTried } from './WhyLocks.tsx';
import { WhyStep, type WhySteps } from './WhyStep.tsx';

export interface WhyBlockProps extends WhySteps {
  /** Null: nobody has asked. */
  readonly answer: WhyAnswer | null;
  readonly onAsk: () => void;
  readonly onStop: () => void;
  /** Opens the editor on the text that a proposal changed. */
  readonly onTry: (proposal: LockProposal) => void;
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
        <WhyLocks report={report} onTry={props.onTry} />
      </dl>
      <p className="why-tried">
        {tried.edits > 0 && `${tried.edits} changed texts were tried. `}
        Found by {tried.searches} searches of {countText(tried.states)} states together.
        {limits.length > 0 && ` A limit was reached (${limits.join(', ')}): more may be true.`}
        <WhyTried locks={tried.locks} />
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
            Before <WhyStep step={noReturn.at} {...props} /> it could still end well; after it, no
            run does.
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
            <WhyStep step={pair.first} {...props} /> came before{' '}
            <WhyStep step={pair.second} {...props} />, and both are about{' '}
            <span className="code">{pair.place}</span>. The other way round, it holds in every run
            from there.
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
        {window.task}, from <WhyStep step={window.from} {...props} /> to{' '}
        <WhyStep step={window.to} {...props} />.
        {first && last && (
          <>
            {' '}
            Into it fell <WhyStep step={first} {...props} />
            {first !== last && (
              <>
                {' '}
                to <WhyStep step={last} {...props} />
              </>
            )}
            .
          </>
        )}
      </dd>
    </div>
  );
}
