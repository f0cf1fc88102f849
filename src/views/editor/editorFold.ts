// Where the editor folds, and how it indents: by the braces that end and begin lines.

import { foldService, indentService, indentUnit } from '@codemirror/language';
import { EditorState, type Extension, type Line } from '@codemirror/state';

/** The tab width of the code panels: half of the kernel's, because the pane is half as wide. */
const tabColumns = 4;

/** From the brace at a line's end to the line with the same indent that closes it. */
const braces = foldService.of(({ doc }, from) => {
  const head = doc.lineAt(from);
  if (!/\{\s*(\/\*.*\*\/\s*)?$/.test(head.text)) return null;
  const depth = indentOf(head);
  for (let n = head.number + 1; n <= doc.lines; n += 1) {
    const line = doc.line(n);
    if (line.text.trim() === '' || indentOf(line) > depth || line.text.startsWith('{')) continue;
    return line.text.trimStart().startsWith('}') ? { from: head.to, to: doc.line(n - 1).to } : null;
  }
  return null;
});

/** The indent of the line before, plus a tab after an opening brace. */
const indents = indentService.of(({ state: { doc } }, at) => {
  const { number } = doc.lineAt(at);
  for (let n = number; n >= 1; n -= 1) {
    const line = doc.line(n);
    if (line.text.trim() === '') continue;
    return indentOf(line) + (line.text.trimEnd().endsWith('{') ? tabColumns : 0);
  }
  return 0;
});

export const layoutRules: Extension = [
  braces,
  indents,
  indentUnit.of('\t'),
  EditorState.tabSize.of(tabColumns),
];

/** In columns. */
function indentOf({ text }: Line): number {
  let columns = 0;
  for (const c of text) {
    if (c === '\t') columns += tabColumns - (columns % tabColumns);
    else if (c === ' ') columns += 1;
    else break;
  }
  return columns;
}
