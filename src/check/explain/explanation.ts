// Why a property broke, as people read it: one sentence, the decisive orders, and how the damage travelled. Plain data,
// which travels from the worker to the page.

/** A step of the run, or of what follows it; null for a step that is never taken. */
export interface DescribedStep {
  readonly step: number | null;
  readonly task: string;
  /** `fault read F.bmap[0] = B1`, the second of an order with `it` for the place. */
  readonly text: string;
}

export interface DescribedOrder {
  /** `then`: the second step saw what the first one wrote. `stopped`: the second step is never taken. */
  readonly kind: 'before' | 'then' | 'stopped';
  readonly first: DescribedStep;
  readonly second: DescribedStep;
  /** The second step comes after the breach. */
  readonly toCome: boolean;
  /** Where they meet: `F.bmap[0]`, `A.i_mutex`. */
  readonly place: string;
  /** Locks that both steps are under. */
  readonly locks: readonly string[];
}

export const IDIOMS = [
  'check then act',
  'use after free',
  'lost update',
  'stale translation',
  'lock order inversion',
] as const;
export type Idiom = (typeof IDIOMS)[number];

/** A value that was used when its place had another one. */
export interface DescribedOutdated {
  readonly place: string;
  readonly value: string;
  readonly task: string;
  readonly read: number;
  /** The step of another task that changed the place. */
  readonly changed: number;
  readonly used: number;
}

export interface DescribedAccess {
  readonly step: number;
  readonly text: string;
}

export interface Explanation {
  readonly property: string;
  /** What went wrong, without a full stop. */
  readonly violation: string;
  /** The decisive order in words, or why none decides. Without a full stop. */
  readonly cause: string;
  /** In time order. */
  readonly orders: readonly DescribedOrder[];
  /** Whether every run with these orders breaks; null where there are none, or it was not found out. */
  readonly enough: boolean | null;
  readonly outdated: DescribedOutdated | null;
  readonly idiom: Idiom | null;
  /** The accesses from which the broken value comes, in time order. */
  readonly slice: readonly DescribedAccess[];
  /** The steps of the orders and of the sentence, and the guilty one: what a brief picture of the run shows. */
  readonly steps: readonly number[];
  /** The step with the last access in the slice: what did it, where bookkeeping broke the property later. */
  readonly guilty: number | null;
  /** How many states were searched. */
  readonly states: number;
}

/** A full sentence or two. */
export function explanationText({ violation, cause }: Explanation): string {
  return `${sentence(violation)} ${sentence(cause)}`.trim();
}

function sentence(text: string): string {
  if (text === '') return '';
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** `fault read F.bmap[0] = B1 (15) before punch cleared it (34)`. */
export function orderText({ kind, first, second, toCome }: DescribedOrder): string {
  const number = ({ step }: DescribedStep): string => (step === null ? '' : ` (${step})`);
  if (kind === 'stopped') return `${first.text}${number(first)}, and ${second.text}`;
  const last = `${second.text} (${toCome ? 'still to come' : second.step})`;
  return kind === 'then'
    ? `${first.text}${number(first)}, then ${last}`
    : `${first.text}${number(first)} before ${last}`;
}

export function enoughText(enough: boolean): string {
  return enough
    ? 'These orders alone break it: every run that has them breaks.'
    : 'These orders alone do not break it: with them a run can still end well.';
}

/** What the brief columns of a run are made from. */
export function briefOf(explanation: Explanation): {
  readonly sentence: string;
  readonly steps: ReadonlySet<number>;
  readonly coreSteps: ReadonlySet<number>;
  readonly sharedLocks: ReadonlySet<string>;
} {
  const carried = explanation.orders.filter(({ kind }) => kind === 'then');
  const races = explanation.orders.filter(({ kind }) => kind !== 'then');
  const ends = (orders: readonly DescribedOrder[]): (number | null)[] =>
    orders.flatMap(({ first, second }) => [first.step, second.step]);
  const kept = new Set([...ends(races), explanation.guilty]);
  const left = new Set(ends(carried).filter((step) => !kept.has(step)));
  return {
    sentence: explanationText(explanation),
    steps: new Set(explanation.steps),
    coreSteps: new Set(explanation.steps.filter((step) => !left.has(step))),
    sharedLocks: new Set(explanation.orders.flatMap(({ locks }) => locks)),
  };
}
