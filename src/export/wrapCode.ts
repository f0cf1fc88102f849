// Code and sentences in narrow columns: broken at blanks and punctuation, and never inside a name.

/** Lines of at most `width` characters; those after the first begin with `hanging` spaces. A longer name is not broken. */
export function wrapCode(text: string, width: number, hanging: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text, width - hanging)) {
    const room = lines.length === 0 ? width : width - hanging;
    if (line !== '' && (line + piece).trimEnd().length > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  lines.push(line.trimEnd());
  return lines.map((one, i) => (i === 0 ? one : ' '.repeat(hanging) + one));
}

/** Words with the blank behind them; those that are too long come apart at their punctuation. */
function piecesOf(text: string, width: number): string[] {
  return (text.match(/\S+\s*/g) ?? []).flatMap((word) =>
    word.trimEnd().length <= width ? [word] : word.split(/(?<=[(,])|(?=->|\.\b)/),
  );
}

/** The longest piece that no line break can make shorter. */
export function longestPiece(text: string): number {
  return Math.max(0, ...piecesOf(text, 0).map((piece) => piece.trimEnd().length));
}
