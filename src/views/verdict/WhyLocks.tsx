// Which locks would have helped, in sentences; and which of the scenario's would not.

import { Fragment } from 'react';
import type { CoveringLock, LockSpan, LockTry, WhyReport } from '../../check/why/whyReport.ts';
import { alsoTried } from '../../session/plans/whyPlan.ts';
import { WhyStep, type WhySteps } from './WhyStep.tsx';

interface WhyLocksProps extends WhySteps {
  readonly report: WhyReport;
}

/** The first of the scenario's locks in full, the others by name, then one more lock. */
export function WhyLocks({ report: { locks, tried }, ...props }: WhyLocksProps) {
  const [first, ...others] = locks.filter(({ name }) => name !== null);
  const more = locks.find(({ name }) => name === null);
  if (more === undefined) return <NoLock tried={tried} />;
  return (
    <>
      {first && (
        <div>
          <dt>A lock that would do</dt>
          <dd>
            <span className="code">{first.name}</span>, <Spans lock={first} {...props} />. With it,
            it holds in every run here, and none deadlocks.
            {others.length > 0 && <Others locks={others} />}
          </dd>
        </div>
      )}
      <div>
        <dt>One more lock would do</dt>
        <dd>
          {NEW[more.kind]},{' '}
          {first && sameSteps(first, more) ? (
            'over the same steps'
          ) : (
            <Spans lock={more} {...props} />
          )}
          {more.either && '; either of them may hold it shared'}.
        </dd>
      </div>
    </>
  );
}

const NEW: Readonly<Record<CoveringLock['kind'], string>> = {
  spinlock: 'A spinlock',
  mutex: 'A mutex',
  bitlock: 'A bit lock',
  rwsem: 'An rw_semaphore',
  semaphore: 'A semaphore',
  completion: 'A completion',
};

/** Whether all that there is to say of the second was said of the first. */
function sameSteps(first: CoveringLock, second: CoveringLock): boolean {
  const asModes = second.kind === 'rwsem' && !second.either;
  return second.spans.every(({ task, from, to, mode }) =>
    first.spans.some(
      (span) =>
        span.task === task &&
        span.from.step === from.step &&
        span.to?.step === to?.step &&
        (!asModes || (first.kind === 'rwsem' && span.mode === mode)),
    ),
  );
}

/** `So would F.i_data_sem (fault shared, punch exclusive).` */
function Others({ locks }: { readonly locks: readonly CoveringLock[] }) {
  return (
    <>
      {' '}
      So would{' '}
      {locks.map(({ name, kind, spans }, i) => (
        <Fragment key={name}>
          {i > 0 && (i === locks.length - 1 ? ' and ' : ', ')}
          <span className="code">{name}</span>
          {kind === 'rwsem' && ` (${spans.map(({ task, mode }) => `${task} ${mode}`).join(', ')})`}
        </Fragment>
      ))}
      , over the same steps.
    </>
  );
}

function Spans({ lock, ...props }: WhySteps & { readonly lock: CoveringLock }) {
  const { kind, either, spans } = lock;
  return spans.map((span, i) => (
    <Fragment key={span.task}>
      {i > 0 && (i === spans.length - 1 ? ' and ' : ', ')}
      <Span span={span} mode={kind === 'rwsem' && !either ? span.mode : null} {...props} />
    </Fragment>
  ));
}

interface SpanProps extends WhySteps {
  readonly span: LockSpan;
  /** Null where there is but one way to hold it. */
  readonly mode: LockSpan['mode'] | null;
}

function Span({ span: { task, from, to, already, through }, mode, ...props }: SpanProps) {
  const single = to !== null && to.step === from.step && to.line === from.line;
  return (
    <>
      held {mode !== null && `${mode} `}by {task}{' '}
      {through !== null && (
        <>
          (its <span className="code">{through}</span>){' '}
        </>
      )}
      {single ? 'over ' : 'from '}
      <WhyStep step={from} {...props} />
      {to === null && ' until it ends'}
      {to !== null && !single && (
        <>
          {' '}
          to <WhyStep step={to} {...props} />
        </>
      )}
      {already && ' (already)'}
    </>
  );
}

/** Which of the scenario's locks do not help, and why. */
export function WhyTried({ locks }: { readonly locks: readonly LockTry[] }) {
  const others = alsoTried(locks);
  return others !== '' && ` Also tried: ${others}.`;
}

function NoLock({ tried: { tasks, inTurn } }: { readonly tried: WhyReport['tried'] }) {
  return (
    <div>
      <dt>A lock</dt>
      <dd>
        {inTurn
          ? 'None: it breaks though no two tasks overlap, in one order or another.'
          : tasks.length < 2
            ? `None: ${tasks[0] ?? 'the start'} breaks it alone.`
            : `None found that ${tasks.join(', ')} could hold in the kernel without a deadlock.`}
      </dd>
    </div>
  );
}
