// How long a talk takes for a person who says its notes aloud.

import { paragraphText, type Talk } from './talk.ts';

export const WORDS_PER_MINUTE = 130;
/** What a beat without notes takes: a look and a key. */
const SECONDS_WITHOUT_NOTES = 5;

/** Words of each beat's notes. */
export function wordsOf({ beats }: Talk): number[] {
  return beats.map(({ notes }) => wordCount(notes.map(paragraphText).join(' ')));
}

function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Seconds from the talk's start to the start of each beat, and to the talk's end as the last element. */
export function plannedStarts(talk: Talk): number[] {
  const starts = [0];
  for (const words of wordsOf(talk)) starts.push((starts.at(-1) ?? 0) + secondsFor(words));
  return starts;
}

/** Seconds, as the words of the notes have it. */
export function spokenSeconds(talk: Talk): number {
  return plannedStarts(talk).at(-1) ?? 0;
}

function secondsFor(words: number): number {
  return words === 0 ? SECONDS_WITHOUT_NOTES : (words / WORDS_PER_MINUTE) * 60;
}

/**
 * Seconds ahead of the plan (negative) or behind it (positive), for a speaker at that beat after `elapsed` seconds. Within the
 * time of the beat it is 0. The plan is stretched or shortened to the talk's length, if it has one.
 */
export function behindPlan(talk: Talk, beat: number, elapsed: number): number {
  const starts = plannedStarts(talk);
  const total = starts.at(-1) ?? 0;
  const stretch = talk.minutes === null || total === 0 ? 1 : (talk.minutes * 60) / total;
  const from = (starts[beat] ?? 0) * stretch;
  const to = (starts[beat + 1] ?? total) * stretch;
  if (elapsed < from) return elapsed - from;
  return Math.max(0, elapsed - to);
}
