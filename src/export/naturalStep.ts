// One step of one task in the natural form: where the task stands is SPIN's own control state, so a step
// ends with a jump.

import { at } from '../base/assert.ts';
import { ENDED } from '../model/step/taskCode.ts';
import { line, type Stmt } from './promelaText.ts';
import type { Changed } from './promelaEffects.ts';
import { PromelaStep } from './promelaStep.ts';
import type { PromelaValues, Trap } from './promelaValue.ts';

/** What a task's `at_…` says in this form: whether it has ended, runs, or rests between two passes. */
const RUNS = 1;
export const RESTS = 2;

export class NaturalStep extends PromelaStep {
  private readonly labels: readonly string[];

  /** `labels`: by place, what to jump to. */
  constructor(
    values: PromelaValues,
    task: number,
    place: number,
    temporaries: Set<string>,
    labels: readonly string[],
  ) {
    super(values, task, place, temporaries);
    this.labels = labels;
  }

  protected override stand(place: number, changed: Changed): Stmt[] {
    const before = this.standing(this.place);
    const after = this.standing(place);
    const { names } = this.v;
    const change = before === after ? [] : [line(`${names.place(this.task)} = ${after}`)];
    return [...this.resets(place, changed), ...change, line(`goto ${at(this.labels, place)}`)];
  }

  private standing(place: number): number {
    if (place === ENDED) return ENDED;
    return place >= this.code.idleFrom ? RESTS : RUNS;
  }

  protected override stay(place: number): Stmt[] {
    return this.stand(place, new Set());
  }

  /** The task that oopses is over; a limit leads back to where the step began. */
  protected override fail({ oops, name }: Trap): Stmt[] {
    if (oops === 0) return [line(`goto ${at(this.labels, this.place)}`, `limit: ${name}`)];
    return [line(`OOPS(${oops})`, name), line('goto end_oops')];
  }
}
