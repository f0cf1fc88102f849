// A change of the text that may close a race, before it is searched.

import type { Edit } from '../edit/edit.ts';

/** What a text fix does: the classes of fixes that kernel changelogs know. */
export type TextFixKind = 'extend' | 'move' | 're-check' | 'take' | 'new lock';

export interface FixCandidate {
  readonly kind: TextFixKind;
  /** What it does in words, without a full stop. */
  readonly title: string;
  readonly edit: Edit;
  /** Of candidates of one group, only the first that closes the race is offered: the others change more for the same end. */
  readonly group: string;
}
