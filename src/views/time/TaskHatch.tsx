// The hatching in a task's colour where it waits, as an SVG pattern.

export interface TaskHatchProps {
  /** What `url(#…)` names. */
  readonly id: string;
  readonly task: number;
}

export function TaskHatch({ id, task }: TaskHatchProps) {
  return (
    <pattern
      id={id}
      data-task={task % 8}
      width={7}
      height={7}
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect className="time-hatch" width={2} height={7} />
    </pattern>
  );
}
