// The page: connects each part of the stage to the session. Parts read the session; the components below them only
// get props.

import { unreachable } from '../../base/assert.ts';
import { type ReactNode, useCallback, useMemo } from 'react';
import { caption as captionOf } from '../../layout/words/caption.ts';
import { guiltyStep } from '../../layout/run/guiltyStep.ts';
import {
  selectConfig,
  selectLocks,
  selectNamedConfigs,
  selectOptions,
} from '../../session/state/choices.ts';
import {
  selectAround,
  selectCues,
  selectProperty,
  selectRun,
  selectStepValues,
  selectExplanations,
  selectWitnessKind,
  selectWorld,
} from '../../session/state/select.ts';
import type { Offer } from '../../session/player/playback.ts';
import { explanationText, selectStageExplanation } from '../../session/plans/explainPlan.ts';
import { selectWhyMarks } from '../../session/plans/whyPlan.ts';
import { CaptionBar } from './CaptionBar.tsx';
import { CodePanels } from '../code/CodePanels.tsx';
import { programSource } from '../code/codeSource.ts';
import type { ExportMenuProps } from '../header/ExportMenu.tsx';
import { FileDrop } from '../editor/FileDrop.tsx';
import { Header } from '../header/Header.tsx';
import { Notice } from './Notice.tsx';
import { PlayerBar } from './PlayerBar.tsx';
import { lazyPart } from '../base/lazyPart.tsx';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import { Surface, type SurfaceProps } from '../base/Surface.tsx';
import { Stage } from './Stage.tsx';
import { TaskBar } from '../code/TaskBar.tsx';
import { type StageSize, useStageSize } from '../base/useStageSize.ts';
import { useEver } from '../base/useEver.ts';
import { WorldGraph } from '../world/WorldGraph.tsx';

export interface AppProps {
  /** Copies the address of this very step; false when the browser does not allow it. */
  readonly onShare: () => Promise<boolean>;
  readonly exporting: ExportMenuProps;
  /** Files of the visitor's own, chosen or dropped. */
  readonly onFiles: (files: readonly File[]) => void;
  /** Downloads the text on the stage as a file. */
  readonly onDownload: () => void;
}

const EditorPart = lazyPart(
  async () => (await import('../editor/EditorPart.tsx')).EditorPart,
  () => <p className="editor-loading">Opening the editor…</p>,
);
const VerdictPart = lazyPart(async () => (await import('../verdict/VerdictPart.tsx')).VerdictPart);
const BesidePart = lazyPart(async () => (await import('../beside/BesidePart.tsx')).BesidePart);
const PairTimePart = lazyPart(
  async () => (await import('../beside/PairTimePart.tsx')).PairTimePart,
);
const MatrixPart = lazyPart(async () => (await import('../verdict/MatrixPart.tsx')).MatrixPart);
const StateGraphPart = lazyPart(
  async () => (await import('../graph/StateGraphPart.tsx')).StateGraphPart,
);
/** Code, world and caption are drawn first. */
const SpaceTime = lazyPart(async () => (await import('../time/SpaceTime.tsx')).SpaceTime);
/** For a phone, in the place of the diagram. */
const StepLog = lazyPart(async () => (await import('../time/StepLog.tsx')).StepLog);
const HelpPart = lazyPart(async () => (await import('./HelpPart.tsx')).HelpPart);
const DiagnosticsPart = lazyPart(
  async () => (await import('../editor/DiagnosticsPart.tsx')).DiagnosticsPart,
);

export function App(props: AppProps) {
  const size = useStageSize();
  const editing = useDocuments((state) => state.editing);
  const comparing = useDocuments((state) => state.beside !== null);
  const on = (name: string, part: ReactNode) => (
    <SurfacePart name={name} onDownload={props.onDownload}>
      {part}
    </SurfacePart>
  );
  return (
    <>
      <Stage
        size={size}
        header={on('The header', <HeaderPart {...props} />)}
        notices={on('A message', <NoticesPart onDownload={props.onDownload} />)}
        code={on('The code', <CodePart size={size} />)}
        editor={
          editing &&
          on(
            'The editor',
            <EditorPart
              editing={editing}
              onShare={() => void props.onShare()}
              onDownload={props.onDownload}
            />,
          )
        }
        world={on('The world', <WorldPart size={size} />)}
        player={on('The player', <PlayerPart />)}
        caption={on('The caption', <CaptionPart />)}
        time={on(
          'The time diagram',
          comparing && editing === null ? <PairTimePart /> : <TimePart size={size} />,
        )}
        verdict={on('The verdict', <VerdictPart />)}
        beside={comparing ? on('The comparison', <BesidePart size={size} />) : null}
        tasks={on('The row of tasks', <TasksPart />)}
      />
      {on('A dialog', <Dialogs />)}
      <FileDrop onFiles={props.onFiles} />
    </>
  );
}

/** Drawn again with another text or configuration. */
function SurfacePart(props: Omit<SurfaceProps, 'of' | 'onEdit'>) {
  const session = useSession();
  const model = useDocuments((state) => state.model);
  const editing = useDocuments((state) => state.editing !== null);
  const edit = (): void => session.edit({ file: null, at: null });
  return <Surface {...props} of={model} onEdit={editing ? null : edit} />;
}

/** Each is there once it was opened. */
function Dialogs() {
  const help = useEver(useDocuments((state) => state.help));
  const matrix = useEver(useDocuments((state) => state.matrix.open));
  const graph = useEver(useDocuments((state) => state.graphOpen));
  return (
    <>
      {help && <HelpPart />}
      {matrix && <MatrixPart />}
      {graph && <StateGraphPart />}
    </>
  );
}

function HeaderPart({ exporting, onShare, onFiles }: Omit<AppProps, 'onDownload'>) {
  const session = useSession();
  const name = useDocuments((state) => state.scenario);
  const program = useDocuments((state) => state.program);
  const files = useDocuments((state) => state.files);
  const panels = useDocuments((state) => state.panels);
  const editing = useDocuments((state) => state.editing !== null);
  const comparing = useDocuments((state) => state.beside !== null);
  const config = useDocuments(selectConfig);
  const kernels = useDocuments(selectNamedConfigs);
  const options = useDocuments(selectOptions);
  const locks = useDocuments(selectLocks);
  const { title, year, author } = program;
  return (
    <Header
      scenario={{ name, title, year, author }}
      source={{ program, scenario: name }}
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
      onCompare={kernels.length > 1 ? () => session.toggleComparison() : null}
      comparing={comparing}
    />
  );
}

export function NoticesPart({ onDownload }: Pick<AppProps, 'onDownload'>) {
  const session = useSession();
  const notices = useDocuments((state) => state.notices);
  const wrong = useDocuments(
    ({ rejected, editing, source }) =>
      rejected !== null || (editing === null && source.diagnostics.length > 0),
  );
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
      {wrong && <DiagnosticsPart />}
    </>
  );
}

export function CodePart({ size }: { readonly size: StageSize }) {
  const session = useSession();
  const run = useDocuments(selectRun);
  const now = useDocuments((state) => state.playback.cursor);
  const { tasks } = useDocuments((state) => state.model);
  const program = useDocuments((state) => state.program);
  const open = useDocuments((state) => state.panels.openTasks);
  const values = useDocuments(selectStepValues);
  const explanation = useDocuments(selectStageExplanation);
  const guilty = guiltyStep(run, now, explanation);
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
      values={values}
      guilty={guilty}
      onStep={({ task, choice }) => session.send({ type: 'take', task, choice })}
      onPin={pin}
      onEdit={({ file, from }) =>
        session.edit({ file: file === program.files.at(-1)?.name ? null : file, at: from })
      }
    />
  );
}

const WORLD_VARIANTS = { phone: 'narrow', desk: 'workbench', wide: 'hall' } as const;

export function WorldPart({ size }: { readonly size: StageSize }) {
  const session = useSession();
  const step = useCallback(
    (task: number) => session.send({ type: 'take', task, choice: null }),
    [session],
  );
  const around = useDocuments(selectAround);
  const values = useDocuments(selectStepValues);
  const run = useDocuments(selectRun);
  const now = useDocuments((state) => state.playback.cursor);
  const { tasks } = useDocuments((state) => state.model);
  return (
    <WorldGraph
      run={run}
      tasks={tasks}
      position={now}
      around={around}
      values={values}
      variant={WORLD_VARIANTS[size]}
      hints
      onTask={step}
      onMotion={session.setMotion}
    />
  );
}

export function PlayerPart() {
  const { send } = useSession();
  const { run, cursor, past, future, offer } = useDocuments((state) => state.playback);
  const playing = useDocuments((state) => state.playing);
  const length = run.moments.length - 1;
  const offered = offeredRun(offer);
  return (
    <PlayerBar
      now={cursor}
      length={length}
      playing={playing}
      plays={cursor < length ? 'the rest of this run' : offered}
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

/** What play goes on with at the end of a run; null where there is nothing. */
function offeredRun(offer: Offer): string | null {
  switch (offer.kind) {
    case 'witness':
      return `${offer.shortest ? 'the shortest' : 'a'} run that breaks ${offer.property}`;
    case 'ending':
      return `a run to its end: ${offer.property} holds`;
    case 'none':
      return null;
    default:
      return unreachable(offer);
  }
}

export function CaptionPart() {
  const run = useDocuments(selectRun);
  const now = useDocuments((state) => state.playback.cursor);
  const { tasks } = useDocuments((state) => state.model);
  const [stop = null] = useDocuments(selectExplanations);
  const met = useDocuments(selectCues);
  const witness = useDocuments(selectWitnessKind);
  const explanation = useDocuments(selectStageExplanation);
  const caption = useMemo(() => captionOf(run, now, tasks), [run, now, tasks]);
  const blocked = run.stopped?.kind === 'blocked' && now === run.moments.length - 1;
  const comparable = useDocuments(
    ({ program, beside }) => program.kernels.length > 1 && beside === null,
  );
  const broken = explanation !== null && caption.breaks.includes(explanation.property);
  return (
    <CaptionBar
      caption={caption}
      tasks={tasks}
      stop={stop}
      cue={witness && (met.get(now) ?? null)}
      cause={broken ? explanationText(explanation) : null}
      next={blocked ? nextText(comparable) : null}
    />
  );
}

/** A run that another kernel went on with stops where this one blocks. */
function nextText(comparable: boolean): string {
  const play = 'Play takes this kernel to an end of its own';
  return comparable ? `${play}; c shows both kernels side by side.` : `${play}.`;
}

export function TimePart({ size }: { readonly size: StageSize }) {
  const { send } = useSession();
  const run = useDocuments(selectRun);
  const now = useDocuments((state) => state.playback.cursor);
  const { tasks, properties } = useDocuments((state) => state.model);
  const chosen = useDocuments(selectProperty);
  const marks = useDocuments(selectWhyMarks);
  const explanation = useDocuments(selectStageExplanation);
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
      explanation={explanation}
      onSeek={seek}
    />
  );
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
