// Which functions run in user mode: a task's own access through the TLB. Nobody holds a lock of the kernel there.

import { at } from '../../base/assert.ts';
import type { Model } from '../../model/build/model.ts';
import type { Address } from '../../model/cfg/controlFlowGraph.ts';
import { nodesOfStep } from '../../model/cfg/stops.ts';

/** By name. What a function of the kernel copies for a task goes through the TLB as well, but lies deeper. */
export function userModeFunctions(model: Model): ReadonlySet<string> {
  return new Set(
    model.codes.flatMap(({ nodes, cfg, task }) =>
      nodes.flatMap((node) => {
        if (node < 0) return [];
        const calls = at(cfg.nodes, node).site?.calls ?? [];
        const users = goesThroughTlb(model, cfg, node) && calls.length <= 1;
        return users ? [calls.at(-1) ?? task.name] : [];
      }),
    ),
  );
}

function goesThroughTlb(model: Model, cfg: Model['codes'][number]['cfg'], first: number): boolean {
  return [...nodesOfStep(cfg, first)].some((index) => {
    const { accesses, site } = at(cfg.nodes, index);
    const { calls = [] } = site ?? at(cfg.nodes, first).site ?? {};
    return calls.length <= 1 && accesses.some(({ address }) => isOfTlb(model, address));
  });
}

function isOfTlb({ storage }: Model, { struct, path }: Address): boolean {
  const [field = ''] = path.split(/[.[]/);
  return storage.extents.get(struct)?.spots.get(field)?.field.role === 'tlb';
}
