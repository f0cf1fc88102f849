// The labels of the branches that a task can choose between.

import type { Model } from '../build/model.ts';

/** What `parseSchedule` and `formatSchedule` ask for. */
export function choiceLabels(model: Model): (task: number) => readonly string[] {
  return (task) =>
    model.moves.flatMap((move) =>
      move.task === task && move.choice !== null ? [move.choice] : [],
    );
}
