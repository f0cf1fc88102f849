// The table that says which recorded event is which step of a model: a `.map` file, one rule a line.

import type { LockName } from './lockNames.ts';
import { unreachable } from '../base/assert.ts';

/** Which rows a rule speaks of. All that is given has to fit. */
export interface RowPattern {
  /** A function or an event. */
  readonly name: string;
  /** Of a lock operation: the lock, as the model calls it. */
  readonly lock: string | null;
  /** `field=value` of an event's details; `$file` and `$filex` stand for the inode's number, decimal and hexadecimal. */
  readonly fields: readonly { readonly field: string; readonly value: string }[];
  /** The innermost call around it; `-` for none. */
  readonly inside: string | null;
  /** A call around it at any depth. */
  readonly within: string | null;
}

/** What a step of the model does, as far as a recording can show it. */
export type StepPattern =
  /** A lock operation on this field, such as `down_read` of `invalidate_lock`; a trylock counts whether it succeeds or not. */
  | {
      readonly kind: 'lock';
      readonly operation: string;
      readonly field: string;
      readonly inside: string | null;
    }
  /** A cell of this field changes from zero or NULL to something else (`set`), or to zero (`clear`). */
  | {
      readonly kind: 'set' | 'clear';
      readonly field: string;
      readonly inside: string | null;
    }
  /** The first step of a function. */
  | { readonly kind: 'call'; readonly inside: string }
  /** The step after which the task stands in a function that it was not in before. */
  | { readonly kind: 'enter'; readonly inside: string };

export type MapRule =
  | {
      readonly kind: 'event';
      readonly line: number;
      readonly rows: RowPattern;
      /** It is one of these. */
      readonly steps: readonly StepPattern[];
      /** The event may be printed inside another task, as an interrupt is: any task may have caused it. */
      readonly anyTask: boolean;
      /** The step was taken some time within the call that the event is printed in, not at the event's own time. */
      readonly spansCall: boolean;
      /** The rule holds only where the recording has no row of this name: what shows the same better. */
      readonly unless: string | null;
    }
  | {
      readonly kind: 'skip';
      readonly line: number;
      readonly rows: RowPattern;
      /** Why the model has no such step. */
      readonly reason: string;
    };

export interface EventMap {
  /** The text that the recording is held against; null: the scenario itself. */
  readonly workload: string | null;
  readonly kernel: string | null;
  readonly options: Readonly<Record<string, boolean | string>>;
  /** Options of the start that a recording does not show: every value is tried. */
  readonly tried: readonly string[];
  /** The recorded task of a model's task is the one with most rows of one of these names, in the order of the table. */
  readonly tasks: readonly { readonly task: string; readonly by: readonly string[] }[];
  /** Tasks of the model whose steps no recording shows. */
  readonly free: readonly string[];
  /** The event and the field that give the file's inode number. */
  readonly file: { readonly event: string; readonly field: string } | null;
  readonly locks: readonly LockName[];
  readonly rules: readonly MapRule[];
  /** What the model leaves out on purpose, in sentences. */
  readonly coarser: readonly string[];
}

export interface MapDiagnostic {
  readonly line: number;
  readonly message: string;
}

export interface ReadMap {
  readonly map: EventMap;
  readonly diagnostics: readonly MapDiagnostic[];
}

type Draft = {
  -readonly [K in keyof EventMap]: EventMap[K] extends readonly (infer T)[] ? T[] : EventMap[K];
};

const STATEMENTS = 'workload, kernel, option, try, task, free, file, lock, event, skip and coarser';
const LOCK_STEPS =
  /^(down_read|down_write|down_read_trylock|down_write_trylock|up_read|up_write|downgrade_write|mutex_lock|mutex_trylock|mutex_unlock|spin_lock|spin_trylock|spin_unlock|bit_lock|bit_trylock|bit_unlock)$/;

class LineError extends Error {}

/** Every line with a mistake is reported and left out. */
export function readEventMap(text: string): ReadMap {
  const draft = emptyMap();
  const diagnostics: MapDiagnostic[] = [];
  text.split('\n').forEach((raw, i) => {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    if (line === '') return;
    try {
      readStatement(draft, line, i + 1);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      diagnostics.push({ line: i + 1, message: error.message });
    }
  });
  if (draft.tasks.length === 0)
    diagnostics.push({ line: 1, message: 'no “task” line says which recorded task is which' });
  return { map: draft, diagnostics };
}

function emptyMap(): Draft {
  return {
    workload: null,
    kernel: null,
    options: {},
    tried: [],
    tasks: [],
    free: [],
    file: null,
    locks: [],
    rules: [],
    coarser: [],
  };
}

function readStatement(draft: Draft, line: string, number: number): void {
  const [keyword = ''] = line.split(/\s+/, 1);
  const rest = line.slice(keyword.length).trim();
  switch (keyword) {
    case 'workload':
      draft.workload = oneWord(keyword, rest);
      break;
    case 'kernel':
      draft.kernel = rest;
      break;
    case 'option':
      draft.options = { ...draft.options, ...readSetting(rest) };
      break;
    case 'try':
      draft.tried.push(oneWord(keyword, rest));
      break;
    case 'task':
      draft.tasks.push(readTask(rest));
      break;
    case 'free':
      draft.free.push(oneWord(keyword, rest));
      break;
    case 'file':
      draft.file = readFile(rest);
      break;
    case 'lock':
      draft.locks.push(readLock(rest));
      break;
    case 'event':
      draft.rules.push(readEvent(rest, number));
      break;
    case 'skip':
      draft.rules.push(readSkip(rest, number));
      break;
    case 'coarser':
      draft.coarser.push(readReason(rest)[1]);
      break;
    default:
      throw new LineError(`“${keyword}” is no statement of a map; there are ${STATEMENTS}`);
  }
}

function oneWord(keyword: string, rest: string): string {
  if (!/^[\w.-]+$/.test(rest)) throw new LineError(`one name is expected after “${keyword}”`);
  return rest;
}

function readSetting(rest: string): Record<string, boolean | string> {
  const found = /^(\w+)(?:\s+([\w.-]+))?$/.exec(rest);
  if (found === null)
    throw new LineError('an option and its value are expected: option NAME VALUE');
  const [, name = '', value = 'on'] = found;
  return { [name]: value === 'on' ? true : value === 'off' ? false : value };
}

function readTask(rest: string): { task: string; by: string[] } {
  const found = /^(\w+)\s+by\s+([\w.]+(?:\s+or\s+[\w.]+)*)$/.exec(rest);
  if (found === null)
    throw new LineError(
      '“task NAME by FUNCTION [or FUNCTION]…” is expected: a task of the model and what it calls',
    );
  return { task: found[1] ?? '', by: (found[2] ?? '').split(/\s+or\s+/) };
}

function readFile(rest: string): { event: string; field: string } {
  const found = /^(\w+)\s+of\s+(\w+)$/.exec(rest);
  if (found === null)
    throw new LineError('“file FIELD of EVENT” is expected: where the inode’s number is printed');
  return { field: found[1] ?? '', event: found[2] ?? '' };
}

function readLock(rest: string): LockName {
  const found = /^(\w+)\s+is\s+(\w+)(?:\s+(\d+))?\s+in\s+([\w.]+|-)(?:\s+flags=(\S+))?$/.exec(rest);
  if (found === null)
    throw new LineError(
      '“lock NAME is OPERATION [N] in FUNCTION [flags=F]” is expected: the Nth such call directly in it',
    );
  const [, name = '', operation = '', nth, inside = '', flags = null] = found;
  return { name, operation, nth: nth === undefined ? null : Number(nth), inside, flags };
}

function readEvent(rest: string, line: number): MapRule {
  const sides = rest.split(/\s+=>\s+/);
  if (sides.length !== 2)
    throw new LineError('“event WHAT => STEP” is expected: a recorded event and the model’s step');
  const [left = '', right = ''] = sides;
  const anyTask = /\sof any task$/.test(left);
  const one = left.replace(/\s+of any task$/, '');
  const unless = /\sunless\s+([\w.]+)$/.exec(one)?.[1] ?? null;
  const two = one.replace(/\s+unless\s+[\w.]+$/, '');
  const spansCall = /\sspans call$/.test(two);
  const rows = readRows(two.replace(/\s+spans call$/, ''));
  return {
    kind: 'event',
    line,
    rows,
    steps: right.split(/\s+or\s+/).map(readStep),
    anyTask,
    spansCall,
    unless,
  };
}

function readSkip(rest: string, line: number): MapRule {
  const [rows, reason] = readReason(rest);
  return { kind: 'skip', line, rows: readRows(rows), reason };
}

/** What stands before a sentence in quotation marks at the end of the line, and the sentence. */
function readReason(rest: string): [string, string] {
  const found = /^(.*?)\s*"([^"]+)"$/.exec(rest);
  if (found === null) throw new LineError('a reason in quotation marks is expected at the end');
  return [found[1] ?? '', found[2] ?? ''];
}

function readRows(text: string): RowPattern {
  const found =
    /^([\w.]+)(?:\((\w+)\))?((?:\s+\w+=\S+)*)(?:\s+in\s+([\w.]+|-))?(?:\s+within\s+([\w.]+))?$/.exec(
      text.trim(),
    );
  if (found === null)
    throw new LineError(
      `“${text.trim()}” is no pattern: NAME[(LOCK)] [FIELD=VALUE]… [in F] [within F]`,
    );
  const [, name = '', lock = null, fields = '', inside = null, within = null] = found;
  return { name, lock, fields: readFields(fields), inside, within };
}

function readFields(text: string): { field: string; value: string }[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const [field = '', value = ''] = word.split('=');
      return { field, value };
    });
}

function readStep(text: string): StepPattern {
  const found = /^(\w+)\s+(\w+)(?:\s+in\s+(\w+))?$/.exec(text.trim());
  if (found === null)
    throw new LineError(
      `“${text.trim()}” is no step: OPERATION LOCK, set FIELD, clear FIELD, call FUNCTION or enter FUNCTION`,
    );
  const [, verb = '', field = '', inside = null] = found;
  if (verb === 'call' || verb === 'enter') return { kind: verb, inside: field };
  if (verb === 'set' || verb === 'clear') return { kind: verb, field, inside };
  if (LOCK_STEPS.test(verb)) return { kind: 'lock', operation: verb, field, inside };
  throw new LineError(
    `“${verb}” is no lock operation of the language, and not set, clear, call or enter`,
  );
}

function placeText(inside: string | null): string {
  return inside === null ? '' : ` in ${inside}`;
}

/** A step as the table writes it. */
export function stepText(step: StepPattern): string {
  switch (step.kind) {
    case 'lock':
      return `${step.operation} ${step.field}${placeText(step.inside)}`;
    case 'set':
    case 'clear':
      return `${step.kind} ${step.field}${placeText(step.inside)}`;
    case 'call':
    case 'enter':
      return `${step.kind} ${step.inside}`;
    default:
      return unreachable(step);
  }
}

/** A row's pattern as the table writes it. */
export function rowsText({ name, lock, fields, inside, within }: RowPattern): string {
  return [
    lock === null ? name : `${name}(${lock})`,
    ...fields.map(({ field, value }) => `${field}=${value}`),
    ...(inside === null ? [] : [`in ${inside}`]),
    ...(within === null ? [] : [`within ${within}`]),
  ].join(' ');
}
