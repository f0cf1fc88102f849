// The fix matrix: a row for each set of changes, a column for each property. A click on a cell plays its witness, or
// opens that configuration.

import { Dialog } from '@base-ui/react/dialog';
import type { KeyboardEvent } from 'react';
import type { FixMatrix, MatrixCell, MatrixRow } from '../../check/verdict/fixMatrix.ts';
import { MatrixProgress, SetName } from './FixList.tsx';
import { DialogWindow } from '../base/DialogWindow.tsx';
import { VerdictMark } from '../base/VerdictMark.tsx';
import { isNeverTested, setWords } from '../../session/plans/matrix.ts';
import './MatrixDialog.css';

export interface MatrixDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly matrix: FixMatrix | null;
  /** The property whose minimal fixes are marked. */
  readonly chosen: string | null;
  readonly searching: boolean;
  /** The changes of the row that is on the stage. */
  readonly stageChanges: MatrixRow['changes'] | null;
  readonly onCell: (row: MatrixRow, cell: MatrixCell) => void;
  readonly onProperty: (property: string) => void;
  readonly onFind: () => void;
  readonly onStop: () => void;
  readonly onClose: () => void;
}

export function MatrixDialog(props: MatrixDialogProps) {
  const { open, title, matrix, onClose } = props;
  return (
    <Dialog.Root open={open} onOpenChange={(opens) => opens || onClose()}>
      <DialogWindow
        className="matrix"
        title={`Combinations of fixes: ${title}`}
        head={matrix && <Legend {...props} matrix={matrix} />}
      >
        {matrix && <Table {...props} matrix={matrix} />}
      </DialogWindow>
    </Dialog.Root>
  );
}

interface WithMatrix extends MatrixDialogProps {
  readonly matrix: FixMatrix;
}

function Legend(props: WithMatrix) {
  const { matrix, chosen } = props;
  const folded = matrix.worlds.map(({ name, values }) => `${name} = ${values.join(' | ')}`);
  return (
    <div className="matrix-legend">
      <p>
        {matrix.rows.length} combinations.{' '}
        {folded.length > 0 &&
          `A property holds in a combination when it holds in all of ${folded.join(', ')}. `}
        A cross plays a run that breaks it.
        {chosen && matrix.fixes.length > 0 && (
          <>
            {' '}
            <span className="matrix-mark">minimal</span> marks the minimal fixes of{' '}
            <span className="code">{chosen}</span>.
          </>
        )}
      </p>
      {matrix.searched < matrix.configurations && <MatrixProgress {...props} />}
    </div>
  );
}

/** Arrows, Home and End move from cell to cell; Enter plays. */
function Table(props: WithMatrix) {
  const { matrix, chosen, onProperty } = props;
  const smallest = new Set(
    matrix.fixes
      .find(({ property }) => property === chosen)
      ?.sets.map((row) => setWords(row).join()),
  );
  return (
    <div className="matrix-scroll" role="region" aria-label="Table" tabIndex={-1}>
      <table className="matrix-table">
        <thead>
          <tr>
            <th scope="col" className="matrix-corner">
              Changes
            </th>
            {matrix.properties.map(({ name, sentence }) => (
              <th key={name} scope="col" data-chosen={name === chosen || undefined}>
                <button
                  type="button"
                  className="matrix-property code"
                  aria-pressed={name === chosen}
                  title={sentence}
                  onClick={() => onProperty(name)}
                  onKeyDown={walk}
                >
                  {name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row) => {
            const key = setWords(row).join();
            return <Row key={key} {...props} row={row} smallest={smallest.has(key)} />;
          })}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends WithMatrix {
  readonly row: MatrixRow;
  readonly smallest: boolean;
}

function Row({ row, smallest, chosen, stageChanges, onCell }: RowProps) {
  return (
    <tr aria-current={row.changes === stageChanges || undefined}>
      <th scope="row">
        <div className="matrix-set">
          <div>
            <SetName row={row} />
          </div>
          {smallest && <span className="matrix-mark">minimal</span>}
        </div>
      </th>
      {row.cells.map((cell) => (
        <td key={cell.property} data-chosen={cell.property === chosen || undefined}>
          <button
            type="button"
            className="matrix-cell"
            data-verdict={cell.verdict}
            aria-label={cellLabel(row, cell)}
            title={cellNote(cell)}
            onClick={() => onCell(row, cell)}
            onKeyDown={walk}
          >
            <CellMark cell={cell} />
            {cell.violated > 0 && cell.violated < cell.of && (
              <sub className="matrix-share">
                {cell.violated}/{cell.of}
              </sub>
            )}
          </button>
        </td>
      ))}
    </tr>
  );
}

function CellMark({ cell }: { readonly cell: MatrixCell }) {
  return cell.verdict === 'waiting' ? (
    <span className="matrix-waiting">·</span>
  ) : (
    <VerdictMark verdict={isNeverTested(cell) ? 'untested' : cell.verdict} />
  );
}

function cellLabel(row: MatrixRow, cell: MatrixCell): string {
  const set = [...(row.kernel === null ? [] : [row.kernel]), ...setWords(row)].join(', ');
  return `${cell.property}, ${set}: ${cellNote(cell)}`;
}

function cellNote(cell: MatrixCell): string {
  const { verdict, limit, broken, violated, of } = cell;
  if (verdict === 'waiting') return 'not searched yet';
  if (verdict === 'unknown') return `unknown (${limit ?? 'a limit'})`;
  if (isNeverTested(cell)) return 'holds (never tested)';
  if (broken === null) return 'holds in every world';
  const where = violated < of ? ` with ${broken.world.join(', ')}` : '';
  return `violated${where}: plays a run that breaks it`;
}

/**
 * Moves to the neighbouring button: every row of the table, the head included, is a row of buttons.
 */
function walk(event: KeyboardEvent<HTMLButtonElement>): void {
  const button = event.currentTarget;
  const lines = [...(button.closest('table')?.rows ?? [])];
  const rows = lines.map((row) => [...row.querySelectorAll('button')]);
  const y = rows.findIndex((row) => row.includes(button));
  const to = neighbour(event.key, rows[y]?.indexOf(button) ?? 0, y, rows);
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
}

function neighbour(
  key: string,
  x: number,
  y: number,
  rows: readonly (readonly HTMLButtonElement[])[],
): HTMLButtonElement | undefined {
  switch (key) {
    case 'ArrowRight':
      return rows[y]?.[x + 1];
    case 'ArrowLeft':
      return rows[y]?.[x - 1];
    case 'ArrowDown':
      return rows[y + 1]?.[x];
    case 'ArrowUp':
      return rows[y - 1]?.[x];
    case 'Home':
      return rows[y]?.[0];
    case 'End':
      return rows[y]?.at(-1);
    default:
      return undefined;
  }
}
