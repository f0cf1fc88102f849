// The menu of what can be taken away.

import { Menu } from '@base-ui/react/menu';
import type { PromelaForm } from '../../export/promela.ts';
import { MenuPopup } from '../base/MenuPopup.tsx';
import type { OpenedPopup } from '../base/PopupButton.tsx';

export interface ExportPopupProps extends OpenedPopup {
  readonly onCopy: () => void;
  readonly onWrite: (form: PromelaForm) => void;
}

const FORMS: readonly (readonly [PromelaForm, string, string])[] = [
  ['exact', 'Promela, exact form', 'as many states as here'],
  ['natural', 'Promela, natural form', 'one proctype for each task'],
];

export function ExportPopup({ onCopy, onWrite, ...opened }: ExportPopupProps) {
  return (
    <MenuPopup {...opened} label="Exports" align="end">
      <Menu.Item className="popup-row" onClick={onCopy}>
        <span aria-hidden="true" />
        <span className="popup-text">Copy the run</span>
        <span className="popup-note">for a commit message</span>
      </Menu.Item>
      <div className="popup-line" />
      {FORMS.map(([form, text, note]) => (
        <Menu.Item key={form} className="popup-row" onClick={() => onWrite(form)}>
          <span aria-hidden="true" />
          <span className="popup-text">{text}</span>
          <span className="popup-note">{note}</span>
        </Menu.Item>
      ))}
    </MenuPopup>
  );
}
