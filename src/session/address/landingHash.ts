// Which addresses are the landing page's.

/** An address without a scenario. */
export function isLandingHash(hash: string): boolean {
  return ['', '#', '#/'].includes(hash);
}
