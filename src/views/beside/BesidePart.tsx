// Two kernels on one schedule: a bar that says where they part, and a pane for each.

import { ArrowLeftRight, X } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { at } from '../../base/assert.ts';
import { differingObjects } from '../../layout/world/worldDifference.ts';
import {
  type Beside,
  besidePosition,
  type Difference,
  isParting,
  selectBeside,
  selectSideFindings,
} from '../../session/stage/beside.ts';
import { Tip } from '../base/Tip.tsx';
import { PhraseText } from '../base/PhraseText.tsx';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import type { StageSize } from '../base/useStageSize.ts';
import { BesidePane } from './BesidePane.tsx';
import './Beside.css';

export function BesidePart({ size }: { readonly size: StageSize }) {
  const beside = useDocuments(selectBeside);
  return beside && <BesideView beside={beside} size={size} />;
}

interface BesideViewProps {
  readonly beside: Beside;
  readonly size: StageSize;
}

function BesideView({ beside, size }: BesideViewProps) {
  const session = useSession();
  const cursor = useDocuments((state) => state.playback.cursor);
  const found = useDocuments(selectSideFindings);
  const program = useDocuments((state) => state.program);
  const position = besidePosition(beside, cursor);
  const { left, right, difference } = beside;
  const differs = useMemo(
    () =>
      differingObjects(at(left.run.moments, cursor).world, at(right.run.moments, position).world),
    [left, right, cursor, position],
  );
  const take = useCallback(
    (task: number) => session.send({ type: 'take', task, choice: null }),
    [session],
  );
  const kernels = program.kernels.map(({ name }) => name);
  const shared = { size, differs, kernels, program, onTask: take };
  const parted = difference !== null && isParting(difference) && cursor >= difference.at;
  return (
    <section className="beside" aria-label="Side by side">
      <BesideBar beside={beside} cursor={cursor} />
      <BesidePane
        {...shared}
        side={left}
        other={right}
        now={cursor}
        finding={found?.left ?? null}
        halted={null}
        onKernel={(name) =>
          name === right.name ? session.swapSides() : session.chooseKernel(name)
        }
      />
      <BesidePane
        {...shared}
        side={right}
        other={left}
        now={position}
        finding={found?.right ?? null}
        halted={parted ? (difference.kind === 'blocks' ? 'blocked' : 'stopped') : null}
        onKernel={(name) => (name === left.name ? session.swapSides() : session.setBeside(name))}
      />
    </section>
  );
}

interface BesideBarProps {
  readonly beside: Beside;
  readonly cursor: number;
}

function BesideBar({ beside, cursor }: BesideBarProps) {
  const session = useSession();
  const { difference } = beside;
  return (
    <div className="beside-bar">
      <div className="beside-differences" role="status">
        {difference === null ? (
          <p>{sameText(beside)}</p>
        ) : (
          <DifferenceText difference={difference} cursor={cursor} />
        )}
      </div>
      <Tip text="Change sides" side="bottom">
        <button
          type="button"
          className="icon-button"
          aria-label="Change sides"
          onClick={() => session.swapSides()}
        >
          <ArrowLeftRight />
        </button>
      </Tip>
      <Tip text="Back to one kernel" keys="c" side="bottom">
        <button
          type="button"
          className="button"
          aria-label="Close the comparison"
          onClick={() => session.toggleComparison()}
        >
          <X aria-hidden="true" /> Close
        </button>
      </Tip>
    </div>
  );
}

function sameText({ left, right }: Beside): string {
  if (left.run.moves.length === 0)
    return `Take a step, or press Play: ${left.name} and ${right.name} follow one schedule.`;
  return `No difference: ${right.name} takes exactly these steps.`;
}

interface DifferenceTextProps {
  readonly difference: Difference;
  readonly cursor: number;
}

function DifferenceText({ difference: { at: step, phrase }, cursor }: DifferenceTextProps) {
  const session = useSession();
  return (
    <p className="beside-difference" data-reached={cursor >= step}>
      <button
        type="button"
        className="beside-step"
        aria-current={cursor === step ? 'step' : undefined}
        onClick={() => session.send({ type: 'seek', to: step })}
      >
        Step {step}
      </button>
      <span>
        <PhraseText phrase={phrase} />.
      </span>
    </p>
  );
}
