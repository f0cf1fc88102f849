// What the page and the checker's worker say to each other: everything is plain data, and every
// message names the search that it speaks of.

import type { ProgramSource } from '../source/programSource.ts';
import type { Reduction } from '../verdict/reductions.ts';
import type { Config, Limits, Progress, Report } from '../verdict/report.ts';

/** One configuration of one scenario. */
export interface CheckRequest {
  readonly source: ProgramSource;
  readonly config: Config;
  readonly limits: Limits;
  /** None, or nothing said: every state is searched. */
  readonly reduce?: readonly Reduction[];
}

export type ToChecker<Request = CheckRequest> =
  | { readonly type: 'start'; readonly id: number; readonly request: Request }
  | { readonly type: 'cancel'; readonly id: number };

/** `Answer` is what a search ends with, `Update` what it tells on the way. */
export type FromChecker<Answer = Report, Update = Progress> =
  | { readonly type: 'progress'; readonly id: number; readonly progress: Update }
  | { readonly type: 'done'; readonly id: number; readonly report: Answer }
  /** One line: what went wrong in the search itself. */
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'cancelled'; readonly id: number };
