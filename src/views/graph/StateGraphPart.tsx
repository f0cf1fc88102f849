// The state graph with what it needs of the session: the whole dialog, and the button that opens it. What draws it is
// a part by itself, loaded when somebody opens it; where it cannot be had, the page goes on without.

import { Dialog } from '@base-ui/react/dialog';
import { Network } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { selectGraph, selectRunNodes } from '../../session/plans/graphPlan.ts';
import { DialogWindow } from '../base/DialogWindow.tsx';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import type { StateGraphDialogProps } from './StateGraphDialog.tsx';
import { useStageSize } from '../base/useStageSize.ts';

const StateGraphDialog = lazy(() =>
  import('./StateGraphDialog.tsx').then(
    ({ StateGraphDialog: loaded }) => ({ default: loaded }),
    () => ({ default: DialogMissing }),
  ),
);

export function StateGraphPart() {
  const open = useDocuments((state) => state.graphOpen);
  const [wanted, setWanted] = useState(open);
  if (open && !wanted) setWanted(true);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <Graph />
    </Suspense>
  );
}

function Graph() {
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

function DialogMissing({ open, title, onClose }: StateGraphDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(opens) => opens || onClose()}>
      <DialogWindow className="source" title={`All states: ${title}`}>
        <p>What draws the graph could not be loaded: load the page again.</p>
      </DialogWindow>
    </Dialog.Root>
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
