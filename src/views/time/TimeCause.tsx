// Why the run broke, over its lanes: an arc for each decisive order, and the life of the outdated value.

import type { CausePicture, ValueLife } from '../../layout/time/causeArcs.ts';

export interface TimeCauseProps {
  readonly cause: CausePicture;
  readonly now: number;
  /** The prefix of the markers' ids. */
  readonly id: string;
  readonly textSize: number;
  /** Of the plot. */
  readonly width: number;
}

export function TimeCause({ cause, now, id, ...text }: TimeCauseProps) {
  return (
    <g>
      {cause.arcs.map(({ kind, toCome, path, moment }) => (
        <path
          key={`${kind} ${path}`}
          className="time-cause"
          data-kind={kind}
          data-come={toCome}
          data-future={moment > now}
          d={path}
          markerEnd={`url(#${id}${kind})`}
        />
      ))}
      {cause.life && <Life life={cause.life} {...text} />}
    </g>
  );
}

/** Pale while the value is true, full from the step that outdated it until its use. */
function Life({
  life,
  textSize,
}: Pick<TimeCauseProps, 'textSize' | 'width'> & { readonly life: ValueLife }) {
  const { y, read, changed, used, label, text } = life;
  const arm = textSize * 0.45;
  return (
    <g>
      <line className="time-life" x1={read} x2={changed} y1={y} y2={y} />
      <line className="time-life" data-old="true" x1={changed} x2={used} y1={y} y2={y} />
      <line className="time-life-notch" x1={changed} x2={changed} y1={y - arm} y2={y + arm} />
      <text
        className="time-life-text"
        data-anchor={label.anchor}
        x={label.x}
        y={y}
        fontSize={textSize}
      >
        {text}
      </text>
    </g>
  );
}
