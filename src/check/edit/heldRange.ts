// A lock written into the text: taken before a range of statements, and let go on every way out of it.

import { at, unreachable } from '../../base/assert.ts';
import { innerStatements } from '../../lang/syntax/innerStatements.ts';
import type { Expression, Statement } from '../../lang/syntax/syntax.ts';
import type { Splice } from './edit.ts';
import { beginsLine, endsLine, indentAt, lineEnd, lineStart } from './textLines.ts';
import {
  everyStatementOf,
  extentOf,
  goesOn,
  type StatementRange,
  statementsOf,
} from './statementRange.ts';

/** How the lock is taken and let go there: `mutex_lock(&inode->i_mutex);`. */
export interface LockWords {
  readonly take: string;
  readonly release: string;
}

/**
 * Statements in the range that take or release the same lock by the same words are left out: the lock is held all the
 * time. Null where it cannot be written: a jump from outside leads into the range, or such a statement is all that a
 * condition governs.
 */
export function heldRange(range: StatementRange, words: LockWords): readonly Splice[] | null {
  if (jumpedInto(range)) return null;
  const writer = new Writer(range, words);
  return writer.write();
}

class Writer {
  private readonly range: StatementRange;
  private readonly words: LockWords;
  private readonly text: string;
  private readonly splices: Splice[] = [];
  private possible = true;

  constructor(range: StatementRange, words: LockWords) {
    this.range = range;
    this.words = words;
    this.text = range.within.text;
  }

  /** Where the range begins or ends with the lock's own statement, that stays as it is. */
  write(): readonly Splice[] | null {
    const { list, first, last } = this.range;
    const [head, tail] = [at(list, first), at(list, last)];
    const taken = this.textOf(head) === this.words.take;
    const released = this.textOf(tail) === this.words.release;
    if (this.textOf(head) === this.words.release || this.textOf(tail) === this.words.take)
      return null;
    if (!taken) this.before(head, this.words.take);
    for (const s of statementsOf(this.range))
      if (!(taken && s === head) && !(released && s === tail))
        this.visit(s, false, { break: false, continue: false });
    if (!released && goesOn(tail)) this.after(tail, this.words.release);
    return this.possible ? this.splices : null;
  }

  /** `alone`: it is no list's, but all that a condition or a loop governs. */
  private visit(s: Statement, alone: boolean, around: Around): void {
    if (this.isOwnLock(s)) {
      if (alone) this.possible = false;
      else this.drop(s);
    } else if (this.leaves(s, around)) this.exit(s, alone);
    else {
      const deeper = within(s, around);
      const inList = s.kind === 'block' || s.kind === 'choose' || s.kind === 'switch';
      for (const inner of innerStatements(s)) this.visit(inner, !inList && !isBlock(inner), deeper);
    }
  }

  private isOwnLock(s: Statement): boolean {
    const text = this.textOf(s);
    return text === this.words.take || text === this.words.release;
  }

  private textOf({ at: { from, to } }: Statement): string {
    return this.text.slice(from, to);
  }

  private leaves(s: Statement, around: Around): boolean {
    if (s.kind === 'return') return true;
    if (s.kind === 'break' || s.kind === 'continue') return !around[s.kind];
    if (s.kind !== 'goto') return false;
    const { from, to } = extentOf(this.range);
    const label = everyStatementOf(this.range.within.body).find(
      (one) => one.kind === 'label' && one.name.name === s.label.name,
    );
    return label === undefined || label.at.from < from || label.at.from >= to;
  }

  /** Before a jump out of the range; what a `return` reads it reads while the lock is held. */
  private exit(s: Statement, alone: boolean): void {
    const { release } = this.words;
    const indent = indentAt(this.text, s.at.from);
    const lines = [...this.valueFirst(s), release, this.jump(s)];
    if (!alone && beginsLine(this.text, s.at.from))
      this.put(s.at.from, s.at.to, lines.join(`\n${indent}`));
    else if (!alone) this.put(s.at.from, s.at.to, lines.join(' '));
    else this.braced(s, lines);
  }

  private braced(s: Statement, lines: readonly string[]): void {
    const { from, to } = s.at;
    const head = this.text.slice(0, from).trimEnd();
    if (!beginsLine(this.text, s.at.from) || head.endsWith('*/')) {
      this.put(from, to, `{ ${lines.join(' ')} }`);
      return;
    }
    const indent = indentAt(this.text, from);
    this.put(head.length, head.length, ' {');
    this.put(from, to, lines.join(`\n${indent}`));
    const end = lineEnd(this.text, to);
    this.put(end, end, `\n${indentAt(this.text, head.length - 1)}}`);
  }

  private valueFirst(s: Statement): string[] {
    if (s.kind !== 'return' || s.value === null || isStepless(s.value, this.localNames()))
      return [];
    return [`${this.freshName()} = ${this.slice(s.value)};`];
  }

  private jump(s: Statement): string {
    const first = this.valueFirst(s).length > 0;
    return first ? `return ${this.freshName()};` : this.textOf(s);
  }

  private slice({ at: { from, to } }: Expression): string {
    return this.text.slice(from, to);
  }

  private localNames(): ReadonlySet<string> {
    return new Set(this.range.within.checked.locals.map(({ name }) => name));
  }

  private freshName(): string {
    const names = this.localNames();
    return ['ret', 'result', 'value_returned'].find((name) => !names.has(name)) ?? 'returned';
  }

  // Places in the text

  private before(s: Statement, word: string): void {
    const gap = beginsLine(this.text, s.at.from) ? `\n${indentAt(this.text, s.at.from)}` : ' ';
    this.put(s.at.from, s.at.from, `${word}${gap}`);
  }

  private after(s: Statement, word: string): void {
    const { to } = s.at;
    const end = lineEnd(this.text, to);
    if (beginsLine(this.text, s.at.from) && endsLine(this.text, to))
      this.put(end, end, `\n${indentAt(this.text, s.at.from)}${word}`);
    else this.put(to, to, ` ${word}`);
  }

  /** With its line, where it has one of its own. */
  private drop(s: Statement): void {
    const { from, to } = s.at;
    const end = lineEnd(this.text, to);
    const own = beginsLine(this.text, from) && endsLine(this.text, to);
    if (own) this.put(lineStart(this.text, from) - 1, end, '');
    else this.put(from, to, '');
  }

  private put(from: number, to: number, text: string): void {
    this.splices.push({ file: this.range.within.file, from, to, text });
  }
}

/** Whether a `break` and a `continue` stay within the range. */
interface Around {
  readonly break: boolean;
  readonly continue: boolean;
}

function within(s: Statement, around: Around): Around {
  if (s.kind === 'switch') return { ...around, break: true };
  const loops = s.kind === 'while' || s.kind === 'do' || s.kind === 'for' || s.kind === 'count';
  return loops ? { break: true, continue: true } : around;
}

function isBlock(s: Statement): boolean {
  return s.kind === 'block';
}

/** Whether a jump from outside the range leads to a label in it, but its first statement. */
function jumpedInto(range: StatementRange): boolean {
  const { from, to } = extentOf(range);
  const inside = (s: Statement): boolean => s.at.from >= from && s.at.from < to;
  const all = everyStatementOf(range.within.body);
  const labels = all.flatMap((s) => (s.kind === 'label' && inside(s) ? [s.name.name] : []));
  return all.some((s) => s.kind === 'goto' && !inside(s) && labels.includes(s.label.name));
}

/** An expression that reads nothing but locals and constants: it is no step, wherever it stands. */
function isStepless(e: Expression, locals: ReadonlySet<string>): boolean {
  switch (e.kind) {
    case 'number':
      return true;
    case 'name':
      return locals.has(e.name) || /^[A-Z][A-Z0-9_]*$/.test(e.name) || isWord(e.name);
    case 'not':
      return isStepless(e.operand, locals);
    case 'binary':
      return isStepless(e.left, locals) && isStepless(e.right, locals);
    case 'member':
      return !e.arrow && e.object.kind === 'name' && locals.has(e.object.name);
    case 'address':
    case 'among':
    case 'braces':
    case 'bump':
    case 'conditional':
    case 'call':
    case 'dereference':
    case 'index':
    case 'quantified':
      return false;
    default:
      return unreachable(e);
  }
}

function isWord(name: string): boolean {
  return name === 'true' || name === 'false';
}
