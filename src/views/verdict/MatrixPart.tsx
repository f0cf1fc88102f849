// The fix matrix with what it needs of the session.

import { selectProperty } from '../../session/state/select.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import { MatrixDialog } from './MatrixDialog.tsx';
import { useMatrix } from './useMatrix.ts';

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
