// What is wrong with a text: each message with its place, its code and how to mend it. The last
// good program stays on the stage meanwhile.

import { CircleX, TriangleAlert } from 'lucide-react';
import './DiagnosticsPanel.css';

/** A diagnostic of the language, as far as a reader sees it. */
export interface ShownDiagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly mend: string | null;
}

export interface DiagnosticsPanelProps {
  readonly diagnostics: readonly ShownDiagnostic[];
}

export function DiagnosticsPanel({ diagnostics }: DiagnosticsPanelProps) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const counts = [countOf(errors, 'error'), countOf(warnings, 'warning')].filter(Boolean);
  return (
    <section className="diagnostics" aria-label="Diagnostics">
      <h3>{counts.join(', ')}</h3>
      <ul>
        {diagnostics.map((one) => (
          <Diagnosed key={`${one.file}:${one.line}:${one.column} ${one.code}`} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Diagnosed({ one }: { readonly one: ShownDiagnostic }) {
  const Icon = one.severity === 'error' ? CircleX : TriangleAlert;
  return (
    <li className="diagnostic" data-severity={one.severity}>
      <Icon aria-label={one.severity} />
      <div>
        <p>{one.message}</p>
        {one.mend && <p className="diagnostic-mend">{one.mend}</p>}
      </div>
      <p className="diagnostic-place code">
        {one.file}:{one.line}:{one.column} <span>{one.code}</span>
      </p>
    </li>
  );
}

function countOf(count: number, word: string): string {
  return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;
}
