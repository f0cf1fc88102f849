// The state space with what it needs of the session.

import { selectReport } from '../../session/state/select.ts';
import { selectReductions, selectSpace } from '../../session/plans/spacePlan.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import { StateSpace } from './StateSpace.tsx';

export function StateSpacePart() {
  const session = useSession();
  return (
    <StateSpace
      open={useDocuments((state) => state.spaceOpen)}
      report={useDocuments(selectReport)}
      answer={useDocuments(selectSpace)}
      reductions={useDocuments(selectReductions)}
      onOpen={(open) => session.showSpace(open)}
      onSwitch={(name, on) => session.switchReduction(name, on)}
      onAll={(on) => session.switchReductions(on)}
      onStop={() => session.stopCounting()}
      onAgain={() => session.countAgain()}
    />
  );
}
