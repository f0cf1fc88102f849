// The repository's files and who imports whom among them, for the tests that watch over the house.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/** Text by path; paths are relative to the repository and have forward slashes. */
export type SourceTree = ReadonlyMap<string, string>;

/** One import as written. `isType`: erased before anything runs. */
export interface Import {
  readonly specifier: string;
  readonly isType: boolean;
  /** The specifier is a pattern of `import.meta.glob`. */
  readonly isGlob: boolean;
}

/** A node of the syntax tree: every node has these, the rest depends on its type. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOT_OURS = new Set(['node_modules', '.git', 'dist', 'dist-cli', 'test-results', '.vite']);
const TEXT = /\.(ts|tsx|mjs|css|html|json|md|race|map|svg|ya?ml)$|^\.ci\/run$|(^|\/)\.[a-z]+$/;

/** Every text file of the repository as it lies on disk. */
export function readSourceTree(): SourceTree {
  return new Map(pathsBelow('').map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}

/** The paths of the files below a folder, those of texts unless told otherwise. */
export function pathsBelow(folder: string, keep = (path: string) => TEXT.test(path)): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (NOT_OURS.has(entry.name)) return [];
    if (entry.isDirectory()) return pathsBelow(path, keep);
    return keep(path) ? [path] : [];
  });
}

export function isCode(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts');
}

/** Tests and what only tests use. */
export function isTest(path: string): boolean {
  return /\.(test|testing|spec)\.(ts|tsx|mjs)$/.test(path);
}

export function syntaxOf(path: string, text: string): SyntaxNode {
  // The parser's types name every node; walking them all needs only what they share.
  const program: object = parseSync(path, text).program;
  return program as SyntaxNode;
}

/** Every node below `node`, itself first, each with the nodes around it, the nearest first. */
export function* walk(
  node: SyntaxNode,
  around: readonly SyntaxNode[] = [],
): Generator<[SyntaxNode, readonly SyntaxNode[]]> {
  yield [node, around];
  for (const field of Object.values(node)) {
    for (const child of Array.isArray(field) ? field : [field]) {
      if (isNode(child)) yield* walk(child, [node, ...around]);
    }
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The imports of one file: code, or a style sheet's `@import` and `url()`. */
export function importsOf(path: string, text: string): Import[] {
  if (path.endsWith('.css')) return styleImports(text);
  if (!isCode(path)) return [];
  return [...walk(syntaxOf(path, text))].flatMap(([node]) => importsOfNode(node));
}

function styleImports(text: string): Import[] {
  const quoted = /(?:@import\s+|url\(\s*)['"]([^'"]+)['"]/g;
  return [...text.matchAll(quoted)].map(([, specifier = '']) => value(specifier));
}

function importsOfNode(node: SyntaxNode): Import[] {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration': {
      const isType = node['importKind'] === 'type' || node['exportKind'] === 'type';
      return literals(node['source']).map((specifier) => ({ specifier, isType, isGlob: false }));
    }
    case 'ImportExpression':
      return literals(node['source']).map(value);
    case 'TSImportType':
      return literals(node['source']).map((specifier) => ({
        specifier,
        isType: true,
        isGlob: false,
      }));
    case 'NewExpression':
      return isNode(node['callee']) && node['callee']['name'] === 'URL' ? urlImports(node) : [];
    case 'CallExpression':
      return isGlobCall(node) ? globImports(node) : [];
    default:
      return [];
  }
}

const value = (specifier: string): Import => ({ specifier, isType: false, isGlob: false });

/** `new URL('./worker.ts', import.meta.url)`, which bundlers follow. */
function urlImports(node: SyntaxNode): Import[] {
  const [target, base] = argumentsOf(node);
  return isNode(base) && base.type === 'MemberExpression' ? literals(target).map(value) : [];
}

function isGlobCall({ callee }: SyntaxNode): boolean {
  return (
    isNode(callee) &&
    isNode(callee['object']) &&
    callee['object'].type === 'MetaProperty' &&
    isNode(callee['property']) &&
    callee['property']['name'] === 'glob'
  );
}

function globImports(node: SyntaxNode): Import[] {
  const [patterns] = argumentsOf(node);
  return literals(patterns).map((specifier) => ({ specifier, isType: false, isGlob: true }));
}

function argumentsOf(node: SyntaxNode): readonly unknown[] {
  return Array.isArray(node['arguments']) ? node['arguments'] : [];
}

/** The strings of a string literal, or of an array of them. */
function literals(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (typeof node['value'] === 'string') return [node['value']];
  const elements = node['elements'];
  return Array.isArray(elements) ? elements.flatMap(literals) : [];
}

/** The files that an import of `from` reaches in the tree; null for a package. */
export function reached(tree: SourceTree, from: string, found: Import): string[] | null {
  const specifier = found.specifier.replace(/[?#].*$/, '');
  if (!/^\.{0,2}\//.test(specifier)) return null;
  const path = specifier.startsWith('/')
    ? specifier.slice(1)
    : posix.join(posix.dirname(from), specifier);
  if (!found.isGlob) return [path];
  const pattern = globPattern(path);
  return [...tree.keys()].filter((key) => pattern.test(key));
}

function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const parts = escaped.replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(?:.*/)?'));
  return new RegExp(`^${parts}$`);
}

/** `@scope/name` or `name` of a package's specifier; `node:*` for Node's own. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:*';
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
