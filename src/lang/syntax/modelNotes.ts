// What the comment above a function says that its text leaves out of the kernel or adds to it, and what that can do
// to a verdict. The form: `Leaves out: A (may hide races); B (no effect: why).`, `Adds: C (may invent races).`, or
// `Leaves out: nothing.`

/**
 * `hides races`: the text has fewer runs than the kernel, so a verdict `holds` may be wrong. `invents races`: it has
 * more, so a verdict `violated` may be wrong. `hides deadlocks`: it takes fewer locks.
 */
export type ModelEffect = 'hides races' | 'invents races' | 'hides deadlocks';

export interface ModelNote {
  readonly kind: 'leaves out' | 'adds';
  readonly what: string;
  /** None: it has no effect, and `reason` says why. */
  readonly effects: readonly ModelEffect[];
  readonly reason: string | null;
}

export interface ModelNotes {
  readonly notes: readonly ModelNote[];
  /** Why the comment is not in the form; none: it is. */
  readonly problems: readonly string[];
}

/** Reads a comment without its marks, as `FunctionDefinition.doc` has it. */
export function modelNotes(doc: string | null): ModelNotes {
  const text = (doc ?? '').replaceAll(/\s+/g, ' ').trim();
  const [prose = '', ...rest] = text.split(HEAD);
  const sections = rest.flatMap((head, i) => (i % 2 === 0 ? [readSection(head, rest[i + 1] ?? '')] : [])); // prettier-ignore
  const outside = [prose, ...sections.map(({ after }) => after)].join(' ');
  const stray = STRAY.exec(outside)?.[0];
  return {
    notes: sections.flatMap(({ notes }) => notes),
    problems: [
      ...(sections.length === 0 ? ['it does not say what it leaves out'] : []),
      ...(stray === undefined ? [] : [`“${stray}” stands outside the form`]),
      ...sections.flatMap(({ problems }) => problems),
    ],
  };
}

const HEAD = /(?:^|(?<=[.:)] ))(Leaves out|Adds): /;
const STRAY = /\b(?:leaves? out|left out|leaving out)\b/i;

interface Section extends ModelNotes {
  /** The prose behind the last mark. */
  readonly after: string;
}

function readSection(head: string, text: string): Section {
  const nothing = /^nothing(?:: [^.]+)?\. ?/.exec(text);
  if (nothing !== null) return { notes: [], problems: [], after: text.slice(nothing[0].length) };
  const kind = head === 'Adds' ? 'adds' : 'leaves out';
  const notes: ModelNote[] = [];
  let rest = text;
  for (;;) {
    const found = ITEM.exec(rest);
    const { what = '', mark = '', reason, end = '' } = found?.groups ?? {};
    if (found === null || what.includes('. ')) {
      const problem = `no mark behind “${head}: ${rest.slice(0, 60)}”`;
      return { notes, problems: [problem], after: '' };
    }
    notes.push({ kind, what, effects: effectsOf(mark), reason: reason ?? null });
    rest = rest.slice(found[0].length);
    if (end === '.') return { notes, problems: [], after: rest };
  }
}

/** A thing with its mark; a reason may hold calls such as `writepages()`. */
const ITEM = new RegExp(
  [
    String.raw`^(?<what>.+?) \((?<mark>`,
    String.raw`may (?:hide|invent) (?:races|deadlocks)(?: and (?:hide|invent) (?:races|deadlocks))*(?=[:)])`,
    String.raw`|no effect(?=: ))(?:: (?<reason>[^()]*(?:\([^()]*\)[^()]*)*))?\)(?<end>[;.])(?: |$)`,
  ].join(''),
);

function effectsOf(mark: string): ModelEffect[] {
  return EFFECTS.filter((effect) => mark.includes(effect.replace('s ', ' ')));
}

const EFFECTS: readonly ModelEffect[] = ['hides races', 'invents races', 'hides deadlocks'];
