// The fix matrix with what it needs of the session: the smallest cures, and the whole table.

import type { MatrixRow } from '../check/fixMatrix.ts';
import { isOnStage, selectMatrix, selectSearching, selectSets } from '../session/matrix.ts';
import { selectProperty } from '../session/select.ts';
import { CureList } from './CureList.tsx';
import { MatrixDialog } from './MatrixDialog.tsx';
import { useDocuments, useSession } from './sessionContext.ts';

export function CuresPart() {
  const session = useSession();
  const shared = useMatrix();
  const property = useDocuments(selectProperty);
  const sets = useDocuments(({ program }) => selectSets(program));
  if (sets < 2 || property === null) return null;
  return (
    <CureList
      {...shared}
      property={property}
      sets={sets}
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
  useDocuments((state) => state.configuration);
  return {
    matrix: useDocuments(selectMatrix),
    searching: useDocuments(selectSearching),
    isOnStage: (row: MatrixRow) => isOnStage(row, session.store.getState()),
    onFind: () => session.findCures(),
    onStop: () => session.stopChecking(),
  };
}
