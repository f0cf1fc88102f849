// A run at one step as a picture by itself: an SVG document of the world, of the time diagram, or of both with the
// step in words between them.

import { renderToStaticMarkup } from 'react-dom/server';
import { caption, captionText } from '../layout/words/caption.ts';
import { openStrips, propertyStrips, type RunProperty } from '../layout/time/propertyStrip.ts';
import { type SpaceTime, spaceTime } from '../layout/time/spaceTime.ts';
import { planWorld } from '../layout/plan/worldPlan.ts';
import type { Scene } from '../layout/plan/worldScene.ts';
import { drawWorld } from '../layout/scene/worldPicture.ts';
import { stepValues } from '../model/replay/valueTrace.ts';
import type { Model } from '../model/build/model.ts';
import type { Run } from '../model/world/run.ts';
import { TimePicture } from '../views/time/SpaceTime.tsx';
import { WorldSvg } from '../views/world/WorldSvg.tsx';
import { type PictureTheme, pictureStyle, themeColours } from './pictureStyle.ts';

export type PicturePart = 'world' | 'time' | 'both';

export interface PictureWish {
  readonly model: Model;
  readonly run: Run;
  /** How many steps of the run are taken. */
  readonly step: number;
  readonly properties: readonly RunProperty[];
  /** The property whose strip is shown in any case; null: those that are broken. */
  readonly chosen: string | null;
  /** Over the picture: scenario and kernel. */
  readonly title: string;
  readonly theme: PictureTheme;
  readonly part: PicturePart;
}

export interface Picture {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** An SVG document. */
  readonly svg: string;
}

const WIDTH = 1200;
const MARGIN = 20;
const GUTTER = 170;
const WORLD = { width: WIDTH - 2 * MARGIN, height: 620 };
const TEXT = 13;
const LINE = 22;

export function drawRun(wish: PictureWish): Picture {
  const world = wish.part === 'time' ? null : worldOf(wish);
  const diagram = wish.part === 'world' ? null : diagramOf(wish);
  const worldTop = MARGIN + LINE * 1.5;
  const captionTop = worldTop + (world === null ? 0 : world.height * world.scale + LINE);
  const timeTop = captionTop + LINE;
  const height = Math.ceil(timeTop + (diagram === null ? 0 : diagram.height) + MARGIN);
  const words = captionText(caption(wish.run, wish.step, wish.model.tasks), wish.model.tasks);
  const body = (
    <>
      <Line y={MARGIN + TEXT} text={wish.title} weight={650} />
      {world && <World wish={wish} scene={world} y={worldTop} />}
      <Line y={captionTop} text={words} weight={400} />
      {diagram && <Time wish={wish} diagram={diagram} y={timeTop} />}
    </>
  );
  return { width: WIDTH, height, svg: documentOf(renderToStaticMarkup(body), height, wish) };
}

function worldOf({ model, run, step }: PictureWish): Scene {
  const values = stepValues(model, run.moves);
  const plan = planWorld(run, model.tasks, { variant: 'workbench', size: WORLD, values });
  return drawWorld(plan, step);
}

function diagramOf({ model, run, properties, chosen }: PictureWish): SpaceTime {
  const { open } = openStrips(propertyStrips(run.moments, properties), chosen, 3);
  return spaceTime({
    run,
    tasks: model.tasks,
    strips: open,
    width: WIDTH - 2 * MARGIN - GUTTER,
    height: 60 + 46 * model.tasks.length + 26 * open.length,
    textSize: TEXT,
  });
}

function documentOf(body: string, height: number, { theme }: PictureWish): string {
  const ground = themeColours(theme).get('--bg') ?? 'none';
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">`;
  const paper = `<rect width="${WIDTH}" height="${height}" fill="${ground}"/>`;
  return `${open}\n<style>\n${pictureStyle(theme).replaceAll('&', '&amp;')}\n</style>\n${paper}\n${body}\n</svg>\n`;
}

interface LineProps {
  readonly y: number;
  readonly text: string;
  readonly weight: number;
}

function Line({ y, text, weight }: LineProps) {
  return (
    <text className="wg-text" x={MARGIN} y={y} fontSize={TEXT + 2} fontWeight={weight}>
      {text}
    </text>
  );
}

interface PartProps {
  readonly wish: PictureWish;
  readonly y: number;
}

function World({ wish, scene, y }: PartProps & { readonly scene: Scene }) {
  const { step, model } = wish;
  return (
    <g transform={`translate(${MARGIN} ${y})`}>
      <WorldSvg
        scene={scene}
        tasks={model.tasks}
        selected={null}
        still
        label={`The world after step ${step}`}
        fit="whole"
      />
    </g>
  );
}

/** The diagram, and at its left the names that the page has beside it. */
function Time({ wish, diagram, y }: PartProps & { readonly diagram: SpaceTime }) {
  const { tasks } = wish.model;
  return (
    <g transform={`translate(${MARGIN} ${y})`}>
      <g className="time-picture">
        {diagram.strips.map(({ strip, y: middle }) => (
          <text
            key={strip.property.name}
            className={`wg-text wg-text--code wg-text--${strip.brokenAt === null ? 'dim' : 'bad'}`}
            y={middle}
            fontSize={TEXT}
          >
            {strip.property.name}
          </text>
        ))}
        {diagram.lanes.map(({ task, ground }) => (
          <text key={task} className="wg-text" y={ground} fontSize={TEXT} fontWeight={650}>
            {`${task + 1}  ${tasks[task]?.name ?? ''}`}
          </text>
        ))}
      </g>
      <g transform={`translate(${GUTTER} 0)`}>
        <TimePicture
          now={wish.step}
          diagram={diagram}
          textSize={TEXT}
          hovered={null}
          marks={null}
          cause={null}
        />
      </g>
    </g>
  );
}
