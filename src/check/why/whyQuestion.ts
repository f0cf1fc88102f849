// What is asked of a violation.

import type { LockField } from '../edit/lockTerm.ts';
import type { Limits } from '../verdict/report.ts';

export interface WhyQuestion {
  readonly property: string;
  /** A schedule that breaks it. */
  readonly witness: string;
  readonly limits: Limits;
  /** Whether fixes are searched for: it takes the most time. */
  readonly edits: boolean;
  /** Locks that are tried alone, whether or not some task takes them; nothing said: those that some task takes. */
  readonly locks?: readonly LockField[];
}
