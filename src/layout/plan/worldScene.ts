// One picture of the stage as plain records: what a view draws without deciding anything. Every
// mark has a key, a place and an opacity, so that two pictures can be blended into a motion.

import type { LockHold, ObjectId } from '../../model/world/world.ts';
import type { LinkLook } from '../world/worldLink.ts';
import type { Point } from '../world/worldRoute.ts';

/** The same key in two scenes is the same thing, moved; another content has another key. */
export interface Mark {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly opacity: number;
}

export type Tone = 'ink' | 'dim' | 'faint' | 'bad';

export interface TextMark extends Mark {
  readonly kind: 'text';
  readonly text: string;
  readonly size: number;
  readonly font: 'prose' | 'code';
  readonly weight: 400 | 550 | 650;
  readonly tone: Tone;
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface BoxMark extends Mark {
  readonly kind: 'cell';
  readonly width: number;
  readonly height: number;
  readonly look: 'full' | 'empty' | 'stale' | 'broken';
}

/** What the step accessed, in its task's colour: a frame for a read, filled for a write. */
export interface TintMark extends Mark {
  readonly kind: 'tint';
  readonly width: number;
  readonly height: number;
  readonly task: number;
  readonly how: 'read' | 'write';
}

export interface ChipMark extends Mark {
  readonly kind: 'chip';
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly size: number;
  /** The token's index: each has a pattern of its own. */
  readonly pattern: number;
  /** This step wrote over it. */
  readonly lost: boolean;
}

export interface FlagMark extends Mark {
  readonly kind: 'flag';
  readonly size: number;
  /** Without the prefix that all its card's flags share. */
  readonly name: string;
  readonly on: boolean;
}

export interface LockMark extends Mark {
  readonly kind: 'lock';
  readonly width: number;
  readonly holders: readonly LockHold[];
}

/** A file's name in the file's outline. */
export interface BadgeMark extends Mark {
  readonly kind: 'badge';
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly outline: number;
}

/** An empty seat: where a task's token is when it is not out on the stage. */
export interface SeatMark extends Mark {
  readonly kind: 'seat';
  readonly task: number;
}

export type CardMark =
  | TextMark
  | BoxMark
  | TintMark
  | ChipMark
  | FlagMark
  | LockMark
  | BadgeMark
  | SeatMark;

/**
 * - `resting`: no known run accesses it.
 * - `fallen`: a page that has left the cache but still has references.
 * - `freed`: it has no owner.
 * - `letter`: a call or a reply on its way between two machines.
 * - `free`: an element of a pool that is free while something still points to it.
 */
export type CardLook = 'plain' | 'resting' | 'fallen' | 'freed' | 'free' | 'letter' | 'dock';

export interface SceneCard extends Mark {
  readonly id: ObjectId;
  readonly width: number;
  readonly height: number;
  /** Degrees: a page out of its slot hangs askew. */
  readonly tilt: number;
  readonly look: CardLook;
  /** 1 while the step just taken breaks a property about it. */
  readonly alarm: number;
  /** The outline of the file that it is or belongs to; null: a plain line. */
  readonly outline: number | null;
  /** Its name and state in words. */
  readonly label: string;
  readonly marks: readonly CardMark[];
}

export interface SceneEdge extends Mark {
  /** The reference; the edge's own key says how it stands, too. */
  readonly link: string;
  readonly points: readonly Point[];
  readonly look: LinkLook;
  /** Stale or broken, and it leads to an object of a broken property. */
  readonly alarm: boolean;
  /** The outline of the file that it starts from. */
  readonly outline: number | null;
  /** The task that has just read or written the reference itself, where no row shows it. */
  readonly task: number | null;
}

export interface SceneRing extends Mark {
  /** This step broke the property: the strongest mark. */
  readonly fresh: boolean;
  readonly width: number;
  readonly height: number;
  /** Degrees, as its card. */
  readonly tilt: number;
}

export interface SceneToken extends Mark {
  readonly task: number;
  /** Its key on the keyboard, counted from 1. */
  readonly number: string;
  readonly state: 'ready' | 'blocked' | 'idle' | 'done';
  /** The task's name, on the token that moved last; its width with the name. */
  readonly name: string | null;
  readonly width: number;
  /** What it has read last, beside it: places count from the token's middle. Null: nothing yet. */
  readonly data: ChipMark | null;
}

/** The way of the step's access along the edges: the pulse runs along it. */
export interface SceneTrail extends Mark {
  /** The moment after the step whose access it is. */
  readonly at: number;
  /** Keys of the references that it replaces in the drawing. */
  readonly links: readonly string[];
  /** Lines one after the other: it leaves out the rows that it passes through. */
  readonly pieces: readonly (readonly Point[])[];
  readonly task: number;
  readonly breaks: boolean;
  /** It followed a stale or broken reference. */
  readonly dashed: boolean;
  /** How far the pulse has come, 0 to 1. */
  readonly progress: number;
  /** The data that travels. */
  readonly chip: ChipMark | null;
}

/** One place of a deadlock's cycle: a task and the lock before it, and the way to the lock's holder. */
export interface SceneCycle extends Mark {
  /** Around token and padlock. */
  readonly width: number;
  readonly height: number;
  /** An SVG path to the next place. */
  readonly path: string;
  /** Points on it. */
  readonly samples: readonly (readonly [number, number])[];
  /** Where the path can be seen best: its arrow head stands there. */
  readonly head: { readonly x: number; readonly y: number; readonly angle: number };
}

/** The part of the stage that is another machine. */
export interface SceneMachine {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Its border to this machine. */
  readonly border: 'left' | 'top' | 'corner';
}

export interface SceneFocus {
  readonly top: number;
  readonly bottom: number;
}

export interface Scene {
  /** The moment shown; two neighbours are joined by a step. */
  readonly at: number;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly bend: number;
  /** Where the task that moved last stands: what a small screen scrolls to; null at the start. */
  readonly focus: SceneFocus | null;
  readonly labels: readonly TextMark[];
  readonly machine: SceneMachine | null;
  readonly cards: readonly SceneCard[];
  readonly edges: readonly SceneEdge[];
  readonly trails: readonly SceneTrail[];
  readonly rings: readonly SceneRing[];
  readonly tokens: readonly SceneToken[];
  readonly cycles: readonly SceneCycle[];
}
