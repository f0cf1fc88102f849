// The names of a program for hints and completion: what each one is, its documentation, and where it is defined.

import { builtIns, keywords, typeText } from '../../check/source/languageWords.ts';
import type { Span } from '../../lang/syntax/diagnostic.ts';
import type { FunctionDefinition, Program, Struct } from '../../lang/program/program.ts';
import { remember } from './remember.ts';
import type { SessionState } from './store.ts';

export { paintText } from '../../check/source/languageWords.ts';

export type WordKind =
  | 'function'
  | 'struct'
  | 'field'
  | 'lock'
  | 'object'
  | 'option'
  | 'value'
  | 'task'
  | 'property'
  | 'keyword';

export interface Word {
  readonly name: string;
  readonly kind: WordKind;
  /** A signature, a type, the values of an option. */
  readonly detail: string;
  /** Its comment or sentence in the text. */
  readonly about: string | null;
  /** Null for built-in names. */
  readonly place: WordPlace | null;
}

export interface WordPlace {
  /** The program's file. */
  readonly file: string;
  readonly from: number;
  /** Counts from 1. */
  readonly line: number;
}

/** Every name once for each meaning, those of the program before built-in ones. */
export const selectWords: (state: SessionState) => readonly Word[] = remember(
  ({ program }) => [program],
  ({ program }) => wordsOf(program),
);

export function wordsOf(program: Program): readonly Word[] {
  const place = placer(program);
  return [
    ...functionWords(program, place),
    ...[...program.structs.values()].flatMap((struct) => structWords(struct, place)),
    ...objectWords(program, place),
    ...optionWords(program),
    ...valueWords(program),
    ...[...builtIns].map(([name, usage]) => plain(name, 'function', usage)),
    ...keywords.map((name) => plain(name, 'keyword', '')),
  ];
}

/** The locals of the function or the task around an offset. */
export function localsAt({ functions, tasks }: Program, file: string, offset: number): string[] {
  const bodies = [...[...functions.values()].flat(), ...tasks];
  const around = bodies.filter(
    ({ at }) => at.file === file && at.from <= offset && offset <= at.to,
  );
  const named = around.flatMap(({ locals }) => locals).filter(({ kind }) => kind !== 'temporary');
  return [...new Set(named.map(({ name }) => name))];
}

/** What a name means to a reader of `file`: its meaning in that file before another file's. */
export function wordNamed(words: readonly Word[], name: string, file: string): Word | null {
  const named = words.filter((word) => word.name === name);
  return named.find(({ place }) => place?.file === file) ?? named[0] ?? null;
}

type Placer = (span: Span) => WordPlace;

function placer({ files }: Program): Placer {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  return ({ file, from }) => {
    const line = (texts.get(file) ?? '').slice(0, from).split('\n').length;
    return { file, from, line };
  };
}

function plain(name: string, kind: WordKind, detail: string): Word {
  return { name, kind, detail, about: null, place: null };
}

function functionWords({ functions, files }: Program, place: Placer): Word[] {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  return [...functions.values()].flat().map((one) => ({
    name: one.name,
    kind: 'function',
    detail: signatureOf(one, texts.get(one.at.file) ?? ''),
    about: one.doc,
    place: place(one.nameAt),
  }));
}

/** From its name to the end of its parameters, on one line. */
function signatureOf({ nameAt }: FunctionDefinition, text: string): string {
  const end = text.indexOf(')', nameAt.to);
  return text.slice(nameAt.from, end === -1 ? nameAt.to : end + 1).replace(/\s+/g, ' ');
}

function structWords({ name, role, fields, word, at }: Struct, place: Placer): Word[] {
  const where = place(at);
  const detail = word ? 'word struct' : 'struct';
  return [
    { name, kind: 'struct', detail, about: role, place: where },
    ...fields.map((field): Word => {
      const kind = field.type.kind === 'lock' ? 'lock' : 'field';
      const owner = `${typeText(field.type)} in struct ${name}`;
      return { name: field.name, kind, detail: owner, about: field.role, place: where };
    }),
  ];
}

function objectWords({ globals, pools, tasks, properties }: Program, place: Placer): Word[] {
  return [
    ...globals.map(({ name, type, at }) => {
      const kind: WordKind = type.kind === 'lock' ? 'lock' : 'object';
      return { name, kind, detail: typeText(type), about: null, place: place(at) };
    }),
    ...pools.map(({ name, struct, length, at }): Word => {
      const detail = `pool of ${length} struct ${struct}`;
      return { name, kind: 'object', detail, about: null, place: place(at) };
    }),
    ...tasks.map(({ name, letter, kind, at }): Word => {
      return { name, kind: 'task', detail: `${kind} '${letter}'`, about: null, place: place(at) };
    }),
    ...properties.map(({ name, kind, sentence, at }): Word => {
      return { name, kind: 'property', detail: kind, about: sentence, place: place(at) };
    }),
  ];
}

function optionWords({ options }: Program): Word[] {
  return options.map(({ name, kind, values, sentence, since, by }) => {
    const origin = [since, by].filter((part) => part !== null).join(', ');
    const about = [sentence, origin].filter((part) => part !== null && part !== '').join(' — ');
    const detail = `${kind}: ${(values ?? ['off', 'on']).join(' | ')}`;
    return { name, kind: 'option', detail, about: about === '' ? null : about, place: null };
  });
}

function valueWords({ enums, tokens, options }: Program): Word[] {
  const named = [...enums].flatMap(([name, values]) =>
    values.map((value) => plain(value, 'value', `enum ${name}`)),
  );
  const chosen = options.flatMap(({ name, values }) =>
    (values ?? []).map((value) => plain(value, 'value', `value of ${name}`)),
  );
  const data = tokens.map(({ name, meaning }): Word => {
    return { ...plain(name, 'value', 'data'), about: meaning };
  });
  return [...named, ...chosen, ...data];
}
