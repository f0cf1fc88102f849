// Which addresses are the landing page's, and the recording's.

/** An address without a scenario; a filter of the landing page may follow a `?`. */
export function isLandingHash(hash: string): boolean {
  return ['', '#', '#/'].includes(hash) || hash.startsWith('#/?');
}

/** The page that shows recordings of a running kernel. */
export function isRecordingHash(hash: string): boolean {
  return ['#recording', '#/recording'].includes(hash);
}
