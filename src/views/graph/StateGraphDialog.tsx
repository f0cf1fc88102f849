// The state graph over the whole page: what is drawn, in which detail, and the progress of exploring.

import { Dialog } from '@base-ui/react/dialog';
import { Maximize } from 'lucide-react';
import { useState } from 'react';
import type { DetailCount, GraphReport } from '../../check/graph/graphReport.ts';
import type { Detail } from '../../explore/graph/mergedGraph.ts';
import { countText } from '../../layout/words/searchSentence.ts';
import { DETAIL_NAMES, graphSentence } from '../../layout/graph/stateSentence.ts';
import type { GraphAnswer } from '../../session/state/store.ts';
import { DialogWindow } from '../base/DialogWindow.tsx';
import { StateGraphView, type StateGraphViewProps } from './StateGraphView.tsx';
import './StateGraph.css';

export interface StateGraphDialogProps extends Omit<
  StateGraphViewProps,
  'report' | 'fits' | 'onFit'
> {
  readonly open: boolean;
  readonly title: string;
  readonly answer: GraphAnswer | null;
  readonly onAsk: (detail: Detail | null) => void;
  readonly onClose: () => void;
}

export function StateGraphDialog(props: StateGraphDialogProps) {
  const { open, title, answer, onClose } = props;
  const [fits, setFits] = useState(0);
  const fit = (): void => setFits((before) => before + 1);
  const report =
    answer?.kind === 'done' ? answer.report : answer?.kind === 'running' ? answer.before : null;
  return (
    <Dialog.Root open={open} onOpenChange={(opens) => opens || onClose()}>
      <DialogWindow
        className="states-dialog"
        title={`All states: ${title}`}
        head={report && <Summary {...props} report={report} onFit={fit} />}
      >
        {report ? (
          <StateGraphView
            key={report.drawn.detail}
            {...props}
            report={report}
            fits={fits}
            onFit={fit}
          />
        ) : (
          <Waiting answer={answer} onAsk={props.onAsk} onClose={onClose} />
        )}
      </DialogWindow>
    </Dialog.Root>
  );
}

interface SummaryProps extends Pick<StateGraphDialogProps, 'onAsk'> {
  readonly report: GraphReport;
  readonly onFit: () => void;
}

function Summary({ report, onAsk, onFit }: SummaryProps) {
  return (
    <>
      <Dialog.Description className="states-summary">{graphSentence(report)}</Dialog.Description>
      <DetailChoice details={report.details} current={report.drawn.detail} onAsk={onAsk} />
      <button type="button" className="button states-fit" onClick={onFit}>
        <Maximize aria-hidden="true" /> Fit
      </button>
    </>
  );
}

interface DetailChoiceProps extends Pick<StateGraphDialogProps, 'onAsk'> {
  readonly details: readonly DetailCount[];
  readonly current: Detail;
}

function DetailChoice({ details, current, onAsk }: DetailChoiceProps) {
  return (
    <label className="states-detail">
      Show{' '}
      <select
        className="button"
        value={current}
        onChange={({ target }) =>
          onAsk(details.find(({ detail }) => detail === target.value)?.detail ?? null)
        }
      >
        {details.map(({ detail, nodes }) => (
          <option key={detail} value={detail}>
            {DETAIL_NAMES[detail]} ({countText(nodes)})
          </option>
        ))}
      </select>
    </label>
  );
}

/** Shown while there is nothing to draw: the progress of the search, or why there is no graph. */
function Waiting({
  answer,
  onAsk,
  onClose,
}: Pick<StateGraphDialogProps, 'answer' | 'onAsk' | 'onClose'>) {
  if (answer === null || answer.kind === 'running' || answer.kind === 'done') {
    const found = answer?.kind === 'running' ? answer.progress : null;
    return (
      <div className="states-waiting verdict-search" aria-busy="true">
        <p>
          {found
            ? `${countText(found.states)} states so far, ${countText(found.frontier)} waiting, depth ${found.depth}.`
            : 'Exploring.'}
        </p>
        <div className="verdict-busy" aria-hidden="true" />
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    );
  }
  return (
    <div className="states-waiting verdict-search">
      <p>{answer.kind === 'failed' ? answer.message : 'The search was cancelled.'}</p>
      <button type="button" className="button" onClick={() => onAsk(null)}>
        Explore again
      </button>
    </div>
  );
}
