// The machine's moves as the schedule that people read and pass on.

import { at } from '../../base/assert.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import type { Model } from '../../model/build/model.ts';
import { formatSchedule } from '../../model/world/schedule.ts';

export function scheduleOf(model: Model, witness: readonly number[]): string {
  return formatSchedule(
    witness.map((move) => at(model.moves, move)),
    model.tasks,
    choiceLabels(model),
  );
}
