// The world graph: one moment of a run as cards, locks, references and tasks, in the order of the
// stations that a memory access passes.

import { type RefObject, useEffect, useId, useMemo } from 'react';
import { sceneAtPosition } from '../layout/motion.ts';
import { drawWorld } from '../layout/worldPicture.ts';
import type { WorldSize } from '../layout/worldPlace.ts';
import { planWorld, type WorldVariant } from '../layout/worldPlan.ts';
import type { Scene, SceneFocus } from '../layout/worldScene.ts';
import type { Run } from '../model/run.ts';
import type { TaskInfo } from '../model/world.ts';
import { useElementSize } from './useElementSize.ts';
import { useMotion } from './useMotion.ts';
import { WorldGraphCard } from './WorldGraphCard.tsx';
import {
  WorldGraphCycle,
  WorldGraphCyclePlace,
  WorldGraphEdge,
  WorldGraphTrail,
} from './WorldGraphEdge.tsx';
import { WorldGraphMark } from './WorldGraphMark.tsx';
import { WorldGraphPatterns } from './WorldGraphPatterns.tsx';
import { WorldGraphRing, WorldGraphToken } from './WorldGraphToken.tsx';
import './WorldGraph.css';

export interface WorldGraphProps {
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
  /** How many steps have been taken; a fraction shows the way between two moments, for scrubbing. */
  readonly position: number;
  readonly variant?: WorldVariant;
  /** CSS pixels; without it, the size of the element that the graph stands in. */
  readonly size?: WorldSize;
  /** Other runs that may be shown here next: with them, places are kept and bystanders step back. */
  readonly around?: readonly Run[];
  /** A click on a task's token. */
  readonly onTask?: (task: number) => void;
  /** Told when a glide begins and when it has come to rest. */
  readonly onMotion?: (moving: boolean) => void;
  /** The task that is picked elsewhere on the page. */
  readonly selected?: number | null;
}

export function WorldGraph(props: WorldGraphProps) {
  const [frame, size] = useElementSize<HTMLDivElement>(props.size ?? null);
  return (
    <div className="world-graph" ref={frame} data-variant={props.variant ?? 'workbench'}>
      {size && <WorldPicture {...props} size={size} frame={frame} />}
    </div>
  );
}

interface WorldPictureProps extends WorldGraphProps {
  readonly size: WorldSize;
  /** What scrolls when the picture is higher than its place. */
  readonly frame: RefObject<HTMLElement | null>;
}

function WorldPicture(props: WorldPictureProps) {
  const { run, tasks, position, variant = 'workbench', around, selected = null } = props;
  const { frame, onMotion } = props;
  const { width, height } = props.size;
  const draw = useMemo(() => {
    const options = { variant, size: { width, height }, ...(around ? { around } : {}) };
    return remembered(planWorld(run, tasks, options));
  }, [run, tasks, variant, width, height, around]);
  const wanted = useMemo(
    () => sceneAtPosition(draw, clamped(position, run)),
    [draw, position, run],
  );
  const scene = useMotion(wanted, !Number.isInteger(position));
  const still = scene === wanted;
  useEffect(() => onMotion?.(!still), [onMotion, still]);
  useEffect(() => {
    if (frame.current && wanted.focus) keepInSight(frame.current, wanted.focus, wanted.scale);
  }, [frame, wanted]);
  return (
    <WorldSvg
      scene={scene}
      tasks={tasks}
      selected={selected}
      still={still}
      fill={variant === 'hall'}
      onTask={props.onTask}
    />
  );
}

/** Room over and under what is scrolled to: a token, a ring. */
const SIGHT = 24;

function keepInSight(frame: HTMLElement, focus: SceneFocus, scale: number): void {
  const top = focus.top * scale - SIGHT;
  const bottom = focus.bottom * scale + SIGHT;
  const { scrollTop, clientHeight } = frame;
  if (top >= scrollTop && bottom <= scrollTop + clientHeight) return;
  frame.scrollTo({ top: (top + bottom - clientHeight) / 2 });
}

/** Scenes are drawn once: a glide between two compares them by identity. */
function remembered(plan: ReturnType<typeof planWorld>): (at: number) => Scene {
  const scenes = new Map<number, Scene>();
  return (at) => {
    const scene = scenes.get(at) ?? drawWorld(plan, at);
    scenes.set(at, scene);
    return scene;
  };
}

function clamped(position: number, run: Run): number {
  return Math.min(run.moments.length - 1, Math.max(0, position));
}

interface WorldSvgProps {
  readonly scene: Scene;
  readonly tasks: readonly TaskInfo[];
  readonly selected: number | null;
  readonly still: boolean;
  /** In a hall nobody scrolls: what is too high is scaled to fit. */
  readonly fill: boolean;
  readonly onTask: ((task: number) => void) | undefined;
}

function WorldSvg({ scene, tasks, selected, still, fill, onTask }: WorldSvgProps) {
  const id = useId();
  const { width, height, scale } = scene;
  return (
    <svg
      className="world-graph__picture"
      viewBox={`0 0 ${width} ${height}`}
      width={fill ? '100%' : width * scale}
      height={fill ? '100%' : height * scale}
      role="group"
      aria-label={`The world after step ${Math.round(scene.at)}`}
      aria-describedby={`${id}desc`}
      data-still={still}
    >
      <desc id={`${id}desc`}>
        Objects in the order in which a memory access passes them: CPU and TLB, page tables, page
        cache, pages, blocks.
      </desc>
      <WorldGraphPatterns id={id} />
      <g aria-hidden="true">
        {scene.labels.map((mark) => (
          <WorldGraphMark key={mark.key} mark={mark} id={id} />
        ))}
      </g>
      <g aria-hidden="true">
        {scene.cycles.map((cycle) => (
          <WorldGraphCycle key={cycle.key} cycle={cycle} />
        ))}
      </g>
      {scene.cards.map((card) => (
        <WorldGraphCard key={card.key} card={card} id={id} />
      ))}
      <g aria-hidden="true">
        {scene.edges.map((edge) => (
          <WorldGraphEdge key={edge.key} edge={edge} bend={scene.bend} />
        ))}
        {scene.rings.map((ring) => (
          <WorldGraphRing key={ring.key} ring={ring} />
        ))}
        {scene.trails.map((trail) => (
          <WorldGraphTrail key={trail.key} trail={trail} bend={scene.bend} id={id} />
        ))}
        {scene.cycles.map((cycle) => (
          <WorldGraphCyclePlace key={cycle.key} cycle={cycle} />
        ))}
      </g>
      {scene.tokens.map((token) => (
        <WorldGraphToken
          key={token.key}
          token={token}
          task={tasks[token.task]}
          selected={selected === token.task}
          onTask={onTask}
        />
      ))}
    </svg>
  );
}
