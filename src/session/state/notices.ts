// The notices that the page shows: added and dismissed by topic, one for each.

import { type Notice, type Topic, withNotice, withoutTopic } from './notice.ts';
import type { SessionStore } from './store.ts';

export function addNotice(store: SessionStore, notice: Notice): void {
  store.setState(({ notices }) => ({ notices: withNotice(notices, notice) }));
}

export function dropNotice(store: SessionStore, topic: Topic): void {
  store.setState(({ notices }) => ({ notices: withoutTopic(notices, topic) }));
}
