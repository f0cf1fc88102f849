// Names for the sites at which steps begin: the same statement gets the same key in every configuration.

import { at as item } from '../../base/assert.ts';
import type { Body, Program, Stmt } from '../../lang/program/program.ts';
import { everyStatement } from '../../lang/program/programWalk.ts';
import type { StepSite } from '../world/world.ts';

/** Removes white space that does not separate two words, so that the spacing of a statement does not matter. */
export function withoutSpaces(text: string): string {
  return text.replace(/ ?([^\w ]) ?/g, '$1');
}

/** A call may begin where its statement does: in a condition. */
function placeOf(s: Stmt): string {
  return `${s.at.from}${s.kind === 'call' ? '()' : ''}`;
}

interface StatementWords {
  readonly text: string;
  /** Distinguishes it from every other statement of its body. */
  readonly key: string;
  readonly line: number;
}

export class SiteNamer {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly lineStarts = new Map<string, readonly number[]>();
  private readonly words = new WeakMap<Stmt, StatementWords>();
  private readonly ordinals = new WeakMap<Body, ReadonlyMap<string, number>>();

  constructor(program: Program) {
    this.texts = new Map(program.files.map((file) => [file.name, file.text]));
  }

  site(
    body: Body,
    stmt: Stmt,
    calls: readonly string[],
    stem: string,
    label: string | null,
  ): StepSite {
    const { file, from, to } = stmt.at;
    const { text, key, line } = this.wordsOf(body, stmt);
    return { key: `${stem}: ${key}`, file, from, to, line, calls, text, label };
  }

  /** The same wherever the body is inlined. */
  private wordsOf(body: Body, stmt: Stmt): StatementWords {
    const known = this.words.get(stmt);
    if (known !== undefined) return known;
    const text = this.text(stmt);
    const key = `${withoutSpaces(text)}${this.ordinal(body, stmt)}`;
    const words = { text, key, line: this.line(stmt.at.file, stmt.at.from) };
    this.words.set(stmt, words);
    return words;
  }

  /** Empty for the first statement of its text in a body, `~2` for the second …. */
  ordinal(body: Body, stmt: Stmt): string {
    let ordinals = this.ordinals.get(body);
    if (ordinals === undefined) {
      ordinals = this.countTexts(body);
      this.ordinals.set(body, ordinals);
    }
    const ordinal = ordinals.get(placeOf(stmt)) ?? 1;
    return ordinal === 1 ? '' : `~${ordinal}`;
  }

  private countTexts(body: Body): ReadonlyMap<string, number> {
    const found: Stmt[] = [...everyStatement(body.body)];
    const counts = new Map<string, number>();
    const ordinals = new Map<string, number>();
    for (const s of found.sort((a, b) => a.at.from - b.at.from)) {
      if (ordinals.has(placeOf(s))) continue;
      const text = s.kind === 'call' ? `${s.callee}()` : withoutSpaces(this.text(s));
      const count = (counts.get(text) ?? 0) + 1;
      counts.set(text, count);
      ordinals.set(placeOf(s), count);
    }
    return ordinals;
  }

  private text(stmt: Stmt): string {
    const { file, from, to } = stmt.at;
    return (this.texts.get(file) ?? '')
      .slice(from, to)
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .trim();
  }

  line(file: string, offset: number): number {
    let starts = this.lineStarts.get(file);
    if (starts === undefined) {
      starts = [0, ...[...(this.texts.get(file) ?? '').matchAll(/\n/g)].map((m) => m.index + 1)];
      this.lineStarts.set(file, starts);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (item(starts, middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }
}
