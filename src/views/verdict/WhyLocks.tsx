// Locks that close the race, as text changes that were searched; and which of the scenario's locks do not.

import { alsoTried, lockName, provedText } from '../../session/plans/whyPlan.ts';
import type { LockProposal, LockTry, WhyReport } from '../../check/why/whyReport.ts';
import { DiffText } from './DiffText.tsx';

interface WhyLocksProps {
  readonly report: WhyReport;
  readonly onTry: (proposal: LockProposal) => void;
}

/** The first proposal is open, the others can be opened. */
export function WhyLocks({ report: { locks, tried }, onTry }: WhyLocksProps) {
  if (locks.length === 0) return <NoLock tried={tried} />;
  return (
    <div>
      <dt>A lock that closes the race in this model</dt>
      {locks.map((lock, i) => (
        <dd key={lockName(lock)}>
          <details className="why-lock" open={i === 0}>
            <summary>
              {i === 0 ? '' : 'Or '}
              <span className="code">{lockName(lock)}</span>
            </summary>
            <DiffText text={lock.diff} />
            <p className="why-proved">
              It {provedText(lock)}.{' '}
              <button type="button" className="button" onClick={() => onTry(lock)}>
                Try it
              </button>
            </p>
          </details>
        </dd>
      ))}
    </div>
  );
}

/** The scenario's locks that do not help, and why. */
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
          ? 'None: it breaks although no two tasks overlap, in either order.'
          : tasks.length < 2
            ? `None: ${tasks[0] ?? 'the start'} breaks it alone.`
            : `None found that covers whole statements of one function each of ${tasks.join(', ')}.`}
      </dd>
    </div>
  );
}
