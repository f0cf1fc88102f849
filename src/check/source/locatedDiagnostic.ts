// Diagnostics with their places as people count them: file, line, column.

import { type Diagnostic, lineAndColumn } from '../../lang/syntax/diagnostic.ts';
import type { Loaded } from '../../lang/load/loadProgram.ts';

/** Lines and columns count from 1. */
export interface LocatedDiagnostic extends Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function locateDiagnostics({
  diagnostics,
  texts,
}: Pick<Loaded, 'diagnostics' | 'texts'>): LocatedDiagnostic[] {
  return diagnostics.map((diagnostic) => {
    const { file, from } = diagnostic.at;
    return { ...diagnostic, file, ...lineAndColumn(texts.get(file) ?? '', from) };
  });
}

/** The line of a place in a text, counted from 1. */
export function lineOf(text: string, offset: number): number {
  return lineAndColumn(text, offset).line;
}
