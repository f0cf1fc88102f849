// A talk's Markdown file → its beats. Every part that can be read is shown; what cannot be read is reported with its line and
// what to write instead.
//
//   # TITLE
//   length: 10 min
//
//   ## A beat
//   [stage](#/SCENARIO/KERNEL/RUN@STEP "focus: F, fault; show: world code")
//   What the audience reads.
//
//   > What the speaker reads.

import type { Blockquote, Heading, Link, List, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { parseLink } from '../check/link/link.ts';
import { type BeatAttributes, readAttributes } from './beatAttributes.ts';
import {
  type Beat,
  type BeatScene,
  type Paragraph,
  paragraphText,
  type Piece,
  type Talk,
  type TalkDiagnostic,
} from './talk.ts';

export interface ParsedTalk {
  readonly talk: Talk;
  /** In the order of their lines. */
  readonly diagnostics: readonly TalkDiagnostic[];
}

/** Longer talks are refused beyond this many beats. */
export const MAX_BEATS = 200;

/** Never throws, whatever the text. */
export function parseTalk(text: string): ParsedTalk {
  return new TalkReader().read(fromMarkdown(text).children);
}

type Node = RootContent;

const LABELS = ['stage', 'compare', 'with', 'vote', 'time'] as const;
type Label = (typeof LABELS)[number];

interface SceneLink {
  readonly label: Label;
  readonly hash: string;
  readonly line: number;
  readonly attributes: BeatAttributes;
}

/** What stands between two headings. */
interface Section {
  readonly heading: Heading;
  readonly nodes: Node[];
}

class TalkReader {
  readonly #diagnostics: TalkDiagnostic[] = [];

  read(nodes: readonly Node[]): ParsedTalk {
    const title = nodes.find((node) => node.type === 'heading' && node.depth === 1);
    if (title === undefined) this.#report(1, 'the talk has no title', 'Begin with # TITLE');
    const sections = sectionsOf(nodes);
    const head = nodes.slice(0, firstBeat(nodes));
    const minutes = this.#minutes(head);
    if (sections.length === 0)
      this.#report(lineOf(title), 'the talk has no beats', 'Begin each beat with ## HEADING');
    const beats = sections.slice(0, MAX_BEATS).map((section) => this.#beat(section));
    this.#refuseRest(sections);
    const words = title?.type === 'heading' ? plainText(title.children) : '';
    const diagnostics = this.#diagnostics.toSorted((a, b) => a.line - b.line);
    return { talk: { title: words || 'A talk', minutes, beats }, diagnostics };
  }

  #report(line: number, message: string, mend: string): void {
    this.#diagnostics.push({ line, message, mend });
  }

  #refuseRest(sections: readonly Section[]): void {
    const beyond = sections[MAX_BEATS];
    if (beyond === undefined) return;
    const message = `a talk has at most ${MAX_BEATS} beats`;
    this.#report(lineOf(beyond.heading), message, 'Divide the talk');
  }

  /** `length: 10 min`, below the title. */
  #minutes(head: readonly Node[]): number | null {
    const written = head.find(
      (node) => node.type === 'paragraph' && plainText(node.children).startsWith('length:'),
    );
    if (written?.type !== 'paragraph') return null;
    const text = plainText(written.children);
    const [, minutes] = /^length:\s*(\d{1,3})\s*min(utes?)?\.?\s*(\n|$)/.exec(text) ?? [];
    if (minutes !== undefined && minutes !== '0') return Number(minutes);
    this.#report(lineOf(written), `“${firstLine(text)}” is no length`, 'Write length: 10 min');
    return null;
  }

  #beat({ heading, nodes }: Section): Beat {
    const links: SceneLink[] = [];
    const text: Paragraph[] = [];
    const notes: Paragraph[] = [];
    const options: string[] = [];
    for (const node of nodes) {
      if (node.type === 'paragraph') {
        const { rest, found } = this.#takeLinks(node.children);
        links.push(...found);
        if (rest.length > 0) text.push(rest);
      } else if (node.type === 'blockquote') notes.push(...notesOf(node));
      else if (node.type === 'list') options.push(...itemsOf(node));
      else this.#reportNode(node);
    }
    const scene = this.#scene(heading, links, options);
    const items = scene.kind === 'vote' ? [] : options.map(bullet);
    return {
      title: plainText(heading.children),
      line: lineOf(heading),
      scene,
      text: [...text, ...items],
      notes,
    };
  }

  #reportNode(node: Node): void {
    if (node.type === 'definition') return;
    const message = `a beat shows no ${node.type}`;
    this.#report(lineOf(node), message, 'Write paragraphs, one list, and notes that begin with >');
  }

  /** Takes links with a scene's label out of a paragraph. */
  #takeLinks(children: readonly PhrasingContent[]): { rest: Paragraph; found: SceneLink[] } {
    const found: SceneLink[] = [];
    const rest: PhrasingContent[] = [];
    for (const child of children) {
      const link = child.type === 'link' ? this.#sceneLink(child) : null;
      if (link === null) rest.push(child);
      else if (link !== 'damaged') found.push(link);
    }
    return { rest: trimmed(piecesOf(rest)), found };
  }

  /** Null: a link of the running text. */
  #sceneLink(link: Link): SceneLink | 'damaged' | null {
    const line = lineOf(link);
    const word = plainText(link.children);
    const at = link.url.indexOf('#/');
    const label = LABELS.find((one) => one === word);
    if (label === undefined) {
      if (at >= 0)
        this.#report(line, `“${word}” shows nothing`, `Name the link ${LABELS.join(', ')}`);
      return null;
    }
    const hash = at < 0 ? '' : link.url.slice(at);
    const parsed = parseLink(hash);
    if (parsed.kind !== 'link') {
      const why = parsed.kind === 'none' ? 'The link names no scenario.' : parsed.damage.message;
      this.#report(line, lowered(why), 'Copy the link of a step from the page again');
      return 'damaged';
    }
    const { attributes, problems } = readAttributes(link.title ?? null);
    for (const { message, mend } of problems) this.#report(line, message, mend);
    return { label, hash, line, attributes };
  }

  #scene(heading: Heading, links: readonly SceneLink[], options: readonly string[]): BeatScene {
    const [first, second, third] = links;
    if (first === undefined) return { kind: 'text' };
    if (first.label === 'compare') return this.#compare(first, second);
    const extra = first.label === 'with' ? first : (second ?? third);
    if (extra !== undefined)
      this.#report(extra.line, 'a beat shows one scene', 'Begin another beat with ## HEADING');
    return this.#oneScene(heading, first, options);
  }

  #oneScene(heading: Heading, link: SceneLink, options: readonly string[]): BeatScene {
    const { label, hash, attributes } = link;
    const { focus, show, question } = attributes;
    if (label === 'time') return { kind: 'picture', hash };
    if (label !== 'vote') return { kind: 'stage', hash, focus, show: show ?? ['world'] };
    if (question === null) {
      const mend = 'Add "ask: who can move", "ask: what TASK reads" or "ask: does PROPERTY hold"';
      this.#report(link.line, 'the vote asks nothing', mend);
      return { kind: 'stage', hash, focus, show: show ?? ['world'] };
    }
    if (options.length === 1 || options.length > 4)
      this.#report(
        lineOf(heading),
        `a vote has two to four options, and this one has ${options.length}`,
        'Write two to four items, or none: the model lists them',
      );
    return { kind: 'vote', hash, focus, question, options: options.slice(0, 4) };
  }

  #compare(left: SceneLink, right: SceneLink | undefined): BeatScene {
    if (right?.label === 'with') return { kind: 'compare', left: left.hash, right: right.hash };
    const mend = 'Write [compare](#/…) and then [with](#/…)';
    this.#report(left.line, 'the comparison has one side', mend);
    return { kind: 'stage', hash: left.hash, focus: [], show: ['world'] };
  }
}

function firstBeat(nodes: readonly Node[]): number {
  const at = nodes.findIndex((node) => node.type === 'heading' && node.depth === 2);
  return at < 0 ? nodes.length : at;
}

function sectionsOf(nodes: readonly Node[]): Section[] {
  const sections: Section[] = [];
  for (const node of nodes.slice(firstBeat(nodes))) {
    if (node.type === 'heading' && node.depth === 2) sections.push({ heading: node, nodes: [] });
    else sections.at(-1)?.nodes.push(node);
  }
  return sections;
}

function lineOf(node: Node | undefined): number {
  return node?.position?.start.line ?? 1;
}

/** Paragraphs of a quotation; a leading `Notes:` is left out. */
function notesOf(quote: Blockquote): Paragraph[] {
  const paragraphs = quote.children.flatMap((child) =>
    child.type === 'paragraph' ? [trimmed(piecesOf(child.children))] : [],
  );
  return paragraphs
    .map((pieces, i) => (i === 0 ? withoutLabel(pieces) : pieces))
    .filter((pieces) => pieces.length > 0);
}

function withoutLabel([first, ...rest]: Paragraph): Paragraph {
  if (first === undefined) return [];
  const text = first.text.replace(/^Notes:\s*/, '');
  return text === '' ? rest : [{ ...first, text }, ...rest];
}

function itemsOf(list: List): string[] {
  return list.children.map((item) =>
    item.children
      .flatMap((child) => (child.type === 'paragraph' ? [plainText(child.children)] : []))
      .join(' '),
  );
}

function bullet(text: string): Paragraph {
  return [{ kind: 'text', text: `• ${text}` }];
}

function piecesOf(children: readonly PhrasingContent[]): Piece[] {
  return children.flatMap((child): Piece[] => {
    if (child.type === 'inlineCode') return [{ kind: 'code', text: child.value }];
    if (child.type === 'strong') return [{ kind: 'strong', text: plainText(child.children) }];
    if (child.type === 'emphasis') return [{ kind: 'emphasis', text: plainText(child.children) }];
    return [{ kind: 'text', text: plainText([child]) }];
  });
}

/** White space folded, and none at both ends. */
function trimmed(pieces: readonly Piece[]): Piece[] {
  const folded = pieces.map((piece) => ({ ...piece, text: piece.text.replaceAll(/\s+/g, ' ') }));
  if (paragraphText(folded).trim() === '') return [];
  return folded
    .map((piece, i) => (i === 0 ? { ...piece, text: piece.text.trimStart() } : piece))
    .map((piece, i) => (i === folded.length - 1 ? { ...piece, text: piece.text.trimEnd() } : piece))
    .filter(({ text }) => text !== '');
}

function plainText(children: readonly PhrasingContent[]): string {
  return children
    .map((child) => {
      if ('value' in child) return child.value;
      if (child.type === 'break') return '\n';
      return 'children' in child ? plainText(child.children) : '';
    })
    .join('');
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

/** A message follows “line 3: ”, so it begins with a small letter and has no full stop. */
function lowered(sentence: string): string {
  return (sentence.charAt(0).toLowerCase() + sentence.slice(1)).replace(/\.$/, '');
}
