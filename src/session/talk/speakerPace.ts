// The clock of a talk in words.

import { behindPlan } from '../../talk/pace.ts';
import type { Talk } from '../../talk/talk.ts';

export interface SpeakerPace {
  /** `3:07`. */
  readonly elapsed: string;
  /** `10:00`; null where the talk has no planned length. */
  readonly planned: string | null;
  /** `on time`, `1:10 behind`, `0:30 ahead`. */
  readonly words: string;
  readonly late: boolean;
}

/** A beat is on time within this many seconds. */
const ON_TIME = 15;

/** `startedAt` and `now` in milliseconds since 1970; null: the talk has not begun. */
export function speakerPace(
  talk: Talk,
  beat: number,
  startedAt: number | null,
  now: number,
): SpeakerPace {
  const seconds = startedAt === null ? 0 : Math.max(0, (now - startedAt) / 1000);
  const behind = startedAt === null ? 0 : behindPlan(talk, beat, seconds);
  return {
    elapsed: clockText(seconds),
    planned: talk.minutes === null ? null : clockText(talk.minutes * 60),
    words: startedAt === null ? 'begins with the next beat' : paceWords(behind),
    late: behind > ON_TIME,
  };
}

function paceWords(behind: number): string {
  if (Math.abs(behind) <= ON_TIME) return 'on time';
  return `${clockText(Math.abs(behind))} ${behind > 0 ? 'behind' : 'ahead'}`;
}

function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
