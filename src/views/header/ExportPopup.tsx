// The menu of what can be taken away.

import { Menu } from '@base-ui/react/menu';
import type { PromelaForm } from '../../export/promela.ts';
import type { TakeAway } from '../../session/state/takeAway.ts';
import { MenuPopup } from '../base/MenuPopup.tsx';
import type { OpenedPopup } from '../base/PopupButton.tsx';

export interface ExportPopupProps extends OpenedPopup {
  readonly onCopy: () => void;
  readonly onWrite: (form: PromelaForm) => void;
  readonly onTake: (what: TakeAway) => void;
}

const FORMS: readonly (readonly [PromelaForm, string, string])[] = [
  ['exact', 'Promela, exact form', 'as many states as here'],
  ['natural', 'Promela, natural form', 'one proctype for each task'],
];

const PICTURES: readonly Row[] = [
  ['svg', 'Picture, SVG', 'world and time diagram'],
  ['png', 'Picture, PNG', 'twice the size'],
];

const LINKS: readonly Row[] = [
  ['markdown', 'Copy as Markdown', 'picture and link'],
  ['html', 'Copy as HTML', 'a frame with this step'],
  ['qr', 'QR code', 'of the link'],
];

const TEXTS: readonly Row[] = [
  ['mermaid', 'Copy as Mermaid', 'a sequence diagram'],
  ['lockdep', 'Copy the locks', 'as lockdep reports them'],
  ['trace', 'Trace, JSON', 'every step and access'],
];

const TALK: readonly Row[] = [['talk', 'Make a talk of this run', 'to edit and to give']];

type Row = readonly [TakeAway, string, string];

export function ExportPopup({ onCopy, onWrite, onTake, ...opened }: ExportPopupProps) {
  return (
    <MenuPopup {...opened} label="Exports" align="end">
      <Menu.Item className="popup-row" onClick={onCopy}>
        <span aria-hidden="true" />
        <span className="popup-text">Copy the run</span>
        <span className="popup-note">for a commit message</span>
      </Menu.Item>
      <Rows rows={TEXTS} onTake={onTake} />
      <div className="popup-line" />
      <Rows rows={TALK} onTake={onTake} />
      <div className="popup-line" />
      <Rows rows={PICTURES} onTake={onTake} />
      <div className="popup-line" />
      <Rows rows={LINKS} onTake={onTake} />
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

function Rows({
  rows,
  onTake,
}: {
  readonly rows: readonly Row[];
  readonly onTake: (what: TakeAway) => void;
}) {
  return rows.map(([what, text, note]) => (
    <Menu.Item key={what} className="popup-row" onClick={() => onTake(what)}>
      <span aria-hidden="true" />
      <span className="popup-text">{text}</span>
      <span className="popup-note">{note}</span>
    </Menu.Item>
  ));
}
