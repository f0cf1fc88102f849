// What keeps the page from being idle. Each field has one part of the session that sets it.

import type { Pending, SessionStore } from './store.ts';

export function setPending(store: SessionStore, change: Partial<Pending>): void {
  store.setState(({ pending }) => ({ pending: { ...pending, ...change } }));
}
