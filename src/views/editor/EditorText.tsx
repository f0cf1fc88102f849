// CodeMirror in the page: one view, and a state for each file, so that every file keeps its own undo history. While a
// person types, the view owns the text; changes from elsewhere are applied to it.

import { forceLinting, setDiagnostics } from '@codemirror/lint';
import { type EditorState, Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useRef } from 'react';
import type { LocatedDiagnostic } from '../../check/source/locatedDiagnostic.ts';
import { lintsOf } from './editorDiagnostics.ts';
import { type LineMarks, setMarks } from './editorMarks.ts';
import { type EditorPort, editorState } from './editorSetup.ts';

export interface EditorTextProps {
  /** The document that the states belong to: with another document they are dropped. */
  readonly document: string;
  /** Which file of it is open. */
  readonly file: string;
  /** What a screen reader calls it. */
  readonly title: string;
  readonly text: string;
  /** The text of the file that is on the stage: what `marks` speak of. */
  readonly staged: string;
  /** Typed text is not read yet: `text` is older than the view. */
  readonly typing: boolean;
  /** The offset to show, and a counter: each new count shows it once. */
  readonly at: number | null;
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** Null while there is no new report. */
  readonly marks: LineMarks | null;
  readonly port: EditorPort;
}

export function EditorText(props: EditorTextProps) {
  const { document, file, title, text, staged, typing, at, diagnostics, marks } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<OpenEditor>(null);
  const port = useLatest(props.port);

  useEffect(() => {
    if (host.current === null) return;
    const view = new EditorView({ parent: host.current });
    editor.current = { view, states: new Map(), document: '', file: null };
    view.focus();
    return () => view.destroy();
  }, []);
  useEffect(() => {
    if (editor.current) showFile(editor.current, { document, file, title, text }, port);
  }, [document, file, title, text, port]);
  useEffect(() => {
    if (editor.current && !typing) replaceText(editor.current.view, text);
  }, [document, file, text, typing]);
  useEffect(() => {
    if (editor.current && at !== null) showPlace(editor.current.view, at);
  }, [file, at]);
  useEffect(() => {
    const view = editor.current?.view;
    if (!view || typing) return;
    view.dispatch(setDiagnostics(view.state, lintsOf(diagnostics, view.state.doc.length)));
    forceLinting(view);
  }, [document, file, diagnostics, typing]);
  useEffect(() => {
    const view = editor.current?.view;
    if (!view || marks === null || view.state.doc.toString() !== staged) return;
    view.dispatch({ effects: setMarks.of(marks) });
  }, [document, file, staged, text, marks]);

  return <div ref={host} className="editor-text" />;
}

interface OpenEditor {
  readonly view: EditorView;
  readonly states: Map<string, EditorState>;
  document: string;
  file: string | null;
}

/** CodeMirror keeps its handlers for its whole life; they always call the newest props. */
function useLatest(port: EditorPort): RefObject<EditorPort> {
  const latest = useRef(port);
  useEffect(() => {
    latest.current = port;
  });
  return latest;
}

interface Shown {
  readonly document: string;
  readonly file: string;
  readonly title: string;
  readonly text: string;
}

function showFile(editor: OpenEditor, shown: Shown, to: RefObject<EditorPort>): void {
  const { document, file, title, text } = shown;
  if (editor.document === document && editor.file === file) return;
  if (editor.document !== document) editor.states.clear();
  else if (editor.file !== null) editor.states.set(editor.file, editor.view.state);
  const state = editor.states.get(file) ?? editorState(text, `Text of ${title}`, portTo(to));
  editor.view.setState(state);
  editor.document = document;
  editor.file = file;
}

function portTo(latest: RefObject<EditorPort>): EditorPort {
  return {
    words: () => latest.current.words(),
    named: (name) => latest.current.named(name),
    locals: (offset) => latest.current.locals(offset),
    onDefinition: (word) => latest.current.onDefinition(word),
    onText: (text) => latest.current.onText(text),
    onVerdict: (finding) => latest.current.onVerdict(finding),
    onShare: () => latest.current.onShare(),
    onPlay: () => latest.current.onPlay(),
    onClose: () => latest.current.onClose(),
  };
}

/** Replaces only what differs, so that cursor, folds and undo history stay. */
function replaceText(view: EditorView, text: string): void {
  const shown = view.state.doc.toString();
  if (shown === text) return;
  const shorter = Math.min(shown.length, text.length);
  let head = 0;
  while (head < shorter && shown[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && shown.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  view.dispatch({
    changes: { from: head, to: shown.length - tail, insert: text.slice(head, text.length - tail) },
    annotations: Transaction.userEvent.of('replaced'),
  });
}

function showPlace(view: EditorView, at: number): void {
  const anchor = Math.min(at, view.state.doc.length);
  view.dispatch({
    selection: { anchor },
    effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
  });
  view.focus();
}
