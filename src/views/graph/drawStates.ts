// Draws the state graph on a canvas: steps in the hue of their task, red for a broken property, green for a good end,
// and a shape for each, so that colour alone never carries meaning.

import type { Look, MergedGraph } from '../../explore/graph/mergedGraph.ts';
import { MOST_STEPS } from '../../layout/graph/stateSentence.ts';
import {
  clusterEnds,
  radiusAt,
  type StateScene,
  type Transform,
} from '../../layout/graph/stateScene.ts';

export interface Drawing {
  readonly graph: MergedGraph;
  readonly scene: StateScene;
  /** The nodes in which runs end. */
  readonly ends: readonly number[];
  readonly downwards: boolean;
  /** Numbers of the ends as in the list beside the picture, by the graph's `end`. */
  readonly endNumbers: readonly number[];
  /** Nodes of the run on the stage, and the current moment. */
  readonly run: readonly number[];
  readonly cursor: number;
  /** The selected node. */
  readonly focus: number | null;
  /** By node, 1 for highlighted nodes; null: all alike. */
  readonly lit: Uint8Array | null;
}

export interface Palette {
  readonly ink: string;
  readonly dim: string;
  readonly edge: string;
  readonly panel: string;
  readonly good: string;
  readonly bad: string;
  readonly on: string;
  readonly tasks: readonly string[];
  readonly font: string;
  /** Scale of marks on a projector. */
  readonly scale: number;
}

const TASKS = 8;
/** Up to this many steps are drawn as curves. */
const FEW = 1500;

/** While the picture moves, fewer steps are drawn. */
const MOST_MOVING = 2000;
/** The number of lines in one stroke: a stroke of more takes longer than its lines one by one. */
const TOGETHER = 500;

export function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const probe = document.createElement('span');
  element.after(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    ink: colour('--ink'),
    dim: colour('--dim'),
    edge: colour('--edge'),
    panel: colour('--panel'),
    good: colour('--good'),
    bad: colour('--bad'),
    on: colour('--on'),
    tasks: Array.from({ length: TASKS }, (_, task) => colour(`--task-${task}`)),
    font: style.fontFamily,
    scale: Number(style.getPropertyValue('--u')) || 1,
  };
  probe.remove();
  return palette;
}

/** On a cleared canvas, in CSS pixels. `moving`: a full drawing follows shortly. */
export function drawStates(
  ctx: CanvasRenderingContext2D,
  drawing: Drawing,
  view: Transform,
  palette: Palette,
  moving: boolean,
): void {
  drawEdges(ctx, drawing, view, palette, moving ? MOST_MOVING : MOST_STEPS);
  ctx.save();
  ctx.translate(view.x, view.y);
  ctx.scale(view.k, view.k);
  drawRun(ctx, drawing, view.k, palette);
  ctx.restore();
  drawNodes(ctx, drawing, view, palette);
  drawEnds(ctx, drawing, view, palette);
  drawPlaces(ctx, drawing, view, palette);
}

function drawEdges(
  ctx: CanvasRenderingContext2D,
  drawing: Drawing,
  view: Transform,
  palette: Palette,
  most: number,
): void {
  const { plain, faded, broken, count } = edgesInView(ctx, drawing, view, most);
  const few = count <= FEW;
  const strength = Math.min(0.75, Math.max(0.25, FEW / Math.max(1, count)));
  const colours = [...palette.tasks, palette.edge];
  const stroke = (edges: readonly number[], colour: string, alpha: number, width: number): void => {
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = colour;
    // Lines thinner than a pixel are drawn several times as fast.
    ctx.lineWidth = few ? width * palette.scale : 0.9 / devicePixelRatio;
    strokeEdges(ctx, drawing, view, edges, few);
  };
  faded.forEach((edges, i) => stroke(edges, colours[i] ?? palette.edge, strength * 0.2, 1));
  plain.forEach((edges, i) => stroke(edges, colours[i] ?? palette.edge, strength, 1.1));
  stroke(broken, palette.bad, Math.min(1, strength + 0.25), 1.6);
  ctx.globalAlpha = 1;
}

/** By task, steps of several tasks last; highlighted ones separately. */
interface EdgesInView {
  readonly plain: readonly number[][];
  readonly faded: readonly number[][];
  readonly broken: readonly number[];
  /** All that could be seen. */
  readonly count: number;
}

function edgesInView(
  { canvas }: CanvasRenderingContext2D,
  { graph: { from, to, task, breaks }, scene: { x, y }, lit }: Drawing,
  view: Transform,
  most: number,
): EdgesInView {
  const left = -view.x / view.k;
  const top = -view.y / view.k;
  const right = left + canvas.width / devicePixelRatio / view.k;
  const bottom = top + canvas.height / devicePixelRatio / view.k;
  const seen: number[] = [];
  for (let edge = 0; edge < from.length; edge++) {
    const [a, b] = [from[edge] ?? 0, to[edge] ?? 0];
    const [ax, ay, bx, by] = [x[a] ?? 0, y[a] ?? 0, x[b] ?? 0, y[b] ?? 0];
    const besides = Math.max(ax, bx) < left || Math.min(ax, bx) > right;
    if (!besides && Math.max(ay, by) >= top && Math.min(ay, by) <= bottom) seen.push(edge);
  }
  const every = Math.ceil(seen.length / most);
  const plain = Array.from({ length: TASKS + 1 }, (): number[] => []);
  const faded = Array.from({ length: TASKS + 1 }, (): number[] => []);
  const broken: number[] = [];
  seen.forEach((edge, i) => {
    const isLit = lit === null || (lit[from[edge] ?? 0] === 1 && lit[to[edge] ?? 0] === 1);
    if (breaks[edge] === 1 && isLit) broken.push(edge);
    if (breaks[edge] === 1 && isLit) return;
    const whose = task[edge] ?? -1;
    if (i % every === 0) (isLit ? plain : faded)[whose < 0 ? TASKS : whose % TASKS]?.push(edge);
  });
  return { plain, faded, broken, count: seen.length };
}

/** Curves where they are few. */
function strokeEdges(
  ctx: CanvasRenderingContext2D,
  { graph: { from, to }, scene: { x, y }, downwards }: Drawing,
  { x: dx, y: dy, k }: Transform,
  edges: readonly number[],
  curved: boolean,
): void {
  edges.forEach((edge, i) => {
    if (i % TOGETHER === 0) ctx.beginPath();
    const [a, b] = [from[edge] ?? 0, to[edge] ?? 0];
    const [ax, ay] = [(x[a] ?? 0) * k + dx, (y[a] ?? 0) * k + dy];
    const [bx, by] = [(x[b] ?? 0) * k + dx, (y[b] ?? 0) * k + dy];
    ctx.moveTo(ax, ay);
    if (!curved) ctx.lineTo(bx, by);
    else if (downwards) ctx.bezierCurveTo(ax, (ay + by) / 2, bx, (ay + by) / 2, bx, by);
    else ctx.bezierCurveTo((ax + bx) / 2, ay, (ax + bx) / 2, by, bx, by);
    if (i % TOGETHER === TOGETHER - 1 || i === edges.length - 1) ctx.stroke();
  });
}

/** Taken steps are solid, steps still to come are dashed. */
function drawRun(
  ctx: CanvasRenderingContext2D,
  { scene: { x, y }, run, cursor }: Drawing,
  k: number,
  { ink, panel, scale }: Palette,
): void {
  const line = (nodes: readonly number[]): Path2D => {
    const path = new Path2D();
    nodes.forEach((node, i) => {
      if (x[node] === undefined) return;
      if (i === 0) path.moveTo(x[node], y[node] ?? 0);
      else path.lineTo(x[node], y[node] ?? 0);
    });
    return path;
  };
  ctx.lineJoin = 'round';
  const stroke = (path: Path2D, colour: string, width: number, dash: number): void => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = (width * scale) / k;
    ctx.setLineDash(dash === 0 ? [] : [dash / k, dash / k]);
    ctx.stroke(path);
  };
  stroke(line(run), panel, 7, 0);
  stroke(line(run.slice(cursor)), ink, 2, 5 * scale);
  stroke(line(run.slice(0, cursor + 1)), ink, 3, 0);
  ctx.setLineDash([]);
}

function drawNodes(
  ctx: CanvasRenderingContext2D,
  { graph, scene, lit }: Drawing,
  view: Transform,
  palette: Palette,
): void {
  const { width, height } = ctx.canvas;
  const small = radiusAt(scene, view.k);
  for (let node = 0; node < graph.nodes; node++) {
    const x = (scene.x[node] ?? 0) * view.k + view.x;
    const y = (scene.y[node] ?? 0) * view.k + view.y;
    if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
    ctx.globalAlpha = lit === null || lit[node] === 1 ? 1 : 0.22;
    if ((graph.end[node] ?? -1) >= 0) continue;
    drawDot(ctx, x, y, small * growth(graph, node), graph.look[node] ?? 'open', palette);
  }
  ctx.globalAlpha = 1;
}

/** Each with its number, or a count where there is no room for the numbers. */
function drawEnds(
  ctx: CanvasRenderingContext2D,
  { graph, scene, ends, lit, endNumbers }: Drawing,
  view: Transform,
  palette: Palette,
): void {
  for (const cluster of clusterEnds(scene, ends, view.k, TOUCHING * palette.scale)) {
    const middle = (of: Float64Array): number =>
      cluster.reduce((sum, node) => sum + (of[node] ?? 0), 0) / cluster.length;
    const [x, y] = [middle(scene.x) * view.k + view.x, middle(scene.y) * view.k + view.y];
    const [first = 0] = cluster;
    const looks = cluster.map((node) => graph.look[node] ?? 'open');
    ctx.globalAlpha = lit === null || cluster.some((node) => lit[node] === 1) ? 1 : 0.22;
    if (cluster.length > 1) drawCluster(ctx, x, y, looks, palette);
    else drawEnd(ctx, x, y, looks[0] ?? 'open', endNumbers[graph.end[first] ?? 0] ?? 0, palette);
  }
  ctx.globalAlpha = 1;
}

/** Pixels from one mark to the next at which they begin to cover each other. */
const TOUCHING = 18;

/** Red as soon as one of them is bad. */
function drawCluster(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  looks: readonly Look[],
  palette: Palette,
): void {
  const text = `${looks.length} ends`;
  ctx.font = `700 ${12 * palette.scale}px ${palette.font}`;
  const [wide, high] = [ctx.measureText(text).width + 14 * palette.scale, 20 * palette.scale];
  ctx.beginPath();
  ctx.roundRect(x - wide / 2, y - high / 2, wide, high, high / 2);
  ctx.fillStyle = looks.every((look) => look === 'good') ? palette.good : palette.bad;
  ctx.fill();
  ctx.fillStyle = palette.on;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, x, y + 0.06 * high);
}

/** A node of many states is larger. */
function growth({ size }: MergedGraph, node: number): number {
  return Math.min(2.2, 1 + 0.12 * Math.log2(size[node] ?? 1));
}

/**
 * A state that is not an end: filled, hollow where no good end can be reached, a diamond where a property is
 * broken.
 */
function drawDot(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  r: number,
  look: Look,
  palette: Palette,
): void {
  if (r < 2 && look !== 'broken') {
    ctx.fillStyle = look === 'lost' ? palette.bad : palette.dim;
    ctx.fillRect(Math.round(x - r), Math.round(y - r), Math.ceil(2 * r), Math.ceil(2 * r));
    return;
  }
  ctx.beginPath();
  if (look === 'broken') {
    const d = Math.max(2.4, r * 1.35);
    ctx.moveTo(x, y - d);
    ctx.lineTo(x + d, y);
    ctx.lineTo(x, y + d);
    ctx.lineTo(x - d, y);
    ctx.closePath();
  } else ctx.arc(x, y, r, 0, 2 * Math.PI);
  if (look === 'lost' || look === 'unknown') {
    ctx.fillStyle = palette.panel;
    ctx.fill();
    ctx.lineWidth = Math.max(0.8, r * 0.4);
    ctx.strokeStyle = look === 'lost' ? palette.bad : palette.dim;
    ctx.stroke();
    return;
  }
  ctx.fillStyle = look === 'broken' ? palette.bad : palette.dim;
  ctx.fill();
}

/** An end with its number: a disc is good, a square is broken, a hatched ring is a deadlock, a triangle an oops. */
function drawEnd(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  look: Look,
  number: number,
  palette: Palette,
): void {
  const r = 10 * palette.scale;
  const colour = look === 'good' ? palette.good : palette.bad;
  ctx.beginPath();
  if (look === 'bad') ctx.roundRect(x - r * 0.92, y - r * 0.92, r * 1.84, r * 1.84, r * 0.25);
  else if (look === 'panic') {
    ctx.moveTo(x, y - r * 1.35);
    ctx.lineTo(x + r * 1.3, y + r * 0.9);
    ctx.lineTo(x - r * 1.3, y + r * 0.9);
    ctx.closePath();
  } else ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fillStyle = look === 'deadlock' ? palette.panel : colour;
  ctx.fill();
  if (look === 'deadlock') hatch(ctx, x, y, r, colour);
  ctx.fillStyle = look === 'deadlock' ? palette.ink : palette.on;
  ctx.font = `700 ${12 * palette.scale}px ${palette.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  if (number > 0) ctx.fillText(String(number), x, y + (look === 'panic' ? r * 0.22 : r * 0.06));
}

/** Fills the current path with hatching and leaves the middle free for a number. */
function hatch(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  r: number,
  colour: string,
): void {
  ctx.lineWidth = r * 0.28;
  ctx.strokeStyle = colour;
  ctx.stroke();
  ctx.save();
  ctx.clip();
  ctx.globalAlpha *= 0.45;
  ctx.lineWidth = r * 0.16;
  ctx.beginPath();
  for (let d = -2 * r; d <= 2 * r; d += r * 0.5) {
    ctx.moveTo(x + d - r, y + r);
    ctx.lineTo(x + d + r, y - r);
  }
  ctx.stroke();
  ctx.restore();
}

/** The current state, and the selected node. */
function drawPlaces(
  ctx: CanvasRenderingContext2D,
  { graph, scene, run, cursor, focus }: Drawing,
  view: Transform,
  { ink, panel, scale }: Palette,
): void {
  const small = radiusAt(scene, view.k);
  const ring = (node: number | undefined, more: number, colour: string, width: number): void => {
    if (node === undefined || scene.x[node] === undefined) return;
    ctx.beginPath();
    const [x, y] = [scene.x[node] * view.k + view.x, (scene.y[node] ?? 0) * view.k + view.y];
    const own = (graph.end[node] ?? -1) < 0 ? small * growth(graph, node) : 10 * scale;
    ctx.arc(x, y, Math.max(12 * scale, own + 4) + more * scale, 0, 2 * Math.PI);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width * scale;
    ctx.stroke();
  };
  const here = run[cursor];
  ring(here, 0, panel, 6);
  ring(here, 0, ink, 3);
  if (focus === null) return;
  ctx.setLineDash([4 * scale, 3 * scale]);
  ring(focus, 5, panel, 5);
  ring(focus, 5, ink, 2);
  ctx.setLineDash([]);
}
