// A task's token, and the ring around the objects of a broken property.

import { memo } from 'react';
import type { KeyboardEvent } from 'react';
import { Chip } from './WorldGraphMark.tsx';
import type { SceneRing, SceneToken } from '../../layout/plan/worldScene.ts';
import type { TaskInfo } from '../../model/world/world.ts';

interface TokenProps {
  readonly token: SceneToken;
  readonly task: TaskInfo | undefined;
  readonly selected: boolean;
  readonly onTask: ((task: number) => void) | undefined;
  /** Of the patterns. */
  readonly id: string;
}

const RADIUS = 10;

export const WorldGraphToken = memo(function WorldGraphToken({
  token,
  task,
  selected,
  onTask,
  id,
}: TokenProps) {
  const { x, y, width, name, number, state } = token;
  const has = token.data ? `, has read ${token.data.text}` : '';
  const label = `${task?.name ?? number}: ${state}${has}`;
  const press = onTask && (() => onTask(token.task));
  return (
    <g
      className={`wg-token wg-token--${state}${selected ? ' wg-token--selected' : ''}`}
      data-task={token.task % 8}
      transform={`translate(${x} ${y})`}
      opacity={token.opacity}
      {...(press
        ? { role: 'button', tabIndex: 0, onClick: press, onKeyDown: onActivate(press) }
        : { role: 'img' })}
      aria-label={label}
    >
      {selected && (
        <rect
          className="wg-token__halo"
          x={-RADIUS - 3.5}
          y={-RADIUS - 3.5}
          width={width + 7}
          height={2 * RADIUS + 7}
          rx="14"
        />
      )}
      <rect
        className="wg-token__face"
        x={-RADIUS}
        y={-RADIUS}
        width={width}
        height={2 * RADIUS}
        rx={RADIUS}
      />
      <text className="wg-token__number" y="4.6" fontSize="12.5" textAnchor="middle">
        {number}
      </text>
      {token.data && <Chip mark={token.data} id={id} />}
      {name && (
        <text className="wg-token__name" x={RADIUS + 3} y="4.5" fontSize="12.5">
          {name}
        </text>
      )}
    </g>
  );
});

/** A button has these by default; an SVG element needs them set. */
function onActivate(press: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    press();
  };
}

export function WorldGraphRing({ ring }: { readonly ring: SceneRing }) {
  const { x, y, width, height } = ring;
  const inner = 7;
  return (
    <g
      className={ring.fresh ? 'wg-ring wg-ring--fresh' : 'wg-ring'}
      opacity={ring.opacity}
      transform={`rotate(${ring.tilt} ${x + width / 2} ${y + height / 2})`}
    >
      <rect className="wg-ring__outer" x={x} y={y} width={width} height={height} rx="15" />
      <rect
        className="wg-ring__inner"
        x={x + inner}
        y={y + inner}
        width={width - 2 * inner}
        height={height - 2 * inner}
        rx="10"
      />
    </g>
  );
}
