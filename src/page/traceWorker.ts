// Reads a recording off the main thread, piece by piece, and holds it against a workload.

import { unreachable } from '../base/assert.ts';
import { TraceImport } from '../recording/importTrace.ts';
import { LineSplitter } from '../recording/lineSplitter.ts';
import type { Recording } from '../recording/recording.ts';
import type { TraceAnswer, TraceRequest } from '../views/recording/traceMessage.ts';

let recording: Recording | null = null;

function answer(message: TraceAnswer, transfer: Transferable[] = []): void {
  postMessage(message, { transfer });
}

addEventListener('message', ({ data }: MessageEvent<TraceRequest>) => {
  void serve(data).catch((error: unknown) =>
    answer({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
  );
});

async function serve(request: TraceRequest): Promise<void> {
  switch (request.kind) {
    case 'read':
      recording = await read(request.file);
      return sendRows(recording);
    case 'details':
      return answer({
        kind: 'details',
        row: request.row,
        text: recording?.details[request.row] ?? '',
      });
    case 'fit': {
      if (recording === null) return;
      const { fitTrace } = await import('./traceFit.ts');
      const fit = fitTrace(recording, request.workload, (states) =>
        answer({ kind: 'searching', states }),
      );
      return answer({ kind: 'fitted', fit });
    }
    default:
      return unreachable(request);
  }
}

async function read(file: Blob): Promise<Recording> {
  const trace = new TraceImport();
  const lines = new LineSplitter();
  const decoder = new TextDecoder();
  let bytes = 0;
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    bytes += piece.value.length;
    for (const line of lines.push(decoder.decode(piece.value, { stream: true }))) trace.add(line);
    answer({ kind: 'progress', bytes, total: file.size });
  }
  for (const line of lines.finish()) trace.add(line);
  return trace.finish();
}

/** Copies of the columns are given away: the worker keeps its own for a fit. */
function sendRows({ details: _, ...rows }: Recording): void {
  const copy = {
    ...rows,
    line: rows.line.slice(),
    start: rows.start.slice(),
    end: rows.end.slice(),
    cpu: rows.cpu.slice(),
    task: rows.task.slice(),
    kind: rows.kind.slice(),
    name: rows.name.slice(),
    parent: rows.parent.slice(),
    depth: rows.depth.slice(),
  };
  const columns = [copy.line, copy.start, copy.end, copy.cpu, copy.task, copy.kind, copy.name];
  answer(
    { kind: 'recording', rows: copy },
    [...columns, copy.parent, copy.depth].map(({ buffer }) => buffer),
  );
}
