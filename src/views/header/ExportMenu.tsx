// Exports: the run for a commit message, the model for SPIN.

import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PromelaForm } from '../../export/promela.ts';
import type { TakeAway } from '../../session/state/takeAway.ts';
import { lazyPart } from '../base/lazyPart.tsx';
import { PopupButton } from '../base/PopupButton.tsx';
import './ExportMenu.css';

export interface ExportMenuProps {
  /** False when the browser does not allow copying. */
  readonly onCopyRun: () => Promise<boolean>;
  /** Why the program cannot be written in this form; null when its files are downloading. */
  readonly onPromela: (form: PromelaForm) => Promise<string | null>;
  /** What was copied or saved, or why nothing was, in a sentence. */
  readonly onTake: (what: TakeAway) => Promise<string>;
}

const ExportPopup = lazyPart(async () => (await import('./ExportPopup.tsx')).ExportPopup);

/** How long a message stays. */
const STATUS_MS = 6000;

export function ExportMenu({ onCopyRun, onPromela, onTake }: ExportMenuProps) {
  const [status, setStatus] = useState('');
  useEffect(() => {
    if (status === '') return;
    const timer = setTimeout(() => setStatus(''), STATUS_MS);
    return () => clearTimeout(timer);
  }, [status]);
  const copy = async () =>
    setStatus(
      (await onCopyRun())
        ? 'Copied the run in the form of a commit message.'
        : 'The browser does not allow copying. npm run show prints the same text.',
    );
  const write = async (form: PromelaForm) => {
    const reason = await onPromela(form);
    setStatus(reason === null ? '' : `This cannot be written in the ${form} form: ${reason}.`);
  };
  return (
    <div className="export-menu">
      <PopupButton
        opens="menu"
        className="icon-button"
        aria-label="Export"
        renderPopup={(opened) => (
          <ExportPopup
            {...opened}
            onCopy={() => void copy()}
            onWrite={(form) => void write(form)}
            onTake={(what) => void onTake(what).then(setStatus)}
          />
        )}
      >
        <Download />
      </PopupButton>
      <output className="export-status" aria-live="polite" data-status={status !== ''}>
        {status}
      </output>
    </div>
  );
}
