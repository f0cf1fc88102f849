// A talk's text beside a live preview of the beat that the cursor is in.

import { useRef, useState, useSyncExternalStore } from 'react';
import type { TalkEditing } from '../../session/talk/talkEditing.ts';
import type { TalkDiagnostic } from '../../talk/talk.ts';
import { TalkPage } from './TalkPage.tsx';
import './TalkEditor.css';

export interface TalkEditorProps {
  readonly editing: TalkEditing;
  readonly onPresent: () => void;
  readonly onSave: () => void;
  /** Copies the link; what happened, in a sentence. */
  readonly onCopyLink: () => Promise<string>;
  readonly onFile: (file: File) => void;
}

export function TalkEditor(props: TalkEditorProps) {
  const { editing } = props;
  const { text, parsed, kept } = useSyncExternalStore(
    editing.store.subscribe,
    editing.store.getState,
  );
  const area = useRef<HTMLTextAreaElement>(null);
  const follow = (): void => {
    const at = area.current?.selectionStart ?? 0;
    editing.showLine(text.slice(0, at).split('\n').length);
  };
  return (
    <main className="talk-editor">
      <Tools {...props} />
      <section className="talk-source" aria-label="Text">
        <textarea
          ref={area}
          aria-label="The talk as Markdown"
          spellCheck={false}
          value={text}
          onChange={({ target }) => editing.type(target.value)}
          onSelect={follow}
        />
        <Diagnostics
          diagnostics={parsed.diagnostics}
          onLine={(line) => selectLine(area.current, line)}
        />
        {!kept && <p role="status">This browser stores nothing: save the talk as a file.</p>}
      </section>
      <section className="talk-preview" aria-label="Preview">
        <TalkPage
          preview
          title={parsed.talk.title}
          diagnostics={[]}
          editorHref=""
          onSpeaker={() => {}}
          onFullScreen={() => {}}
        />
      </section>
    </main>
  );
}

function Tools({ onPresent, onSave, onCopyLink, onFile }: TalkEditorProps) {
  const [status, setStatus] = useState('');
  return (
    <header className="talk-tools">
      <h1>Edit a talk</h1>
      <button type="button" className="button" onClick={onPresent}>
        Present
      </button>
      <button type="button" className="button" onClick={onSave}>
        Save as a file
      </button>
      <button type="button" className="button" onClick={() => void onCopyLink().then(setStatus)}>
        Copy the link
      </button>
      <label className="button">
        Open a file
        <input
          type="file"
          accept=".md,text/markdown,text/plain"
          className="visually-hidden"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file !== undefined) onFile(file);
            target.value = '';
          }}
        />
      </label>
      <a href="#/">Leave</a>
      <output aria-live="polite">{status}</output>
    </header>
  );
}

function Diagnostics({
  diagnostics,
  onLine,
}: {
  readonly diagnostics: readonly TalkDiagnostic[];
  readonly onLine: (line: number) => void;
}) {
  if (diagnostics.length === 0) return null;
  return (
    <ul className="talk-diagnostics" aria-label="Diagnostics">
      {diagnostics.map(({ line, message, mend }) => (
        <li key={`${line} ${message}`}>
          <button type="button" onClick={() => onLine(line)}>
            <b>Line {line}:</b> {message}. {mend}.
          </button>
        </li>
      ))}
    </ul>
  );
}

function selectLine(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return;
  const lines = area.value.split('\n');
  const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
}
