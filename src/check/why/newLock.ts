// A lock that the text does not have yet: declared as a variable where every function that takes it can see it.

import type { Program } from '../../lang/program/program.ts';
import type { Declaration } from '../../lang/syntax/syntax.ts';
import { GLOBALS } from '../../model/storage/storage.ts';
import type { Splice } from '../edit/edit.ts';
import type { FunctionTexts } from '../edit/functionText.ts';
import type { StatementRange } from '../edit/statementRange.ts';
import { filesSeenBy, type LockField } from '../edit/lockTerm.ts';

export interface NewLock {
  readonly lock: LockField;
  readonly declaration: Splice;
}

type NewKind = 'mutex' | 'rwsem' | 'spinlock';

/** Null where no file is seen by all of them. */
export function newLock(
  texts: FunctionTexts,
  ranges: readonly StatementRange[],
  kind: NewKind,
): NewLock | null {
  const { program } = texts;
  const file = fileSeenByAll(program, ranges);
  if (file === null) return null;
  const name = freeName(program, `new_${kind}`);
  return {
    lock: { struct: GLOBALS, field: name, kind },
    declaration: declared(texts, file, `${kind} ${name};`),
  };
}

/** Best a file that takes it; else the last of those that all use. */
function fileSeenByAll(program: Program, ranges: readonly StatementRange[]): string | null {
  const own = ranges.map(({ within }) => within.file);
  const seen = own.map((file) => filesSeenBy(program, file));
  const common = program.files
    .map(({ name }) => name)
    .filter((name) => seen.every((files) => files.has(name)));
  return common.findLast((name) => own.includes(name)) ?? common.at(-1) ?? null;
}

/** No text of the program has the name. */
function freeName({ files }: Program, stem: string): string {
  const taken = (name: string): boolean =>
    files.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text));
  let name = stem;
  for (let n = 2; taken(name); n += 1) name = `${stem}_${n}`;
  return name;
}

/** After the declarations that come before the file's first body. */
function declared(texts: FunctionTexts, file: string, line: string): Splice {
  const all = texts.declarations(file);
  const first = all.findIndex(hasBody);
  const before = all[(first < 0 ? all.length : first) - 1];
  if (before === undefined) return { file, from: 0, to: 0, text: `${line}\n` };
  const text = texts.textOf(file);
  const end = text.indexOf('\n', before.at.to);
  const at = end < 0 ? text.length : end;
  return { file, from: at, to: at, text: `\n${line}` };
}

function hasBody({ kind }: Declaration): boolean {
  return kind === 'function' || kind === 'task' || kind === 'init';
}
