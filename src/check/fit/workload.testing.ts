// The workloads and their maps, read; and a fit in one go.

import { assert } from '../../base/assert.ts';
import type { Program } from '../../lang/program/program.ts';
import { type EventMap, readEventMap } from '../../recording/eventMap.ts';
import type { Observed } from '../../recording/observations.ts';
import { loadText } from '../source/loadScenario.ts';
import { type FitLimits, fitRecording, type FitReport } from './fitRecording.ts';
import { mapTexts, workloadTexts } from './workloads.ts';

export interface Workload {
  readonly map: EventMap;
  readonly program: Program;
}

const READ = new Map<string, Workload>();

export function workload(name: string): Workload {
  const known = READ.get(name);
  if (known !== undefined) return known;
  const { map, diagnostics } = readEventMap(mapTexts.get(`${name}.map`) ?? '');
  assert(diagnostics.length === 0, `${name}.map: ${JSON.stringify(diagnostics)}`);
  const file = map.workload ?? `${name}.race`;
  const { program, diagnostics: mistakes } = loadText(file, workloadTexts.get(file) ?? '');
  assert(program !== null, `${file}: ${JSON.stringify(mistakes)}`);
  READ.set(name, { map, program });
  return { map, program };
}

export function fitWorkload(name: string, observed: Observed, limits: FitLimits): FitReport {
  return fitWith(name, workload(name).map, observed, limits);
}

/** With another map of the same workload. */
export function fitWith(
  name: string,
  map: EventMap,
  observed: Observed,
  limits: FitLimits,
): FitReport {
  const search = fitRecording(workload(name).program, map, observed, limits);
  let slice = search.next();
  while (slice.done !== true) slice = search.next();
  assert(slice.value.ok, 'the map fits its program');
  return slice.value.report;
}
