// One object as a card.

import { memo } from 'react';
import { Mail } from 'lucide-react';
import type { SceneCard } from '../../layout/plan/worldScene.ts';
import { outlineDashes, WorldGraphMark } from './WorldGraphMark.tsx';

/** A card of one line has no room for an envelope. */
const ONE_LINE = 44;

interface CardProps {
  readonly card: SceneCard;
  readonly id: string;
}

export const WorldGraphCard = memo(function WorldGraphCard({ card, id }: CardProps) {
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

/** An envelope at the head's right. */
function letterPlace(width: number) {
  const size = 15;
  return { x: width - 11 - size, y: 9, size, 'aria-hidden': true };
}
