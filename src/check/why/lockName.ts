// How a proposed lock is called.

import type { ProvedLock } from './lockProposals.ts';

export function lockName({ name, kind }: Pick<ProvedLock, 'name' | 'kind'>): string {
  return name ?? `a new ${kind === 'rwsem' ? 'rw_semaphore' : kind}`;
}
