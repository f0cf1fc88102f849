// Pieces of a text, cut anywhere, to whole lines.

export class LineSplitter {
  private rest = '';

  /** The lines that this piece completes. */
  push(piece: string): string[] {
    const lines = (this.rest + piece).split(/\r?\n/);
    this.rest = lines.pop() ?? '';
    return lines;
  }

  /** The last line, where it has no line break. */
  finish(): string[] {
    const last = this.rest;
    this.rest = '';
    return last === '' ? [] : [last];
  }
}
