// The grade of a vote at its place.

import type { Report } from '../../check/verdict/report.ts';
import { type Graded, gradeVote } from '../../talk/gradeVote.ts';
import type { VoteScene } from '../../talk/talk.ts';
import type { StagePlace } from './openedTalk.ts';

/** `report`: of the place's configuration; null while it is searched. */
export function gradeTalkVote(
  scene: VoteScene,
  { model, run, cursor }: StagePlace,
  report: Report | null,
): Graded {
  return gradeVote(scene, { model, run, cursor }, report?.findings ?? null);
}
