// Fixes of the violation: what history changed, then edits of the text, each with its diff. *Try it* puts one on the stage.

import type { Fix, FixReport } from '../../check/fix/fixReport.ts';
import type { LockTry } from '../../check/why/whyReport.ts';
import { alsoTried, historyText, provedText, searchedText } from '../../session/plans/whyPlan.ts';
import { DiffText } from './DiffText.tsx';

interface EditListProps {
  readonly fixes: FixReport;
  readonly onTry: (fix: Fix) => void;
}

/** The first one is open, the others can be opened. */
export function EditList({ fixes: report, onTry }: EditListProps) {
  const { fixes } = report;
  return (
    <section className="edit-list" aria-label="Fixes that close it">
      <h4>
        Fixes that close it <span className="edit-count">{searchedText(report)}</span>
      </h4>
      {fixes.length === 0 ? (
        <p>No edit of one or two functions was found that closes it and breaks nothing.</p>
      ) : (
        <ol>
          {fixes.map((fix, i) => (
            <li key={keyOf(fix)}>
              <EditItem fix={fix} open={i === 0} onTry={onTry} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function keyOf(fix: Fix): string {
  return fix.kind === 'history' ? fix.title : fix.diff;
}

interface EditItemProps {
  readonly fix: Fix;
  readonly open: boolean;
  readonly onTry: (fix: Fix) => void;
}

function EditItem({ fix, open, onTry }: EditItemProps) {
  return (
    <details className="edit-fix" open={open}>
      <summary>
        <span className="edit-kind">{fix.kind === 'history' ? historyText(fix) : fix.kind}</span>{' '}
        <span className="code">{fix.title}</span>
      </summary>
      {fix.kind !== 'history' && <DiffText text={fix.diff} />}
      <p className="edit-proved">
        It {provedText(fix)}.{' '}
        <button type="button" className="button" onClick={() => onTry(fix)}>
          Try it
        </button>
      </p>
    </details>
  );
}

/** The scenario's locks that do not help, and why. */
export function LocksTried({ locks }: { readonly locks: readonly LockTry[] }) {
  const others = alsoTried(locks);
  return others !== '' && ` Also tried: ${others}.`;
}
