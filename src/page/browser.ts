// What the page takes from its browser: clock, address bar, storage, theme.

import type { AddressBar, Clock } from '../session/address/address.ts';
import { isLandingHash, isRecordingHash } from '../session/address/landingHash.ts';
import { isTalkHash } from '../session/address/talkHash.ts';
import type { Theme } from '../session/state/panels.ts';

export const clock: Clock = {
  setTimeout: (callback: () => void, ms: number): unknown => window.setTimeout(callback, ms),
  clearTimeout: (id: unknown): void => window.clearTimeout(id as number),
};

/** Marks the entries of the history that the page wrote. */
const ours = { pagerace: 1 };

/** Read once for each move: of an address of megabytes, each reading takes tens of milliseconds. */
let hash = location.hash;
addEventListener('popstate', () => {
  hash = location.hash;
});

/** The landing page and talks handle their own navigation; the stage ignores it. */
export const bar: AddressBar = {
  read: () => hash,
  isOurs: () =>
    (history.state as { readonly pagerace?: unknown } | null)?.pagerace === ours.pagerace,
  replace: (to) => {
    hash = to;
    history.replaceState(ours, '', to);
  },
  push: (to) => {
    hash = to;
    history.pushState(ours, '', to);
  },
  onMove: (listener) => {
    const move = (): void => {
      const { hash: moved } = location;
      if (!isLandingHash(moved) && !isTalkHash(moved) && !isRecordingHash(moved)) listener();
    };
    addEventListener('popstate', move);
    return () => removeEventListener('popstate', move);
  },
};

export const darkSystem = matchMedia('(prefers-color-scheme: dark)');

/** Null where the browser stores nothing, for example in a private window. */
export const storage: globalThis.Storage | null = browserStorage();

function browserStorage(): globalThis.Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** The theme is an attribute of the page; index.html sets it before the first paint from what the panels kept. */
export function wearTheme(theme: Theme): void {
  const dark = theme === 'auto' ? darkSystem.matches : theme === 'dark';
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

export function isDark(): boolean {
  return document.documentElement.dataset['theme'] === 'dark';
}

/** Tests wait for this. */
export function showIdle(idle: boolean): void {
  document.documentElement.dataset['idle'] = String(idle);
}

/** Downloads a text as a file. */
export function save(name: string, text: string, type = 'text/plain'): void {
  saveBlob(name, new Blob([text], { type }));
}

export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
