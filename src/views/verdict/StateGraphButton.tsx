// Opens the state graph.

import { Network } from 'lucide-react';
import { useSession } from '../base/sessionContext.ts';

export function StateGraphButton() {
  const session = useSession();
  return (
    <button
      type="button"
      className="button states-open"
      aria-keyshortcuts="g"
      onClick={() => session.toggleGraph()}
    >
      <Network aria-hidden="true" /> Graph of all states <kbd className="key">g</kbd>
    </button>
  );
}
