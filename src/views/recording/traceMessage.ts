// What the page and the worker that reads recordings send each other.

import type { TraceRows } from '../../layout/recording/traceLanes.ts';

export type TraceRequest =
  | { readonly kind: 'read'; readonly file: Blob }
  /** What the event of a row printed. */
  | { readonly kind: 'details'; readonly row: number }
  | { readonly kind: 'fit'; readonly workload: string };

export type TraceAnswer =
  | { readonly kind: 'progress'; readonly bytes: number; readonly total: number }
  | { readonly kind: 'recording'; readonly rows: TraceRows }
  | { readonly kind: 'details'; readonly row: number; readonly text: string }
  | { readonly kind: 'searching'; readonly states: number }
  | { readonly kind: 'fitted'; readonly fit: TraceFit }
  | { readonly kind: 'failed'; readonly why: string };

export interface TraceFit {
  readonly fits: boolean;
  /** The result in lines. */
  readonly text: string;
  /** Rows that some run explains, in the order of the run. */
  readonly explained: readonly number[];
  /** The first row that none does; null where it fits. */
  readonly refused: number | null;
}
