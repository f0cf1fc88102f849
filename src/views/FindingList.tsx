// Every property with its verdict. A click chooses it, and plays its witness where it has one.

import { CirclePlay, TriangleAlert } from 'lucide-react';
import type { Finding } from '../check/report.ts';
import type { WitnessSort } from '../session/select.ts';
import { VerdictMark } from './VerdictMark.tsx';
import './FindingList.css';

export interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly chosen: string | null;
  readonly onChoose: (property: string) => void;
  readonly onWitness: (property: string, sort: WitnessSort) => void;
}

export function FindingList({ findings, chosen, onChoose, onWitness }: FindingListProps) {
  return (
    <section>
      <h3>Properties</h3>
      <ul className="findings">
        {findings.map((finding) => (
          <li key={finding.property} data-verdict={finding.verdict}>
            <button
              type="button"
              className="finding"
              aria-pressed={finding.property === chosen}
              title={finding.sentence}
              onClick={() => {
                if (finding.witness === null) onChoose(finding.property);
                else onWitness(finding.property, 'shortest');
              }}
            >
              <VerdictMark verdict={finding.verdict} />
              <span className="finding-name code">{finding.property}</span>
              <span className="finding-verdict">{finding.verdict}</span>
              {finding.witness !== null && (
                <CirclePlay className="finding-play" aria-label="plays its shortest run" />
              )}
            </button>
            {finding.verdict === 'unknown' && <p className="finding-limit">{finding.limit}</p>}
            <Mismatch finding={finding} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Shown only where the scenario's own `expect` lines say otherwise. */
function Mismatch({ finding: { expected, verdict } }: { readonly finding: Finding }) {
  if (expected === null || expected === verdict) return null;
  return (
    <p className="finding-mismatch">
      <TriangleAlert aria-hidden="true" /> The scenario expects: {expected}
    </p>
  );
}
