// A fit for the page: which rows a run explains, and the result in words.

import { FIT_LIMITS, fitRecording } from '../check/fit/fitRecording.ts';
import { fitText } from '../check/fit/fitText.ts';
import { mapTexts, workloadTexts } from '../check/fit/workloads.ts';
import { loadText } from '../check/source/loadScenario.ts';
import { readEventMap } from '../recording/eventMap.ts';
import { observe, WHOLE } from '../recording/observations.ts';
import type { Recording } from '../recording/recording.ts';
import type { TraceFit } from '../views/recording/traceMessage.ts';

export function fitTrace(
  recording: Recording,
  workload: string,
  onStates: (states: number) => void,
): TraceFit {
  const { map } = readEventMap(mapTexts.get(`${workload}.map`) ?? '');
  const file = map.workload ?? `${workload}.race`;
  const { program } = loadText(file, workloadTexts.get(file) ?? '');
  if (program === null) return refusal(`${file} could not be read`);
  const observed = observe(recording, map, WHOLE);
  const search = fitRecording(program, map, observed, FIT_LIMITS);
  let slice = search.next();
  for (; slice.done !== true; slice = search.next()) onStates(slice.value);
  if (!slice.value.ok) return refusal(slice.value.problems.join('\n'));
  const { report } = slice.value;
  return {
    fits: report.kind === 'fits',
    text: fitText(workload, observed, report),
    explained: report.fitted.map(({ observation }) => observation.row),
    refused: report.stop?.observation.row ?? null,
  };
}

function refusal(text: string): TraceFit {
  return { fits: false, text, explained: [], refused: null };
}
