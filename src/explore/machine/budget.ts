// The bytes that a search may hold at once, and those that it does hold.

const KB = 1024;
const MB = 1024 * KB;

/**
 * Counts what the flat arrays of a search take. Everything whose size grows with the number
 * of states asks here first; objects of constant size are not counted.
 */
export class Budget {
  /** The name under which this limit is reported: `memory 512 MB`. */
  readonly limitName: string;
  held = 0;
  readonly most: number;

  constructor(most: number) {
    this.most = most;
    this.limitName = `memory ${sizeName(most)}`;
  }

  /** Whether the bytes could be had; if so they count as held. */
  take(bytes: number): boolean {
    if (this.held + bytes > this.most) return false;
    this.held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.held -= bytes;
  }
}

function sizeName(bytes: number): string {
  if (bytes >= MB && bytes % MB === 0) return `${bytes / MB} MB`;
  if (bytes >= KB && bytes % KB === 0) return `${bytes / KB} KB`;
  return `${bytes} B`;
}
