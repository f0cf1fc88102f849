// All searches: the checks, why a witness broke its property, the state graph and the state space. A complete search
// of one is reused by the others.

import { readReductions, type Reduction, REDUCTIONS } from '../../check/verdict/reductions.ts';
import type { Detail } from '../../explore/graph/mergedGraph.ts';
import { ReportCache } from '../state/reportCache.ts';
import type { SessionStore } from '../state/store.ts';
import { CheckPlan, type CheckPorts } from './checkPlan.ts';
import { GraphPlan, type GraphPorts, selectGraphReport } from './graphPlan.ts';
import { selectSpace, SpacePlan, type SpacePorts } from './spacePlan.ts';
import { ExplainPlan, type ExplainPorts } from './explainPlan.ts';
import { WhyPlan, type WhyPorts } from './whyPlan.ts';

export interface SearchPorts extends CheckPorts, ExplainPorts, WhyPorts, GraphPorts, SpacePorts {}

export class Searches {
  readonly checks: CheckPlan;
  readonly why: WhyPlan;
  readonly space: SpacePlan;
  readonly #explain: ExplainPlan;
  readonly #graph: GraphPlan;
  readonly #store: SessionStore;

  constructor(store: SessionStore, ports: SearchPorts) {
    const cache = new ReportCache();
    this.#store = store;
    this.checks = new CheckPlan(store, ports, cache);
    this.why = new WhyPlan(store, ports);
    this.#explain = new ExplainPlan(store, ports);
    this.#graph = new GraphPlan(store, ports);
    this.space = new SpacePlan(store, ports, cache);
  }

  findFixes(): void {
    this.#store.setState(({ matrix }) => ({ matrix: { ...matrix, asked: true } }));
    this.checks.again();
  }

  toggleMatrix(): void {
    const { open } = this.#store.getState().matrix;
    this.#store.setState({ matrix: { asked: true, open: !open } });
    if (!open) this.checks.refresh();
  }

  toggleGraph(): void {
    const { graphOpen } = this.#store.getState();
    this.#store.setState({ graphOpen: !graphOpen });
    if (graphOpen) this.#graph.stop();
    else if (selectGraphReport(this.#store.getState()) === null) this.#graph.ask(null);
  }

  askGraph(detail: Detail | null): void {
    this.#graph.ask(detail);
  }

  showSpace(open: boolean): void {
    this.#store.setState({ spaceOpen: open });
    if (!open) this.space.stop();
    else if (selectSpace(this.#store.getState())?.kind === 'stopped') this.space.ask();
  }

  switchReduction(one: Reduction, on: boolean): void {
    const { reduce } = this.#store.getState();
    const others = reduce.filter((other) => other !== one);
    this.#reduce(readReductions(on ? [...others, one] : others));
  }

  switchReductions(on: boolean): void {
    this.#reduce(on ? REDUCTIONS : []);
  }

  close(): void {
    this.checks.close();
    this.why.close();
    this.#explain.close();
    this.#graph.close();
    this.space.close();
  }

  #reduce(reduce: readonly Reduction[]): void {
    this.#store.setState({ reduce, checks: new Map() });
    this.checks.refresh();
  }
}
