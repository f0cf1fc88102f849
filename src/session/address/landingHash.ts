// Which addresses are the landing page's.

/** An address without a scenario; a filter of the landing page may follow a `?`. */
export function isLandingHash(hash: string): boolean {
  return ['', '#', '#/'].includes(hash) || hash.startsWith('#/?');
}
