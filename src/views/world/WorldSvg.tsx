// A scene as SVG: every mark at the position that layout computed.

import { type ReactNode, useId } from 'react';
import type { Crop } from '../../layout/plan/worldCrop.ts';
import type { Scene } from '../../layout/plan/worldScene.ts';
import type { TaskInfo } from '../../model/world/world.ts';
import { WorldGraphDifference, WorldGraphObject } from './WorldGraphCard.tsx';
import {
  WorldGraphCycle,
  WorldGraphCyclePlace,
  WorldGraphEdge,
  WorldGraphTrail,
} from './WorldGraphEdge.tsx';
import { WorldGraphMachine } from './WorldGraphMachine.tsx';
import { WorldGraphMark } from './WorldGraphMark.tsx';
import { WorldGraphPatterns } from './WorldGraphPatterns.tsx';
import { WorldGraphRing, WorldGraphToken } from './WorldGraphToken.tsx';
import './WorldGraph.css';

interface WorldSvgProps {
  readonly scene: Scene;
  readonly tasks: readonly TaskInfo[];
  readonly selected: number | null;
  readonly still: boolean;
  /** The accessible name of the picture. */
  readonly label: string;
  /**
   * `whole`: in its own size. `fill`: scaled to fit, because nobody scrolls on a projector. A window: that part.
   */
  readonly fit: 'whole' | 'fill' | Crop;
  /** Objects that differ from those of another world: each gets an outline. */
  readonly differs?: ReadonlySet<string> | undefined;
  readonly onTask?: ((task: number) => void) | undefined;
  /** What a hint on an object says beside its state; without it there are no hints. */
  readonly renderAbout?: ((object: string) => ReactNode) | undefined;
}

export function WorldSvg(props: WorldSvgProps) {
  const { scene, tasks, selected, still, label, fit, onTask } = props;
  const id = useId();
  const { x, y, width, height } = typeof fit === 'string' ? { ...scene, x: 0, y: 0 } : fit;
  return (
    <svg
      className="world-graph__picture"
      viewBox={`${x} ${y} ${width} ${height}`}
      width={fit === 'fill' ? '100%' : width * scene.scale}
      height={fit === 'fill' ? '100%' : height * scene.scale}
      role="group"
      aria-label={label}
      aria-describedby={`${id}desc`}
      data-still={still}
    >
      <desc id={`${id}desc`}>
        Objects in the order in which a memory access passes them: CPU and TLB, page tables, page
        cache, pages, blocks, calls to a server and the server.
      </desc>
      <WorldGraphPatterns id={id} />
      {scene.machine && <WorldGraphMachine machine={scene.machine} />}
      <g aria-hidden="true">
        {scene.labels.map((mark) => (
          <WorldGraphMark key={mark.key} mark={mark} id={id} />
        ))}
      </g>
      <g aria-hidden="true">
        {scene.cycles.map((cycle) => (
          <WorldGraphCycle key={cycle.key} cycle={cycle} />
        ))}
      </g>
      {scene.cards.map((card) => (
        <WorldGraphObject key={card.key} card={card} id={id} renderAbout={props.renderAbout} />
      ))}
      <g aria-hidden="true">
        {scene.edges.map((edge) => (
          <WorldGraphEdge key={edge.key} edge={edge} bend={scene.bend} />
        ))}
        <Differences cards={scene.cards} differs={props.differs} />
        {scene.rings.map((ring) => (
          <WorldGraphRing key={ring.key} ring={ring} />
        ))}
        {scene.trails.map((trail) => (
          <WorldGraphTrail key={trail.key} trail={trail} bend={scene.bend} id={id} />
        ))}
        {scene.cycles.map((cycle) => (
          <WorldGraphCyclePlace key={cycle.key} cycle={cycle} />
        ))}
      </g>
      {scene.tokens.map((token) => (
        <WorldGraphToken
          key={token.key}
          {...{ token, onTask, id }}
          task={tasks[token.task]}
          selected={selected === token.task}
        />
      ))}
    </svg>
  );
}

function Differences({ cards, differs }: Pick<Scene, 'cards'> & Pick<WorldSvgProps, 'differs'>) {
  return cards
    .filter(({ id }) => differs?.has(id))
    .map((card) => <WorldGraphDifference key={card.key} card={card} />);
}
