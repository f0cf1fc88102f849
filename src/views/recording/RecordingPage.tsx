// A recording of a running kernel: opened, dropped or pasted; a time diagram; and whether a model explains it.

import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from 'react';
import { unreachable } from '../../base/assert.ts';
import type { TraceAnswer, TraceFit, TraceRequest } from './traceMessage.ts';
import type { TraceRows } from '../../layout/recording/traceLanes.ts';
import { RecordingView } from './RecordingView.tsx';
import './Recording.css';

/** A worker that reads one recording. */
export interface TraceReader {
  readonly ask: (request: TraceRequest) => void;
  readonly end: () => void;
}

export interface RecordingPageProps {
  readonly openReader: (onAnswer: (answer: TraceAnswer) => void) => TraceReader;
  readonly onIdle: (idle: boolean) => void;
  /** What a recording can be held against. */
  readonly workloads: readonly string[];
}

interface State {
  readonly name: string | null;
  readonly rows: TraceRows | null;
  /** Null while nothing runs. */
  readonly busy: string | null;
  readonly fit: TraceFit | null;
  readonly details: { readonly row: number; readonly text: string } | null;
  readonly failure: string | null;
}

const EMPTY: State = {
  name: null,
  rows: null,
  busy: null,
  fit: null,
  details: null,
  failure: null,
};

/** What the page shows, and what a person can ask for. A new file ends the worker of the last one. */
function useReader({ openReader, onIdle }: Pick<RecordingPageProps, 'openReader' | 'onIdle'>) {
  const [state, setState] = useState(EMPTY);
  const reader = useRef<TraceReader | null>(null);
  useEffect(() => onIdle(state.busy === null), [state.busy, onIdle]);
  useEffect(() => () => reader.current?.end(), []);
  const read = (name: string, file: Blob): void => {
    reader.current?.end();
    setState({ ...EMPTY, name, busy: 'reading' });
    const opened = openReader((answer) => setState((before) => after(before, answer)));
    reader.current = opened;
    opened.ask({ kind: 'read', file });
  };
  const cancel = (): void => {
    reader.current?.end();
    reader.current = null;
    setState(EMPTY);
  };
  const fit = (workload: string): void => {
    setState((before) => ({ ...before, busy: 'searching', fit: null }));
    reader.current?.ask({ kind: 'fit', workload });
  };
  const ask = (request: TraceRequest): void => reader.current?.ask(request);
  return { state, read, cancel, fit, ask };
}

export function RecordingPage({ openReader, onIdle, workloads }: RecordingPageProps) {
  const { state, read, cancel, fit, ask } = useReader({ openReader, onIdle });
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file !== undefined) read(file.name, file);
  };
  const paste = (event: ClipboardEvent): void => {
    const [file] = event.clipboardData.files;
    const text = event.clipboardData.getData('text/plain');
    if (file !== undefined) read(file.name, file);
    else if (text.includes('\n')) read('pasted text', new Blob([text]));
  };
  return (
    // Files are dropped and texts are pasted anywhere on the page.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <main
      className="recording"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      onPaste={paste}
    >
      <header className="recording-head">
        <a href="#/" className="recording-home">
          pagerace
        </a>
        <h1>{state.name ?? 'A recording of a running kernel'}</h1>
        <OpenFile onFile={read} />
        {state.busy !== null && <Progress busy={state.busy} onCancel={cancel} />}
      </header>
      {state.failure !== null && (
        <p role="alert" className="recording-note">
          This recording could not be read: {state.failure}
        </p>
      )}
      {state.rows === null ? (
        <Invitation />
      ) : (
        <RecordingView
          rows={state.rows}
          fit={state.fit}
          details={state.details}
          busy={state.busy !== null}
          workloads={workloads}
          onFit={fit}
          onDetails={(row) => ask({ kind: 'details', row })}
        />
      )}
    </main>
  );
}

function after(state: State, answer: TraceAnswer): State {
  switch (answer.kind) {
    case 'progress':
      return {
        ...state,
        busy: `reading ${Math.floor((100 * answer.bytes) / Math.max(1, answer.total))} %`,
      };
    case 'recording':
      return { ...state, rows: answer.rows, busy: null };
    case 'details':
      return { ...state, details: answer };
    case 'searching':
      return { ...state, busy: `${answer.states.toLocaleString('en-US')} states searched` };
    case 'fitted':
      return { ...state, fit: answer.fit, busy: null };
    case 'failed':
      return { ...state, failure: answer.why, busy: null };
    default:
      return unreachable(answer);
  }
}

function OpenFile({ onFile }: { readonly onFile: (name: string, file: Blob) => void }) {
  return (
    <label className="button recording-open">
      Open a trace…
      <input
        type="file"
        aria-label="Open a trace"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) onFile(file.name, file);
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

function Progress({ busy, onCancel }: { readonly busy: string; readonly onCancel: () => void }) {
  return (
    <span className="recording-progress" role="status">
      {busy}
      <button type="button" className="button" onClick={onCancel}>
        Cancel
      </button>
    </span>
  );
}

function Invitation() {
  return (
    <section className="recording-empty">
      <p>
        Open, drop or paste the text of a trace: <code>cat trace</code> of function_graph or of
        events, or <code>trace-cmd report</code>. It is read in this browser and goes nowhere.
      </p>
      <p>
        The page shows who ran when, the calls inside one another, lock operations and contention,
        page faults, TLB flushes, and what was put into the page cache and taken out. Then it can be
        held against a model: is the recording a run of it?
      </p>
    </section>
  );
}
