// The marks on a card: texts, cells, tints, data chips, flags, locks, badges and seats.

import { memo } from 'react';
import { unreachable } from '../../base/assert.ts';
import { ArrowUpFromLine, Check, Flag, PencilLine, type LucideIcon } from 'lucide-react';
import type {
  BadgeMark,
  CardMark,
  ChipMark,
  FlagMark,
  LockMark,
  TextMark,
} from '../../layout/plan/worldScene.ts';
import { tileOf } from './WorldGraphPatterns.tsx';

interface MarkProps<M> {
  readonly mark: M;
  readonly id: string;
}

export const WorldGraphMark = memo(function WorldGraphMark({ mark, id }: MarkProps<CardMark>) {
  switch (mark.kind) {
    case 'text':
      return <Text mark={mark} />;
    case 'cell':
      return (
        <rect
          className={`wg-cell wg-cell--${mark.look}`}
          {...box(mark)}
          rx="6"
          opacity={mark.opacity}
        />
      );
    case 'tint':
      return (
        <rect
          className={`wg-tint wg-tint--${mark.how}`}
          data-task={mark.task % 8}
          {...box(mark)}
          rx="6"
          opacity={mark.opacity}
        />
      );
    case 'chip':
      return <Chip mark={mark} id={id} />;
    case 'flag':
      return <FlagIcon mark={mark} />;
    case 'lock':
      return <Lock mark={mark} />;
    case 'badge':
      return <Badge mark={mark} />;
    case 'seat':
      return (
        <circle
          className="wg-seat"
          data-task={mark.task % 8}
          cx={mark.x}
          cy={mark.y}
          r="9"
          opacity={mark.opacity}
        />
      );
    default:
      return unreachable(mark);
  }
});

function box({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { x, y, width, height };
}

function Text({ mark }: { readonly mark: TextMark }) {
  return (
    <text
      className={`wg-text wg-text--${mark.tone} wg-text--${mark.font}`}
      x={mark.x}
      y={mark.y}
      fontSize={mark.size}
      fontWeight={mark.weight}
      textAnchor={mark.anchor}
      opacity={mark.opacity}
    >
      {mark.text}
    </text>
  );
}

/** Letter and pattern: plain, solid, or a frame of strokes around the letter. */
export function Chip({ mark, id }: MarkProps<ChipMark>) {
  const { x, y, width, height } = mark;
  const tile = tileOf(mark.pattern);
  const inset = height * 0.19;
  return (
    <g
      className={`wg-chip${mark.lost ? ' wg-chip--lost' : ''}`}
      data-pattern={Math.min(mark.pattern, 2)}
      opacity={mark.opacity}
    >
      <rect className="wg-chip__base" {...box(mark)} rx="6" />
      {tile !== null && <rect {...box(mark)} rx="6" fill={`url(#${id}tile${tile})`} />}
      {tile !== null && (
        <rect
          className="wg-chip__plate"
          x={x + inset}
          y={y + inset}
          width={width - 2 * inset}
          height={height - 2 * inset}
          rx="3"
        />
      )}
      <text
        className="wg-chip__text"
        x={x + width / 2}
        y={y + height / 2 + mark.size * 0.36}
        fontSize={mark.size}
        textAnchor="middle"
      >
        {mark.text}
      </text>
      {mark.lost && (
        <path
          className="wg-chip__strike"
          d={`M${x - 2},${y + height + 2}L${x + width + 2},${y - 2}`}
        />
      )}
    </g>
  );
}

/** Icons for well-known flags; any other flag is drawn as a flag. */
const FLAG_ICONS: Readonly<Record<string, LucideIcon>> = {
  uptodate: Check,
  dirty: PencilLine,
  writeback: ArrowUpFromLine,
};

function FlagIcon({ mark }: { readonly mark: FlagMark }) {
  const { x, y, size, opacity } = mark;
  if (!mark.on)
    return (
      <circle
        className="wg-flag wg-flag--off"
        cx={x + size / 2}
        cy={y + size / 2}
        r="3.5"
        opacity={opacity}
      />
    );
  const Icon = FLAG_ICONS[mark.name] ?? Flag;
  return (
    <Icon
      className="wg-flag"
      x={x - 1}
      y={y - 1}
      size={size + 2}
      strokeWidth={2.6}
      opacity={opacity}
      aria-hidden="true"
    />
  );
}

/** A padlock: open while free, closed while held, with its holders' colours and numbers. */
function Lock({ mark }: { readonly mark: LockMark }) {
  const { x, y, width, holders, opacity } = mark;
  if (holders.length === 0) return <OpenLock x={x + width / 2} y={y} opacity={opacity} />;
  const middle = x + width / 2;
  return (
    <g className="wg-lock" data-task={(holders[0]?.task ?? 0) % 8} opacity={opacity}>
      <path
        className="wg-lock__shackle"
        d={`M${middle - 4.5},${y - 2}v-2.5a4.5,4.5 0 0 1 9,0v2.5`}
      />
      <rect className="wg-lock__body" x={x} y={y - 3} width={width} height="14" rx="3" />
      {holders.map(({ task, mode }, at) => (
        <g key={task} data-task={task % 8} className={`wg-holder wg-holder--${mode}`}>
          <rect
            x={x + (at * width) / holders.length}
            y={y - 3}
            width={width / holders.length}
            height="14"
            rx="3"
          />
          <text
            x={x + ((at + 0.5) * width) / holders.length}
            y={y + 8.3}
            fontSize="12.5"
            textAnchor="middle"
          >
            {task + 1}
          </text>
        </g>
      ))}
    </g>
  );
}

function OpenLock({
  x,
  y,
  opacity,
}: {
  readonly x: number;
  readonly y: number;
  readonly opacity: number;
}) {
  return (
    <g className="wg-lock wg-lock--free" opacity={opacity}>
      <path className="wg-lock__shackle" d={`M${x - 3.5},${y - 1}v-3a3.5,3.5 0 0 1 6.6,-1.6`} />
      <rect className="wg-lock__body" x={x - 6} y={y - 1} width="12" height="9" rx="2" />
    </g>
  );
}

/** Line styles that distinguish files; the first is a plain line. */
const OUTLINES = ['none', '6 3', '1.5 3', '9 3 1.5 3'];

export function outlineDashes(outline: number): string {
  return OUTLINES[outline % OUTLINES.length] ?? 'none';
}

function Badge({ mark }: { readonly mark: BadgeMark }) {
  return (
    <g className="wg-badge" opacity={mark.opacity}>
      <rect {...box(mark)} rx="5" strokeDasharray={outlineDashes(mark.outline)} />
      <text
        x={mark.x + mark.width / 2}
        y={mark.y + mark.height / 2 + 4.5}
        fontSize="12.5"
        textAnchor="middle"
      >
        {mark.text}
      </text>
    </g>
  );
}
