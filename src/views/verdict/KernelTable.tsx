// The chosen property on every named kernel. A click goes to that kernel.

import { Columns2 } from 'lucide-react';
import type { KernelFinding } from '../../session/state/select.ts';
import { foundVerdict, type VerdictShape, verdictShape } from '../../session/state/foundVerdict.ts';
import { Tip } from '../base/Tip.tsx';
import { VerdictMark } from '../base/VerdictMark.tsx';
import './KernelTable.css';

export interface KernelTableProps {
  readonly property: string;
  readonly rows: readonly KernelFinding[];
  readonly onKernel: (name: string) => void;
  /** Shows a kernel and the one on the stage side by side. */
  readonly onCompare: (name: string) => void;
}

export function KernelTable({ property, rows, onKernel, onCompare }: KernelTableProps) {
  return (
    <section>
      <h3>
        Kernels
        <span className="kernels-safe">{countText(rows)}</span>
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
            {!current && (
              <Tip text={`${name} and the kernel on the stage, side by side`} side="left">
                <button
                  type="button"
                  className="icon-button kernel-compare"
                  aria-label={`Side by side with ${name}`}
                  onClick={() => onCompare(name)}
                >
                  <Columns2 />
                </button>
              </Tip>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `1 of 3 hold, 1 never tested, 3 not searched`: what was not searched counts for nothing. */
function countText(rows: readonly KernelFinding[]): string {
  const searched = rows.flatMap(({ finding }) => (finding ? [verdictShape(finding)] : []));
  if (searched.length === 0) return 'not searched yet';
  const count = (wanted: VerdictShape): number => searched.filter((one) => one === wanted).length;
  const untested = count('untested');
  const open = rows.length - searched.length;
  return [
    `${count('holds')} of ${searched.length} hold`,
    ...(untested === 0 ? [] : [`${untested} never tested`]),
    ...(open === 0 ? [] : [`${open} not searched`]),
  ].join(', ');
}
