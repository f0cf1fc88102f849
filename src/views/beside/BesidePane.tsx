// One of two kernels: its name, what the search says of it, its world, and the code of the task that moved last.

import { Hourglass } from 'lucide-react';
import { useMemo } from 'react';
import { at } from '../../base/assert.ts';
import { openTasks } from '../../layout/run/openTasks.ts';
import { statusText, taskStatus } from '../../layout/words/taskStatus.ts';
import type { Finding } from '../../check/verdict/report.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Side } from '../../session/stage/beside.ts';
import { foundVerdict, verdictShape } from '../../session/state/foundVerdict.ts';
import { useSession } from '../base/sessionContext.ts';
import type { StageSize } from '../base/useStageSize.ts';
import { VerdictMark } from '../base/VerdictMark.tsx';
import { CodePanel } from '../code/CodePanel.tsx';
import { programSource } from '../code/codeSource.ts';
import { WorldGraph } from '../world/WorldGraph.tsx';

export interface BesidePaneProps {
  readonly side: Side;
  readonly other: Side;
  /** The position in its run. */
  readonly now: number;
  /** Of the chosen property; null while it is not known. */
  readonly finding: Finding | null;
  /** How it stands where it no longer follows the schedule; null: it follows. */
  readonly halted: 'blocked' | 'stopped' | null;
  readonly size: StageSize;
  readonly differs: ReadonlySet<string>;
  readonly kernels: readonly string[];
  readonly program: Program;
  readonly onTask: (task: number) => void;
  readonly onKernel: (name: string) => void;
}

const VARIANTS = { phone: 'narrow', desk: 'workbench', wide: 'hall' } as const;

export function BesidePane(props: BesidePaneProps) {
  const { side, other, now, size, differs, onTask } = props;
  const { run, model, values, name } = side;
  const around = useMemo(() => [other.run], [other.run]);
  return (
    <section
      className="beside-pane"
      aria-label={`Kernel ${name}`}
      data-halted={props.halted !== null}
    >
      <PaneHead {...props} />
      <div className="beside-world">
        <WorldGraph
          run={run}
          tasks={model.tasks}
          position={now}
          around={around}
          values={values}
          variant={VARIANTS[size]}
          differs={differs}
          label={`The world of ${name} after step ${now}`}
          onTask={onTask}
        />
      </div>
      {size === 'desk' && <PaneCode {...props} />}
    </section>
  );
}

function PaneHead({ side, now, finding, halted, kernels, onKernel }: BesidePaneProps) {
  const { name, run } = side;
  return (
    <header className="beside-head">
      <select
        className="button beside-kernel"
        aria-label="Kernel"
        value={kernels.includes(name) ? name : ''}
        onChange={({ target }) => onKernel(target.value)}
      >
        {!kernels.includes(name) && <option value="">{name}</option>}
        {kernels.map((kernel) => (
          <option key={kernel} value={kernel}>
            {kernel}
          </option>
        ))}
      </select>
      {finding && (
        <span className="beside-verdict" data-verdict={finding.verdict}>
          <VerdictMark verdict={verdictShape(finding)} />
          <span>
            {finding.verdict === 'violated'
              ? finding.violation
              : `${finding.property} ${foundVerdict(finding)}`}
          </span>
        </span>
      )}
      <span className="beside-place">
        {halted !== null && (
          <b className="beside-halt">
            <Hourglass aria-hidden="true" /> {halted}
          </b>
        )}
        step {now} of {run.moments.length - 1}
      </span>
    </header>
  );
}

/** Of the task that moved last on this side; where it stopped, of the task that cannot go on. */
function PaneCode({ side, now, program, halted }: BesidePaneProps) {
  const session = useSession();
  const { run, model, values } = side;
  const source = useMemo(() => programSource(program), [program]);
  const stopped =
    halted !== null && run.stopped !== null && 'task' in run.stopped ? run.stopped.task : null;
  const task = stopped ?? openTasks(run, now, 1, [])[0] ?? 0;
  return (
    <div className="beside-code">
      <CodePanel
        run={run}
        now={now}
        task={at(model.tasks, task)}
        source={source}
        values={values}
        status={statusText(taskStatus(at(run.moments, now).world, task, model.tasks))}
        onEdit={({ file, from }) =>
          session.edit({ file: file === program.files.at(-1)?.name ? null : file, at: from })
        }
      />
    </div>
  );
}
