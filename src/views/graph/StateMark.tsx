// The marks of the state graph outside its canvas: in the legend, and before the ends.

import { unreachable } from '../../base/assert.ts';
import type { Look } from '../../explore/graph/mergedGraph.ts';

export interface StateMarkProps {
  readonly look: Look;
  /** Of an end. */
  readonly number?: number;
}

export function StateMark({ look, number }: StateMarkProps) {
  return (
    <svg className="states-mark" data-look={look} viewBox="0 0 24 24" aria-hidden="true">
      <Shape look={look} />
      {number !== undefined && (
        <text x="12" y={look === 'panic' ? 17.5 : 16.3} textAnchor="middle">
          {number}
        </text>
      )}
    </svg>
  );
}

function Shape({ look }: Pick<StateMarkProps, 'look'>) {
  switch (look) {
    case 'good':
      return <circle cx="12" cy="12" r="10" />;
    case 'bad':
      return <rect x="2.5" y="2.5" width="19" height="19" rx="2.5" />;
    case 'panic':
      return <path d="M12 0 L24 21 L0 21 Z" />;
    case 'deadlock':
      return (
        <>
          <circle cx="12" cy="12" r="9.5" />
          <path d="M4 15 L15 4 M6 18.5 L18.5 6 M9 20 L20 9" />
        </>
      );
    case 'broken':
      return <path d="M12 4 L20 12 L12 20 L4 12 Z" />;
    case 'unknown':
    case 'open':
    case 'lost':
      return <circle cx="12" cy="12" r="5.5" />;
    default:
      return unreachable(look);
  }
}
