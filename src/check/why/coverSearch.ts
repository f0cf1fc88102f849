// Whether locks that are held over stretches of some tasks mend what is broken: asked of every run.

import { explore } from '../../explore/search/explore.ts';
import { Flood } from '../../explore/search/flood.ts';
import { NO_DEADLOCK, NO_STUCK, type SearchReport } from '../../explore/search/searchReport.ts';
import type { Model } from '../../model/build/model.ts';
import { SearchMachine } from '../../model/wasm/searchMachine.ts';
import { type Cover, LockedModels } from './lockedModel.ts';
import type { Limits } from '../verdict/report.ts';
import { counted, type Tried } from './tried.ts';
import type { WhyProgress } from './whyReport.ts';

const NO_OOPS = 'no_oops';
const SLICE = 2048;

export class CoverSearch {
  readonly model: Model;
  readonly property: string;
  readonly limits: Limits;
  readonly tried: Tried;
  readonly locked: LockedModels;

  constructor(model: Model, property: string, limits: Limits, tried: Tried) {
    this.model = model;
    this.property = property;
    this.limits = limits;
    this.tried = tried;
    this.locked = new LockedModels(model);
  }

  /** Whether the property breaks in some run, whatever else happens. */
  *breaks(covers: readonly Cover[], property = this.property): Generator<WhyProgress, boolean> {
    const flood = yield* this.flood(covers, [property]);
    return flood?.broken === true;
  }

  /**
   * Whether the property holds in every run, none deadlocks, and some end well. A lock that a local names
   * may be that of a page which is gone by then: no run may end in an oops either.
   */
  *suffices(covers: readonly Cover[]): Generator<WhyProgress, boolean> {
    if (this.property === NO_STUCK) return yield* this.suffersNothing(covers);
    const named = covers.some(({ lock }) => lock.lock.object.kind === 'variable');
    const asked = [this.property, NO_DEADLOCK, ...(named ? [NO_OOPS] : [])];
    const flood = yield* this.flood(covers, asked);
    return flood?.broken === false && flood.goodEnds > 0 && !flood.cut;
  }

  /** The same, and from everywhere an end can be reached: nobody waits or tries again for ever. */
  *suffersNothing(covers: readonly Cover[]): Generator<WhyProgress, boolean> {
    const found = yield* this.explored(covers);
    if (found === null || found.report.quiescent === 0) return false;
    const asked = [this.property, NO_DEADLOCK, NO_STUCK];
    const { verdicts } = found.report;
    return verdicts.every(({ name, verdict }) => verdict === 'holds' || !asked.includes(name));
  }

  /** A shortest run that breaks the property all the same, and the model that it is a run of. */
  *witness(
    covers: readonly Cover[],
  ): Generator<WhyProgress, { readonly model: Model; readonly witness: readonly number[] } | null> {
    const found = yield* this.explored(covers);
    const broken = found?.report.verdicts.find(({ name }) => name === this.property);
    const witness = broken?.witness ?? null;
    return found && witness && { model: found.model, witness };
  }

  private *flood(covers: readonly Cover[], asked: readonly string[]) {
    const locked = this.locked.of(covers);
    if (locked === null) return null;
    this.tried.searches++;
    const machine = new SearchMachine(locked.machine);
    const flood = new Flood(machine, asked, 'break', this.limits);
    const broken = yield* counted(flood.fromStart(SLICE), this.tried);
    this.tried.states += flood.count;
    flood.limits.forEach((limit) => this.tried.limits.add(limit));
    return { broken, goodEnds: flood.goodEnds, cut: flood.limits.length > 0 };
  }

  private *explored(
    covers: readonly Cover[],
  ): Generator<WhyProgress, { readonly model: Model; readonly report: SearchReport } | null> {
    const locked = this.locked.of(covers);
    if (locked === null) return null;
    this.tried.searches++;
    const machine = new SearchMachine(locked.machine);
    const report = yield* counted(explore(machine, this.limits), this.tried);
    this.tried.states += report.states;
    report.limits.forEach((limit) => this.tried.limits.add(limit));
    return { model: locked, report };
  }
}
