// What the editor shows beside the lines: the verdict of a property, and the statement that a task executes next.
// Marks are computed for a text and move with it while it is edited.

import { foundVerdict, isAsExpected } from '../../session/state/foundVerdict.ts';
import { type Range, RangeSet, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { Finding, Verdict } from '../../check/verdict/report.ts';
import type { NextLine, VerdictMark } from '../../session/state/verdictMarks.ts';

export interface LineMarks {
  readonly verdicts: readonly VerdictMark[];
  readonly next: readonly NextLine[];
}

export const setMarks = StateEffect.define<LineMarks>();

export type OnVerdict = (finding: Finding) => void;

/** `onVerdict`: a person clicked the verdict of a property. */
export function lineMarks(onVerdict: OnVerdict) {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marks, { changes, effects, newDoc }) {
      const marksEffect = effects.find((effect) => effect.is(setMarks));
      if (marksEffect === undefined) return marks.map(changes);
      return decorate(marksEffect.value, newDoc, onVerdict);
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

function decorate({ verdicts, next }: LineMarks, doc: Text, onVerdict: OnVerdict): DecorationSet {
  const inside = ({ at }: { readonly at: number }): boolean => at <= doc.length;
  const lines = next.filter(inside).map(({ at, task }): Range<Decoration> => {
    const attributes = { class: 'editor-next', 'data-task': String(task % 8) };
    return Decoration.line({ attributes }).range(doc.lineAt(at).from);
  });
  const chips = verdicts.filter(inside).map((mark): Range<Decoration> => {
    const widget = new VerdictWidget(mark, onVerdict);
    return Decoration.widget({ widget, side: 1 }).range(doc.lineAt(mark.at).to);
  });
  return RangeSet.of([...lines, ...chips], true);
}

class VerdictWidget extends WidgetType {
  readonly mark: VerdictMark;
  readonly onVerdict: OnVerdict;

  constructor(mark: VerdictMark, onVerdict: OnVerdict) {
    super();
    this.mark = mark;
    this.onVerdict = onVerdict;
  }

  override eq(other: VerdictWidget): boolean {
    return JSON.stringify(other.mark.findings) === JSON.stringify(this.mark.findings);
  }

  override toDOM(): HTMLElement {
    const box = document.createElement('span');
    box.className = 'editor-verdicts';
    for (const chip of chipsOf(this.mark)) box.append(this.#button(chip));
    return box;
  }

  /** A press on the chip does not move the cursor. */
  override ignoreEvent(): boolean {
    return true;
  }

  #button({ finding, text, asExpected }: Chip): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'editor-verdict';
    button.dataset['verdict'] = finding.verdict;
    button.dataset['expected'] = String(asExpected);
    button.textContent = `${SIGNS[finding.verdict]} ${text}`;
    if (finding.witness !== null)
      button.title = `Play the shortest run that breaks ${finding.property}`;
    button.addEventListener('click', () => this.onVerdict(finding));
    return button;
  }
}

export interface Chip {
  readonly finding: Finding;
  readonly text: string;
  readonly asExpected: boolean;
}

const SIGNS: Readonly<Record<Verdict, string>> = { holds: '✓', violated: '✗', unknown: '?' };

/** One mark if all properties of a line have the same verdict, else one for each. */
export function chipsOf({ findings, expects }: VerdictMark): Chip[] {
  const [first, ...others] = findings;
  if (first === undefined) return [];
  const alike = others.every((one) => sameOutcome(one, first));
  if (!alike)
    return findings.map((finding) => ({
      finding,
      text: `${finding.property} ${outcome(finding, expects)}`,
      asExpected: !expects || isAsExpected(finding),
    }));
  const finding = findings.find(({ witness }) => witness !== null) ?? first;
  const text = `${allOf(findings.length)}${outcome(first, expects, others.length > 0)}`;
  return [{ finding, text, asExpected: !expects || isAsExpected(first) }];
}

function sameOutcome(a: Finding, b: Finding): boolean {
  return foundVerdict(a) === foundVerdict(b) && isAsExpected(a) === isAsExpected(b);
}

function allOf(count: number): string {
  if (count === 1) return '';
  return count === 2 ? 'both ' : `all ${count} `;
}

function outcome(finding: Finding, expects: boolean, several = false): string {
  const { verdict, limit } = finding;
  const found = foundVerdict(finding);
  const one = verdict === 'unknown' && limit !== null ? `unknown (${limit})` : found;
  const reported = several ? one.replace(/^holds/, 'hold') : one;
  if (!expects || verdict === 'unknown') return reported;
  return isAsExpected(finding) ? `${reported}, as expected` : `${reported}, not as expected`;
}
