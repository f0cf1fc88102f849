// The service worker: keeps every file of the build, and answers from what it keeps. A new version waits until no window shows
// the old one, so that nothing changes in a talk.

import { cleanupOutdatedCaches, getCacheKeyForURL, precacheAndRoute } from 'workbox-precaching';

interface Scope {
  /** The files of the build; the build fills it in. */
  readonly buildFiles: readonly (
    | string
    | { readonly url: string; readonly revision: string | null }
  )[];
  readonly clients: { claim(): Promise<void> };
  addEventListener(
    type: 'activate',
    listener: (event: { waitUntil(done: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}
declare const self: Scope;

const files = self.buildFiles;

precacheAndRoute([...files]);
cleanupOutdatedCaches();

/** The window of the first visit is answered from what is kept, too. */
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** The page asks how many files are not kept yet. */
self.addEventListener('message', ({ data, ports: [port] }) => {
  if (data === 'missing' && port !== undefined)
    void countMissing().then((missing) => port.postMessage(missing));
});

async function countMissing(): Promise<number> {
  const kept = await Promise.all(
    files.map((file) => isKept(typeof file === 'string' ? file : file.url)),
  );
  return kept.filter((one) => !one).length;
}

async function isKept(url: string): Promise<boolean> {
  const key = getCacheKeyForURL(url);
  return key !== undefined && (await caches.match(key)) !== undefined;
}
