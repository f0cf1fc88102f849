// The world graph: one moment of a run as cards, locks, references and tasks, in the order of the
// stations that a memory access passes.

import { type RefObject, useEffect, useMemo } from 'react';
import { sceneAtPosition } from '../../layout/scene/motion.ts';
import { drawWorld } from '../../layout/scene/worldPicture.ts';
import type { WorldSize } from '../../layout/plan/worldPlace.ts';
import { planWorld, type WorldVariant } from '../../layout/plan/worldPlan.ts';
import type { Scene, SceneFocus } from '../../layout/plan/worldScene.ts';
import type { StepValues } from '../../model/replay/valueTrace.ts';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { useElementSize } from '../base/useElementSize.ts';
import { useMotion } from '../base/useMotion.ts';
import { WorldSvg } from './WorldSvg.tsx';
import { lazyPart } from '../base/lazyPart.tsx';
import './WorldGraph.css';

/** A hint is needed a moment after the first paint. */
const WorldGraphAbout = lazyPart(
  async () => (await import('./WorldGraphAbout.tsx')).WorldGraphAbout,
);

export interface WorldGraphProps {
  readonly run: Run;
  readonly tasks: readonly TaskInfo[];
  /** How many steps have been taken; a fraction shows the way between two moments, for scrubbing. */
  readonly position: number;
  /** `narrow`: like a phone's, or like a desktop's where it is as wide. */
  readonly variant?: Exclude<WorldVariant, 'phone'> | 'narrow';
  /** CSS pixels; without it, the size of the element that the graph stands in. */
  readonly size?: WorldSize;
  /**
   * Other runs that may be shown here next: with them, positions are kept and unused objects are dimmed.
   */
  readonly around?: readonly Run[];
  /** What the steps of the run read and wrote: tasks show the data that they got. */
  readonly values?: readonly StepValues[];
  /** A click on a task's token. */
  readonly onTask?: (task: number) => void;
  /** Called when an animation begins and when it ends. */
  readonly onMotion?: (moving: boolean) => void;
  /** The task that is highlighted elsewhere on the page. */
  readonly selected?: number | null;
  /** Objects that differ from those of another world: each gets an outline. */
  readonly differs?: ReadonlySet<string>;
  /** Objects tell their tokens and their history in a hint. */
  readonly hints?: boolean;
  /** The name of the picture; without it `The world after step 3`. */
  readonly label?: string;
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
  /** The element that scrolls when the picture is higher than its area. */
  readonly frame: RefObject<HTMLElement | null>;
}

function WorldPicture(props: WorldPictureProps) {
  const { run, tasks, position, around, values, selected = null } = props;
  const { frame, onMotion } = props;
  const { width, height } = props.size;
  const variant = variantFor(props.variant ?? 'workbench', width);
  const draw = useMemo(() => {
    const options = {
      variant,
      size: { width, height },
      ...(around ? { around } : {}),
      ...(values ? { values } : {}),
    };
    return remembered(planWorld(run, tasks, options));
  }, [run, tasks, variant, width, height, around, values]);
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
      label={props.label ?? `The world after step ${Math.round(scene.at)}`}
      differs={props.differs}
      renderAbout={
        props.hints === true
          ? (object) => <WorldGraphAbout {...{ run, tasks, object }} now={Math.round(position)} />
          : undefined
      }
      fit={variant === 'hall' ? 'fill' : 'whole'}
      onTask={props.onTask}
    />
  );
}

/** Stations stand side by side from this width on: CSS pixels. */
const SIDE_BY_SIDE = 620;

function variantFor(wanted: NonNullable<WorldGraphProps['variant']>, width: number): WorldVariant {
  if (wanted !== 'narrow') return wanted;
  return width < SIDE_BY_SIDE ? 'phone' : 'workbench';
}

/** Space above and below a token or ring that is scrolled into view. */
const SIGHT = 24;

function keepInSight(frame: HTMLElement, focus: SceneFocus, scale: number): void {
  const top = focus.top * scale - SIGHT;
  const bottom = focus.bottom * scale + SIGHT;
  const { scrollTop, clientHeight } = frame;
  if (top >= scrollTop && bottom <= scrollTop + clientHeight) return;
  frame.scrollTo({ top: (top + bottom - clientHeight) / 2 });
}

/** Scenes are cached: an animation between two compares them by identity. */
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
