// The code of one process, from the syntax tree: instructions in the order of the text, with their successors. Where
// steps begin and end is decided afterwards, in stepLayout.ts.

import { unreachable } from '../../base/assert.ts';
import type { Stmt } from '../promelaText.ts';
import type { Jump } from './frame.ts';

export interface Instruction {
  /** The `atomic` that contains it, 0 for none. */
  readonly atomicRegion: number;
  /** An access to shared memory or a lock; or an observer. */
  readonly event: 'operation' | 'observer' | null;
  /** Its position in the text, for the reader. */
  readonly reported: string | null;
  readonly label: string;
  /** When an operation can be made; null: always. */
  readonly open: string | null;
  /** Of a fair lock: when its step only queues. */
  readonly queue: { readonly when: string; readonly join: Stmt } | null;
  readonly body: readonly Stmt[];
  readonly exit: Exit;
}

export type Exit =
  | { readonly kind: 'next'; readonly to: Jump }
  | { readonly kind: 'branch'; readonly condition: string; readonly to: Jump; readonly otherwise: Jump } // prettier-ignore
  | { readonly kind: 'choose'; readonly to: readonly Jump[] }
  | { readonly kind: 'end' };

export function exitsOf(exit: Exit): readonly number[] {
  switch (exit.kind) {
    case 'next':
      return [exit.to.to];
    case 'branch':
      return [exit.to.to, exit.otherwise.to];
    case 'choose':
      return exit.to.map(({ to }) => to);
    case 'end':
      return [];
    default:
      return unreachable(exit);
  }
}
