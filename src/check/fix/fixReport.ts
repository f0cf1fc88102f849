// Fixes of a violation, each proved: as plain data, which travels from the worker to the page.

import type { Config } from '../../lang/program/configurations.ts';
import type { Edit } from '../edit/edit.ts';
import type { TextFixKind } from './fixCandidate.ts';

interface ProvedFix {
  /** What it does in words, without a full stop. */
  readonly title: string;
  /** How many states were searched with it, in this configuration. */
  readonly states: number;
  /** In how many other worlds of the scenario nothing that held breaks. */
  readonly worlds: number;
  /** In how many of these the property is broken with it as it was without it. */
  readonly open: number;
}

/** A change of the text. */
export interface TextFix extends ProvedFix {
  readonly kind: TextFixKind;
  readonly edit: Edit;
  /** The same as people read it: a unified diff. */
  readonly diff: string;
}

/** A change that history made: other options of the same scenario. */
export interface HistoryFix extends ProvedFix {
  readonly kind: 'history';
  /** The first kernel that has these options. */
  readonly kernel: string;
  /** Whether it is a kernel before the one in question: the fix takes back what came since. */
  readonly older: boolean;
  readonly config: Config;
}

export type Fix = HistoryFix | TextFix;

export interface FixReport {
  /** What history did first, then the smallest edits. */
  readonly fixes: readonly Fix[];
  /** How many edits and changed options were searched, and how many of them close the race and break nothing. */
  readonly searched: number;
  readonly closing: number;
}

/** `as in 5.15`, `back to 3.13`. */
export function historyText({ kernel, older }: HistoryFix): string {
  return older ? `back to ${kernel}` : `as in ${kernel}`;
}

/** `searched 214 edits, 5 close it`. */
export function searchedText({ searched, closing }: FixReport): string {
  const edits = `${searched.toLocaleString('en-US')} ${searched === 1 ? 'edit' : 'edits'}`;
  const close =
    closing === 0 ? 'none closes it' : `${closing} ${closing === 1 ? 'closes' : 'close'} it`;
  return `searched ${edits}, ${close}`;
}

/** What a person may conclude, and what not. */
export function provedText({ states, worlds, open }: ProvedFix): string {
  const where = worlds === 0 ? '' : `, and breaks nothing in ${worldCount(worlds)}`;
  const left = open === 0 ? '' : `, but does not close it in ${open} of them`;
  return `holds in this model, in all ${states.toLocaleString('en-US')} states${where}${left}; other code paths may forbid it`;
}

function worldCount(worlds: number): string {
  return worlds === 1 ? 'its other world' : `${worlds} other worlds`;
}
