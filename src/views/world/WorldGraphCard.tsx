// One object as a card.

import { memo, type ReactNode } from 'react';
import { Mail } from 'lucide-react';
import type { SceneCard } from '../../layout/plan/worldScene.ts';
import { useTip } from '../base/Tip.tsx';
import { outlineDashes, WorldGraphMark } from './WorldGraphMark.tsx';

/** A card of one line has no room for an envelope. */
const ONE_LINE = 44;

interface CardProps {
  readonly card: SceneCard;
  readonly id: string;
  /** What a hint on it says; the card can be focused then. */
  readonly renderAbout?: ((object: string) => ReactNode) | undefined;
}

/** A card with a hint, for the pointer and for the keyboard. */
export function WorldGraphObject({ renderAbout, ...props }: CardProps) {
  const { id, label } = props.card;
  const text = (
    <>
      <p>{label}</p>
      {renderAbout?.(id)}
    </>
  );
  const tip = useTip({ text, look: 'object-tip' });
  if (renderAbout === undefined) return <WorldGraphCard {...props} />;
  return (
    <g className="wg-object" tabIndex={0} role="group" aria-label={label} {...tip}>
      <WorldGraphCard {...props} />
    </g>
  );
}

export const WorldGraphCard = memo(function WorldGraphCard({
  card,
  id,
}: Omit<CardProps, 'renderAbout'>) {
  const { x, y, width, height, tilt, look, outline } = card;
  const place = `translate(${x} ${y})${tilt === 0 ? '' : ` rotate(${tilt} ${width / 2} ${height / 2})`}`;
  const shape = { width, height, rx: 10 };
  return (
    <g
      className={`wg-card wg-card--${look}`}
      transform={place}
      opacity={card.opacity}
      role="graphics-symbol img"
      aria-label={card.label}
    >
      <rect className="wg-card__face" {...shape} />
      {(look === 'freed' || look === 'free') && <rect {...shape} fill={`url(#${id}free)`} />}
      {card.alarm > 0 && <rect className="wg-card__alarm" {...shape} opacity={card.alarm} />}
      {outline !== null && (
        <rect className="wg-card__outline" {...shape} strokeDasharray={outlineDashes(outline)} />
      )}
      {look === 'letter' && height > ONE_LINE && (
        <Mail className="wg-card__letter" {...letterPlace(width)} />
      )}
      <g className="wg-card__marks" aria-hidden="true">
        {card.marks.map((mark) => (
          <WorldGraphMark key={mark.key} mark={mark} id={id} />
        ))}
      </g>
    </g>
  );
});

/** The outline of a card that differs from the same card of another world. */
export function WorldGraphDifference({ card }: Pick<CardProps, 'card'>) {
  const { x, y, width, height, opacity } = card;
  return (
    <g className="wg-difference" transform={`translate(${x - 4} ${y - 4})`} opacity={opacity}>
      <rect width={width + 8} height={height + 8} rx={13} />
      <circle cx={width + 4} cy={height + 4} r={9} />
      <text x={width + 4} y={height + 4}>
        ≠
      </text>
    </g>
  );
}

/** An envelope at the head's right. */
function letterPlace(width: number) {
  const size = 15;
  return { x: width - 11 - size, y: 9, size, 'aria-hidden': true };
}
