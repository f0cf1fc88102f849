// What the marks of every card depend on at one moment, in addition to the card itself.

import type { Step } from '../../model/world/run.ts';
import type { ObjectId, TaskInfo } from '../../model/world/world.ts';
import type { WorldIndex } from './worldIndex.ts';
import type { LinkLook } from './worldLink.ts';
import type { StepAccesses } from './worldAccess.ts';

export interface DrawContext {
  readonly index: WorldIndex;
  readonly tasks: readonly TaskInfo[];
  /** The step that led here, and what it touched; null at the start. */
  readonly step: Step | null;
  readonly accesses: StepAccesses | null;
  /** The state of each row's reference, by row key. */
  readonly looks: ReadonlyMap<string, LinkLook>;
  /** Pages that have left their file's cache. */
  readonly fallen: ReadonlySet<ObjectId>;
  /** Every file has its own outline, by its position among the files. */
  readonly outlines: ReadonlyMap<ObjectId, number>;
}
