// Copies the link to the current step, and reports whether that worked.

import { Check, Link2 } from 'lucide-react';
import { useEffect, useState } from 'react';

export interface ShareButtonProps {
  /** False when the browser does not allow it. */
  readonly onShare: () => Promise<boolean>;
}

type Shared = 'no' | 'copied' | 'refused';

const WORDS: Readonly<Record<Shared, string>> = {
  no: 'Share',
  copied: 'Copied',
  refused: 'Copy the address bar',
};

export function ShareButton({ onShare }: ShareButtonProps) {
  const [shared, setShared] = useState<Shared>('no');
  useEffect(() => {
    if (shared === 'no') return;
    const timer = setTimeout(() => setShared('no'), 4000);
    return () => clearTimeout(timer);
  }, [shared]);
  const share = async () => setShared((await onShare()) ? 'copied' : 'refused');
  return (
    <>
      <button
        type="button"
        className="button share"
        aria-label="Share"
        onClick={() => void share()}
      >
        {shared === 'copied' ? <Check /> : <Link2 />}
        <span className="share-word">{WORDS[shared]}</span>
      </button>
      <output className="visually-hidden" aria-live="polite">
        {shared === 'copied' && 'Copied the link to this step.'}
        {shared === 'refused' &&
          'The browser does not allow copying. Copy the address from the address bar.'}
      </output>
    </>
  );
}
