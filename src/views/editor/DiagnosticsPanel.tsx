// The errors and warnings of a text: each message with its location, its code and a suggested fix. The last valid
// program stays on the stage.

import { CircleX, TriangleAlert, X } from 'lucide-react';
import type { LocatedDiagnostic } from '../../check/source/locatedDiagnostic.ts';
import './DiagnosticsPanel.css';

/** The part of a diagnostic that is shown. */
export type ShownDiagnostic = Omit<LocatedDiagnostic, 'at'>;

export interface DiagnosticsPanelProps {
  /** The file with the errors, and what stays on the stage; null where the text itself is open. */
  readonly rejected: { readonly file: string; readonly kept: string } | null;
  readonly diagnostics: readonly ShownDiagnostic[];
  readonly onClose?: () => void;
}

export function DiagnosticsPanel({ rejected, diagnostics, onClose }: DiagnosticsPanelProps) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const counts = [countOf(errors, 'error'), countOf(warnings, 'warning')].filter(Boolean);
  const described = counts.join(', ');
  return (
    <section className="diagnostics" aria-label="Diagnostics">
      <div role={rejected ? 'alert' : undefined}>
        <h2>
          {rejected
            ? `${rejected.file}: ${described}; “${rejected.kept}” stays on the stage`
            : described}
        </h2>
      </div>
      {onClose && (
        <button
          type="button"
          className="icon-button diagnostics-close"
          aria-label="Close"
          onClick={onClose}
        >
          <X />
        </button>
      )}
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
