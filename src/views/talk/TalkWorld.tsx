// The world of a beat: the camera moves to what the beat names, and everything else stands back.

import { useMemo, type CSSProperties } from 'react';
import { at } from '../../base/assert.ts';
import { focusScene, type FocusedScene } from '../../layout/scene/focusScene.ts';
import { drawWorld } from '../../layout/scene/worldPicture.ts';
import { planWorld } from '../../layout/plan/worldPlan.ts';
import type { WorldSize } from '../../layout/plan/worldPlace.ts';
import { stagedValues } from '../../session/talk/stagedValues.ts';
import type { StagePlace } from '../../session/talk/openedTalk.ts';
import type { Run } from '../../model/world/run.ts';
import { useElementSize } from '../base/useElementSize.ts';
import { useMotion } from '../base/useMotion.ts';
import { WorldSvg } from '../world/WorldSvg.tsx';
import '../world/WorldGraph.css';

export interface TalkWorldProps {
  readonly place: StagePlace;
  readonly focus: readonly string[];
  /** The other runs of the talk in this configuration: objects keep their positions from beat to beat. */
  readonly around: readonly Run[];
  readonly onTask: (task: number) => void;
}

export function TalkWorld(props: TalkWorldProps) {
  const [frame, size] = useElementSize<HTMLDivElement>(null);
  return (
    <div className="talk-world world-graph" ref={frame}>
      {size && size.width > 0 && size.height > 0 && <Picture {...props} area={size} />}
    </div>
  );
}

/** The window of the camera is at least this wide, in the scene's own pixels. */
const CLOSEST = 300;
/** Narrower areas show the world from top to bottom, as a phone does. */
const PHONE = 620;

function Picture({ place, focus, around, area, onTask }: TalkWorldProps & { area: WorldSize }) {
  const { run, cursor, model } = place;
  const { width, height } = area;
  const draw = useMemo(() => {
    const variant = width < PHONE ? 'workbench' : 'hall';
    const size =
      width < PHONE ? { width: PHONE, height: (PHONE * height) / width } : { width, height };
    const plan = planWorld(run, model.tasks, {
      variant,
      size,
      around,
      values: stagedValues(place.model, run),
    });
    const known = new Map<string, FocusedScene>();
    return (moment: number, names: readonly string[]): FocusedScene => {
      const key = `${moment} ${names.join()}`;
      const { world } = at(run.moments, moment);
      const made =
        known.get(key) ??
        focusScene(drawWorld(plan, moment), names, world, model.tasks, { width, height }, CLOSEST);
      known.set(key, made);
      return made;
    };
    // The model belongs to the run.
  }, [run, model, around, width, height, place.model]);
  const wanted = draw(cursor, focus);
  const scene = useMotion(wanted.scene, false);
  const { crop } = wanted;
  const zoom = width / crop.width;
  const camera: CSSProperties = {
    width: scene.width,
    height: scene.height,
    transform: `scale(${zoom}) translate(${-crop.x}px, ${-crop.y}px)`,
  };
  return (
    <div className="talk-camera" style={camera}>
      <WorldSvg
        scene={scene}
        tasks={model.tasks}
        selected={null}
        still={scene === wanted.scene}
        label={`The world after step ${cursor}`}
        fit="fill"
        onTask={onTask}
      />
    </div>
  );
}
