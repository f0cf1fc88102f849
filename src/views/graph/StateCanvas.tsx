// The state graph as a picture: pan and zoom, a click on a node, keys from node to node.

import { select } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomBehavior } from 'd3-zoom';
import { type MouseEvent, type RefObject, useEffect, useMemo, useRef } from 'react';
import type { GraphReport } from '../../check/graph/graphReport.ts';
import type { StateLayout } from '../../layout/graph/stateLayout.ts';
import {
  endNodes,
  nodeAt,
  placeStates,
  type StateScene,
  type Transform,
} from '../../layout/graph/stateScene.ts';
import type { Direction } from '../../layout/graph/stateWalk.ts';
import { type Drawing, drawStates, type Palette, readPalette } from './drawStates.ts';
import { useElementSize } from '../base/useElementSize.ts';

export interface Pointed {
  readonly node: number;
  readonly x: number;
  readonly y: number;
}

export interface StateCanvasProps extends Omit<Drawing, 'graph' | 'scene' | 'ends'> {
  readonly report: GraphReport;
  readonly layout: StateLayout;
  /** Changes where the colours do. */
  readonly theme: string;
  /** Grows by one each time the whole picture is to be shown. */
  readonly fits: number;
  readonly onPoint: (pointed: Pointed | null) => void;
  /** `touched`: by a finger, which cannot hover. */
  readonly onPick: (node: number, touched: boolean) => void;
  readonly onWalk: (direction: Direction) => void;
  readonly onEnter: () => void;
  readonly onFit: () => void;
}

/** The largest distance of a pointer from a node that it picks. */
const REACH = 14;
const CLOSEST = 40;
/** From one end's mark to the next. */
const MARK = 24;

const ALONG: Readonly<Record<string, Direction>> = {
  ArrowRight: 'on',
  ArrowLeft: 'back',
  ArrowUp: 'before',
  ArrowDown: 'behind',
};
const DOWNWARDS: Readonly<Record<string, Direction>> = {
  ArrowRight: 'behind',
  ArrowLeft: 'before',
  ArrowUp: 'back',
  ArrowDown: 'on',
};

export function StateCanvas(props: StateCanvasProps) {
  const [box, size] = useElementSize<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width = 0, height = 0 } = size ?? {};
  const drawing = useDrawing(props, width, height);
  const { scene } = drawing;
  const view = usePainting(canvas, drawing, { width, height }, props.theme);
  useEffect(() => view.current?.fit(), [props.fits, width, height, view]);
  useEffect(() => {
    if (props.focus !== null) view.current?.show(scene, props.focus);
  }, [props.focus, scene, view]);
  useEffect(() => {
    if (!(document.activeElement instanceof HTMLSelectElement)) box.current?.focus();
  }, [box]);
  const at = (event: MouseEvent<HTMLElement>): Pointed | null => {
    const frame = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
    const node = view.current && nodeAt(scene, view.current.transform(), [x, y], REACH);
    return node === null ? null : { node, x, y };
  };
  return (
    // An application takes the keys itself: the rules below know only widgets of fixed kinds.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={box}
      className="states-canvas"
      role="application"
      aria-label="State graph"
      aria-describedby="states-keys"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={(event) => {
        if (press(event.key, props, view.current)) event.preventDefault();
      }}
    >
      <canvas
        ref={canvas}
        aria-hidden="true"
        onPointerMove={(event) => props.onPoint(event.pointerType === 'touch' ? null : at(event))}
        onPointerLeave={() => props.onPoint(null)}
        onClick={(event) => {
          const pointed = at(event);
          if (pointed !== null) props.onPick(pointed.node, isTouch(event.nativeEvent));
        }}
      />
    </div>
  );
}

function useDrawing(props: StateCanvasProps, width: number, height: number): Drawing {
  const { report, layout, downwards, endNumbers, run, cursor, focus, lit } = props;
  const ends = useMemo(() => endNodes(report.drawn), [report]);
  const scene = useMemo(
    () => placeStates(layout, { width, height, downwards, mark: MARK * unit() }, ends),
    [layout, width, height, downwards, ends],
  );
  return useMemo(
    () => ({ graph: report.drawn, scene, ends, downwards, endNumbers, run, cursor, focus, lit }),
    [report, scene, ends, downwards, endNumbers, run, cursor, focus, lit],
  );
}

/** Scale of all marks on a projector. */
function unit(): number {
  return Number(getComputedStyle(document.documentElement).getPropertyValue('--u')) || 1;
}

/** Whether the key does something here. */
function press(key: string, props: StateCanvasProps, view: View | null): boolean {
  const direction = (props.downwards ? DOWNWARDS : ALONG)[key];
  if (direction !== undefined) props.onWalk(direction);
  else if (key === 'Enter') props.onEnter();
  else if (key === '+') view?.scaleBy(1.5);
  else if (key === '-') view?.scaleBy(1 / 1.5);
  else if (key === '0') props.onFit();
  else return false;
  return true;
}

function isTouch(event: globalThis.MouseEvent): boolean {
  return 'pointerType' in event && event.pointerType === 'touch';
}

interface View {
  transform(): Transform;
  fit(): void;
  scaleBy(factor: number): void;
  /** Pans so that a node is visible. */
  show(scene: StateScene, node: number): void;
}

interface Painter {
  drawing: Drawing | null;
  palette: Palette | null;
  paint: () => void;
}

/**
 * Paints at most once a frame: after each change of the drawing, and while the person pans and zooms.
 */
function usePainting(
  canvas: RefObject<HTMLCanvasElement | null>,
  drawing: Drawing,
  { width, height }: { readonly width: number; readonly height: number },
  theme: string,
): RefObject<View | null> {
  const painter = useRef<Painter | null>(null);
  const view = useRef<View | null>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const begun = beginPainting(element);
    painter.current = begun.painter;
    view.current = begun.view;
    return () => {
      begun.end();
      painter.current = null;
      view.current = null;
    };
  }, [canvas]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || painter.current === null || width === 0) return;
    const dots = devicePixelRatio;
    const [across, down] = [Math.round(width * dots), Math.round(height * dots)];
    if (element.width !== across) element.width = across;
    if (element.height !== down) element.height = down;
    painter.current.drawing = drawing;
    painter.current.paint();
  }, [canvas, drawing, width, height]);
  useEffect(() => {
    if (painter.current === null) return;
    painter.current.palette = null;
    painter.current.paint();
  }, [theme]);
  return view;
}

function beginPainting(element: HTMLCanvasElement): {
  readonly painter: Painter;
  readonly view: View;
  readonly end: () => void;
} {
  const behaviour = zoom<HTMLCanvasElement, unknown>().scaleExtent([1, CLOSEST]);
  let transform: Transform = zoomIdentity;
  let frame = 0;
  let moving = false;
  const painter: Painter = {
    drawing: null,
    palette: null,
    paint: () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        painter.palette ??= readPalette(element);
        if (painter.drawing) paint(element, painter.drawing, transform, painter.palette, moving);
      });
    },
  };
  behaviour.on('start zoom end', ({ transform: next, type }: ZoomNews) => {
    transform = next;
    moving = type !== 'end';
    painter.paint();
  });
  select(element).call(behaviour).on('dblclick.zoom', null);
  const end = (): void => {
    cancelAnimationFrame(frame);
    select(element).on('.zoom', null);
  };
  return { painter, view: viewOf(element, behaviour, () => transform), end };
}

interface ZoomNews {
  readonly transform: Transform;
  /** `start`, `zoom`, `end`. */
  readonly type: string;
}

function paint(
  element: HTMLCanvasElement,
  drawing: Drawing,
  transform: Transform,
  palette: Palette,
  moving: boolean,
): void {
  const ctx = element.getContext('2d');
  if (ctx === null) return;
  const dots = devicePixelRatio;
  ctx.setTransform(dots, 0, 0, dots, 0, 0);
  ctx.clearRect(0, 0, element.width, element.height);
  drawStates(ctx, drawing, transform, palette, moving);
}

function viewOf(
  element: HTMLCanvasElement,
  behaviour: ZoomBehavior<HTMLCanvasElement, unknown>,
  transform: () => Transform,
): View {
  const selection = select(element);
  return {
    transform,
    fit: () => behaviour.transform(selection, zoomIdentity),
    scaleBy: (factor) => behaviour.scaleBy(selection, factor),
    show: (scene, node) => {
      const { x, y, k } = transform();
      const [nodeX, nodeY] = [scene.x[node] ?? 0, scene.y[node] ?? 0];
      const [screenX, screenY] = [nodeX * k + x, nodeY * k + y];
      const inside =
        screenX > REACH &&
        screenY > REACH &&
        screenX < element.clientWidth - REACH &&
        screenY < element.clientHeight - REACH;
      if (!inside) behaviour.translateTo(selection, nodeX, nodeY);
    },
  };
}
