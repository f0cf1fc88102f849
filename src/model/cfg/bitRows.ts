// Many small sets of small numbers, one per row, so that the union of two sets is a few operations on words.

const WORD = 32;

export class BitRows {
  readonly count: number;
  private readonly width: number;
  private readonly words: Uint32Array;

  /** `count` empty sets of numbers from 0 up to and without `size`. */
  constructor(count: number, size: number) {
    this.count = count;
    this.width = Math.ceil(size / WORD);
    this.words = new Uint32Array(count * this.width);
  }

  add(row: number, member: number): void {
    const word = row * this.width + (member >>> 5);
    this.words[word] = (this.words[word] as number) | (1 << (member & 31));
  }

  remove(row: number, member: number): void {
    const word = row * this.width + (member >>> 5);
    this.words[word] = (this.words[word] as number) & ~(1 << (member & 31));
  }

  clear(row: number): void {
    this.words.fill(0, row * this.width, (row + 1) * this.width);
  }

  /** Adds a row of `from`, which holds sets of the same size; returns whether that changed anything. */
  addAll(row: number, from: BitRows, fromRow: number): boolean {
    const { width, words } = this;
    let changed = false;
    for (let w = 0; w < width; w += 1) {
      const before = words[row * width + w] as number;
      const joined = (before | (from.words[fromRow * width + w] as number)) >>> 0;
      words[row * width + w] = joined;
      changed ||= joined !== before;
    }
    return changed;
  }

  /** In rising order. */
  members(row: number): number[] {
    const members: number[] = [];
    for (let w = 0; w < this.width; w += 1) {
      for (let rest = this.words[row * this.width + w] as number; rest !== 0; rest &= rest - 1)
        members.push(w * WORD + 31 - Math.clz32(rest & -rest));
    }
    return members;
  }
}
