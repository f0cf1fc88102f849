// A read whose value was outdated later, in the words of each function around it: what to compare to learn that it is outdated.

import type { Expression, Statement } from '../../lang/syntax/syntax.ts';
import { placesAround } from '../edit/statementRange.ts';
import { innerStatements } from '../../lang/syntax/innerStatements.ts';
import type { Frame } from '../edit/stepFrames.ts';
import { type FixPlace, statementAt } from './fixPlace.ts';
import type { FunctionText } from '../edit/functionText.ts';

/** In one function: the statement in which the read happens, and conditions that are true where the value is outdated. */
export interface StaleLook {
  readonly place: FixPlace;
  /** The place that was read, in names of this function. */
  readonly value: string;
  readonly tests: readonly string[];
}

/** The innermost function first; it ends where the names of a function mean nothing to its caller. */
export function staleLooks(frames: readonly Frame[]): StaleLook[] {
  const inner = frames.at(-1);
  const place = inner && placeOf(inner);
  const look = place && lookOf(place);
  if (place == null || look == null) return [];
  const guards = guardsBehind(place).map((test) => renamed(test, { [look.local]: look.value }));
  const found: StaleLook[] = [
    { place, value: look.value, tests: [`${look.value} != ${look.local}`, ...guards] },
  ];
  let terms: readonly string[] = [look.value, ...guards];
  for (let level = frames.length - 2; level >= 0; level -= 1) {
    const [frame, callee] = [frames[level], frames[level + 1]];
    const outer = frame && placeOf(frame);
    const names = outer && callee && argumentsOf(outer, callee.within);
    const rewritten = names && terms.map((term) => inCaller(term, callee.within, names));
    if (outer == null || rewritten == null || rewritten.includes(null)) break;
    terms = rewritten.filter((term) => term !== null);
    const [value = '', ...tests] = terms;
    const local = lookOf(outer)?.local;
    const compared = local === undefined ? [] : [`${value} != ${local}`];
    found.push({ place: outer, value, tests: [...compared, ...tests] });
  }
  return found;
}

function placeOf({ within, offset }: Frame): FixPlace | null {
  const place = placesAround(within.body, offset).at(-1);
  return place === undefined ? null : { ...place, within };
}

/** `b = inode->bmap[0];` */
function lookOf(place: FixPlace): { readonly local: string; readonly value: string } | null {
  const s = statementAt(place);
  if (s.kind === 'declare' && s.value !== null)
    return { local: s.name.name, value: written(place, s.value) };
  if (s.kind !== 'assign' || s.operator !== '=' || s.target.kind !== 'name') return null;
  return { local: s.target.name, value: written(place, s.value) };
}

function written({ within }: FixPlace, { at: { from, to } }: Expression): string {
  return within.text.slice(from, to);
}

/** The conditions right behind the read on which the function leaves: `if (index >= size) return VM_FAULT_SIGBUS;`. */
function guardsBehind(place: FixPlace): string[] {
  const { list, index } = place;
  const found: string[] = [];
  for (const s of list.slice(index + 1)) {
    if (s.kind !== 'if' || s.else !== null || lastOf(s.then).kind !== 'return') break;
    found.push(written(place, s.condition));
  }
  return found;
}

function lastOf(s: Statement): Statement {
  const last = s.kind === 'block' ? s.body.at(-1) : undefined;
  return last === undefined ? s : lastOf(last);
}

type Names = Readonly<Record<string, string>>;

/** By parameter, what the caller gives for it. Null where the call is not found. */
function argumentsOf(place: FixPlace, { name, checked }: FunctionText): Names | null {
  const call = callIn(statementAt(place), name);
  if (call === null) return null;
  const parameters = checked.locals.filter(({ kind }) => kind === 'parameter' || kind === 'out');
  return Object.fromEntries(
    parameters.flatMap((parameter, i) => {
      const argument = call.args[i];
      return argument === undefined ? [] : [[parameter.name, written(place, argument)]];
    }),
  );
}

function callIn(s: Statement, name: string): (Expression & { readonly kind: 'call' }) | null {
  const values =
    s.kind === 'evaluate' || s.kind === 'assign'
      ? [s.value]
      : s.kind === 'declare' || s.kind === 'return'
        ? [s.value]
        : s.kind === 'if' || s.kind === 'while'
          ? [s.condition]
          : [];
  for (const value of values)
    if (value?.kind === 'call' && value.callee.name === name) return value;
  for (const inner of innerStatements(s)) {
    const found = callIn(inner, name);
    if (found !== null) return found;
  }
  return null;
}

/** Null where it names a local of the callee that is no parameter, or an argument is no plain name. */
function inCaller(term: string, { checked }: FunctionText, names: Names): string | null {
  const own = checked.locals.filter(({ kind }) => kind !== 'parameter').map(({ name }) => name);
  if (own.some((name) => nameIn(name).test(term))) return null;
  const used = Object.keys(names).filter((name) => nameIn(name).test(term));
  const plain = (text: string): boolean => /^[\w.]+(->\w+)*$/.test(text);
  if (!used.every((name) => plain(names[name] ?? ''))) return null;
  return renamed(term, names);
}

function renamed(term: string, names: Names): string {
  return term.replace(/(?<!->|\.)\b[a-z_]\w*/gi, (name) =>
    Object.hasOwn(names, name) ? (names[name] ?? name) : name,
  );
}

/** As a name by itself, not as a field. */
function nameIn(name: string): RegExp {
  return new RegExp(`(?<!->|\\.)\\b${name}\\b`);
}
