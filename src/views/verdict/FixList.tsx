// The smallest sets of changes in which the chosen property holds, beside the kernels. They come by
// themselves: until then the place that they need is kept, so that nothing below has to move.

import { unreachable } from '../../base/assert.ts';
import type { FixMatrix, MatrixRow } from '../../check/verdict/fixMatrix.ts';
import { countText, durationText } from '../../layout/words/searchSentence.ts';
import type { FixPlan, Reluctance } from '../../session/plans/fixPlan.ts';
import { neverTestedIn, setWords } from '../../session/plans/matrix.ts';
import './FixList.css';

export interface FixListProps {
  readonly property: string;
  /** How many sets of changes there are, and configurations of them. */
  readonly sets: number;
  readonly configurations: number;
  /** Null where nothing of it was searched yet. */
  readonly matrix: FixMatrix | null;
  /** Whether it is searched by itself. */
  readonly plan: FixPlan;
  readonly searching: boolean;
  /** A person, or a failure, ended the search. */
  readonly stopped: boolean;
  /** The changes of the row that is on the stage. */
  readonly stageChanges: MatrixRow['changes'] | null;
  readonly onFind: () => void;
  readonly onStop: () => void;
  readonly onSet: (row: MatrixRow) => void;
  readonly onTable: () => void;
}

export function FixList(props: FixListProps) {
  const { sets, onTable } = props;
  return (
    <section>
      <h3>
        Minimal fixes
        <button type="button" className="fixes-table" onClick={onTable}>
          All {countText(sets)} sets of changes
        </button>
      </h3>
      <div className="fixes-place">
        <MinimalFixes {...props} />
      </div>
    </section>
  );
}

function MinimalFixes(props: FixListProps) {
  const { matrix, plan, stopped, configurations, onFind } = props;
  if (matrix !== null && matrix.fixes.length > 0) return <Found {...props} matrix={matrix} />;
  const left = configurations - (matrix?.searched ?? 0);
  if (plan.kind === 'on-request')
    return (
      <Asking onFind={onFind} left={left}>
        {reluctanceText(plan.why)}
      </Asking>
    );
  if (stopped)
    return (
      <Asking onFind={onFind} left={left}>
        The search was ended.
      </Asking>
    );
  return <Quiet searched={matrix?.searched ?? 0} configurations={configurations} />;
}

interface AskingProps {
  readonly left: number;
  readonly onFind: () => void;
  readonly children: string;
}

function Asking({ left, onFind, children }: AskingProps) {
  const them = left === 1 ? 'the last configuration' : `${countText(left)} configurations`;
  return (
    <div className="fixes-asking">
      <p>{children}</p>
      <button type="button" className="button" onClick={onFind}>
        Search {them}
      </button>
    </div>
  );
}

function reluctanceText(why: Reluctance): string {
  switch (why.kind) {
    case 'many':
      return 'There are too many configurations to search them all unasked.';
    case 'slow':
      return `One of the searches took ${durationText(why.ms)}: the others are left to you.`;
    case 'limit':
      return `One of the searches came to the limit ${why.limit}: this is too large to search the others unasked.`;
    default:
      return unreachable(why);
  }
}

/** How far the searches are, for whoever looks. */
function Quiet({
  searched,
  configurations,
}: {
  readonly searched: number;
  readonly configurations: number;
}) {
  return (
    <div className="fixes-quiet" role="status">
      <p>
        Minimal fixes: {searched} of {configurations} configurations
      </p>
      <progress value={searched} max={configurations} aria-label="Configurations searched" />
    </div>
  );
}

function Found(props: FixListProps & { readonly matrix: FixMatrix }) {
  const { matrix, property } = props;
  const own = matrix.fixes.find((fixes) => fixes.property === property)?.sets ?? [];
  const all = matrix.fixes.find((fixes) => fixes.property === null)?.sets ?? [];
  const same = own.length > 0 && own.length === all.length && own.every((row) => all.includes(row));
  return (
    <div className="fixes-found">
      <Sets
        {...props}
        rows={own}
        empty={`No set of changes makes ${property} hold.`}
        fixed={property}
      />
      {same ? (
        <p className="fixes-none">
          With {own.length === 1 ? 'it' : 'each of them'}, every property holds.
        </p>
      ) : (
        <>
          <h4 className="fixes-all">For every property</h4>
          <Sets
            {...props}
            rows={all}
            empty="No set of changes makes every property hold."
            fixed={null}
          />
        </>
      )}
    </div>
  );
}

type ProgressProps = Pick<FixListProps, 'searching' | 'onFind' | 'onStop'> & {
  readonly matrix: FixMatrix;
};

/** How far the searches are; a button ends them, or goes on. */
export function MatrixProgress({ matrix, searching, onFind, onStop }: ProgressProps) {
  return (
    <div className="verdict-search fixes-progress" aria-busy={searching}>
      <p>
        {matrix.searched} of {matrix.configurations} configurations searched.
      </p>
      <progress
        value={matrix.searched}
        max={matrix.configurations}
        aria-label="Configurations searched"
      />
      <button type="button" className="button" onClick={searching ? onStop : onFind}>
        {searching ? 'Cancel the search' : 'Search the others'}
      </button>
    </div>
  );
}

interface SetsProps extends FixListProps {
  readonly rows: readonly MatrixRow[];
  readonly empty: string;
  /** What the sets cure; null: every property. */
  readonly fixed: string | null;
}

function Sets({ rows, empty, fixed, stageChanges, onSet }: SetsProps) {
  if (rows.length === 0) return <p className="fixes-none">{empty}</p>;
  return (
    <ul className="fixes">
      {rows.map((row) => (
        <li key={setWords(row).join()}>
          <button
            type="button"
            className="fix"
            aria-current={row.changes === stageChanges || undefined}
            onClick={() => onSet(row)}
          >
            <SetName row={row} />
            <RestsOnNothing names={neverTestedIn(row, fixed)} fixed={fixed} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What holds with a set for no better reason than that nothing tests it. */
function RestsOnNothing({
  names,
  fixed,
}: Pick<SetsProps, 'fixed'> & { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <span className="fix-untested">
      {fixed === null ? `Never tested: ${names.join(', ')}` : 'It holds, and nothing tests it.'}
    </span>
  );
}

/** The kernel's name, where it has one, and its changes. */
export function SetName({ row }: { readonly row: MatrixRow }) {
  return (
    <>
      {row.kernel !== null && <b className="set-kernel">{row.kernel}</b>}
      <span className="set-words code">
        {setWords(row).map((word, i) => (
          <span key={word}>
            {i > 0 && '+ '}
            {word}
          </span>
        ))}
      </span>
    </>
  );
}
