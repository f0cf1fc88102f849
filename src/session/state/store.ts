// The session's documents in one store: what is open, how it is configured, what was found, how the
// page is arranged. Each field is written by one part of the session (docs/ARCHITECTURE.md lists
// them). `playback` and `playing` are a copy of the player's last snapshot, so that a view reads the
// run, the position and the documents in one piece. Views only read.

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LocatedDiagnostic } from '../../check/source/locatedDiagnostic.ts';
import type { TextCodec } from '../../check/link/link.ts';
import type { GraphReport } from '../../check/graph/graphReport.ts';
import type { Reduction } from '../../check/verdict/reductions.ts';
import type { Progress, Report } from '../../check/verdict/report.ts';
import type { Explained } from '../../check/explain/explainBreach.ts';
import type { WhyProgress, WhyReport } from '../../check/why/whyReport.ts';
import type { Configuration } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Model } from '../../model/build/model.ts';
import type { Followed } from '../player/followed.ts';
import type { Notice } from './notice.ts';
import type { Panels } from './panels.ts';
import type { Playback } from '../player/playback.ts';

export interface SessionState {
  /** The scenario's name in the catalogue, or that of a file of the visitor's own (`x.race`). */
  readonly scenario: string;
  readonly source: Source;
  /** Files of the visitor's own by name, in the order in which they came. */
  readonly files: ReadonlyMap<string, OwnText>;
  /** What is open in the editor; null: the editor is closed. */
  readonly editing: Editing | null;
  /** The file that was opened last and has errors: the stage did not change. */
  readonly rejected: Rejected | null;
  /** The last text without errors, checked: what is on the stage. */
  readonly program: Program;
  readonly configuration: Configuration;
  /** The configuration that is shown beside it on the same schedule; null: none. */
  readonly beside: Configuration | null;
  readonly model: Model;
  readonly playback: Playback;
  readonly playing: boolean;
  /** How the run was carried over from another kernel or text; null for a run taken here. */
  readonly followed: Followed | null;
  /** By `configKey`; a configuration that is not in it was never searched. */
  readonly checks: ReadonlyMap<string, Check>;
  /**
   * The fix matrix: whether a person asked for all combinations of fixes, and whether its table is open.
   */
  readonly matrix: { readonly asked: boolean; readonly open: boolean };
  /** The explanation of the chosen property's witness; null: none was asked for yet. */
  readonly explained: Explaining | null;
  /** Why a witness broke its property; null: nobody has asked yet. */
  readonly why: Why | null;
  /** The state graph; null: not requested. */
  readonly graph: Graph | null;
  readonly graphOpen: boolean;
  /** The reductions of all searches; `checks` were made with them. */
  readonly reduce: readonly Reduction[];
  /** What each reduction saves; null: not requested. */
  readonly space: Space | null;
  /** Whether that part of the page is open. */
  readonly spaceOpen: boolean;
  /** The last report on the scenario on the stage: shown dimmed while the next search runs. */
  readonly lastReport: Report | null;
  /** The property whose witness is played; null: the one that the scenario is about. */
  readonly chosenProperty: string | null;
  /** The code that packs a text into a link; null until it is loaded. */
  readonly codec: TextCodec | null;
  /** The library's own text of a file, if it is loaded. */
  readonly original: (file: string) => string | undefined;
  readonly panels: Panels;
  /** Whether the list of keys is open. */
  readonly help: boolean;
  readonly notices: readonly Notice[];
  readonly pending: Pending;
}

export interface Source {
  /** The editor's text, errors included. */
  readonly text: string;
  /** The last text without errors: the one on the stage. */
  readonly staged: string;
  /** What is staged is the catalogue's own text. */
  readonly original: boolean;
  /** Of `text`. */
  readonly diagnostics: readonly LocatedDiagnostic[];
}

/** A text of the visitor's own, with the library files that were changed for it (a bundle). */
export interface OwnText {
  /** The last text, errors included. */
  readonly text: string;
  /** The last text without errors. */
  readonly staged: string;
}

export interface Editing {
  /** A library file by name; null: the scenario itself. */
  readonly file: string | null;
  /** The offset to show first; null: where the editor was before. */
  readonly at: number | null;
}

export interface Rejected {
  readonly file: string;
  readonly diagnostics: readonly LocatedDiagnostic[];
}

export type Check =
  | { readonly kind: 'waiting' }
  /** `progress` is null until the first report. */
  | { readonly kind: 'running'; readonly progress: Progress | null; readonly elapsedMs: number }
  | { readonly kind: 'done'; readonly report: Report }
  /** A person stopped it. */
  | { readonly kind: 'stopped'; readonly progress: Progress | null }
  /** One line: what went wrong in the search itself. */
  | { readonly kind: 'failed'; readonly message: string };

/** A request to a worker, and what is known of its answer. */
export type JobAnswer<Answer, Update> =
  /** `progress` is null until the first is reported. */
  | { readonly kind: 'running'; readonly progress: Update | null }
  | { readonly kind: 'done'; readonly report: Answer }
  /** A person stopped it, or the stage changed. */
  | { readonly kind: 'stopped' }
  /** One line: what went wrong in the search itself. */
  | { readonly kind: 'failed'; readonly message: string };

/** A question about a program in one configuration, and its answer so far. */
export interface Asked<Answer> {
  readonly program: Program;
  /** The configuration, by `configKey`, and what else the question names. */
  readonly key: string;
  readonly answer: Answer;
}

/** Its key names configuration, property and witness. */
export type Explaining = Asked<ExplainAnswer>;

export type ExplainAnswer = JobAnswer<Explained, number>;

/** Its key names configuration, property and witness: another witness is another question. */
export type Why = Asked<WhyAnswer>;

export type WhyAnswer = JobAnswer<WhyReport, WhyProgress>;

/** The state graph of a program in one configuration. */
export type Graph = Asked<GraphAnswer>;

export type GraphAnswer =
  | Exclude<JobAnswer<GraphReport, Progress>, { readonly kind: 'running' }>
  /** `before`: the previous drawing, shown meanwhile. */
  | {
      readonly kind: 'running';
      readonly progress: Progress | null;
      readonly before: GraphReport | null;
    };

/** The state space of a program in one configuration, searched in several ways. */
export type Space = Asked<SpaceAnswer>;

/** The search with no reduction comes first, that with all of them last. */
export type SpaceAnswer =
  /** `progress`: of the first search without a report; null until its first report. */
  | {
      readonly kind: 'running';
      readonly progress: Progress | null;
      readonly counts: readonly SpaceCount[];
    }
  | { readonly kind: 'done' | 'stopped'; readonly counts: readonly SpaceCount[] }
  /** One line: what went wrong in the search itself. */
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly counts: readonly SpaceCount[];
    };

export interface SpaceCount {
  readonly reduce: readonly Reduction[];
  /** Null until it was searched so. */
  readonly report: Report | null;
}

/** Why the page is not idle: all fields are false when it is. */
export interface Pending {
  /** Typed text that is not read yet. */
  readonly text: boolean;
  readonly address: boolean;
  readonly motion: boolean;
  /** The code that packs texts into links is loading. */
  readonly codec: boolean;
  /** The texts of the requested scenario are loading. */
  readonly texts: boolean;
  /** How many parts of the page are being loaded. */
  readonly parts: number;
  /** How many batches of chosen or dropped files are being read. */
  readonly files: number;
}

export type SessionStore = StoreApi<SessionState>;

export function createSessionStore(initial: SessionState): SessionStore {
  return createStore<SessionState>(() => initial);
}
