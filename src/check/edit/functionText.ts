// The bodies of a program as they are written: what an edit changes is a range of statements in one of them.

import { assert } from '../../base/assert.ts';
import { Diagnostics, type Span } from '../../lang/syntax/diagnostic.ts';
import { parseFile } from '../../lang/syntax/parseFile.ts';
import type { Declaration, Statement } from '../../lang/syntax/syntax.ts';
import type { FunctionDefinition, Program, Task } from '../../lang/program/program.ts';

/** A function, or what a task does. */
export interface FunctionText {
  readonly name: string;
  readonly file: string;
  readonly kind: 'function' | 'task';
  /** The file's text. */
  readonly text: string;
  readonly at: Span;
  readonly atomic: boolean;
  readonly body: readonly Statement[];
  /** The same after the checker: its locals and their types. */
  readonly checked: FunctionDefinition | Task;
}

export class FunctionTexts {
  readonly program: Program;
  private readonly parsed = new Map<string, readonly Declaration[]>();
  private readonly known = new Map<FunctionDefinition | Task, FunctionText>();

  constructor(program: Program) {
    this.program = program;
  }

  of(checked: FunctionDefinition | Task): FunctionText {
    const known = this.known.get(checked) ?? this.find(checked);
    this.known.set(checked, known);
    return known;
  }

  /** The declarations of a file, in the order of its text. */
  declarations(file: string): readonly Declaration[] {
    const known = this.parsed.get(file);
    if (known !== undefined) return known;
    const { declarations } = parseFile(file, this.textOf(file), new Diagnostics());
    this.parsed.set(file, declarations);
    return declarations;
  }

  textOf(file: string): string {
    return this.program.files.find(({ name }) => name === file)?.text ?? '';
  }

  private find(checked: FunctionDefinition | Task): FunctionText {
    const { file, from } = 'nameAt' in checked ? checked.nameAt : checked.at;
    const found = this.declarations(file).find(
      (one) => (one.kind === 'function' || one.kind === 'task') && one.name.at.from === from,
    );
    assert(
      found !== undefined && (found.kind === 'function' || found.kind === 'task'),
      `${checked.name} is declared in ${file}`,
    );
    return {
      name: checked.name,
      file,
      kind: found.kind,
      text: this.textOf(file),
      at: found.at,
      atomic: found.kind === 'function' && found.atomic,
      body: found.body,
      checked,
    };
  }
}
