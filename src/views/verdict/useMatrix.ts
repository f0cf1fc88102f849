// What the minimal fixes and the fix matrix both need of the session.

import { selectMatrix, selectSearching, selectStageChanges } from '../../session/plans/matrix.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';

export function useMatrix() {
  const session = useSession();
  return {
    matrix: useDocuments(selectMatrix),
    searching: useDocuments(selectSearching),
    stageChanges: useDocuments(selectStageChanges),
    onFind: () => session.findFixes(),
    onStop: () => session.stopChecking(),
  };
}
