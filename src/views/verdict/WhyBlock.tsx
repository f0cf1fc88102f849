// Why the witness broke the property, one short sentence for each finding. Every step named is a link to it.

import type { Fix } from '../../check/fix/fixReport.ts';
import type { WhyReport } from '../../check/why/whyReport.ts';
import { countText } from '../../layout/words/searchSentence.ts';
import type { WhyAnswer } from '../../session/state/store.ts';
import './WhyBlock.css';
import { EditList, LocksTried } from './EditList.tsx';
import { WhyStep, type WhySteps } from './WhyStep.tsx';

export interface WhyBlockProps extends WhySteps {
  /** Null: not asked yet. */
  readonly answer: WhyAnswer | null;
  readonly onAsk: () => void;
  readonly onStop: () => void;
  /** Opens the editor on the text that a fix changed, or goes to the kernel that has it. */
  readonly onTry: (fix: Fix) => void;
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
          Exchanging pairs of steps, and searching edits of the text: {searches} searches, {states}{' '}
          states.
        </p>
        <div className="verdict-busy" aria-hidden="true" />
        <button type="button" className="button" onClick={onStop}>
          Cancel
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
      </dl>
      {report.fixes !== null && <EditList fixes={report.fixes} onTry={props.onTry} />}
      <p className="why-tried">
        Found by {tried.searches} searches of {countText(tried.states)} states together.
        {limits.length > 0 && ` A limit was reached (${limits.join(', ')}), so there may be more.`}
        <LocksTried locks={tried.locks} />
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
            Before <WhyStep step={noReturn.at} {...props} /> some runs end well; after it, none
            does.
          </>
        )}
        {noReturn.kind === 'never' && 'There is none: no run ends well, in any order.'}
        {noReturn.kind === 'unknown' && `Unknown (${noReturn.limit}).`}
      </dd>
    </div>
  );
}

function Order({ report: { pair }, ...props }: AnswerProps) {
  return (
    <div>
      <dt>Critical pair</dt>
      <dd>
        {pair === null ? (
          'None: with any one pair of steps exchanged, some run still breaks it.'
        ) : (
          <>
            <WhyStep step={pair.first} {...props} /> runs before{' '}
            <WhyStep step={pair.second} {...props} />, and both access{' '}
            <span className="code">{pair.place}</span>. With the two exchanged, the property holds
            in every run from there.
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
            During it ran <WhyStep step={first} {...props} />
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
