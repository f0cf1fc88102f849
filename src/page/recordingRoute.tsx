// The page of recordings as a route: a file is read by a worker, which is ended to cancel.

import { StrictMode } from 'react';
import type { Root } from 'react-dom/client';
import { loadPanels } from '../session/state/panels.ts';
import { RecordingPage, type TraceReader } from '../views/recording/RecordingPage.tsx';
import { showIdle, storage, wearTheme } from './browser.ts';
import type { TraceAnswer, TraceRequest } from '../views/recording/traceMessage.ts';

export function showRecording(root: Root): void {
  wearTheme(loadPanels(storage).theme);
  root.render(
    <StrictMode>
      <RecordingPage openReader={openReader} onIdle={showIdle} workloads={WORKLOADS} />
    </StrictMode>,
  );
}

/** The maps of `src/workloads`; their texts come with the worker. */
const WORKLOADS = Object.keys(import.meta.glob('../workloads/*.map', { query: '?raw' }))
  .map((path) => path.replace(/^.*\/|\.map$/g, ''))
  .sort();

function openReader(onAnswer: (answer: TraceAnswer) => void): TraceReader {
  const worker = new Worker(new URL('./traceWorker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<TraceAnswer>) => onAnswer(data));
  worker.addEventListener('error', ({ message }) => onAnswer({ kind: 'failed', why: message }));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    ask: (request: TraceRequest) => worker.postMessage(request),
    end: () => worker.terminate(),
  };
}
