// The attributes of a beat's link, which stand in the link's title: `focus: F, fault; show: world code`.

import { type Part, PARTS, type Question } from './talk.ts';

export interface BeatAttributes {
  readonly focus: readonly string[];
  /** Null where the link does not say. */
  readonly show: readonly Part[] | null;
  readonly question: Question | null;
}

export interface AttributeProblem {
  readonly message: string;
  readonly mend: string;
}

export interface ReadAttributes {
  readonly attributes: BeatAttributes;
  readonly problems: readonly AttributeProblem[];
}

const NOTHING: BeatAttributes = { focus: [], show: null, question: null };

/** `title`: null where the link has none. Unknown attributes are reported and left out. */
export function readAttributes(title: string | null): ReadAttributes {
  let attributes = NOTHING;
  const problems: AttributeProblem[] = [];
  for (const item of (title ?? '').split(';').map((text) => text.trim())) {
    if (item === '') continue;
    const read = readAttribute(item);
    if ('message' in read) problems.push(read);
    else attributes = { ...attributes, ...read };
  }
  return { attributes, problems };
}

function readAttribute(item: string): Partial<BeatAttributes> | AttributeProblem {
  const [name = '', ...rest] = item.split(':');
  const value = rest.join(':').trim();
  if (name === 'focus') return { focus: listed(value, /,/) };
  if (name === 'show') return readParts(listed(value, /[\s,]+/));
  if (name === 'ask') return readQuestion(value);
  return {
    message: `a link has no attribute “${name}”`,
    mend: 'Write focus: NAME, NAME or show: PART PART or ask: QUESTION',
  };
}

function listed(value: string, by: RegExp): string[] {
  return value
    .split(by)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function readParts(names: readonly string[]): Partial<BeatAttributes> | AttributeProblem {
  const parts = PARTS.filter((part) => names.includes(part));
  const unknown = names.find((name) => !PARTS.some((part) => part === name));
  if (unknown === undefined) return { show: parts };
  return { message: `there is no part “${unknown}” to show`, mend: `Write ${PARTS.join(', ')}` };
}

function readQuestion(value: string): Partial<BeatAttributes> | AttributeProblem {
  if (value === 'who can move') return { question: { kind: 'who can move' } };
  const [, task] = /^what (\S+) reads$/.exec(value) ?? [];
  if (task !== undefined) return { question: { kind: 'what it reads', task } };
  const [, property] = /^does (\S+) hold$/.exec(value) ?? [];
  if (property !== undefined) return { question: { kind: 'does it hold', property } };
  return {
    message: `nobody can grade the question “${value}”`,
    mend: 'Write ask: who can move, ask: what TASK reads or ask: does PROPERTY hold',
  };
}
