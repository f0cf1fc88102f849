// A recording that was read: filter, lanes, the row pointed at, what could not be read, and the fit.

import { useMemo, useState } from 'react';
import type { TraceFit } from './traceMessage.ts';
import {
  type LaneBy,
  LOOKS,
  type RowLook,
  rowFilter,
  traceLanes,
  type TraceRows,
} from '../../layout/recording/traceLanes.ts';
import { TraceCanvas } from './TraceCanvas.tsx';

export interface RecordingViewProps {
  readonly rows: TraceRows;
  readonly fit: TraceFit | null;
  readonly details: { readonly row: number; readonly text: string } | null;
  readonly busy: boolean;
  readonly workloads: readonly string[];
  readonly onFit: (workload: string) => void;
  readonly onDetails: (row: number) => void;
}

export function RecordingView(props: RecordingViewProps) {
  const { rows, fit, busy, workloads } = props;
  const [by, setBy] = useState<LaneBy>('task');
  const [text, setText] = useState('');
  const [row, setRow] = useState<number | null>(null);
  const lanes = useMemo(() => traceLanes(rows, by, rowFilter(rows, text)), [rows, by, text]);
  const point = (pointed: number | null): void => {
    setRow(pointed);
    if (pointed !== null) props.onDetails(pointed);
  };
  return (
    <>
      <div className="recording-tools">
        <label>
          Lanes
          <select value={by} onChange={({ target }) => setBy(target.value as LaneBy)}>
            <option value="task">by task</option>
            <option value="cpu">by CPU</option>
          </select>
        </label>
        <label>
          Only
          <input
            type="search"
            placeholder="function, event or task"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <HoldAgainst busy={busy} workloads={workloads} onFit={props.onFit} />
      </div>
      <Legend />
      <TraceCanvas rows={rows} lanes={lanes} fit={fit} selected={row} onPoint={point} />
      <p className="recording-row" role="status">
        {row === null
          ? 'Point at a mark to read it; the wheel zooms, dragging pans.'
          : rowText(props, row)}
      </p>
      {fit !== null && (
        <pre className={fit.fits ? 'recording-fit fits' : 'recording-fit refused'}>{fit.text}</pre>
      )}
      <Trouble rows={rows} />
    </>
  );
}

function HoldAgainst({
  busy,
  workloads,
  onFit,
}: Pick<RecordingViewProps, 'busy' | 'workloads' | 'onFit'>) {
  const [workload, setWorkload] = useState(workloads[0] ?? '');
  return (
    <>
      <label>
        Hold against
        <select value={workload} onChange={({ target }) => setWorkload(target.value)}>
          {workloads.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <button type="button" className="button" disabled={busy} onClick={() => onFit(workload)}>
        Does the model explain it?
      </button>
    </>
  );
}

function rowText({ rows, details }: RecordingViewProps, row: number): string {
  const start = ((rows.start[row] ?? 0) / 1e6).toFixed(6);
  const long = (rows.end[row] ?? 0) - (rows.start[row] ?? 0);
  const name = rows.names[rows.name[row] ?? 0] ?? '';
  const task = rows.tasks[rows.task[row] ?? 0]?.name ?? '';
  const printed = details?.row === row && details.text !== '' ? `: ${details.text}` : '';
  const lasted = long > 0 ? `, ${long.toFixed(1)} µs` : '';
  return `line ${rows.line[row]}, ${start} s, CPU ${rows.cpu[row]}, ${task}: ${name}${printed}${lasted}`;
}

function Legend() {
  return (
    <ul className="recording-legend">
      {Object.entries(LOOKS).map(([look, name]) => (
        <li key={look}>
          <i data-look={look satisfies string as RowLook} /> {name}
        </li>
      ))}
    </ul>
  );
}

function Trouble({ rows }: { readonly rows: TraceRows }) {
  const { broken, lost, samples } = rows.trouble;
  if (broken === 0 && lost === 0) return null;
  return (
    <details className="recording-note">
      <summary>
        {broken} lines could not be read
        {lost > 0 ? `, and the ring buffer lost ${lost} events` : ''}
      </summary>
      <ul>
        {samples.map(({ line, text, why }) => (
          <li key={line}>
            line {line}: {why} <code>{text}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
