// Which functions run in user mode: a task's own access through the TLB. Nobody holds a lock of the kernel there.

import { at } from '../../base/assert.ts';
import type { Model } from '../../model/build/model.ts';
import type { Address } from '../../model/flow/flow.ts';
import { nodesOfStep } from '../../model/flow/stops.ts';

/** By name. What a function of the kernel copies for a task goes through the TLB as well, but lies deeper. */
export function userModeFunctions(model: Model): ReadonlySet<string> {
  return new Set(
    model.codes.flatMap(({ nodes, flow, task }) =>
      nodes.flatMap((node) => {
        if (node < 0) return [];
        const calls = at(flow.nodes, node).site?.calls ?? [];
        const users = goesThroughTlb(model, flow, node) && calls.length <= 1;
        return users ? [calls.at(-1) ?? task.name] : [];
      }),
    ),
  );
}

function goesThroughTlb(
  model: Model,
  flow: Model['codes'][number]['flow'],
  first: number,
): boolean {
  return [...nodesOfStep(flow, first)].some((index) => {
    const { accesses, site } = at(flow.nodes, index);
    const { calls = [] } = site ?? at(flow.nodes, first).site ?? {};
    return calls.length <= 1 && accesses.some(({ address }) => isOfTlb(model, address));
  });
}

function isOfTlb({ storage }: Model, { struct, path }: Address): boolean {
  const [field = ''] = path.split(/[.[]/);
  return storage.extents.get(struct)?.spots.get(field)?.field.role === 'tlb';
}
