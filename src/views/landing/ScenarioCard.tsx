// A scenario on the landing page: its bad end, its name, and how many kernels are safe.

import { useCallback } from 'react';
import type { IndexedScenario } from '../../check/catalogue/indexedScenario.ts';
import type { PicturedRun } from '../../session/state/picturedRun.ts';
import type { LandingScenario } from '../../session/state/landing.ts';
import { VerdictMark } from '../base/VerdictMark.tsx';
import { WorldThumb } from '../world/WorldThumb.tsx';

export interface ScenarioCardProps {
  readonly scenario: LandingScenario;
  readonly hall: boolean;
  readonly replay: (scenario: IndexedScenario) => Promise<PicturedRun | null>;
}

/** How high a picture is, in CSS pixels; it is as wide as its card. */
const HEIGHT = 150;
const HALL_HEIGHT = 240;

export function ScenarioCard({ scenario, hall, replay }: ScenarioCardProps) {
  const { title, year, author, hash, indexed } = scenario;
  const own = useCallback(() => replay(indexed), [replay, indexed]);
  return (
    <a className="scenario-card" href={hash}>
      <div className="scenario-card-picture" aria-hidden="true" inert>
        <WorldThumb replay={own} label={title} height={hall ? HALL_HEIGHT : HEIGHT} hall={hall} />
      </div>
      <h3>{title}</h3>
      {indexed.bad && <p className="scenario-card-bad">{indexed.bad.violation}</p>}
      <p className="scenario-card-foot">
        <SafeKernels scenario={scenario} />
        <span>{[author, year].filter((part) => part !== null).join(', ')}</span>
      </p>
    </a>
  );
}

function SafeKernels({ scenario: { kernels } }: { readonly scenario: LandingScenario }) {
  if (kernels.length === 0) return null;
  const safe = kernels.filter((kernel) => kernel.safe).length;
  return (
    <span className="scenario-card-chip">
      <VerdictMark verdict={safe === kernels.length ? 'holds' : 'violated'} />
      {safe} of {kernels.length} {kernels.length === 1 ? 'kernel' : 'kernels'} safe
    </span>
  );
}
