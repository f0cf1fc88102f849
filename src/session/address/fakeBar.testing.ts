// An address bar with a history of its own, for tests.

import type { AddressBar } from './address.ts';

export interface FakeBar extends AddressBar {
  entries(): readonly string[];
  /** How often it was written to. */
  writes(): number;
  back(): void;
  forward(): void;
  /** A person types a hash. */
  type(hash: string): void;
  /** Tells a move that was told already, as a browser does. */
  notify(): void;
}

export function fakeBar(start: string): FakeBar {
  let entries = [start];
  let at = 0;
  let writes = 0;
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  const go = (to: number) => {
    at = Math.min(Math.max(to, 0), entries.length - 1);
    notify();
  };
  /** For each entry, whether the page wrote it. */
  let ours = [false];
  const push = (hash: string, own: boolean) => {
    entries = [...entries.slice(0, at + 1), hash];
    ours = [...ours.slice(0, at + 1), own];
    at += 1;
  };
  return {
    read: () => entries[at] ?? '',
    replace: (hash) => {
      writes += 1;
      entries = entries.with(at, hash);
      ours = ours.with(at, true);
    },
    isOurs: () => ours[at] ?? false,
    push: (hash) => {
      writes += 1;
      push(hash, true);
    },
    onMove: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    entries: () => entries,
    writes: () => writes,
    back: () => go(at - 1),
    forward: () => go(at + 1),
    type: (hash) => {
      push(hash, false);
      notify();
    },
    notify,
  };
}
