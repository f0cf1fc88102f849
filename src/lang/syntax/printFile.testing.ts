// A syntax tree back to text, in the library's own layout; the comments that remain are the functions'.

import { unreachable } from '../../base/assert.ts';
import { printExpression, printType } from './printExpression.testing.ts';
import { printStatements } from './printStatement.testing.ts';
import type { Declaration, FieldSyntax, SourceFile } from './syntax.ts';

type Of<K extends Declaration['kind']> = Extract<Declaration, { kind: K }>;

/** Parsing the result gives the same tree, but for its spans. */
export function printFile(file: Pick<SourceFile, 'declarations'>): string {
  return file.declarations.map((d) => `${printDeclaration(d)}\n`).join('');
}

function printDeclaration(d: Declaration): string {
  switch (d.kind) {
    case 'use':
      return `use ${quote(d.file)};`;
    case 'title':
    case 'story':
    case 'author':
    case 'opens':
      return `${d.kind} ${quote(d.text)};`;
    case 'year':
      return `year ${d.year};`;
    case 'source':
      return `source ${quote(d.text)}${after(' mark ', d.mark?.name ?? null)};`;
    case 'cue':
      return `cue ${d.task.name} at ${d.anchor.name} ${quote(d.text)};`;
    case 'const':
      return `const ${d.name.name} = ${printExpression(d.value)};`;
    case 'enum':
      return `enum ${d.name.name} ${list(d.values.map((value) => value.name))};`;
    case 'tokens':
      return `tokens ${list(d.tokens.map((t) => `${t.name.name}${quoted(t.meaning)}`))};`;
    case 'extend':
      return `extend struct ${d.name.name} {\n${d.fields.map((f) => `\t${printField(f)}\n`).join('')}};`;
    case 'struct':
      return printStruct(d);
    case 'variable':
      return printVariable(d);
    case 'pool':
      return `pool struct ${d.struct.name} ${d.name.name}[${printExpression(d.length)}]${after(' named ', d.prefix)};`;
    case 'function':
      return printFunction(d);
    case 'task':
      return printTask(d);
    case 'init':
      return block('init', d.body);
    case 'option':
    case 'vary':
    case 'require':
    case 'kernel':
    case 'property':
    case 'outcome':
    case 'expect':
      return printRule(d);
    default:
      return unreachable(d);
  }
}

/** Options, kernels, and what they promise. */
function printRule(
  d: Of<'option' | 'vary' | 'require' | 'kernel' | 'property' | 'outcome' | 'expect'>,
): string {
  switch (d.kind) {
    case 'option':
      return printOption(d);
    case 'vary':
      return `vary ${d.names.map((name) => name.name).join(', ')};`;
    case 'require':
      return `require ${printExpression(d.condition)};`;
    case 'kernel':
      return `kernel ${quote(d.name)} = ${list(d.settings.map((s) => `${s.option.name}${after(': ', s.value?.name ?? null)}`))};`;
    case 'property':
      return printProperty(d);
    case 'outcome':
      return `outcome ${list(d.places.map((place) => printExpression(place)))};`;
    case 'expect':
      return printExpect(d);
    default:
      return unreachable(d);
  }
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

function quoted(text: string | null): string {
  return text === null ? '' : ` ${quote(text)}`;
}

/** What stands after a word that is only written with it. */
function after(word: string, text: string | null): string {
  return text === null ? '' : `${word}${text}`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
}

function block(head: string, body: Parameters<typeof printStatements>[0]): string {
  return [`${head} {`, ...printStatements(body), '}'].join('\n');
}

function printStruct(d: Of<'struct'>): string {
  const head = `${d.word ? 'word ' : ''}struct ${d.name.name}${after(' @', d.role)}`;
  return [`${head} {`, ...d.fields.map((field) => `\t${printField(field)}`), '};'].join('\n');
}

function printField(f: FieldSyntax): string {
  const variant = `${f.constant ? 'const ' : ''}${f.ghost ? 'ghost ' : ''}`;
  return `${variant}${printType(f.type)}${f.name.name}${printLength(f.length)}${after(' @', f.role)};`;
}

function printLength(length: FieldSyntax['length']): string {
  return length === null ? '' : `[${printExpression(length)}]`;
}

function printVariable(d: Of<'variable'>): string {
  const value = d.value === null ? '' : ` = ${printExpression(d.value)}`;
  return `${d.ghost ? 'ghost ' : ''}${printType(d.type)}${d.name.name}${printLength(d.length)}${value};`;
}

function printFunction(d: Of<'function'>): string {
  const parameters = d.parameters.map((p) => `${printType(p.type)}${p.name.name}`).join(', ');
  const head = `${d.atomic ? 'atomic ' : ''}${printType(d.result)}${d.name.name}(${parameters})`;
  return `${printDoc(d.doc)}${block(`${head}${printWhen(d.when)}`, d.body)}`;
}

function printDoc(doc: string | null): string {
  if (doc === null) return '';
  return `/*\n${doc
    .split('\n')
    .map((line) => ` * ${line}\n`)
    .join('')} */\n`;
}

function printWhen(when: Of<'function'>['when']): string {
  return when === null ? '' : ` when ${printExpression(when)}`;
}

function printTask(d: Of<'task'>): string {
  const place = `${after(' on ', d.cpu?.name ?? null)}${after(' in ', d.mm?.name ?? null)}`;
  const runs = d.runs === null ? '' : ` runs ${printExpression(d.runs)}`;
  const settles = d.afterAll ? ' after all' : '';
  const head = `${d.variant} ${d.name.name} '${d.letter}'${place}${runs}${settles}`;
  return block(`${head}${printWhen(d.when)}`, d.body);
}

function printOption(d: Of<'option'>): string {
  const values = d.values === null ? '' : ` = ${d.values.map((v) => v.name).join(' | ')}`;
  const since = d.since === null ? '' : ` since ${quote(d.since)}`;
  const by = d.by === null ? '' : ` by ${quote(d.by)}`;
  return `${d.variant} ${d.name.name}${values}${quoted(d.sentence)}${since}${by};`;
}

function printProperty(d: Of<'property'>): string {
  const head = `${d.variant} ${d.name.name}${quoted(d.sentence)}${d.violation === null ? '' : ` else${quoted(d.violation)}`}${after(' checks ', d.checks)}`;
  return d.condition === null ? `${head};` : `${head}: ${printExpression(d.condition)};`;
}

function printExpect(d: Of<'expect'>): string {
  const clauses = d.clauses.map(({ verdict, vacuously, when }) => {
    const words = vacuously ? `${verdict} vacuously` : verdict;
    if (when === null) return ` ${words};`;
    return ` ${words} ${when === 'otherwise' ? when : `when ${printExpression(when)}`};`;
  });
  return `expect ${d.properties.map((name) => name.name).join(', ')}${clauses.join('')}`;
}
