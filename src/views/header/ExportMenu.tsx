// What can be taken away: the run for a commit message, the model for SPIN.

import { Menu } from '@base-ui/react/menu';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PromelaForm } from '../../export/promela.ts';
import './ExportMenu.css';

export interface ExportMenuProps {
  /** False when the browser does not allow copying. */
  readonly onCopyRun: () => Promise<boolean>;
  /** Why the program cannot be written in this form; null when its files are on their way. */
  readonly onPromela: (form: PromelaForm) => Promise<string | null>;
}

const FORMS: readonly (readonly [PromelaForm, string, string])[] = [
  ['exact', 'Promela, exact form', 'as many states as here'],
  ['natural', 'Promela, natural form', 'a proctype a task'],
];

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
      <Menu.Root>
        <Menu.Trigger className="icon-button" aria-label="Export">
          <Download />
        </Menu.Trigger>
        <Menu.Portal role="region" aria-label="Exports">
          <Menu.Positioner align="end" sideOffset={6} className="popup-layer">
            <Menu.Popup className="popup">
              <Menu.Item className="popup-row" onClick={() => void copy()}>
                <span aria-hidden="true" />
                <span className="popup-text">Copy the run</span>
                <span className="popup-note">for a commit message</span>
              </Menu.Item>
              <div className="popup-line" />
              {FORMS.map(([form, text, note]) => (
                <Menu.Item key={form} className="popup-row" onClick={() => void write(form)}>
                  <span aria-hidden="true" />
                  <span className="popup-text">{text}</span>
                  <span className="popup-note">{note}</span>
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <output className="export-status" aria-live="polite" data-status={status !== ''}>
        {status}
      </output>
    </div>
  );
}
