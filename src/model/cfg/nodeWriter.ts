// Appends nodes to a control-flow graph: jumps and their targets, atomic regions, sites and labels.

import { at as item } from '../../base/assert.ts';
import type { Stmt } from '../../lang/program/program.ts';
import { allocates } from './accesses.ts';
import type { CfgScope } from './cfgScope.ts';
import type { Access, Action, CfgNode, Jump } from './controlFlowGraph.ts';

export class NodeWriter {
  readonly nodes: CfgNode[] = [];
  /** The atomic region that nodes are appended to; 0 outside. */
  atomicRegion = 0;
  /** A label before the next operation. */
  label: string | null = null;
  private atomicRegions = 0;
  private readonly scope: CfgScope;

  constructor(scope: CfgScope) {
    this.scope = scope;
  }

  emit(action: Action, accesses: readonly Access[], stmt: Stmt | null = null): number {
    const index = this.nodes.length;
    const operates =
      accesses.length > 0 ||
      ['lock', 'hold', 'wait', 'free', 'choose'].includes(action.kind) ||
      allocates(action);
    const site =
      stmt !== null && (operates || this.begins(action)) ? this.site(stmt, operates) : null;
    const next = { to: index + 1 };
    const { atomicRegion } = this;
    const { observing: observes } = this.scope;
    this.nodes.push({ action, next, operates, observes, atomicRegion, accesses, site });
    return index;
  }

  /** Whether the step of an atomic can begin with a node that is no operation. */
  private begins({ kind }: Action): boolean {
    return this.atomicRegion !== 0 && (kind === 'jump' || kind === 'check' || kind === 'branch');
  }

  /** `takesLabel`: a label names the operation behind it, and an observer before that as well. */
  private site(stmt: Stmt, takesLabel: boolean) {
    const { calls, stem, body } = this.scope.frame;
    const { label } = this;
    if (takesLabel) this.label = null;
    return this.scope.setting.namer.site(body, stmt, calls, stem, label);
  }

  jump(target: Jump): void {
    const index = this.emit({ kind: 'jump' }, []);
    const node = item(this.nodes, index);
    this.nodes[index] = { ...node, next: target };
  }

  /** Sets the target to the next node. */
  place(target: Jump): void {
    target.to = this.nodes.length;
  }

  atomically(build: () => void): void {
    if (this.atomicRegion !== 0) return build();
    this.atomicRegions += 1;
    this.emit({ kind: 'enter' }, []);
    this.atomicRegion = this.atomicRegions;
    build();
    this.atomicRegion = 0;
  }
}
