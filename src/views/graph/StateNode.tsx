// The selected node in words: what it is, where its steps lead, and where they come from.

import type { GraphReport } from '../../check/graph/graphReport.ts';
import { nodeSentence } from '../../layout/graph/stateSentence.ts';
import { type Neighbour, neighbours } from '../../layout/graph/stateWalk.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { TaskName } from '../base/TaskName.tsx';

export interface StateNodeProps {
  readonly report: GraphReport;
  readonly tasks: readonly TaskInfo[];
  readonly node: number;
  readonly isHere: boolean;
  readonly onFocus: (node: number) => void;
  readonly onGo: (node: number) => void;
}

/** Longer lists are cut at this length. */
const MOST = 12;

export function StateNode({ report, tasks, node, isHere, onFocus, onGo }: StateNodeProps) {
  const ways = { report, tasks, onFocus };
  return (
    <section className="states-node">
      <h3>{isHere ? 'The current state' : 'This node'}</h3>
      <p aria-live="polite">{nodeSentence(report, node)}.</p>
      <p>
        <button type="button" className="button" disabled={isHere} onClick={() => onGo(node)}>
          Go there
        </button>
      </p>
      <Ways {...ways} title="Leads to" found={neighbours(report.drawn, node, 'on')} />
      <Ways {...ways} title="Comes from" found={neighbours(report.drawn, node, 'back')} />
    </section>
  );
}

interface WaysProps extends Pick<StateNodeProps, 'report' | 'tasks' | 'onFocus'> {
  readonly title: string;
  readonly found: readonly Neighbour[];
}

function Ways({ title, found, report, tasks, onFocus }: WaysProps) {
  if (found.length === 0) return null;
  return (
    <>
      <h4>
        {title} <span className="outcomes-count">{found.length}</span>
      </h4>
      <ul className="states-ways">
        {found.slice(0, MOST).map(({ node, task, breaks }) => (
          <li key={node}>
            <button type="button" className="states-way" onClick={() => onFocus(node)}>
              {tasks[task] ? <TaskName task={tasks[task]} /> : <span>several tasks</span>}
              <span className="states-way-to">
                {breaks && <b className="states-breaks">breaks a property. </b>}
                {nodeSentence(report, node)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length > MOST && <p className="states-more">and {found.length - MOST} more</p>}
    </>
  );
}
