// The minimal fixes with what they need of the session.

import { selectFixPlan } from '../../session/plans/fixPlan.ts';
import { selectSets, selectStopped } from '../../session/plans/matrix.ts';
import { matrixConfigs } from '../../session/state/matrixRows.ts';
import { selectProperty } from '../../session/state/select.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import { FixList } from './FixList.tsx';
import { useMatrix } from './useMatrix.ts';

export function FixesPart() {
  const session = useSession();
  const shared = useMatrix();
  const property = useDocuments(selectProperty);
  const sets = useDocuments(({ program }) => selectSets(program));
  const configurations = useDocuments(({ program }) => matrixConfigs(program).length);
  const plan = useDocuments(selectFixPlan);
  const stopped = useDocuments(selectStopped);
  if (sets < 2 || property === null) return null;
  return (
    <FixList
      {...shared}
      property={property}
      sets={sets}
      configurations={configurations}
      plan={plan}
      stopped={stopped}
      onSet={({ config }) => session.showCell(config, property, null)}
      onTable={() => session.toggleMatrix()}
    />
  );
}
