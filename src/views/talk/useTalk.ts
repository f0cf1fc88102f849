// The talk that a window shows, for the views below it.

import { createContext, use, useSyncExternalStore } from 'react';
import type { TalkSession, TalkSnapshot } from '../../session/talk/talkSession.ts';

export const TalkContext = createContext<TalkSession | null>(null);

export function useTalk(): { readonly session: TalkSession; readonly snapshot: TalkSnapshot } {
  const session = use(TalkContext);
  if (session === null) throw new Error('a part of a talk is shown without a talk');
  return { session, snapshot: useSyncExternalStore(session.subscribe, session.snapshot) };
}
