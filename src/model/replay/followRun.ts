// Follows a run on another kernel or on changed text, mapped by statement and not by step number.

import { at } from '../../base/assert.ts';
import { type Model, sitesOf } from '../build/model.ts';
import type { Replayer } from './replay.ts';
import type { Move, Run, RunStop } from '../world/run.ts';
import { withoutSpaces } from '../cfg/siteNamer.ts';
import type { StepSite } from '../world/world.ts';

export interface Followed {
  readonly run: Run;
  /** Steps of the new run, counted from 1, that only the new text has. */
  readonly inserted: readonly number[];
  /** Steps of the old run, counted from 1, whose statement the new text does not have. */
  readonly skipped: readonly number[];
  /** The step at which the new kernel does not follow; null if it followed to the end. */
  readonly divergence: Divergence | null;
}

export interface Divergence {
  /** The step of the old run, counted from 1, that could not be taken. */
  readonly at: number;
  readonly task: number;
  readonly wanted: StepSite;
  /** What blocks the step; null if the task took another path. */
  readonly stop: RunStop | null;
}

/** Steps that a task may take beyond the old run before one of the old run's fits again. */
const MOST_INSERTED = 200;

export function followRun(old: Run, oldModel: Model, target: Replayer): Followed {
  return new Follower(old, oldModel, target).follow();
}

class Follower {
  private readonly old: Run;
  private readonly oldModel: Model;
  private readonly target: Replayer;
  /** By task: the full keys of the old text's steps. */
  private readonly oldKeys: readonly ReadonlySet<string>[];
  /** By task: the full keys of the new text's steps, and those of function and statement alone. */
  private readonly newKeys: readonly ReadonlySet<string>[];
  private readonly newStatements: readonly ReadonlySet<string>[];
  private readonly inserted: number[] = [];
  private readonly skipped: number[] = [];
  private run: Run;

  constructor(old: Run, oldModel: Model, target: Replayer) {
    this.old = old;
    this.oldModel = oldModel;
    this.target = target;
    const namesOf = (model: Model, nameOf: (site: StepSite) => string) =>
      model.tasks.map((_, task) => new Set(sitesOf(model, task).map(nameOf)));
    this.oldKeys = namesOf(oldModel, (site) => site.key);
    this.newKeys = namesOf(target.model, (site) => site.key);
    this.newStatements = namesOf(target.model, statementOf);
    this.run = target.replay([]);
  }

  follow(): Followed {
    for (let index = 1; index < this.old.moments.length; index += 1) {
      const divergence = this.followStep(index);
      if (divergence !== null) return this.result(divergence);
    }
    return this.result(null);
  }

  private result(divergence: Divergence | null): Followed {
    return {
      run: { ...this.run, stopped: null },
      inserted: this.inserted,
      skipped: this.skipped,
      divergence,
    };
  }

  private followStep(index: number): Divergence | null {
    const { step } = at(this.old.moments, index);
    if (step === null) return null;
    const task = this.sameTask(step.task);
    if (task === null) {
      this.skipped.push(index);
      return null;
    }
    const wanted = step.site;
    for (let fuel = MOST_INSERTED; fuel > 0; fuel -= 1) {
      const next = at(this.world().tasks, task).next;
      if (next !== null && this.isSame(next, wanted, task))
        return this.take({ task, choice: step.choice }, index, wanted, false);
      if (!this.isKnown(wanted, task)) {
        this.skipped.push(index);
        return null;
      }
      const own = next !== null && !at(this.oldKeys, step.task).has(next.key);
      if (!own) return { at: index, task, wanted, stop: this.whyNot(task, next) };
      const refused = this.take({ task, choice: null }, index, wanted, true);
      if (refused !== null) return refused;
    }
    return { at: index, task, wanted, stop: null };
  }

  /** The same call path and statement; or, where the new text calls it from elsewhere, the same function and statement. */
  private isSame(next: StepSite, wanted: StepSite, task: number): boolean {
    if (next.key === wanted.key) return true;
    return !at(this.newKeys, task).has(wanted.key) && statementOf(next) === statementOf(wanted);
  }

  private isKnown(wanted: StepSite, task: number): boolean {
    return (
      at(this.newKeys, task).has(wanted.key) ||
      at(this.newStatements, task).has(statementOf(wanted))
    );
  }

  private world() {
    return at(this.run.moments, this.run.moments.length - 1).world;
  }

  private sameTask(task: number): number | null {
    const { name } = at(this.oldModel.tasks, task);
    return this.target.model.tasks.find((candidate) => candidate.name === name)?.index ?? null;
  }

  private take(move: Move, index: number, wanted: StepSite, inserted: boolean): Divergence | null {
    let run = this.target.replay([...this.run.moves, move]);
    while (run.stopped?.kind === 'blocked' && this.letHolderGoOn(move.task)) {
      run = this.target.replay([...this.run.moves, move]);
    }
    if (run.stopped !== null) return { at: index, task: move.task, wanted, stop: run.stopped };
    this.run = run;
    if (inserted) this.inserted.push(run.moments.length - 1);
    return null;
  }

  /**
   * Steps that only the new text has are taken when their task moves next. One that blocks another task, such as an
   * unlock after a task's last step of the old run, is taken before that.
   */
  private letHolderGoOn(blocked: number): boolean {
    const { state } = at(this.world().tasks, blocked);
    const holders = state.kind === 'blocked' ? state.waitsFor.map(({ task }) => task) : [];
    return holders.some((holder) => {
      const { next } = at(this.world().tasks, holder);
      if (next === null || this.inOldText(holder, next)) return false;
      const run = this.target.replay([...this.run.moves, { task: holder, choice: null }]);
      if (run.stopped !== null) return false;
      this.run = run;
      this.inserted.push(run.moments.length - 1);
      return true;
    });
  }

  private inOldText(task: number, site: StepSite): boolean {
    const { name } = at(this.target.model.tasks, task);
    const old = this.oldModel.tasks.find((candidate) => candidate.name === name);
    return old !== undefined && at(this.oldKeys, old.index).has(site.key);
  }

  private whyNot(task: number, next: StepSite | null): RunStop | null {
    const position = this.run.moments.length - 1;
    return next === null ? { kind: 'done', at: position, task } : null;
  }
}

/** The innermost function and its statement: the same line for a reader. */
function statementOf(site: StepSite): string {
  return `${site.calls.at(-1) ?? ''}: ${withoutSpaces(site.text)}`;
}
