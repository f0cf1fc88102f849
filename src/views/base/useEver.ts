// Whether something was ever so. What was opened once stays mounted, so that it can fade out.

import { useState } from 'react';

export function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
