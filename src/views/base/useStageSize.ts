// Which of the three arrangements of the stage fits the window.

import { useSyncExternalStore } from 'react';

/** `phone`: one column with tabs; `desk`: the workbench; `wide`: a projector, with two code panels. */
export type StageSize = 'phone' | 'desk' | 'wide';

const PHONE = '(max-width: 1099px)';
const WIDE = '(min-width: 1800px) and (min-height: 960px)';

export function useStageSize(): StageSize {
  return useSyncExternalStore(subscribe, currentSize, () => 'desk');
}

function subscribe(changed: () => void): () => void {
  const queries = [matchMedia(PHONE), matchMedia(WIDE)];
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}

function currentSize(): StageSize {
  if (matchMedia(PHONE).matches) return 'phone';
  return matchMedia(WIDE).matches ? 'wide' : 'desk';
}
