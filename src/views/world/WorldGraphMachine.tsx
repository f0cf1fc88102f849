// The part of the stage that is another machine, drawn behind the cards.

import type { SceneMachine } from '../../layout/plan/worldScene.ts';

const BORDERS: Record<SceneMachine['border'], (machine: SceneMachine) => string> = {
  left: ({ x, y, height }) => `M${x},${y}v${height}`,
  top: ({ x, y, width }) => `M${x},${y}h${width}`,
  corner: ({ x, y, width, height }) => `M${x},${y + height}v${-height}h${width}`,
};

export function WorldGraphMachine({ machine }: { readonly machine: SceneMachine }) {
  const { x, y, width, height, border } = machine;
  return (
    <g className="wg-machine" aria-hidden="true">
      <rect className="wg-machine__ground" {...{ x, y, width, height }} />
      <path className="wg-machine__border" d={BORDERS[border](machine)} />
    </g>
  );
}
