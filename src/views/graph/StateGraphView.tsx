// The state graph with what belongs to it: the picture, the ends, the node that the keys stand at, the legend.

import { useMemo, useState } from 'react';
import type { GraphReport } from '../../check/graph/graphReport.ts';
import type { Look } from '../../explore/graph/mergedGraph.ts';
import { layOutGraph } from '../../layout/graph/stateScene.ts';
import {
  litNodes,
  LOOK_WORDS,
  nodeSentence,
  type Unavoidable,
} from '../../layout/graph/stateSentence.ts';
import { walk } from '../../layout/graph/stateWalk.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { type Pointed, StateCanvas } from './StateCanvas.tsx';
import { StateEnds } from './StateEnds.tsx';
import { StateMark } from './StateMark.tsx';
import { StateNode } from './StateNode.tsx';
import { TaskName } from '../base/TaskName.tsx';

export interface StateGraphViewProps {
  readonly report: GraphReport;
  readonly tasks: readonly TaskInfo[];
  /** Nodes of the run on the stage by moment, and the current moment. */
  readonly run: readonly number[];
  readonly cursor: number;
  readonly downwards: boolean;
  readonly theme: string;
  readonly fits: number;
  readonly onFit: () => void;
  readonly onGo: (node: number) => void;
}

export function StateGraphView(props: StateGraphViewProps) {
  const { report, tasks, run, cursor, downwards } = props;
  const layout = useMemo(() => layOutGraph(report.drawn), [report]);
  const [focused, setFocused] = useState<number | null>(null);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [chosen, setChosen] = useState<Unavoidable | null>(null);
  const lit = useMemo(() => chosen && litNodes(report, chosen), [report, chosen]);
  const endNumbers = useMemo(() => {
    const numbers: number[] = [];
    report.ends.forEach(({ end }, i) => (numbers[end] = i + 1));
    return numbers;
  }, [report]);
  const here = run[cursor] ?? 0;
  const node = focused ?? (here >= 0 && here < report.drawn.nodes ? here : 0);
  return (
    <div className="states">
      <div className="states-picture">
        <StateCanvas
          {...{ report, layout, downwards, endNumbers, run, cursor }}
          focus={focused}
          lit={lit?.nodes ?? null}
          theme={props.theme}
          fits={props.fits}
          onFit={props.onFit}
          onPoint={setPointed}
          onPick={(picked, touched) => (touched ? setFocused(picked) : props.onGo(picked))}
          onWalk={(direction) => setFocused(walk(report.drawn, layout, run, node, direction))}
          onEnter={() => props.onGo(node)}
        />
        {pointed && <PointedNode report={report} pointed={pointed} />}
        <p className="states-time" aria-hidden="true" data-downwards={downwards || undefined}>
          time
        </p>
      </div>
      <aside className="states-side" aria-label="About the state graph">
        <StateEnds report={report} chosen={chosen} lit={lit?.states ?? 0} onChoose={setChosen} />
        <StateNode
          {...{ report, tasks, node }}
          isHere={node === here}
          onFocus={setFocused}
          onGo={props.onGo}
        />
        <Legend report={report} tasks={tasks} downwards={downwards} />
      </aside>
    </div>
  );
}

function PointedNode({ report, pointed }: { report: GraphReport; pointed: Pointed }) {
  const { node, x, y } = pointed;
  return (
    <div className="states-tip" style={{ left: x, top: y }} aria-hidden="true">
      {nodeSentence(report, node)}
    </div>
  );
}

const LEGEND: readonly Look[] = [
  'open',
  'lost',
  'broken',
  'unknown',
  'good',
  'bad',
  'deadlock',
  'panic',
];

type LegendProps = Pick<StateGraphViewProps, 'report' | 'tasks' | 'downwards'>;

function Legend({ report, tasks, downwards }: LegendProps) {
  const there = new Set(report.drawn.look);
  const [on, aside] = downwards ? ['↓ ↑', '← →'] : ['→ ←', '↑ ↓'];
  return (
    <section className="states-legend">
      <h3>Legend</h3>
      <ul>
        {LEGEND.filter((look) => there.has(look)).map((look) => (
          <li key={look}>
            <StateMark look={look} /> {LOOK_WORDS[look]}
          </li>
        ))}
        <li>
          <span className="states-line" /> the run on the stage, dashed after the current step
        </li>
        <li>
          <span className="states-line" data-breaks /> a step that breaks a property
        </li>
      </ul>
      <p className="states-tasks">
        Steps of{' '}
        {tasks.map((task) => (
          <TaskName key={task.index} task={task} />
        ))}
      </p>
      <p id="states-keys">
        In the picture: <kbd className="key">{on}</kbd> along a step,{' '}
        <kbd className="key">{aside}</kbd> beside, <kbd className="key">Enter</kbd> goes there,{' '}
        <kbd className="key">+</kbd> <kbd className="key">−</kbd> <kbd className="key">0</kbd> zoom.
      </p>
    </section>
  );
}
