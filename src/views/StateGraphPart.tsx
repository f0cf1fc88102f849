// The state graph with what it needs of the session: the whole dialog, and the button that opens it.

import { Network } from 'lucide-react';
import { selectGraph, selectRunNodes } from '../session/graphPlan.ts';
import { useDocuments, useSession } from './sessionContext.ts';
import { StateGraphDialog } from './StateGraphDialog.tsx';
import { useStageSize } from './useStageSize.ts';

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

export function StateGraphButton() {
  const session = useSession();
  return (
    <button
      type="button"
      className="button states-open"
      aria-keyshortcuts="g"
      onClick={() => session.toggleGraph()}
    >
      <Network aria-hidden="true" /> The graph of all states <kbd className="key">g</kbd>
    </button>
  );
}
