// The verdict with what it needs of the session. It is a part by itself: the stage is drawn before anything is found.

import { useEffect, useMemo, useState } from 'react';
import { propertyStrips } from '../../layout/time/propertyStrip.ts';
import {
  movesOf,
  selectCheck,
  selectKernels,
  selectMaxBytes,
  selectProperty,
  selectRun,
  selectSchedule,
  selectWitnessKind,
} from '../../session/state/select.ts';
import { selectReducible } from '../../session/plans/spacePlan.ts';
import type { Check } from '../../session/state/store.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import { FixesPart } from './FixesPart.tsx';
import { StateGraphButton } from './StateGraphButton.tsx';
import { StateSpacePart } from './StateSpacePart.tsx';
import { type Search, VerdictPanel } from './VerdictPanel.tsx';
import { WhyPart } from './WhyPart.tsx';

/** How sure a source makes us, as the visitor reads it. */
const MARKS: Readonly<Record<string, string>> = {
  S: 'read in the source',
  C: 'read in a message',
  M: 'from memory',
  X: 'found by a search',
  I: 'inferred',
};

export function VerdictPart() {
  const session = useSession();
  const run = useDocuments(selectRun);
  const { properties } = useDocuments((state) => state.model);
  const program = useDocuments((state) => state.program);
  const chosen = useDocuments(selectProperty);
  const check = useDocuments(selectCheck);
  const witness = useDocuments(selectWitnessKind);
  const schedule = useDocuments(selectSchedule);
  const kernels = useDocuments(selectKernels);
  const before = useDocuments((state) => state.lastReport);
  const maxBytes = useDocuments(selectMaxBytes);
  const reducible = useDocuments(selectReducible);
  const search = searchOf(check);
  const late = useLate(search.kind === 'searching');
  const brokenAt = useMemo(
    () =>
      propertyStrips(run.moments, properties).find(({ property }) => property.name === chosen)
        ?.brokenAt ?? null,
    [run, properties, chosen],
  );
  return (
    <VerdictPanel
      search={search}
      calm={!late}
      before={before}
      budget={{
        maxBytes,
        onMaxBytes: (bytes) => session.setPanels({ maxBytes: bytes }),
      }}
      properties={properties}
      chosen={chosen}
      brokenAt={brokenAt}
      length={run.moments.length - 1}
      witness={witness}
      scheduleLength={(schedule) => movesOf(session.store.getState(), schedule).length}
      schedule={schedule}
      kernels={kernels}
      story={program.story}
      sources={program.sources.map(({ text, mark }) =>
        mark === null ? text : `${text} (${MARKS[mark] ?? mark})`,
      )}
      why={<WhyPart />}
      fixes={<FixesPart />}
      onReduce={reducible ? () => session.switchReductions(true) : null}
      space={<StateSpacePart />}
      graph={<StateGraphButton />}
      onChoose={(property) => session.chooseProperty(property)}
      onWitness={(property, kind) => session.playWitness(property, kind)}
      onSchedule={(one) => session.playSchedule(one)}
      onKernel={(name) => session.chooseKernel(name)}
      onCompare={(name) => session.compare(name)}
      onCancel={() => session.stopChecking()}
      onSearch={() => session.checkAgain()}
    />
  );
}

/** A search that is over within this time is not worth a word. */
const CALM_MS = 200;

/** Whether something goes on for longer than that. */
function useLate(goesOn: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setTimeout(() => setLate(true), CALM_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [goesOn]);
  return goesOn && late;
}

function searchOf(check: Check | null): Search {
  if (check === null || check.kind === 'waiting')
    return { kind: 'searching', progress: null, elapsedMs: 0 };
  if (check.kind === 'running') return { ...check, kind: 'searching' };
  return check.kind === 'stopped' ? { ...check, kind: 'cancelled' } : check;
}
