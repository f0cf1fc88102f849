// The editor: the scenario and the library files that it uses, their diagnostics, and the progress of the search.

import { Download, RotateCcw, Trash2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LocatedDiagnostic } from '../../check/source/locatedDiagnostic.ts';
import type { EditedFile } from '../../session/state/select.ts';
import { EditorText, type EditorTextProps } from './EditorText.tsx';
import { Tip } from '../base/Tip.tsx';
import './Editor.css';

export interface EditorProps {
  readonly files: readonly EditedFile[];
  /** The file that is open; null: the scenario. */
  readonly open: string | null;
  /** The scenario of the catalogue that this is a copy of; null where it is none. */
  readonly copyOf: string | null;
  readonly diagnostics: readonly LocatedDiagnostic[];
  readonly status: EditorStatus;
  readonly text: Omit<EditorTextProps, 'file' | 'title' | 'text' | 'diagnostics'>;
  readonly onOpen: (file: string | null, at: number | null) => void;
  readonly onRevert: (file: string | null) => void;
  /** Null where there is no copy to delete. */
  readonly onDiscard: (() => void) | null;
  readonly onDownload: () => void;
  readonly onClose: () => void;
}

export interface EditorStatus {
  /** One line: the progress of the search, or its result. */
  readonly search: string;
  readonly searching: boolean;
}

export function Editor(props: EditorProps) {
  const { files, open, diagnostics, status, text } = props;
  const file = files.find((one) => one.file === open) ?? files[0];
  if (file === undefined) return null;
  return (
    <section className="editor" aria-label="Editor" data-searching={status.searching || undefined}>
      <EditorHead {...props} />
      <EditorText
        {...text}
        file={file.file ?? ''}
        title={file.title}
        text={file.text}
        diagnostics={diagnostics.filter((one) => fileOf(one, files) === file.file)}
      />
      <EditorFoot {...props} file={file} />
    </section>
  );
}

/** The file of a diagnostic. A diagnostic outside the library files belongs to the scenario. */
function fileOf({ file }: LocatedDiagnostic, files: readonly EditedFile[]): string | null {
  return files.find((one) => one.file === file)?.file ?? null;
}

function EditorHead({ files, open, diagnostics, onOpen, ...props }: EditorProps) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return (
    <header className="editor-head">
      <ul className="editor-files" aria-label="Files">
        {files.map(({ file, title, changed }) => (
          <li key={file ?? ''}>
            <button
              type="button"
              className="editor-file code"
              ref={file === open ? bringIntoSight : null}
              aria-current={file === open || undefined}
              data-broken={errors.some((one) => fileOf(one, files) === file) || undefined}
              onClick={() => onOpen(file, null)}
            >
              {title}
              {changed && <small>changed here</small>}
            </button>
          </li>
        ))}
      </ul>
      <EditorTools {...props} files={files} open={open} />
    </header>
  );
}

/** The tab of the file that is open, in a row that may be longer than the editor is wide. */
function bringIntoSight(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

type ToolProps = Omit<EditorProps, 'diagnostics' | 'status' | 'text' | 'onOpen'>;

function EditorTools({ files, open, copyOf, ...on }: ToolProps) {
  const changed = files.find(({ file }) => file === open)?.changed ?? false;
  const reverts = open === null ? copyOf !== null : changed;
  const { onDiscard } = on;
  return (
    <div className="editor-tools">
      {reverts && (
        <Tool text={`Revert ${open ?? 'the scenario’s text'}`} onClick={() => on.onRevert(open)}>
          <RotateCcw />
        </Tool>
      )}
      {onDiscard && (
        <Tool text="Delete this copy" onClick={onDiscard}>
          <Trash2 />
        </Tool>
      )}
      <Tool text="Download as a .race file" onClick={on.onDownload}>
        <Download />
      </Tool>
      <Tool text="Close the editor" keys="Escape" onClick={on.onClose}>
        <X />
      </Tool>
    </div>
  );
}

interface ToolButtonProps {
  readonly text: string;
  readonly keys?: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ text, keys, onClick, children }: ToolButtonProps) {
  return (
    <Tip text={text} keys={keys} side="bottom">
      <button type="button" className="icon-button" aria-label={text} onClick={onClick}>
        {children}
      </button>
    </Tip>
  );
}

type FootProps = EditorProps & { readonly file: EditedFile };

/** Always one line high, so that the layout does not move. */
function EditorFoot({ files, diagnostics, status, copyOf, file, onOpen }: FootProps) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  return (
    <footer className="editor-foot">
      <output className="editor-status">
        {first === undefined
          ? status.search
          : `${countText(errors.length)}. Showing the last valid version.`}
      </output>
      {first === undefined ? (
        <span className="editor-origin">{originText(file, copyOf)}</span>
      ) : (
        <button
          type="button"
          className="editor-first"
          onClick={() => onOpen(fileOf(first, files), first.at.from)}
        >
          {fileOf(first, files) === file.file ? '' : `${first.file}, `}line {first.line}
        </button>
      )}
    </footer>
  );
}

function countText(errors: number): string {
  return errors === 1 ? '1 error' : `${errors} errors`;
}

function originText({ file, changed }: EditedFile, copyOf: string | null): string {
  if (file !== null) return changed ? 'for this scenario only' : 'the library’s';
  return copyOf === null ? '' : `edited from ${copyOf}`;
}
