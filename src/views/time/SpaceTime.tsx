// The space-time diagram at the bottom: property strips, a lane for each task, and a slider over the diagram. Layout
// computes the geometry; this file draws it.

import { ChevronDown, ChevronUp } from 'lucide-react';
import {
  type KeyboardEvent,
  type PointerEvent,
  use,
  useId,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { at } from '../../base/assert.ts';
import { caption, captionText } from '../../layout/words/caption.ts';
import {
  openStrips,
  type PropertyStrip,
  propertyStrips,
  type RunProperty,
} from '../../layout/time/propertyStrip.ts';
import {
  bandOf,
  momentAt,
  type SpaceTime as Diagram,
  type SpaceTimeInput,
  spaceTime,
} from '../../layout/time/spaceTime.ts';
import { proseWidth } from '../../layout/text/textWidth.ts';
import { type CausePicture, causePicture } from '../../layout/time/causeArcs.ts';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import type { Explanation } from '../../session/plans/explainPlan.ts';
import type { WhyMarks } from '../../session/plans/whyPlan.ts';
import { TaskName } from '../base/TaskName.tsx';
import { sliderKey } from './sliderKey.ts';
import { TaskHatch } from './TaskHatch.tsx';
import { TimeCause } from './TimeCause.tsx';
import { TimeLane, TimeLaneMarks } from './TimeLane.tsx';
import { TimeMap } from './TimeMap.tsx';
import { BreakMark, TimeStrip } from './TimeStrip.tsx';
import { useElementSize } from '../base/useElementSize.ts';
import { TipContext } from '../base/TipLayer.tsx';
import './SpaceTime.css';

export interface SpaceTimeProps {
  readonly run: Run;
  readonly now: number;
  readonly tasks: readonly TaskInfo[];
  readonly properties: readonly RunProperty[];
  /** The property whose strip is always open. */
  readonly chosen: string | null;
  /** Pixels of the smallest text. */
  readonly textSize?: number;
  /** Used where no size can be measured. */
  readonly size?: { readonly width: number; readonly height: number };
  /**
   * Where the run broke: the window, and the step after which no run ends well; null where it was not asked.
   */
  readonly marks?: WhyMarks | null;
  /** Why the run broke: its orders as arcs; null where that is not known. */
  readonly explanation?: Explanation | null;
  readonly onSeek: (moment: number) => void;
}

/** How many strips are open when none is broken. */
const STRIPS = 3;

export function SpaceTime(props: SpaceTimeProps) {
  const { run, now, tasks, textSize = 12 } = props;
  const [unfolded, setUnfolded] = useState(false);
  const [box, size] = useElementSize<HTMLDivElement>(props.size ?? null);
  const [scrolled, setScrolled] = useState(0);
  const { strips, folded, diagram } = useDiagram(props, size, unfolded);
  const scrolls = size !== null && diagram.width > size.width * 1.05;
  const cause = useCause(props, diagram);
  const cursor = at(diagram.xs, now);
  useLayoutEffect(() => {
    if (box.current) keepInSight(box.current, cursor);
  }, [box, cursor]);
  return (
    <section className="time" aria-label="Space-time diagram" data-scrolls={scrolls}>
      <Gutter
        diagram={diagram}
        tasks={tasks}
        folded={folded}
        unfolded={unfolded}
        foldable={strips.length > STRIPS}
        textSize={textSize}
        onFold={() => setUnfolded(!unfolded)}
      />
      <div
        ref={box}
        className="time-scroll"
        onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
      >
        {size && (
          <Plot
            {...{ run, now, tasks, diagram, textSize, cause }}
            marks={props.marks ?? null}
            onSeek={props.onSeek}
          />
        )}
      </div>
      {size && scrolls && (
        <TimeMap
          diagram={diagram}
          now={now}
          from={scrolled}
          width={size.width}
          onScroll={(left) => box.current?.scrollTo({ left })}
        />
      )}
    </section>
  );
}

/** With as many strips as `counts` names first; fewer rather than an axis that is cut off. */
function fittingDiagram(
  strips: readonly PropertyStrip[],
  chosen: string | null,
  counts: readonly number[],
  input: Omit<SpaceTimeInput, 'strips'>,
) {
  const choices = counts.map((count) => {
    const { open, folded } = openStrips(strips, chosen, count);
    return { folded, diagram: spaceTime({ ...input, strips: open }) };
  });
  const fits = choices.find(({ diagram }) => diagram.height <= input.height);
  return fits ?? at(choices, choices.length - 1);
}

/** Of a run, a choice and a size: going along the run changes nothing of it. */
function useDiagram(
  { run, tasks, properties, chosen, textSize = 12, explanation }: SpaceTimeProps,
  size: { readonly width: number; readonly height: number } | null,
  unfolded: boolean,
) {
  const width = size?.width ?? 0;
  const height = size?.height ?? 0;
  const life = explanation?.outdated != null;
  const strips = useMemo(() => propertyStrips(run.moments, properties), [run, properties]);
  const { folded, diagram } = useMemo(() => {
    const counts = unfolded ? [strips.length] : [STRIPS, 2, 1];
    const space = { run, tasks, width, height, textSize, life };
    return fittingDiagram(strips, chosen, counts, space);
  }, [strips, chosen, unfolded, run, tasks, width, height, textSize, life]);
  return { strips, folded, diagram };
}

function useCause(
  { explanation = null, tasks, textSize = 12 }: SpaceTimeProps,
  diagram: Diagram,
): CausePicture | null {
  return useMemo(
    () =>
      explanation &&
      causePicture(explanation, diagram, tasks, (text) => proseWidth(text, textSize)),
    [explanation, diagram, tasks, textSize],
  );
}

interface GutterProps {
  readonly diagram: Diagram;
  readonly tasks: readonly TaskInfo[];
  readonly folded: readonly PropertyStrip[];
  readonly unfolded: boolean;
  readonly foldable: boolean;
  readonly textSize: number;
  readonly onFold: () => void;
}

function Gutter({ diagram, tasks, folded, unfolded, foldable, onFold }: GutterProps) {
  return (
    <div className="time-gutter" style={{ height: diagram.height }}>
      {diagram.strips.map(({ strip, y }) => (
        <span
          key={strip.property.name}
          className="time-label code"
          data-broken={strip.brokenAt !== null}
          style={{ top: y }}
          title={`${strip.property.name}: ${strip.property.sentence}`}
        >
          {strip.property.name}
        </span>
      ))}
      {diagram.lanes.map((lane) => (
        <span key={lane.task} className="time-label" style={{ top: lane.ground }}>
          <TaskName task={at(tasks, lane.task)} />
        </span>
      ))}
      {foldable && (
        <button
          type="button"
          className="time-fold"
          style={{ top: diagram.axis.y }}
          aria-expanded={unfolded}
          onClick={onFold}
        >
          {unfolded ? <ChevronUp /> : <ChevronDown />}
          {unfolded ? 'fewer properties' : moreText(folded.length)}
        </button>
      )}
    </div>
  );
}

function moreText(count: number): string {
  return `${count} more ${count === 1 ? 'property' : 'properties'}`;
}

interface PlotProps {
  readonly run: Run;
  readonly now: number;
  readonly tasks: readonly TaskInfo[];
  readonly diagram: Diagram;
  readonly textSize: number;
  readonly marks: WhyMarks | null;
  readonly cause: CausePicture | null;
  readonly onSeek: (moment: number) => void;
}

/** The slider: its value is the moment, its text is the step in words. */
function Plot({ run, now, tasks, diagram, textSize, marks, cause, onSeek }: PlotProps) {
  const [hovered, setHovered] = useState<number | null>(null);
  const tips = use(TipContext);
  const last = run.moments.length - 1;
  const seek = (event: PointerEvent<HTMLElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const moment = momentAt(diagram, event.clientX - left);
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    if (event.buttons === 1 && moment !== now) onSeek(moment);
    setHovered(event.buttons === 0 ? moment : null);
    if (event.buttons === 0) hint(event, moment);
  };
  const hint = ({ currentTarget: anchor, clientX: x }: PointerEvent, moment: number) =>
    tips.enter({ anchor, x, text: captionText(caption(run, moment, tasks), tasks) });
  const leave = () => {
    setHovered(null);
    tips.leave();
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const to = sliderKey(event.key, now, last);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (to !== now) onSeek(to);
  };
  return (
    <div
      className="time-plot"
      role="slider"
      tabIndex={0}
      aria-label="Position in the run"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={now}
      aria-valuetext={captionText(caption(run, now, tasks), tasks)}
      style={{ width: diagram.width, height: diagram.height }}
      onPointerDown={seek}
      onPointerMove={seek}
      onPointerLeave={leave}
      onKeyDown={press}
    >
      <TimePicture {...{ now, diagram, textSize, hovered, marks, cause }} />
    </div>
  );
}

interface TimePictureProps {
  readonly now: number;
  readonly diagram: Diagram;
  readonly textSize: number;
  readonly hovered: number | null;
  readonly marks: WhyMarks | null;
  readonly cause: CausePicture | null;
}

/** The diagram without its gutter. */
export function TimePicture({ now, diagram, textSize, hovered, marks, cause }: TimePictureProps) {
  const id = useId();
  const { width, height, axis } = diagram;
  const x = at(diagram.xs, now);
  const bottom = axis.y - textSize;
  const veil = x + diagram.step / 2;
  const end = at(diagram.xs, diagram.xs.length - 1) + diagram.step;
  const noReturn = marks && noReturnX(marks, diagram);
  return (
    <svg
      width={width}
      height={height}
      aria-hidden="true"
      className="time-picture"
      data-explained={cause !== null || undefined}
    >
      <Patterns id={id} tasks={diagram.lanes.map((lane) => lane.task)} />
      {marks && <WhyBand marks={marks} diagram={diagram} bottom={bottom} />}
      {hovered !== null && (
        <line
          className="time-hover"
          x1={diagram.xs[hovered]}
          x2={diagram.xs[hovered]}
          y2={bottom}
        />
      )}
      {diagram.strips.map((strip) => (
        <TimeStrip key={strip.strip.property.name} box={strip} patterns={id} size={textSize} />
      ))}
      {diagram.lanes.map(({ task, ground }) => (
        <line key={task} className="time-guide" x2={width} y1={ground} y2={ground} />
      ))}
      {diagram.lanes.map((lane) => (
        <TimeLane key={lane.task} lane={lane} patterns={id} size={textSize} />
      ))}
      <HandOffs diagram={diagram} now={now} id={id} />
      <rect className="time-veil" x={veil} width={Math.max(0, end - veil)} height={bottom} />
      <line className="time-now-line" x1={x} x2={x} y2={bottom + textSize * 0.3} />
      {diagram.strips.map((strip) => (
        <BreakMark key={strip.strip.property.name} box={strip} size={textSize} />
      ))}
      {diagram.lanes.map((lane) => (
        <TimeLaneMarks
          key={lane.task}
          lane={lane}
          now={now}
          size={textSize}
          decisive={cause?.steps ?? NO_STEPS}
        />
      ))}
      {cause && <TimeCause {...{ cause, now, id, textSize, width }} />}
      <AxisNumbers {...{ diagram, textSize, x, noReturn }} />
      <NowMark x={x} y={axis.y} width={width} now={now} textSize={textSize} />
    </svg>
  );
}

/** Locks that pass from task to task. */
function HandOffs({
  diagram,
  now,
  id,
}: Pick<TimePictureProps, 'diagram' | 'now'> & { readonly id: string }) {
  return diagram.handOffs.map((passed) => (
    <path
      key={passed.path}
      className="time-pass"
      data-waited={passed.waited}
      data-now={passed.moment === now}
      d={passed.path}
      markerEnd={`url(#${id}head)`}
    />
  ));
}

const NO_STEPS: ReadonlySet<number> = new Set();

interface AxisNumbersProps {
  readonly diagram: Diagram;
  readonly textSize: number;
  /** At the cursor, the cursor's own number is shown instead. */
  readonly x: number;
  readonly noReturn: number | null;
}

/** The numbers of steps, where the cursor and the point of no return leave room. */
function AxisNumbers({ diagram, textSize, x, noReturn }: AxisNumbersProps) {
  const { axis } = diagram;
  const clear = textSize * 1.8;
  return (
    <>
      {axis.marks
        .filter((mark) => Math.abs(mark.x - x) > clear)
        .filter((mark) => noReturn === null || Math.abs(mark.x - noReturn) > clear * 2)
        .map((mark) => (
          <text key={mark.moment} className="time-number" x={mark.x} y={axis.y} fontSize={textSize}>
            {mark.moment}
          </text>
        ))}
      {noReturn !== null && (
        <text
          className="time-no-return-text"
          x={Math.min(Math.max(noReturn, textSize * 2.4), diagram.width - textSize * 2.4)}
          y={axis.y}
          fontSize={textSize}
        >
          no return
        </text>
      )}
    </>
  );
}

interface WhyBandProps {
  readonly marks: WhyMarks;
  readonly diagram: Diagram;
  readonly bottom: number;
}

/**
 * The window as a shaded area behind the lanes, and the point of no return as a line after its step.
 */
function WhyBand({ marks, diagram, bottom }: WhyBandProps) {
  const { window } = marks;
  const band = window && bandOf(diagram, window.from, window.to);
  const x = noReturnX(marks, diagram);
  return (
    <g className="time-why">
      {band && <rect className="time-window" x={band.x} width={band.width} height={bottom} />}
      {x !== null && <line className="time-no-return" x1={x} x2={x} y2={bottom} />}
    </g>
  );
}

/** Half a step after the point of no return; null where there is none. */
function noReturnX({ noReturn }: WhyMarks, diagram: Diagram): number | null {
  if (noReturn === null) return null;
  const { x, width } = bandOf(diagram, noReturn, noReturn);
  return x + width;
}

interface NowMarkProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly now: number;
  readonly textSize: number;
}

/** The number of the current step, on the axis. */
function NowMark({ x, y, width, now, textSize }: NowMarkProps) {
  const text = String(now);
  const wide = (text.length * 0.62 + 1.4) * textSize;
  const middle = Math.min(Math.max(x, wide / 2), width - wide / 2);
  const high = textSize * 1.6;
  return (
    <g className="time-now-mark">
      <rect x={middle - wide / 2} y={y - high / 2} width={wide} height={high} rx={high / 2} />
      <text x={middle} y={y} fontSize={textSize}>
        {text}
      </text>
    </g>
  );
}

function Patterns({ id, tasks }: { readonly id: string; readonly tasks: readonly number[] }) {
  return (
    <defs>
      {tasks.map((task) => (
        <TaskHatch key={task} id={`${id}hatch${task}`} task={task} />
      ))}
      <pattern
        id={`${id}broken`}
        width={6}
        height={6}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <rect className="time-broken-ground" width={6} height={6} />
        <rect className="time-broken-line" width={2} height={6} />
      </pattern>
      <marker
        id={`${id}head`}
        viewBox="0 0 8 8"
        refX={7}
        refY={4}
        markerWidth={7}
        markerHeight={7}
        orient="auto"
        markerUnits="userSpaceOnUse"
      >
        <path className="time-head" d="M0 0L8 4L0 8z" />
      </marker>
      {(['before', 'then', 'stopped'] as const).map((kind) => (
        <marker
          key={kind}
          id={`${id}${kind}`}
          viewBox="0 0 10 10"
          refX={8}
          refY={5}
          markerWidth={kind === 'then' ? 8 : 11}
          markerHeight={kind === 'then' ? 8 : 11}
          orient="auto"
          markerUnits="userSpaceOnUse"
        >
          <path className="time-cause-head" data-kind={kind} d="M0 0L10 5L0 10z" />
        </marker>
      ))}
    </defs>
  );
}

/** Scrolls only the plot, and only when the cursor would leave it. */
function keepInSight(box: HTMLElement, x: number): void {
  const margin = 48;
  const inside = x >= box.scrollLeft + margin && x <= box.scrollLeft + box.clientWidth - margin;
  if (!inside && box.scrollWidth > box.clientWidth) box.scrollLeft = x - box.clientWidth / 2;
}
