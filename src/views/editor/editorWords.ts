// Completion, hints and go-to-definition for names, all computed from the program's own text.

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, type Tooltip } from '@codemirror/view';
import type { Word, WordKind } from '../../session/state/words.ts';
import { isProse } from './editorPaint.ts';

export interface WordPort {
  words(): readonly Word[];
  /** What a name means in the file that is open. */
  named(name: string): Word | null;
  locals(offset: number): readonly string[];
  onDefinition(word: Word): void;
}

export function wordHelp(port: WordPort): Extension {
  return [
    autocompletion({ override: [(context) => complete(context, port)], icons: false }),
    hoverTooltip((view, at) => hover(view, at, port), { hoverTime: 250 }),
    keymap.of([
      { key: 'F12', run: (view) => goTo(view, view.state.selection.main.head, port) },
      { key: 'Mod-Space', run: startCompletion },
    ]),
    EditorView.domEventHandlers({
      mousedown: (event, view) => {
        if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false;
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        return at !== null && goTo(view, at, port);
      },
    }),
  ];
}

const types: Readonly<Record<WordKind, string>> = {
  function: 'function',
  struct: 'class',
  field: 'property',
  lock: 'property',
  object: 'variable',
  option: 'constant',
  value: 'enum',
  task: 'namespace',
  property: 'interface',
  keyword: 'keyword',
};

const memberKinds: ReadonlySet<WordKind> = new Set(['field', 'lock']);

/** Fields after `->` and `.`, every other name elsewhere. */
function complete(context: CompletionContext, port: WordPort): CompletionResult | null {
  if (isProse(context.view, context.pos)) return null;
  const member = context.matchBefore(/(?:->|\.)\w*/);
  const word = context.matchBefore(/\w+/);
  if (member === null && word === null && !context.explicit) return null;
  if (member === null && word !== null && /^\d/.test(word.text)) return null;
  const wanted = port.words().filter(({ kind }) => memberKinds.has(kind) === (member !== null));
  const locals = member === null ? port.locals(context.pos) : [];
  return {
    from: word?.from ?? context.pos,
    options: [...locals.map(localCompletion), ...unlike(wanted).map(completionOf)],
    validFor: /^\w*$/,
  };
}

/** One of several versions of a definition is enough. */
function unlike(words: readonly Word[]): Word[] {
  const byName = new Map(words.map((word) => [`${word.name} ${word.detail}`, word]));
  return [...byName.values()];
}

function localCompletion(name: string): Completion {
  return { label: name, type: 'variable', detail: 'local', boost: 2 };
}

function completionOf(word: Word): Completion {
  const { name, kind, detail, about } = word;
  const shown = kind === 'function' ? detail.slice(name.length) : detail;
  return {
    label: name,
    type: types[kind],
    detail: shown.length > 60 ? `${shown.slice(0, 59)}…` : shown,
    ...(about === null ? {} : { info: () => describe(word) }),
    ...(kind === 'keyword' ? { boost: -1 } : {}),
    ...(kind === 'function' ? { apply: applyCall } : {}),
  };
}

/** The cursor stands between the parentheses. */
function applyCall(view: EditorView, { label }: Completion, from: number, to: number): void {
  const called = view.state.sliceDoc(to, to + 1) === '(';
  const insert = called ? label : `${label}()`;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + label.length + 1 },
    userEvent: 'input.complete',
  });
}

function hover(view: EditorView, at: number, port: WordPort): Tooltip | null {
  const found = wordAt(view, at, port);
  if (found === null) return null;
  const { from, to, word } = found;
  return { pos: from, end: to, above: true, create: () => ({ dom: describe(word) }) };
}

function goTo(view: EditorView, at: number, port: WordPort): boolean {
  const word = wordAt(view, at, port)?.word ?? null;
  if (word?.place == null) return false;
  port.onDefinition(word);
  return true;
}

function wordAt(
  view: EditorView,
  at: number,
  port: WordPort,
): { readonly from: number; readonly to: number; readonly word: Word } | null {
  if (isProse(view, at)) return null;
  const range = view.state.wordAt(at);
  if (range === null) return null;
  const word = port.named(view.state.sliceDoc(range.from, range.to));
  if (word === null || word.kind === 'keyword') return null;
  return { from: range.from, to: range.to, word };
}

/** The same documentation as in the code panels. */
function describe({ name, detail, about, place }: Word): HTMLElement {
  const box = document.createElement('div');
  box.className = 'editor-about';
  const add = (tag: string, text: string): void => {
    const part = box.appendChild(document.createElement(tag));
    part.textContent = text;
  };
  add('b', detail.startsWith(name) ? detail : `${name}: ${detail}`);
  if (about !== null) add('p', about);
  if (place !== null) add('small', `${place.file}:${place.line}`);
  return box;
}
