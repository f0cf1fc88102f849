// How a proposed lock is called, and what was proved of it.

import type { LockProposal } from './whyReport.ts';

export function lockName({ name, kind }: Pick<LockProposal, 'name' | 'kind'>): string {
  return name ?? `one more ${kind === 'rwsem' ? 'rw_semaphore' : kind}`;
}

/** What a person may conclude, and what not. */
export function provedText({ states, worlds }: Pick<LockProposal, 'states' | 'worlds'>): string {
  const where = worlds === 0 ? '' : `, and breaks nothing in ${worldCount(worlds)}`;
  return `holds in this model, in all ${states.toLocaleString('en-US')} states${where}; other code paths may forbid it`;
}

function worldCount(worlds: number): string {
  return worlds === 1 ? 'its other world' : `${worlds} other worlds`;
}
