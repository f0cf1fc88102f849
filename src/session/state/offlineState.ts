// Whether the page works without a network.

import { createStore, type StoreApi } from 'zustand/vanilla';

export type Kept =
  /** The browser keeps nothing here: a private window, an address without TLS, or the development server. */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'fetching' }
  /** So many files are not kept. */
  | { readonly kind: 'incomplete'; readonly missing: number }
  | { readonly kind: 'ready' };

export interface OfflineState {
  readonly kept: Kept;
  /** A newer version is here. It is used when all windows of this page were closed. */
  readonly update: boolean;
}

export type OfflineStore = StoreApi<OfflineState>;

/** One for the page, written by `page/offline.ts`. */
export const offlineStore: OfflineStore = createStore<OfflineState>(() => ({
  kept: { kind: 'unsupported' },
  update: false,
}));
