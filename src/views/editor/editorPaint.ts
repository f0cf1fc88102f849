// Syntax colours: the ranges of our grammar as CodeMirror marks, for the visible part of the text.

import type { Range } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { PaintedRange } from '../../lang/syntax/parseFile.ts';
import { paintText } from '../../session/state/words.ts';

/** Longer texts are never programs, and are not coloured. */
const longest = 256 * 1024;

function paintsOf({ state: { doc } }: EditorView): readonly PaintedRange[] {
  return doc.length > longest ? [] : paintText(doc.toString());
}

class Painter {
  painted: readonly PaintedRange[];
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.painted = paintsOf(view);
    this.decorations = this.#decorate(view);
  }

  update({ docChanged, viewportChanged, view }: ViewUpdate): void {
    if (docChanged) this.painted = paintsOf(view);
    if (docChanged || viewportChanged) this.decorations = this.#decorate(view);
  }

  /** The kind of the word at an offset; null between words. */
  at(offset: number): PaintedRange | null {
    return this.painted.find(({ from, to }) => from <= offset && offset <= to) ?? null;
  }

  #decorate({ visibleRanges }: EditorView): DecorationSet {
    const marks = visibleRanges.flatMap((seen) =>
      this.painted
        .filter(({ from, to }) => from < seen.to && seen.from < to)
        .map(({ from, to, paint }): Range<Decoration> => markOf(paint).range(from, to)),
    );
    return Decoration.set(marks, true);
  }
}

const marks = new Map<string, Decoration>();

function markOf(paint: string): Decoration {
  const mark = marks.get(paint) ?? Decoration.mark({ attributes: { 'data-paint': paint } });
  marks.set(paint, mark);
  return mark;
}

export const painter = ViewPlugin.fromClass(Painter, {
  decorations: ({ decorations }) => decorations,
});

/** Whether an offset lies in a comment or a string, where there are no names. */
export function isProse(view: EditorView | undefined, offset: number): boolean {
  const paint = view?.plugin(painter)?.at(offset)?.paint;
  return paint === 'comment' || paint === 'string';
}
