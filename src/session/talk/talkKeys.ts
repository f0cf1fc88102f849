// The keys of a talk, as clickers send them. The list of keys and the key handler read the same rows.

import { commandOf, claimsOf, type Claim, type Keyed, type KeyPress } from '../session/keyboard.ts';
import type { TalkEvent } from './talkMachine.ts';

export { claimsOf };

/** What a key does beside the machine's events: it is the window's own. */
export type WindowAction = 'full-screen' | 'speaker';

export interface TalkCommand extends Keyed {
  readonly title: string;
  readonly does: TalkEvent | WindowAction;
}

const LAST = Number.MAX_SAFE_INTEGER;

export const TALK_COMMANDS: readonly TalkCommand[] = [
  row('Next beat', ['PageDown', 'ArrowRight', 'Space', 'n', 'N'], { type: 'next' }, true),
  row('Previous beat', ['PageUp', 'ArrowLeft', 'p', 'P'], { type: 'previous' }, true),
  row('First beat', ['Home'], { type: 'go-to', beat: 0 }),
  row('Last beat', ['End'], { type: 'go-to', beat: LAST }),
  row('Go to a beat', ['g', 'G'], { type: 'panel', panel: 'go-to' }),
  row('All beats', ['o', 'O', 'Escape'], { type: 'panel', panel: 'overview' }),
  row('Black screen', ['b', 'B', '.'], { type: 'blank', screen: 'black' }),
  row('White screen', ['w', 'W'], { type: 'blank', screen: 'white' }),
  row('Full screen', ['f', 'F', 'F5'], 'full-screen'),
  row('Speaker window', ['s', 'S'], 'speaker'),
  row('List of keys', ['?'], { type: 'panel', panel: 'help' }),
  ...Array.from({ length: 9 }, (_, task) =>
    row(`One step of task ${task + 1}`, [String(task + 1)], { type: 'take', task, choice: null }),
  ),
];

function row(
  title: string,
  keys: readonly string[],
  does: TalkCommand['does'],
  repeats = false,
): TalkCommand {
  return { title, keys, does, repeats };
}

/** Null: the press means nothing here. */
export function talkCommand(press: KeyPress, claims: ReadonlySet<Claim>): TalkCommand | null {
  return commandOf(press, claims, TALK_COMMANDS, true);
}
