// One line about an event: a link followed only in part, a damaged link, an unreadable file. It stays until it is
// dismissed.

import { CircleAlert, Info, X } from 'lucide-react';
import type { ReactNode } from 'react';
import './Notice.css';

export interface NoticeProps {
  readonly kind: 'info' | 'problem';
  readonly children: ReactNode;
  readonly onClose?: (() => void) | undefined;
}

export function Notice({ kind, children, onClose }: NoticeProps) {
  const Icon = kind === 'info' ? Info : CircleAlert;
  return (
    <div className="notice" data-kind={kind} role={kind === 'problem' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" />
      <p>{children}</p>
      {onClose && (
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <X />
        </button>
      )}
    </div>
  );
}
