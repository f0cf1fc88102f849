// The CodeMirror extensions that the editor uses, and its theme in the page's CSS variables.

import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, toggleComment } from '@codemirror/commands';
import { bracketMatching, codeFolding, foldGutter, foldKeymap } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { layoutRules } from './editorFold.ts';
import { lineMarks, type OnVerdict } from './editorMarks.ts';
import { painter } from './editorPaint.ts';
import { wordHelp, type WordPort } from './editorWords.ts';

export interface EditorPort extends WordPort {
  /** A person changed the text. */
  onText(text: string): void;
  readonly onVerdict: OnVerdict;
  onShare(): void;
  onPlay(): void;
  onClose(): void;
}

/** `label`: the accessible name of the text. */
export function editorState(text: string, label: string, port: EditorPort): EditorState {
  return EditorState.create({ doc: text, extensions: [looks, tools(port), names(label)] });
}

function names(label: string): Extension {
  return EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' });
}

function tools(port: EditorPort): Extension {
  return [
    history(),
    painter,
    lineMarks(port.onVerdict),
    wordHelp(port),
    lintGutter(),
    search({ top: true }),
    highlightSelectionMatches(),
    closeBrackets(),
    EditorState.languageData.of(() => [{ commentTokens: { block: { open: '/*', close: '*/' } } }]),
    EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      const own = transactions.some((one) => one.isUserEvent('replaced'));
      if (docChanged && !own) port.onText(state.doc.toString());
    }),
    keymap.of([
      ...commandKeys(port),
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...searchKeymap,
      ...foldKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      { key: 'Escape', run: () => does(() => port.onClose()) },
    ]),
  ];
}

function commandKeys(port: EditorPort) {
  return [
    { key: 'Mod-s', run: () => does(() => port.onShare()), preventDefault: true },
    { key: 'Mod-Enter', run: () => does(() => port.onPlay()), preventDefault: true },
    { key: 'Mod-/', run: toggleComment },
  ];
}

function does(act: () => void): boolean {
  act();
  return true;
}

const looks: Extension = [
  lineNumbers(),
  foldGutter({ openText: '▾', closedText: '▸' }),
  codeFolding({ placeholderText: '…' }),
  layoutRules,
  bracketMatching(),
  EditorView.lineWrapping,
  drawSelection(),
  highlightSpecialChars(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  EditorView.theme({
    '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--bg)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': {
      fontFamily: 'var(--font-code)',
      fontSize: 'var(--text-code)',
      lineHeight: 'var(--line-code)',
      fontVariantLigatures: 'none',
      fontFeatureSettings: 'normal',
      scrollbarWidth: 'thin',
      scrollbarColor: 'var(--line) transparent',
    },
    '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0 40vh' },
    // A wrapped line is indented by one more tab.
    '.cm-line': { paddingLeft: 'calc(6px + 4ch)', textIndent: '-4ch' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
    '.cm-gutters': { backgroundColor: 'var(--bg)', color: 'var(--faint)', border: 'none' },
    '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--ink) 4%, transparent)' },
    '.cm-activeLine.editor-next': {
      backgroundColor: 'color-mix(in srgb, var(--task) 17%, transparent)',
    },
    '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
    '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
      { backgroundColor: 'color-mix(in srgb, var(--ink) 18%, transparent)' },
    '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--ink) 9%, transparent)' },
    '&.cm-focused .cm-matchingBracket': {
      backgroundColor: 'transparent',
      outline: '1px solid var(--edge)',
    },
    '&.cm-focused .cm-nonmatchingBracket': {
      backgroundColor: 'transparent',
      outline: '1px solid var(--bad)',
    },
    '.cm-foldPlaceholder': {
      backgroundColor: 'transparent',
      border: '1px solid var(--line)',
      color: 'var(--dim)',
    },
    '.cm-tooltip': {
      backgroundColor: 'var(--card)',
      color: 'var(--ink)',
      border: '1px solid var(--line)',
      borderRadius: 'var(--radius)',
      boxShadow: 'var(--shadow)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': {
      fontFamily: 'var(--font-code)',
      fontSize: 'var(--text-code)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
      backgroundColor: 'var(--ink)',
      color: 'var(--bg)',
    },
    '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.75' },
    '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
    '.cm-diagnostic': { padding: '6px 10px', borderLeft: 'none' },
    '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad)' },
    '.cm-lintRange-warning': {
      backgroundImage: 'none',
      textDecoration: 'underline wavy var(--edge)',
    },
    '.cm-panels': {
      backgroundColor: 'var(--panel)',
      color: 'var(--ink)',
      borderBottom: '1px solid var(--line)',
    },
    '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
    '.cm-textfield': {
      backgroundColor: 'var(--slot)',
      border: '1px solid var(--line)',
      color: 'var(--ink)',
    },
    '.cm-button': {
      backgroundImage: 'none',
      backgroundColor: 'var(--card)',
      border: '1px solid var(--line)',
      color: 'var(--ink)',
    },
    '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--ink) 14%, transparent)' },
    '.cm-searchMatch-selected': { outline: '1px solid var(--ink)' },
  }),
];
