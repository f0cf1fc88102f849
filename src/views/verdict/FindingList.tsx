// Every property with its verdict. A click chooses the property, and plays its witness if there is one.

import { ChevronDown, CirclePlay, TriangleAlert } from 'lucide-react';
import type { Finding } from '../../check/verdict/report.ts';
import type { WitnessKind } from '../../session/state/select.ts';
import { foundVerdict, isAsExpected, verdictShape } from '../../session/state/foundVerdict.ts';
import { VerdictMark } from '../base/VerdictMark.tsx';
import './FindingList.css';

export interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly chosen: string | null;
  readonly onChoose: (property: string) => void;
  readonly onWitness: (property: string, kind: WitnessKind) => void;
}

/**
 * Built-in properties that hold as expected are folded into one line, so that the properties of this race come
 * first.
 */
export function FindingList(props: FindingListProps) {
  const { findings, chosen } = props;
  const usual = findings.filter((one) => isUsual(one) && one.property !== chosen);
  const folded = usual.length > 1 ? usual : [];
  return (
    <section>
      <h3>Properties</h3>
      <ul className="findings">
        {findings.map(
          (finding) =>
            !folded.includes(finding) && (
              <li key={finding.property} data-verdict={verdictShape(finding)}>
                <FindingRow {...props} finding={finding} />
              </li>
            ),
        )}
        {folded.length > 0 && (
          <li data-verdict="holds">
            <Folded {...props} folded={folded} />
          </li>
        )}
      </ul>
    </section>
  );
}

function isUsual({ kind, verdict, expected }: Finding): boolean {
  return kind === 'builtin' && verdict === 'holds' && (expected ?? 'holds') === 'holds';
}

function Folded(props: FindingListProps & { readonly folded: readonly Finding[] }) {
  const { folded } = props;
  return (
    <details className="findings-usual">
      <summary className="findings-fold">
        <VerdictMark verdict="holds" />
        <span className="findings-count">{folded.length} built-in properties</span>
        <span className="finding-verdict">holds</span>
        <ChevronDown className="findings-chevron" aria-hidden="true" />
      </summary>
      <ul className="findings">
        {folded.map((finding) => (
          <li key={finding.property} data-verdict={finding.verdict}>
            <FindingRow {...props} finding={finding} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function FindingRow({
  finding,
  chosen,
  onChoose,
  onWitness,
}: FindingListProps & { readonly finding: Finding }) {
  return (
    <>
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
        <VerdictMark verdict={verdictShape(finding)} />
        <span className="finding-name code">{finding.property}</span>
        <span className="finding-verdict">{foundVerdict(finding)}</span>
        {finding.witness !== null && (
          <CirclePlay className="finding-play" aria-label="plays a run that breaks it" />
        )}
      </button>
      {finding.verdict === 'unknown' && <p className="finding-limit">{finding.limit}</p>}
      <Mismatch finding={finding} />
    </>
  );
}

/** Shown only where the verdict is not the expected one. */
function Mismatch({ finding }: { readonly finding: Finding }) {
  if (isAsExpected(finding)) return null;
  return (
    <p className="finding-mismatch">
      <TriangleAlert aria-hidden="true" /> The scenario expects: {finding.expected}
    </p>
  );
}
