// Control dependence: a value that a task read steered it past a statement that would have changed what the damage travels by.

import { at } from '../../base/assert.ts';
import type { CfgNode, ControlFlowGraph } from '../../model/cfg/controlFlowGraph.ts';
import { nodeOf, type NodeRun, type Source } from '../../model/replay/valueTrace.ts';
import type { DataSlice, SliceAccess } from './dataSlice.ts';
import type { TracedRun } from './tracedRun.ts';

/** Fields by which the kernel comes from a file to a page and trusts it: what is left in them is found again. */
const WAYS = ['address_space.i_pages', 'page.PG_uptodate', 'page.PG_dirty', 'mm_struct.pte'];

export interface SkippedAction {
  /** The read whose value decided. */
  readonly read: SliceAccess;
  /** The function and the statement that did not run. */
  readonly function: string | null;
  readonly statement: string;
}

/** The last one before the last access of the slice; null where no branch of the run passed by such a statement. */
export function skippedAction(
  traced: TracedRun,
  { trace, accesses }: DataSlice,
): SkippedAction | null {
  const carried = new Set([...accesses.map(({ cell }) => fieldName(traced, cell)), ...WAYS]);
  const last = accesses.findLast(({ cell }) => !cell.ghost)?.step ?? traced.brokenAt + 1;
  for (let i = trace.length - 1; i >= 0; i -= 1) {
    const run = at(trace, i);
    const skipped = skippedNode(traced, run, carried);
    const read = skipped === null ? null : decidingRead(trace, i);
    if (skipped === null || read === null || skipped.site === null) continue;
    if (read.step >= last) continue;
    const { calls, text } = skipped.site;
    return { read, function: calls.at(-1) ?? null, statement: text };
  }
  return null;
}

function fieldName({ run }: TracedRun, { object, field }: SliceAccess['cell']): string {
  const { world } = at(run.moments, 0);
  const struct = world.objects.find(({ id }) => id === object)?.struct ?? '';
  return `${struct}.${/^\w*/.exec(field)?.[0] ?? ''}`;
}

/** A node on the side of a branch that was not taken, and on no way from the other side, which writes such a field. */
function skippedNode(
  { model }: TracedRun,
  run: NodeRun,
  carried: ReadonlySet<string>,
): CfgNode | null {
  const { action, next } = nodeOf(model, run);
  if (action.kind !== 'branch' || run.next === null) return null;
  const { cfg } = at(model.codes, run.task);
  const other = run.next === next.to ? action.otherwise.to : next.to;
  const depth = depthOf(nodeOf(model, run));
  const taken = reachable(cfg, run.next, run.node);
  for (const index of reachable(cfg, other, run.node)) {
    const node = at(cfg.nodes, index);
    const writes = node.accesses.some(
      ({ kind, address }) => kind === 'write' && carried.has(`${address.struct}.${address.field}`),
    );
    const near = depthOf(node) - depth;
    if (writes && near >= 0 && near <= 1 && !node.observes && !taken.has(index)) return node;
  }
  return null;
}

/** How many calls lead to it. What is skipped stands in the branch's own function, or in one that this calls. */
function depthOf({ site }: CfgNode): number {
  return site?.calls.length ?? -2;
}

/** In the order of the graph; `without`: the branch itself, which would lead to both sides again. */
function reachable(
  { nodes }: ControlFlowGraph,
  from: number,
  without: number,
): ReadonlySet<number> {
  const seen = new Set<number>();
  const pending = [from];
  for (let index = pending.shift(); index !== undefined; index = pending.shift()) {
    if (index === without || seen.has(index)) continue;
    seen.add(index);
    const { action, next } = at(nodes, index);
    if (action.kind === 'end') continue;
    if (action.kind === 'choose') pending.push(...action.branches.map(({ to }) => to.to));
    else pending.push(next.to, ...(action.kind === 'branch' ? [action.otherwise.to] : []));
  }
  return seen;
}

/** The last read of shared memory from which the branch's condition comes. */
function decidingRead(trace: readonly NodeRun[], index: number): SliceAccess | null {
  const { task, step, sources } = at(trace, index);
  const read = cellIn(sources);
  if (read !== null) return { kind: 'read', step, task, ...read };
  for (const source of sources) {
    const found = source.kind === 'local' ? readInto(trace, task, source.variable, index) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Where a local's value was read, through copies of it. */
function readInto(
  trace: readonly NodeRun[],
  task: number,
  variable: number,
  before: number,
): SliceAccess | null {
  for (let i = before - 1; i >= 0; i -= 1) {
    const run = at(trace, i);
    const change =
      run.task === task
        ? run.changes.findLast(({ to }) => to.kind === 'local' && to.variable === variable)
        : undefined;
    if (change === undefined) continue;
    const read = cellIn(change.from);
    if (read !== null) return { kind: 'read', step: run.step, task, ...read };
    const copied = change.from.find((source) => source.kind === 'local');
    return copied?.kind === 'local' ? readInto(trace, task, copied.variable, i) : null;
  }
  return null;
}

function cellIn(sources: readonly Source[]): Pick<SliceAccess, 'cell' | 'value'> | null {
  const found = sources.findLast(
    (source) => source.kind === 'cell' && !source.silent && !source.cell.ghost,
  );
  return found?.kind === 'cell' ? { cell: found.cell, value: found.value } : null;
}
