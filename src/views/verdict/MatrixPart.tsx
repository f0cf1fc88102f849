// The fix matrix with what it needs of the session: the minimal fixes, and the whole table.

import { selectFixPlan } from '../../session/plans/fixPlan.ts';
import {
  selectMatrix,
  selectSearching,
  selectSets,
  selectStageChanges,
  selectStopped,
} from '../../session/plans/matrix.ts';
import { matrixConfigs } from '../../session/state/matrixRows.ts';
import { selectProperty } from '../../session/state/select.ts';
import { FixList } from './FixList.tsx';
import { MatrixDialog } from './MatrixDialog.tsx';
import { useDocuments, useSession } from '../base/sessionContext.ts';

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

export function MatrixPart() {
  const session = useSession();
  const shared = useMatrix();
  const open = useDocuments((state) => state.matrix.open);
  const title = useDocuments((state) => state.program.title);
  const chosen = useDocuments(selectProperty);
  return (
    <MatrixDialog
      {...shared}
      open={open}
      title={title}
      chosen={chosen}
      onCell={(row, { property, broken }) =>
        session.showCell(broken?.config ?? row.config, property, broken?.witness ?? null)
      }
      onProperty={(property) => session.chooseProperty(property)}
      onClose={() => session.toggleMatrix()}
    />
  );
}

function useMatrix() {
  const session = useSession();
  return {
    matrix: useDocuments(selectMatrix),
    searching: useDocuments(selectSearching),
    stageChanges: useDocuments(selectStageChanges),
    onFind: () => session.findFixes(),
    onStop: () => session.stopChecking(),
  };
}
