// The sign that says whether the page works without a network.

import { CircleCheck, CloudDownload, CloudOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { unreachable } from '../../base/assert.ts';
import { type Kept, offlineStore } from '../../session/state/offlineState.ts';

export function OfflineSign() {
  const { kept, update } = useSyncExternalStore(offlineStore.subscribe, offlineStore.getState);
  const Icon = ICONS[kept.kind];
  return (
    <p className="offline-sign" data-kept={kept.kind}>
      <Icon aria-hidden="true" />
      <span>
        {keptText(kept)}
        {update && ' A new version waits until all windows of this page are closed.'}
      </span>
    </p>
  );
}

const ICONS = {
  unsupported: CloudOff,
  fetching: CloudDownload,
  incomplete: CloudDownload,
  ready: CircleCheck,
} as const;

function keptText(kept: Kept): string {
  switch (kept.kind) {
    case 'unsupported':
      return 'Needs the network.';
    case 'fetching':
      return 'Keeping the page for a stage without a network…';
    case 'incomplete':
      return `Not ready for the stage: ${kept.missing === 1 ? '1 file is' : `${kept.missing} files are`} missing. Reload with a network.`;
    case 'ready':
      return 'Ready for the stage: works without a network.';
    default:
      return unreachable(kept);
  }
}
