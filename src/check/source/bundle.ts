// A scenario's text together with the library files that were changed for it, as one text: what a
// draft, a link and a `.race` file hold. A file begins after a line of its own, which is a comment.

export interface Bundle {
  /** The scenario's own text. */
  readonly text: string;
  /** Changed library files by name; they stand in the place of the library's. */
  readonly files: ReadonlyMap<string, string>;
}

const headOf = (name: string): string => `/* ==== ${name}, changed ==== */`;
const headPattern = /\n?^\/\* ==== ([\w.-]{1,80}\.race), changed ==== \*\/(?:\n|$)/gm;

const nearlyPattern = /^[ \t]*\/\*[ \t]*={2,}[^\n]*\.race[^\n]*\*\/[^\n]*$/gm;

/** Where a scenario's text has a line that looks like the head of a file and is none. */
export function nearlyHeads(text: string): { readonly from: number; readonly to: number }[] {
  return [...text.matchAll(nearlyPattern)].map(({ index, 0: line }) => ({
    from: index,
    to: index + line.length,
  }));
}

/** A text without changed files is the scenario's alone. */
export function splitBundle(whole: string): Bundle {
  const [text = '', ...rest] = whole.split(headPattern);
  const files = new Map<string, string>();
  for (let i = 0; i < rest.length; i += 2) files.set(rest[i] ?? '', rest[i + 1] ?? '');
  return { text, files };
}

/** The names of those files that stand in the text twice: only the last of each is taken. */
export function repeatedFiles(whole: string): string[] {
  const names = [...whole.matchAll(headPattern)].map(([, name = '']) => name);
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}

/** The other way round, for texts in which no line looks like the head of a file. */
export function joinBundle({ text, files }: Bundle): string {
  return [...files].reduce((whole, [name, file]) => `${whole}\n${headOf(name)}\n${file}`, text);
}
