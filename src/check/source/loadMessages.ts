// What loading a text has to say, ready to be printed.

import { type Diagnostic, renderDiagnostic } from '../../lang/syntax/diagnostic.ts';
import type { Loaded } from '../../lang/load/loadProgram.ts';

/** One text a diagnostic: `file:line:col`, the line with a caret, and the mend. */
export function loadMessages({
  diagnostics,
  texts,
}: Pick<Loaded, 'diagnostics' | 'texts'>): string[] {
  return diagnostics.map((diagnostic) => messageOf(diagnostic, texts.get(diagnostic.at.file)));
}

/** A diagnostic of a file that could not be read has no line to show. */
function messageOf(diagnostic: Diagnostic, text: string | undefined): string {
  if (text !== undefined) return renderDiagnostic(diagnostic, text);
  const { at, severity, code, message, mend } = diagnostic;
  const head = `${at.file}: ${severity} ${code}: ${message}`;
  return mend === null ? head : `${head}\n    mend: ${mend}`;
}
