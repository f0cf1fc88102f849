// How views reach the session: the one that main.tsx made, and its documents by selector.

import { createContext, use } from 'react';
import { useStore } from 'zustand';
import { assert } from '../../base/assert.ts';
import type { Session } from '../../session/session/session.ts';
import type { SessionState } from '../../session/state/store.ts';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  assert(session !== null, 'the page has a session');
  return session;
}

/** A selector must return the same object while what it is made of is the same. */
export function useDocuments<T>(select: (state: SessionState) => T): T {
  return useStore(useSession().store, select);
}
