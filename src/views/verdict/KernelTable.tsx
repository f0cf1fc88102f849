// The chosen property on every named kernel. A click goes to that kernel.

import type { KernelFinding } from '../../session/state/select.ts';
import { foundVerdict, verdictShape } from '../../session/state/foundVerdict.ts';
import { VerdictMark } from '../base/VerdictMark.tsx';
import './KernelTable.css';

export interface KernelTableProps {
  readonly property: string;
  readonly rows: readonly KernelFinding[];
  readonly onKernel: (name: string) => void;
}

export function KernelTable({ property, rows, onKernel }: KernelTableProps) {
  const safe = rows.filter((row) => row.finding?.verdict === 'holds').length;
  return (
    <section>
      <h3>
        Kernels
        <span className="kernels-safe">
          {safe} of {rows.length} hold
        </span>
      </h3>
      <ul className="kernels" aria-label={`${property} by kernel`}>
        {rows.map(({ name, finding, current }) => (
          <li key={name} data-verdict={finding ? verdictShape(finding) : 'unknown'}>
            <button
              type="button"
              className="kernel"
              aria-current={current || undefined}
              onClick={() => onKernel(name)}
            >
              {finding ? <VerdictMark verdict={verdictShape(finding)} /> : <span />}
              <span className="kernel-name">{name}</span>
              {finding ? (
                <span className="finding-verdict">{foundVerdict(finding)}</span>
              ) : (
                <span className="kernel-unasked">not searched yet</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
