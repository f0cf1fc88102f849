// A small picture of how a run ends: the part of the stage where the property is broken, at the stage's own scale.

import { useEffect, useMemo, useState } from 'react';
import { cropScene } from '../../layout/plan/worldCrop.ts';
import { drawWorld } from '../../layout/scene/worldPicture.ts';
import type { WorldSize } from '../../layout/plan/worldPlace.ts';
import { planWorld } from '../../layout/plan/worldPlan.ts';
import type { PicturedRun } from '../../session/state/picturedRun.ts';
import { useElementSize } from '../base/useElementSize.ts';
import { WorldSvg } from './WorldSvg.tsx';

export interface WorldThumbProps {
  /** Replays the run: called once, when the picture becomes visible. */
  readonly replay: () => Promise<PicturedRun | null>;
  readonly label: string;
  /** CSS pixels. */
  readonly height: number;
  /** Projector mode: larger marks. */
  readonly hall: boolean;
  /** The moment to show; null: the last one. */
  readonly position?: number | null;
  /** Hears of the run once it is here. */
  readonly onRun?: (pictured: PicturedRun) => void;
}

/** The whole stage, of which the picture is a part. */
const STAGE: WorldSize = { width: 820, height: 600 };
const HALL: WorldSize = { width: 1400, height: 960 };

export function WorldThumb(props: WorldThumbProps) {
  const { replay, label, height, hall, position = null, onRun } = props;
  const [frame, size] = useElementSize<HTMLDivElement>(null);
  const [pictured, setPictured] = useState<PicturedRun | null>(null);
  useEffect(() => {
    let shown = true;
    const leave = whenSeen(frame.current, () => {
      // A picture that cannot be fetched is left out; its card stays.
      const show = (run: PicturedRun | null): void => {
        if (!shown) return;
        setPictured(run);
        if (run !== null) onRun?.(run);
      };
      void replay().then(show, () => {});
    });
    return () => {
      shown = false;
      leave();
    };
  }, [frame, replay, onRun]);
  return (
    <div className="thumb" ref={frame} style={{ height }} data-drawn={pictured !== null}>
      {pictured && size && (
        <Picture {...{ pictured, label, hall, position }} size={{ ...size, height }} />
      )}
    </div>
  );
}

interface PictureProps {
  readonly pictured: PicturedRun;
  readonly label: string;
  readonly size: WorldSize;
  readonly hall: boolean;
  readonly position: number | null;
}

/** The part of the stage is that of the end, in every moment. */
function Picture({ pictured: { run, tasks }, label, size, hall, position }: PictureProps) {
  const { width, height } = size;
  const plan = useMemo(() => {
    const options = hall
      ? ({ variant: 'hall', size: HALL } as const)
      : ({ variant: 'workbench', size: STAGE } as const);
    return planWorld(run, tasks, options);
  }, [run, tasks, hall]);
  const last = run.moments.length - 1;
  const end = useMemo(() => drawWorld(plan, last), [plan, last]);
  const scene = position === null ? end : drawWorld(plan, position);
  const crop = cropScene(end, { width: width / end.scale, height: height / end.scale });
  return <WorldSvg scene={scene} tasks={tasks} selected={null} still label={label} fit={crop} />;
}

/** Once, when the element becomes visible and the browser is idle. */
function whenSeen(element: Element | null, act: () => void): () => void {
  if (element === null) return () => {};
  let idle: number | null = null;
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      idle = requestIdleCallback(act, { timeout: 2000 });
    },
    { rootMargin: '200px' },
  );
  observer.observe(element);
  return () => {
    observer.disconnect();
    if (idle !== null) cancelIdleCallback(idle);
  };
}
