// The addresses of talks.
//
//   #talk/NAME/BEAT              a talk of the collection, at a beat (counted from 1)
//   #talk/cues/SCENARIO/BEAT     the cue list of a scenario
//   #talk/draft/BEAT             the talk that is edited in this browser
//   #talk/link/BEAT:PACKED       a talk whose text the link carries
//
// `#speaker/…` and `#edit-talk/…` open the speaker window and the editor of the same talk.

import { unreachable } from '../base/assert.ts';

export type TalkView = 'talk' | 'speaker' | 'edit-talk';

export type TalkSource =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'cues'; readonly scenario: string }
  | { readonly kind: 'draft' }
  | { readonly kind: 'link'; readonly packed: string };

export interface TalkAddress {
  readonly view: TalkView;
  readonly source: TalkSource;
  /** Counts from 0. */
  readonly beat: number;
}

const VIEWS: readonly TalkView[] = ['talk', 'speaker', 'edit-talk'];

/** Null: no talk's address. */
export function parseTalkAddress(hash: string): TalkAddress | null {
  const [head = '', ...packed] = hash.split(':');
  const [first = '', ...rest] = head.slice(1).split('/').map(decoded);
  const view = VIEWS.find((one) => one === first);
  if (view === undefined || rest[0] === undefined || rest[0] === '') return null;
  const name = rest[0];
  if (name === 'cues')
    return rest[1] === undefined
      ? null
      : { view, source: { kind: 'cues', scenario: rest[1] }, beat: beatOf(rest[2]) };
  const beat = beatOf(rest[1]);
  if (name === 'draft') return { view, source: { kind: 'draft' }, beat };
  if (name === 'link') return { view, source: { kind: 'link', packed: packed.join(':') }, beat };
  return { view, source: { kind: 'named', name }, beat };
}

export function formatTalkAddress({ view, source, beat }: TalkAddress): string {
  const number = beat === 0 ? '' : `/${beat + 1}`;
  switch (source.kind) {
    case 'named':
      return `#${view}/${source.name}${number}`;
    case 'cues':
      return `#${view}/cues/${source.scenario}${number}`;
    case 'draft':
      return `#${view}/draft${number}`;
    case 'link':
      return `#${view}/link${number}:${source.packed}`;
    default:
      return unreachable(source);
  }
}

/** Names the talk: windows that show the same talk share it. */
export function talkKey(source: TalkSource): string {
  return formatTalkAddress({ view: 'talk', source, beat: 0 });
}

function beatOf(text: string | undefined): number {
  const beat = Number(text ?? '1');
  return Number.isInteger(beat) && beat > 0 ? beat - 1 : 0;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
