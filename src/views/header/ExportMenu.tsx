// What can be taken away: the run for a commit message, the model for SPIN.

import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PromelaForm } from '../../export/promela.ts';
import { lazyPart } from '../base/lazyPart.tsx';
import { PopupButton } from '../base/PopupButton.tsx';
import './ExportMenu.css';

export interface ExportMenuProps {
  /** False when the browser does not allow copying. */
  readonly onCopyRun: () => Promise<boolean>;
  /** Why the program cannot be written in this form; null when its files are on their way. */
  readonly onPromela: (form: PromelaForm) => Promise<string | null>;
}

const ExportPopup = lazyPart(async () => (await import('./ExportPopup.tsx')).ExportPopup);

/** How long an answer stays. */
const SAID_MS = 6000;

export function ExportMenu({ onCopyRun, onPromela }: ExportMenuProps) {
  const [status, setStatus] = useState('');
  useEffect(() => {
    if (status === '') return;
    const timer = setTimeout(() => setStatus(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [status]);
  const copy = async () =>
    setStatus(
      (await onCopyRun())
        ? 'The run is copied, as a commit message shows it.'
        : 'The browser does not allow copying; npm run show prints the same.',
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
