// Positions in the source text, for the reader of a model.

import type { Span } from '../../lang/syntax/diagnostic.ts';
import type { Program } from '../../lang/program/program.ts';

export class SourceLines {
  private readonly texts: ReadonlyMap<string, string>;

  constructor(program: Program) {
    this.texts = new Map(program.files.map(({ name, text }) => [name, text]));
  }

  /** `vm.race:12 page->mapcount++` and the line's number. */
  of({ file, from, to }: Span): { readonly line: number; readonly text: string } {
    const text = this.texts.get(file) ?? '';
    const line = text.slice(0, from).split('\n').length;
    const [head = ''] = text.slice(from, to).split(/[{\n]/);
    return { line, text: `${file}:${line} ${head.trim()}` };
  }
}
