// Diagnostics in the editor: underlined where they apply, each with its suggested fix.

import type { Diagnostic as Lint } from '@codemirror/lint';
import type { LocatedDiagnostic } from '../../check/source/locatedDiagnostic.ts';

/** `length`: of the editor's text, which may have changed since. */
export function lintsOf(diagnostics: readonly LocatedDiagnostic[], length: number): Lint[] {
  return diagnostics.map((one) => {
    const from = Math.min(one.at.from, length);
    const to = Math.min(Math.max(one.at.to, from), length);
    return {
      from,
      to,
      severity: one.severity,
      message: [`${one.code}: ${one.message}`, one.mend].filter(Boolean).join(' — '),
      renderMessage: () => messageOf(one),
    };
  });
}

function messageOf({ code, message, mend }: LocatedDiagnostic): HTMLElement {
  const box = document.createElement('div');
  const reported = box.appendChild(document.createElement('p'));
  reported.textContent = message;
  if (mend !== null) {
    const help = box.appendChild(document.createElement('p'));
    help.className = 'editor-mend';
    help.textContent = mend;
  }
  const place = box.appendChild(document.createElement('small'));
  place.textContent = code;
  return box;
}
