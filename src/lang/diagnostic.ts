// What is wrong with a text: where, in one sentence, and how to mend it.

import { LIMITS } from './limits.ts';

/**
 * Every code has one meaning for ever; docs/LANGUAGE.md lists them.
 * RC0xx text, RC1xx names, RC2xx types, RC3xx steps, RC4xx options and expectations, RC5xx tasks, RC6xx files.
 */
export type DiagnosticCode =
  | 'RC001' // a character that the language does not know
  | 'RC002' // a string or a comment that never ends
  | 'RC003' // something else was expected here
  | 'RC004' // a number that is too large
  | 'RC101' // a name that nothing declares
  | 'RC102' // a name declared twice
  | 'RC103' // a field that the struct does not have
  | 'RC104' // a label that the function does not have
  | 'RC105' // a file that the library does not have
  | 'RC106' // a wrong number of arguments
  | 'RC107' // a function that is defined for no configuration, or twice
  | 'RC108' // a function that calls itself
  | 'RC201' // a value of another type
  | 'RC202' // not something that can be assigned
  | 'RC203' // `.` where `->` belongs, or the other way round
  | 'RC204' // an int whose range nobody gave
  | 'RC205' // a call where none can stand
  | 'RC206' // a function without the value that its caller uses
  | 'RC207' // a constant outside the declared range
  | 'RC208' // not constant
  | 'RC301' // two shared accesses in one step
  | 'RC302' // an atomic that may block after its first operation
  | 'RC303' // a loop without constant bounds inside atomic
  | 'RC304' // kernel code that reads a ghost
  | 'RC305' // a ghost statement that writes what is no ghost
  | 'RC306' // a property that reads what no property can see
  | 'RC307' // blocking, or ending, while a spinlock is held
  | 'RC308' // a step inside a step: atomic with a choice or a call that is not atomic
  | 'RC401' // an option or a value that nobody declared
  | 'RC402' // expectations that contradict each other
  | 'RC403' // a property of which no expectation speaks in some configuration
  | 'RC404' // two kernels with the same changes
  | 'RC405' // a kernel or a set of options that `require` rules out
  | 'RC501' // a schedule letter that is not unique
  | 'RC502' // a task without the cpu or the mm that its text uses
  | 'RC503' // a cue whose anchor no step has
  | 'RC504' // more than the engine holds
  | 'RC601' // not UTF-8
  | 'RC602'; // larger than 256 KB

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
    if (this.places.has(`${severity} ${place}`) || this.unread.has(place) || this.isFull) return;
    this.places.add(`${severity} ${place}`);
    const known = cause === null ? undefined : this.causes.get(cause);
    if (known !== undefined) {
      known.times += 1;
      return;
    }
    const entry = { diagnostic, times: 1 };
    this.entries.push(entry);
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

  /** Whether there are so many that no more are taken. */
  get isFull(): boolean {
    return this.entries.length >= LIMITS.diagnostics;
  }

  get hasErrors(): boolean {
    return this.entries.some(({ diagnostic }) => diagnostic.severity === 'error');
  }

  /** In the order in which they were found. */
  get list(): readonly Diagnostic[] {
    return this.entries.map(({ diagnostic, times }) =>
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
