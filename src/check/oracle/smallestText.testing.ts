// The smallest program that still shows something: lines are left out as long as it does.

/** Leaves out whole blocks, then the lines around a block, then single lines, until nothing more can go. */
export function smallestText(text: string, shows: (text: string) => boolean): string {
  let lines = text.split('\n');
  for (let before = Infinity; lines.length < before; ) {
    before = lines.length;
    for (let i = lines.length - 1; i >= 0; i -= 1) {
      const shorter = shorterAt(lines, i).find((candidate) => shows(candidate.join('\n')));
      if (shorter !== undefined) lines = shorter;
    }
  }
  return lines.join('\n');
}

/** The ways to leave something out at a line, the largest first. */
function shorterAt(lines: readonly string[], i: number): string[][] {
  const end = endOfBlock(lines, i);
  const single = lines.filter((_, n) => n !== i);
  if (end === i) return [single];
  const whole = lines.filter((_, n) => n < i || n > end);
  const opened = lines.filter((_, n) => n !== i && n !== end);
  return [whole, opened];
}

/** The line that closes what this one opens; itself when it opens nothing. */
function endOfBlock(lines: readonly string[], from: number): number {
  let depth = 0;
  for (let i = from; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    depth += line.split('{').length - line.split('}').length;
    if (depth <= 0) return i;
  }
  return from;
}
