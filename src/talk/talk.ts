// A talk: beats in the order in which a speaker shows them. Read from a Markdown file by `parseTalk`.

/** What stands beside or in place of the world while a beat is shown. */
import { unreachable } from '../base/assert.ts';

export const PARTS = ['world', 'code', 'time', 'verdict'] as const;
export type Part = (typeof PARTS)[number];

/** One stretch of a paragraph. */
export interface Piece {
  readonly kind: 'text' | 'code' | 'strong' | 'emphasis';
  readonly text: string;
}

export type Paragraph = readonly Piece[];

/** What a vote asks. The model grades each of them. */
export type Question =
  /** Which tasks can take a step now. */
  | { readonly kind: 'who can move' }
  /** What the next shared data that the task reads in the rest of the run is. */
  | { readonly kind: 'what it reads'; readonly task: string }
  /** Whether the property holds in every run of this configuration: a search decides. */
  | { readonly kind: 'does it hold'; readonly property: string };

export interface StageScene {
  readonly kind: 'stage';
  /** The permalink, `#` included. */
  readonly hash: string;
  /** Names of tasks and objects that the camera moves to; empty: the whole world. */
  readonly focus: readonly string[];
  readonly show: readonly Part[];
}

export interface VoteScene {
  readonly kind: 'vote';
  readonly hash: string;
  readonly focus: readonly string[];
  readonly question: Question;
  /** As written in the file; empty: the model lists them. */
  readonly options: readonly string[];
}

export type BeatScene =
  | { readonly kind: 'text' }
  | StageScene
  /** Two permalinks side by side. */
  | { readonly kind: 'compare'; readonly left: string; readonly right: string }
  | VoteScene
  /** The time diagram of a run. */
  | { readonly kind: 'picture'; readonly hash: string };

export interface Beat {
  readonly title: string;
  /** The line of its heading; counts from 1. */
  readonly line: number;
  readonly scene: BeatScene;
  /** What the audience reads. */
  readonly text: readonly Paragraph[];
  /** What the speaker reads. */
  readonly notes: readonly Paragraph[];
}

export interface Talk {
  readonly title: string;
  /** The planned length; null where the file gives none. */
  readonly minutes: number | null;
  readonly beats: readonly Beat[];
}

/** A mistake in a talk's file. The talk is shown all the same, without what could not be read. */
export interface TalkDiagnostic {
  /** Counts from 1. */
  readonly line: number;
  readonly message: string;
  /** What to write instead. */
  readonly mend: string;
}

export function paragraphText(paragraph: Paragraph): string {
  return paragraph.map(({ text }) => text).join('');
}

/** The permalinks that a scene shows, the left one first. */
export function hashesOf(scene: BeatScene): readonly string[] {
  switch (scene.kind) {
    case 'text':
      return [];
    case 'compare':
      return [scene.left, scene.right];
    case 'stage':
    case 'vote':
    case 'picture':
      return [scene.hash];
    default:
      return unreachable(scene);
  }
}
