// The smallest sets of changes in which the chosen property holds, beside the kernels.

import type { FixMatrix, MatrixRow } from '../check/fixMatrix.ts';
import { setWords } from '../session/matrix.ts';
import './CureList.css';

export interface CureListProps {
  readonly property: string;
  /** How many sets of changes there are. */
  readonly sets: number;
  /** Null: nobody has asked yet. */
  readonly matrix: FixMatrix | null;
  readonly searching: boolean;
  readonly isOnStage: (row: MatrixRow) => boolean;
  readonly onFind: () => void;
  readonly onStop: () => void;
  readonly onSet: (row: MatrixRow) => void;
  readonly onTable: () => void;
}

export function CureList(props: CureListProps) {
  const { matrix, sets, onTable } = props;
  return (
    <section>
      <h3>
        Smallest cures
        <span className="kernels-safe">{sets} sets of changes</span>
      </h3>
      {matrix === null ? <Unasked {...props} /> : <Found {...props} matrix={matrix} />}
      <button type="button" className="button cures-table" onClick={onTable}>
        The whole table
      </button>
    </section>
  );
}

function Unasked({ onFind }: CureListProps) {
  return (
    <button type="button" className="button cures-find" onClick={onFind}>
      Find the smallest cures
    </button>
  );
}

function Found(props: CureListProps & { readonly matrix: FixMatrix }) {
  const { matrix, property } = props;
  if (matrix.cures.length === 0) return <MatrixProgress {...props} />;
  const own = matrix.cures.find((cures) => cures.property === property)?.sets ?? [];
  const all = matrix.cures.find((cures) => cures.property === null)?.sets ?? [];
  return (
    <>
      <Sets {...props} rows={own} empty={`No set of changes makes ${property} hold.`} />
      <h4 className="cures-all">For every property</h4>
      <Sets {...props} rows={all} empty="No set of changes makes every property hold." />
    </>
  );
}

type ProgressProps = Pick<CureListProps, 'searching' | 'onFind' | 'onStop'> & {
  readonly matrix: FixMatrix;
};

/** How far the searches are; a button ends them, or goes on. */
export function MatrixProgress({ matrix, searching, onFind, onStop }: ProgressProps) {
  return (
    <div className="verdict-search cures-progress" aria-busy={searching}>
      <p>
        {matrix.searched} of {matrix.configurations} configurations searched.
      </p>
      <progress value={matrix.searched} max={matrix.configurations} />
      <button type="button" className="button" onClick={searching ? onStop : onFind}>
        {searching ? 'Cancel the search' : 'Search the others'}
      </button>
    </div>
  );
}

interface SetsProps extends CureListProps {
  readonly rows: readonly MatrixRow[];
  readonly empty: string;
}

function Sets({ rows, empty, isOnStage, onSet }: SetsProps) {
  if (rows.length === 0) return <p className="cures-none">{empty}</p>;
  return (
    <ul className="cures">
      {rows.map((row) => (
        <li key={setWords(row).join()}>
          <button
            type="button"
            className="cure"
            aria-current={isOnStage(row) || undefined}
            onClick={() => onSet(row)}
          >
            <SetName row={row} />
          </button>
        </li>
      ))}
    </ul>
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
