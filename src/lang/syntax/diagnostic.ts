// What is wrong with a text: where, in one sentence, and how to mend it.

import type { DiagnosticCode } from './diagnosticCode.ts';
import { LIMITS } from './limits.ts';

/** A place in a file: offsets in UTF-16 units, `to` excluded. */
export interface Span {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  readonly at: Span;
  /** One lower-case line with the offending text. */
  readonly message: string;
  /** What to write instead, when we know. */
  readonly mend: string | null;
}

/**
 * Collects diagnostics. One place never gets two; what could not be read gets none about its meaning;
 * and what has one cause gets one, which says how often it shows.
 */
export class Diagnostics {
  private readonly places = new Set<string>();
  private readonly unread = new Set<string>();
  private readonly causes = new Map<string, Entry>();
  private readonly entries: Entry[] = [];
  private errors = 0;

  error(
    code: DiagnosticCode,
    at: Span,
    message: string,
    mend: string | null = null,
    cause: string | null = null,
  ): void {
    this.add({ code, severity: 'error', at, message, mend }, cause);
  }

  warn(code: DiagnosticCode, at: Span, message: string, mend: string | null = null): void {
    this.add({ code, severity: 'warning', at, message, mend });
  }

  /** `cause`: names what is wrong, where it shows in many places. */
  add(diagnostic: Diagnostic, cause: string | null = null): void {
    const { severity, at } = diagnostic;
    const place = `${at.file} ${at.from}`;
    if (this.places.has(`${severity} ${place}`) || this.unread.has(place)) return;
    if (severity === 'error' ? this.isFull : this.isFullOfWarnings) return;
    this.places.add(`${severity} ${place}`);
    const known = cause === null ? undefined : this.causes.get(cause);
    if (known !== undefined) {
      known.times += 1;
      return;
    }
    const entry = { diagnostic, times: 1 };
    this.entries.push(entry);
    if (severity === 'error') this.errors += 1;
    if (cause !== null) this.causes.set(cause, entry);
  }

  /** What begins here could not be read: from now on there is nothing to say about it. */
  ignore(file: string, from: number): void {
    this.unread.add(`${file} ${from}`);
  }

  /** Whether what begins here could be read. */
  isRead(at: Span): boolean {
    return !this.unread.has(`${at.file} ${at.from}`);
  }

  /** Whether there are so many errors that no more are taken. Warnings never keep an error out. */
  get isFull(): boolean {
    return this.errors >= LIMITS.diagnostics;
  }

  /** Whether there are so many of both that no more warnings are taken. */
  get isFullOfWarnings(): boolean {
    return this.entries.length >= LIMITS.diagnostics;
  }

  has(code: DiagnosticCode): boolean {
    return this.entries.some(({ diagnostic }) => diagnostic.code === code);
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  /** In the order in which they were found; where there are too many, the last warnings give way to errors. */
  get list(): readonly Diagnostic[] {
    let warnings = LIMITS.diagnostics - this.errors;
    const shown = this.entries.filter(
      ({ diagnostic }) => diagnostic.severity === 'error' || warnings-- > 0,
    );
    return shown.map(({ diagnostic, times }) =>
      times === 1
        ? diagnostic
        : { ...diagnostic, message: `${diagnostic.message}, here and ${counted(times - 1)}` },
    );
  }
}

interface Entry {
  readonly diagnostic: Diagnostic;
  times: number;
}

function counted(places: number): string {
  return places === 1 ? 'in one other place' : `in ${places} other places`;
}

/** Lines and columns count from 1. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/** `file:line:col: severity CODE: message`, the line itself with a caret, and the mend. */
export function renderDiagnostic(d: Diagnostic, text: string): string {
  const { line, column } = lineAndColumn(text, d.at.from);
  const source = text.split('\n')[line - 1] ?? '';
  const width = Math.max(1, Math.min(d.at.to - d.at.from, source.length - column + 1));
  const shown = source.replaceAll('\t', ' ');
  const head = `${d.at.file}:${line}:${column}: ${d.severity} ${d.code}: ${d.message}`;
  const caret = `    ${' '.repeat(column - 1)}${'^'.repeat(width)}`;
  const mend = d.mend === null ? [] : [`    mend: ${d.mend}`];
  return [head, `    ${shown}`, caret, ...mend].join('\n');
}
