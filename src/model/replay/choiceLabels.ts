// The labels of the branches that a task can choose between.

import type { Model } from '../build/model.ts';

/** The labels for `parseSchedule` and `formatSchedule`. */
export function choiceLabels(model: Model): (task: number) => readonly string[] {
  return (task) =>
    model.moves.flatMap((move) =>
      move.task === task && move.choice !== null ? [move.choice] : [],
    );
}
