// The minimal sets of changes in which the chosen property holds, below the kernels. They are searched in the
// background; their area is reserved so that the layout below does not move.

import { unreachable } from '../../base/assert.ts';
import type { FixMatrix, MatrixRow } from '../../check/verdict/fixMatrix.ts';
import { countText, durationText } from '../../layout/words/searchSentence.ts';
import type { FixPlan, Reluctance } from '../../session/plans/fixPlan.ts';
import { fixWords, neverTestedIn, originText, setWords } from '../../session/plans/matrix.ts';
import './FixList.css';

export interface FixListProps {
  readonly property: string;
  /** The number of sets of changes, and of their configurations. */
  readonly sets: number;
  readonly configurations: number;
  /** Null where nothing was searched yet. */
  readonly matrix: FixMatrix | null;
  /** Whether it is searched without a request. */
  readonly plan: FixPlan;
  readonly searching: boolean;
  /** The search was stopped by a person or by a failure. */
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
          Compare {countText(sets)} combinations of fixes
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
        The search was stopped.
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
      return 'There are too many configurations to search them all without being asked.';
    case 'slow':
      return `One search took ${durationText(why.ms)}. The others start on request.`;
    case 'limit':
      return `One search reached the limit ${why.limit}. The others start on request.`;
    default:
      return unreachable(why);
  }
}

/** The progress of the searches. */
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
  const origin = originText(matrix, property);
  return (
    <div className="fixes-found">
      {origin !== null && <p className="fixes-none">{origin}.</p>}
      <Sets
        {...props}
        rows={own}
        empty={`No combination of fixes makes ${property} hold and keeps what held.`}
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
            empty="No combination of fixes makes every property hold."
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

/** The progress of the searches, with a button that stops or continues them. */
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
  /** The property that the sets fix; null: every property. */
  readonly fixed: string | null;
}

function Sets({ rows, empty, fixed, matrix, stageChanges, onSet }: SetsProps) {
  const base = matrix?.base ?? {};
  const [first] = rows;
  if (first === undefined) return <p className="fixes-none">{empty}</p>;
  if (fixWords(base, first).length === 0)
    return <p className="fixes-none">{fixed ?? 'Every property'} holds already.</p>;
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
            <SetName row={row} words={fixWords(base, row)} />
            <RestsOnNothing names={neverTestedIn(row, fixed)} fixed={fixed} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Properties that hold with a set only because nothing tests them. */
function RestsOnNothing({
  names,
  fixed,
}: Pick<SetsProps, 'fixed'> & { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <span className="fix-untested">
      {fixed === null ? `Never tested: ${names.join(', ')}` : 'It holds, but nothing tests it.'}
    </span>
  );
}

interface SetNameProps {
  readonly row: MatrixRow;
  readonly words?: readonly string[];
}

/** The kernel's name, if it has one, and its changes, or others in their place. */
export function SetName({ row, words = setWords(row) }: SetNameProps) {
  return (
    <>
      {row.kernel !== null && <b className="set-kernel">{row.kernel}</b>}
      <span className="set-words code">
        {words.map((word, i) => (
          <span key={word}>
            {i > 0 && '+ '}
            {word}
          </span>
        ))}
      </span>
    </>
  );
}
