// The page: each part of the stage with what it needs of the session. Parts know the session,
// the components below them only their props.

import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { caption as captionOf } from '../../layout/words/caption.ts';
import { cueSteps } from '../../layout/run/cueSteps.ts';
import { propertyStrips } from '../../layout/time/propertyStrip.ts';
import {
  selectConfig,
  selectLocks,
  selectNamedConfigs,
  selectOptions,
} from '../../session/state/choices.ts';
import { backgroundOf } from '../../session/state/landing.ts';
import {
  movesOf,
  selectAround,
  selectCheck,
  selectKernels,
  selectMaxBytes,
  selectProperty,
  selectRun,
  selectSchedule,
  selectExplanations,
  selectWitnessKind,
  selectWorld,
} from '../../session/state/select.ts';
import { selectReducible } from '../../session/plans/spacePlan.ts';
import type { Check, Editing } from '../../session/state/store.ts';
import { selectWhyMarks } from '../../session/plans/whyPlan.ts';
import { CaptionBar } from './CaptionBar.tsx';
import { CodePanels } from '../code/CodePanels.tsx';
import { programSource } from '../code/codeSource.ts';
import { DiagnosticsPanel } from '../editor/DiagnosticsPanel.tsx';
import type { ExportMenuProps } from '../header/ExportMenu.tsx';
import { FileDrop } from '../editor/FileDrop.tsx';
import { Header } from '../header/Header.tsx';
import { HelpDialog } from './HelpDialog.tsx';
import { FixesPart, MatrixPart } from '../verdict/MatrixPart.tsx';
import { Notice } from './Notice.tsx';
import { PlayerBar } from './PlayerBar.tsx';
import type { ScenarioChoice } from '../header/ScenarioMenu.tsx';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import { SpaceTime } from '../time/SpaceTime.tsx';
import { Stage } from './Stage.tsx';
import { StateGraphButton, StateGraphPart } from '../graph/StateGraphPart.tsx';
import { StateSpacePart } from '../verdict/StateSpacePart.tsx';
import { StepLog } from '../time/StepLog.tsx';
import { TaskBar } from '../code/TaskBar.tsx';
import { type StageSize, useStageSize } from '../base/useStageSize.ts';
import { type Search, VerdictPanel } from '../verdict/VerdictPanel.tsx';
import { WhyPart } from '../verdict/WhyPart.tsx';
import { WorldGraph } from '../world/WorldGraph.tsx';

export interface AppProps {
  readonly scenarios: readonly ScenarioChoice[];
  /** Copies the address of this very step; false when the browser does not allow it. */
  readonly onShare: () => Promise<boolean>;
  readonly exporting: ExportMenuProps;
  /** Files of the visitor's own, chosen or dropped. */
  readonly onFiles: (files: readonly File[]) => void;
  /** Hands the visitor the text on the stage as a file. */
  readonly onDownload: () => void;
}

/** CodeMirror is not part of the first load; where it cannot be had, the page goes on without. */
const EditorPart = lazy(() =>
  import('../editor/EditorPart.tsx').then(
    ({ EditorPart: loaded }) => ({ default: loaded }),
    () => ({ default: EditorMissing }),
  ),
);

export function App(props: AppProps) {
  const size = useStageSize();
  const editing = useDocuments((state) => state.editing);
  return (
    <>
      <Stage
        size={size}
        header={<HeaderPart {...props} />}
        notices={<NoticesPart onDownload={props.onDownload} />}
        code={<CodePart size={size} />}
        editor={editing && <LoadedEditor {...props} editing={editing} />}
        world={<WorldPart size={size} />}
        player={<PlayerPart />}
        caption={<CaptionPart />}
        time={<TimePart size={size} />}
        verdict={<VerdictPart />}
        tasks={<TasksPart />}
      />
      <HelpPart />
      <MatrixPart />
      <StateGraphPart />
      <FileDrop onFiles={props.onFiles} />
    </>
  );
}

function LoadedEditor({
  editing,
  scenarios,
  onShare,
  onDownload,
}: AppProps & { editing: Editing }) {
  return (
    <Suspense fallback={<p className="editor-loading">Opening the editor…</p>}>
      <EditorPart
        editing={editing}
        scenarios={scenarios.map(({ name }) => name)}
        onShare={() => void onShare()}
        onDownload={onDownload}
      />
    </Suspense>
  );
}

function EditorMissing() {
  return <p className="editor-loading">The editor could not be loaded: load the page again.</p>;
}

function HeaderPart({ scenarios, exporting, onShare, onFiles }: AppProps) {
  const session = useSession();
  const name = useDocuments((state) => state.scenario);
  const program = useDocuments((state) => state.program);
  const files = useDocuments((state) => state.files);
  const panels = useDocuments((state) => state.panels);
  const editing = useDocuments((state) => state.editing !== null);
  const config = useDocuments(selectConfig);
  const kernels = useDocuments(selectNamedConfigs);
  const options = useDocuments(selectOptions);
  const locks = useDocuments(selectLocks);
  const { title, year, author } = program;
  return (
    <Header
      scenario={{ name, title, year, author }}
      source={{ program, ...backgroundOf(name) }}
      scenarios={scenarios}
      files={[...files.keys()]}
      kernel={{
        config,
        kernels,
        options,
        onKernel: (kernel) => session.chooseKernel(kernel),
        onOption: (option, value) => session.setOption(option, value),
      }}
      policy={{ policy: panels.policy, locks, onPolicy: (policy) => session.setPanels({ policy }) }}
      exporting={exporting}
      theme={panels.theme}
      onScenario={(scenario) => session.openScenario(scenario)}
      onTheme={(theme) => session.setPanels({ theme })}
      onShare={onShare}
      onFiles={onFiles}
      editing={editing}
      onEdit={() => session.toggleEditor()}
      onHelp={() => session.toggleHelp()}
    />
  );
}

function NoticesPart({ onDownload }: Pick<AppProps, 'onDownload'>) {
  const session = useSession();
  const notices = useDocuments((state) => state.notices);
  const { diagnostics } = useDocuments((state) => state.source);
  const { title } = useDocuments((state) => state.program);
  const rejected = useDocuments((state) => state.rejected);
  const editing = useDocuments((state) => state.editing !== null);
  return (
    <>
      {notices.map((notice) => (
        <Notice
          key={notice.topic}
          kind={notice.tone === 'info' ? 'info' : 'problem'}
          onClose={() => session.dismiss(notice.topic)}
        >
          {notice.text}
          {notice.action === 'download' && (
            <button type="button" className="button notice-action" onClick={onDownload}>
              Download
            </button>
          )}
        </Notice>
      ))}
      {rejected !== null && (
        <DiagnosticsPanel
          rejected={{ file: rejected.file, kept: title }}
          diagnostics={rejected.diagnostics}
          onClose={session.dismissRejected}
        />
      )}
      {rejected === null && !editing && diagnostics.length > 0 && (
        <DiagnosticsPanel rejected={null} diagnostics={diagnostics} />
      )}
    </>
  );
}

function CodePart({ size }: { readonly size: StageSize }) {
  const session = useSession();
  const run = useDocuments(selectRun);
  const now = useDocuments((state) => state.playback.cursor);
  const { tasks } = useDocuments((state) => state.model);
  const program = useDocuments((state) => state.program);
  const open = useDocuments((state) => state.panels.openTasks);
  const source = useMemo(() => programSource(program), [program]);
  const pin = (task: number, pinned: boolean): void => {
    const name = tasks[task]?.name ?? '';
    const others = open.filter((other) => other !== name);
    session.setPanels({ openTasks: pinned ? [...others, name] : others });
  };
  return (
    <CodePanels
      run={run}
      now={now}
      tasks={tasks}
      pinned={tasks.flatMap(({ name, index }) => (open.includes(name) ? [index] : []))}
      places={size === 'wide' ? 2 : 1}
      rows={size !== 'phone'}
      source={source}
      onStep={({ task, choice }) => session.send({ type: 'take', task, choice })}
      onPin={pin}
      onEdit={({ file, from }) =>
        session.edit({ file: file === program.files.at(-1)?.name ? null : file, at: from })
      }
    />
  );
}

const WORLD_VARIANTS = { phone: 'narrow', desk: 'workbench', wide: 'hall' } as const;

function WorldPart({ size }: { readonly size: StageSize }) {
  const session = useSession();
  const around = useDocuments(selectAround);
  const run = useDocuments(selectRun);
  const now = useDocuments((state) => state.playback.cursor);
  const { tasks } = useDocuments((state) => state.model);
  return (
    <WorldGraph
      run={run}
      tasks={tasks}
      position={now}
      around={around}
      variant={WORLD_VARIANTS[size]}
      onTask={(task) => session.send({ type: 'take', task, choice: null })}
      onMotion={session.setMotion}
    />
  );
}

function PlayerPart() {
  const { send } = useSession();
  const { run, cursor, past, future, offer } = useDocuments((state) => state.playback);
  const playing = useDocuments((state) => state.playing);
  const length = run.moments.length - 1;
  const witness =
    offer.kind === 'witness'
      ? `${offer.shortest ? 'the shortest' : 'a'} run that breaks ${offer.property}`
      : null;
  return (
    <PlayerBar
      now={cursor}
      length={length}
      playing={playing}
      plays={cursor < length ? 'the rest of this run' : witness}
      canUndo={past.length > 0}
      canRedo={future.length > 0}
      onStart={() => send({ type: 'seek', to: 0 })}
      onBack={() => send({ type: 'previous' })}
      onPlay={() => send({ type: 'play' })}
      onPause={() => send({ type: 'pause' })}
      onForward={() => send({ type: 'next' })}
      onNextStop={() => send({ type: 'skip', policy: null })}
      onEnd={() => send({ type: 'seek', to: Infinity })}
      onUndo={() => send({ type: 'undo' })}
      onRedo={() => send({ type: 'redo' })}
    />
  );
}

function CaptionPart() {
  const run = useDocuments(selectRun);
  const now = useDocuments((state) => state.playback.cursor);
  const { tasks } = useDocuments((state) => state.model);
  const [stop = null] = useDocuments(selectExplanations);
  const { cues } = useDocuments((state) => state.program);
  const witness = useDocuments(selectWitnessKind);
  const caption = useMemo(() => captionOf(run, now, tasks), [run, now, tasks]);
  const met = useMemo(() => cueSteps(run, cues, tasks), [run, cues, tasks]);
  return (
    <CaptionBar
      caption={caption}
      tasks={tasks}
      stop={stop}
      cue={witness && (met.get(now) ?? null)}
    />
  );
}

function TimePart({ size }: { readonly size: StageSize }) {
  const { send } = useSession();
  const run = useDocuments(selectRun);
  const now = useDocuments((state) => state.playback.cursor);
  const { tasks, properties } = useDocuments((state) => state.model);
  const chosen = useDocuments(selectProperty);
  const marks = useDocuments(selectWhyMarks);
  const seek = (to: number): void => send({ type: 'seek', to });
  if (size === 'phone') return <StepLog run={run} now={now} tasks={tasks} onSeek={seek} />;
  return (
    <SpaceTime
      run={run}
      now={now}
      tasks={tasks}
      properties={properties}
      chosen={chosen}
      textSize={size === 'wide' ? 20 : 12}
      marks={marks}
      onSeek={seek}
    />
  );
}

/** How sure a source makes us, as the visitor reads it. */
const MARKS: Readonly<Record<string, string>> = {
  S: 'read in the source',
  C: 'read in a message',
  M: 'from memory',
  X: 'found by a search',
  I: 'inferred',
};

function VerdictPart() {
  const session = useSession();
  const run = useDocuments(selectRun);
  const { properties } = useDocuments((state) => state.model);
  const program = useDocuments((state) => state.program);
  const chosen = useDocuments(selectProperty);
  const check = useDocuments(selectCheck);
  const witness = useDocuments(selectWitnessKind);
  const schedule = useDocuments(selectSchedule);
  const kernels = useDocuments(selectKernels);
  const before = useDocuments((state) => state.lastReport);
  const maxBytes = useDocuments(selectMaxBytes);
  const reducible = useDocuments(selectReducible);
  const search = searchOf(check);
  const late = useLate(search.kind === 'searching');
  const brokenAt = useMemo(
    () =>
      propertyStrips(run.moments, properties).find(({ property }) => property.name === chosen)
        ?.brokenAt ?? null,
    [run, properties, chosen],
  );
  return (
    <VerdictPanel
      search={search}
      calm={!late}
      before={before}
      budget={{
        maxBytes,
        onMaxBytes: (bytes) => session.setPanels({ maxBytes: bytes }),
      }}
      properties={properties}
      chosen={chosen}
      brokenAt={brokenAt}
      length={run.moments.length - 1}
      witness={witness}
      scheduleLength={(schedule) => movesOf(session.store.getState(), schedule).length}
      schedule={schedule}
      kernels={kernels}
      story={program.story}
      sources={program.sources.map(({ text, mark }) =>
        mark === null ? text : `${text} (${MARKS[mark] ?? mark})`,
      )}
      why={<WhyPart />}
      fixes={<FixesPart />}
      onReduce={reducible ? () => session.switchReductions(true) : null}
      space={<StateSpacePart />}
      graph={<StateGraphButton />}
      onChoose={(property) => session.chooseProperty(property)}
      onWitness={(property, kind) => session.playWitness(property, kind)}
      onSchedule={(one) => session.playSchedule(one)}
      onKernel={(name) => session.chooseKernel(name)}
      onCancel={() => session.stopChecking()}
      onSearch={() => session.checkAgain()}
    />
  );
}

/** A search that is over within this time is not worth a word. */
const CALM_MS = 200;

/** Whether something goes on for longer than that. */
function useLate(goesOn: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setTimeout(() => setLate(true), CALM_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [goesOn]);
  return goesOn && late;
}

function searchOf(check: Check | null): Search {
  if (check === null || check.kind === 'waiting')
    return { kind: 'searching', progress: null, elapsedMs: 0 };
  if (check.kind === 'running') return { ...check, kind: 'searching' };
  return check.kind === 'stopped' ? { ...check, kind: 'cancelled' } : check;
}

function TasksPart() {
  const { send } = useSession();
  const world = useDocuments(selectWorld);
  const { tasks } = useDocuments((state) => state.model);
  return (
    <TaskBar
      tasks={tasks}
      world={world}
      onStep={({ task, choice }) => send({ type: 'take', task, choice })}
    />
  );
}

function HelpPart() {
  const session = useSession();
  const open = useDocuments((state) => state.help);
  const { characterKeys } = useDocuments((state) => state.panels);
  return (
    <HelpDialog
      open={open}
      characterKeys={characterKeys}
      onCharacterKeys={(on) => session.setPanels({ characterKeys: on })}
      onClose={() => session.toggleHelp()}
    />
  );
}
