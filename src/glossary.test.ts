// The glossary of docs/ARCHITECTURE.md names existing files, and the words that its terms replaced stay away.
import { describe, expect, it } from 'vitest';
import { isCode, readSourceTree, type SourceTree, syntaxOf, walk } from './sourceTree.testing.ts';

/** Home-made words as parts of identifiers, with the term of the field. */
const WORDS: Readonly<Record<string, string>> = {
  flow: 'control-flow graph (cfg)',
  flows: 'control-flow graphs (cfgs)',
  region: 'atomic region',
  glance: 'prefetch',
  commuting: 'independence',
  touches: 'accesses',
  footprint: 'write set',
  footprints: 'write sets',
  recollection: 'cache',
  shelf: 'cache',
  escapes: 'may terminate',
  hope: 'unresolved successor',
  ears: 'handlers',
  telling: 'message',
  told: 'reported',
  said: 'reported',
  cure: 'fix',
};

/** Compounds in which such a word is the term of the field. */
const TERMS = /(data|control)Flow|atomicRegion/i;

/** Identifiers that are not about the engine. As `path name`, with the reason. */
const OTHERS: Readonly<Record<string, string>> = {
  'src/layout/plan/worldCard.ts flow': 'text flow',
};

/** Phrases in comments and texts that a reader would stop at, in lower case. */
const PHRASES = [
  'in vain',
  'meddle',
  'to put one’s hope in',
  "to put one's hope in",
  'is deaf',
  'bytes go',
  'at a glance',
  'smallest cure',
  'what goes wrong:',
];

/** Most files contain none of the words, and need not be parsed. */
const ANY_WORD = new RegExp(Object.keys(WORDS).join('|'), 'i');

interface Row {
  readonly term: string;
  readonly files: readonly string[];
}

/** The rows of the table below the heading Glossary. */
function glossaryOf(text: string): Row[] {
  const section = text.split('\n## Glossary\n')[1]?.split('\n## ')[0] ?? '';
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (term|---)/.test(line));
  return rows.map((row) => {
    const [, term = '', , files = ''] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return { term, files: [...files.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path) };
  });
}

/** Home-made words among a file's identifiers, as `path:name`. */
function homeMade(path: string, text: string): string[] {
  if (!ANY_WORD.test(text)) return [];
  const names = new Set<string>();
  for (const [node] of walk(syntaxOf(path, text)))
    if (/^(Private)?Identifier$/.test(node.type)) names.add(String(node['name']));
  return [...names]
    .filter((name) => !TERMS.test(name) && !(`${path} ${name}` in OTHERS))
    .filter((name) => wordsIn(name).some((word) => Object.hasOwn(WORDS, word)))
    .map((name) => `${path}:${name}`);
}

/** `cfgOfTask` as `cfg`, `of`, `task`. */
function wordsIn(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
}

/** Unwanted phrases of a file, as `path: phrase`. */
function phrasesIn(path: string, text: string): string[] {
  const plain = text.toLowerCase();
  return PHRASES.filter((phrase) => plain.includes(phrase)).map((phrase) => `${path}: ${phrase}`);
}

function ours(tree: SourceTree): [string, string][] {
  return [...tree].filter(
    ([path]) => /^(src|bench|e2e)\//.test(path) && isCode(path) && path !== 'src/glossary.test.ts',
  );
}

const repository = readSourceTree();

describe('the glossary', () => {
  const rows = glossaryOf(repository.get('docs/ARCHITECTURE.md') ?? '');

  it('names an existing file for each term', () => {
    const missing = rows.filter(
      ({ files }) => files.length === 0 || files.some((path) => !repository.has(path)),
    );
    expect(missing).toEqual([]);
    expect(rows.length).toBeGreaterThan(20);
  });
});

describe('home-made words', () => {
  it('are not in identifiers', () => {
    expect(ours(repository).flatMap(([path, text]) => homeMade(path, text))).toEqual([]);
  });

  it('are not in comments and texts', () => {
    expect(ours(repository).flatMap(([path, text]) => phrasesIn(path, text))).toEqual([]);
  });

  it.each([
    ['const flowText = 1;', ['src/a.ts:flowText']],
    ['f({ said });', ['src/a.ts:said']],
    ['const dataFlow = 1; // flow', []],
    ['const control = "flow";', []],
  ])('are found in %s', (text, found) => {
    expect(homeMade('src/a.ts', text)).toEqual(found);
  });

  it.each([
    ['// Tried in vain', ['src/a.ts: in vain']],
    ['// Also tried', []],
  ])('are found in the text %s', (text, found) => {
    expect(phrasesIn('src/a.ts', text)).toEqual(found);
  });

  it('a row without a file is found', () => {
    const text = '\n## Glossary\n\n| term | here | file |\n| --- | --- | --- |\n| a | b | c |\n';
    expect(glossaryOf(text)).toEqual([{ term: 'a', files: [] }]);
  });
});
