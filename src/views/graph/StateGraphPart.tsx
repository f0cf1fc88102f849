// The state graph with what it needs of the session: the whole dialog.

import { selectGraph, selectRunNodes } from '../../session/plans/graphPlan.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import { useStageSize } from '../base/useStageSize.ts';
import { StateGraphDialog } from './StateGraphDialog.tsx';

export function StateGraphPart() {
  const session = useSession();
  const size = useStageSize();
  const open = useDocuments((state) => state.graphOpen);
  const title = useDocuments((state) => state.program.title);
  const answer = useDocuments(selectGraph);
  const run = useDocuments(selectRunNodes);
  const cursor = useDocuments((state) => state.playback.cursor);
  const { tasks } = useDocuments((state) => state.model);
  const theme = useDocuments((state) => state.panels.theme);
  return (
    <StateGraphDialog
      {...{ open, title, answer, run, cursor, tasks, theme }}
      downwards={size === 'phone'}
      onAsk={(detail) => session.askGraph(detail)}
      onGo={(node) => session.goToNode(node)}
      onClose={() => session.toggleGraph()}
    />
  );
}
