// Small promises of the whole repository, each with a planted breach that shows the test can fail.
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SourceTree, SyntaxNode } from './sourceTree.testing.ts';
import {
  importsOf,
  isCode,
  isNode,
  isTest,
  packageOf,
  pathsBelow,
  reached,
  readSourceTree,
  syntaxOf,
  walk,
} from './sourceTree.testing.ts';

/** No function is longer than this many lines. */
const LONGEST = 60;

/**
 * Functions that are longer all the same, with the lines they have: these numbers only ever fall,
 * and a function that has come down to the limit leaves the list.
 */
const LONGER: Readonly<Record<string, number>> = {};

/** Code that nothing imports because it is where something starts. */
const STARTS =
  /^(src\/page\/serviceWorker\.ts|src\/main\.tsx|src\/cli\/(main\.ts|run\.mjs)|bench\/main\.ts|e2e\/server\.mjs)$/;

/** Packages that are run as commands, or read by one, and imported by no file of ours. */
const COMMANDS = new Set(['oxlint', 'oxc-transform-react', 'prettier', 'typescript']);

type Rule = (tree: SourceTree) => string[];

/** Lines of a file that match, as `path:line`. */
function linesWith(pattern: RegExp, includes: (path: string) => boolean): Rule {
  return (tree) =>
    [...tree].flatMap(([path, text]) =>
      includes(path)
        ? text.split('\n').flatMap((line, n) => (pattern.test(line) ? [`${path}:${n + 1}`] : []))
        : [],
    );
}

/** Code in which some node is not wanted, as `path:line`. */
function nodesWhich(unwanted: (node: SyntaxNode) => boolean): Rule {
  return (tree) =>
    [...tree]
      .filter(([path]) => isCode(path))
      .flatMap(([path, text]) =>
        [...walk(syntaxOf(path, text))]
          .filter(([node]) => unwanted(node))
          .map(([node]) => `${path}:${lineAt(text, node.start)}`),
      );
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

// The words are spelled apart here, so that this file does not break its own rule.
const leftOver = linesWith(
  new RegExp(`\\b(${['FIX_ME', 'TO_DO', 'XX_X'].join('|').replaceAll('_', '')})\\b`),
  (path) => path !== 'package-lock.json',
);

const ofOneMachine = linesWith(
  new RegExp(
    ['home', 'Users', 'root', 'work'].map((name) => `(^|[\\s"'\`(=:])/${name}/\\w`).join('|'),
  ),
  (path) => path !== 'package-lock.json',
);

const fromOneRegistry = linesWith(/"resolved":/, (path) => path === 'package-lock.json');

const notRun = nodesWhich(({ type, object, property }) => {
  if (type !== 'MemberExpression' || !isNode(object) || !isNode(property)) return false;
  const subject = isNode(object['object']) ? object['object'] : object;
  return (
    ['it', 'test', 'describe'].includes(String(subject['name'])) &&
    ['only', 'skip', 'skipIf', 'todo', 'fixme', 'fails'].includes(String(property['name']))
  );
});

const untyped = nodesWhich(
  ({ type, expression }) =>
    type === 'TSAnyKeyword' ||
    (type === 'TSAsExpression' && isNode(expression) && expression.type === 'TSAsExpression'),
);

const nameless: Rule = (tree) =>
  [...tree.keys()].filter((path) =>
    /\/(index|utils?|common|types|helpers?|misc)\.(tsx?|mjs)$/.test(path),
  );

const withoutPurpose: Rule = (tree) =>
  [...tree]
    .filter(([path]) => path.startsWith('src/') && isCode(path) && !isTest(path))
    .filter(([, text]) => !/^(#!.*\n)?(\/\/|\/\*)/.test(text))
    .map(([path]) => path);

/**
 * Switches over texts that others make: the values are no union of ours, so there is nothing to exhaust. As
 * `path subject`, with who makes the text.
 */
const FOREIGN_SWITCHES: Readonly<Record<string, string>> = {
  'src/layout/plan/worldContent.ts role': 'roles are written in `.race` files',
  'src/layout/world/worldRow.ts field.role': 'roles are written in `.race` files',
  'src/sourceTree.testing.ts node.type': 'nodes are the TypeScript parser’s',
  'src/views/time/SpaceTime.tsx key': 'keys are the browser’s',
  'src/views/verdict/MatrixDialog.tsx key': 'keys are the browser’s',
};

/** Switches that do not end by calling `unreachable`, which compiles only where every case is handled. */
const inexhaustive: Rule = (tree) =>
  [...tree]
    .filter(([path]) => path.startsWith('src/') && isCode(path))
    .flatMap(([path, text]) =>
      [...walk(syntaxOf(path, text))]
        .filter(([{ type }]) => type === 'SwitchStatement')
        .filter(([node]) => !isForeign(path, text, node) && !endsUnreachable(node))
        .map(([node]) => `${path}:${lineAt(text, node.start)}`),
    );

function isForeign(path: string, text: string, { discriminant }: SyntaxNode): boolean {
  const subject = isNode(discriminant) ? text.slice(discriminant.start, discriminant.end) : '';
  return `${path} ${subject}` in FOREIGN_SWITCHES;
}

function endsUnreachable({ cases }: SyntaxNode): boolean {
  const clauses = Array.isArray(cases) ? cases.filter(isNode) : [];
  const last = clauses.find(({ test }) => test === null)?.['consequent'];
  const statement: unknown = Array.isArray(last) ? last[0] : null;
  if (!isNode(statement)) return false;
  if (statement.type === 'ThrowStatement') return true;
  const call = statement['argument'] ?? statement['expression'];
  return isNode(call) && isNode(call['callee']) && call['callee']['name'] === 'unreachable';
}

/** Packages of package.json that no file imports; types belong to the package that they describe. */
const unusedPackages: Rule = (tree) => {
  const manifest: unknown = JSON.parse(tree.get('package.json') ?? '{}');
  const used = new Set(
    [...tree].flatMap(([path, text]) =>
      importsOf(path, text).map(({ specifier }) => packageOf(specifier)),
    ),
  );
  return packagesOf(manifest).filter((name) => {
    const described = name.replace(/^@types\//, '');
    return !used.has(described) && !COMMANDS.has(name) && described !== 'node';
  });
};

function packagesOf(manifest: unknown): string[] {
  if (typeof manifest !== 'object' || manifest === null) return [];
  return Object.entries(manifest)
    .filter(([key]) => /^(devD|d)ependencies$/.test(key))
    .flatMap(([, packages]) => Object.keys(Object(packages)));
}

/** Code and styles that nothing but a test imports. */
const dead: Rule = (tree) => {
  const alive = new Set(
    [...tree]
      .filter(([path]) => !isTest(path) || path.startsWith('e2e/'))
      .flatMap(([path, text]) =>
        importsOf(path, text).flatMap((found) => reached(tree, path, found) ?? []),
      ),
  );
  const mayDie = (path: string) => /^(src|bench|e2e)\/.*\.(tsx?|mjs|css)$/.test(path);
  return [...tree.keys()].filter(
    (path) =>
      mayDie(path) &&
      !alive.has(path) &&
      !isTest(path) &&
      !STARTS.test(path) &&
      !path.endsWith('.d.ts'),
  );
};

/** Lines by function, as `path name`; tests are lists of cases, and may be as long as they like. */
function functionLengths(tree: SourceTree): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const [path, text] of tree) {
    if (!isCode(path) || isTest(path)) continue;
    for (const [node, around] of walk(syntaxOf(path, text))) {
      if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type))
        continue;
      const lines = text.slice(node.start, node.end).split('\n').length;
      const name = nameOf(node, around) ?? `line ${lineAt(text, node.start)}`;
      lengths.set(`${path} ${name}`, Math.max(lines, lengths.get(`${path} ${name}`) ?? 0));
    }
  }
  return lengths;
}

/** A function's own name, or that of the variable, property or call that it belongs to. */
function nameOf(node: SyntaxNode, [parent]: readonly SyntaxNode[]): string | null {
  for (const named of [node['id'], parent?.['id'], parent?.['key'], parent?.['callee']]) {
    if (isNode(named) && typeof named['name'] === 'string') return named['name'];
  }
  return null;
}

/** What the ratchet says: too long, grown, or short enough to lower its number. */
function ratchet(tree: SourceTree, longer: Readonly<Record<string, number>>): string[] {
  const lengths = functionLengths(tree);
  const long = [...lengths].filter(([name, lines]) => lines > (longer[name] ?? LONGEST));
  const shorter = Object.entries(longer).filter(
    ([name, lines]) => (lengths.get(name) ?? 0) < lines,
  );
  return [
    ...long.map(([name, lines]) => `${name}: ${lines} lines`),
    ...shorter.map(([name]) => `${name}: lower its number to ${lengths.get(name) ?? 'none'}`),
  ];
}

function longest(tree: SourceTree): string {
  const [name, lines] = [...functionLengths(tree)].sort((a, b) => b[1] - a[1])[0] ?? ['none', 0];
  return `${name}, ${lines}`;
}

/** Relative links of Markdown files that lead nowhere; `exists` knows files that are not text. */
function brokenLinks(tree: SourceTree, exists: (path: string) => boolean): string[] {
  return [...tree]
    .filter(([path]) => path.endsWith('.md'))
    .flatMap(([path, text]) =>
      linksOf(text)
        .filter((link) => !leads(tree, path, link, exists))
        .map((link) => `${path} → ${link}`),
    );
}

function linksOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  const found = [...prose.matchAll(/\]\(([^()\s]+)\)|(?:src|href)="([^"]+)"/g)];
  return found
    .map(([, inline, html]) => inline ?? html ?? '')
    .filter((link) => !/^\w+:/.test(link));
}

function leads(
  tree: SourceTree,
  from: string,
  link: string,
  exists: (path: string) => boolean,
): boolean {
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? from : posix.join(posix.dirname(from), target).replace(/\/$/, '');
  if (!exists(path)) return false;
  const text = tree.get(path);
  return anchor === undefined || text === undefined || anchorsOf(text).has(anchor);
}

/** The anchors that a forge gives to the headings of a Markdown text. */
function anchorsOf(text: string): Set<string> {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const headings = [...prose.matchAll(/^#+\s+(.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

const house = readSourceTree();
const everyPath = new Set(pathsBelow('', () => true).flatMap(withFolders));

function withFolders(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, n) => parts.slice(0, n + 1).join('/'));
}

describe('the repository', () => {
  it.each<[string, Rule]>([
    ['no left-over note', leftOver],
    ['no path of one machine', ofOneMachine],
    ['no address of a registry in the lock file', fromOneRegistry],
    ['no test that is not run', notRun],
    ['no untyped value', untyped],
    ['no file without a noun of its own', nameless],
    ['no source file that does not begin by saying what it is', withoutPurpose],
    ['no switch that a new kind falls through', inexhaustive],
    ['no file that nothing uses', dead],
    ['no package that nothing imports', unusedPackages],
    ['no link that leads nowhere', (tree) => brokenLinks(tree, (path) => everyPath.has(path))],
  ])('has %s', (_, rule) => {
    expect(rule(house)).toEqual([]);
  });

  it(`has no function over ${LONGEST} lines (the longest: ${longest(house)})`, () => {
    expect(ratchet(house, LONGER)).toEqual([]);
  });
});

describe('a breach is found', () => {
  const note = ['FIX', 'ME'].join('');
  const away = ['', 'home', 'me', 'race'].join('/');

  it.each<[Rule, string, string, string[]]>([
    [leftOver, 'src/a.ts', `const a = 1; // ${note}: later`, ['src/a.ts:1']],
    [leftOver, 'src/kernel/a.race', `\n/* ${note} */`, ['src/kernel/a.race:2']],
    [leftOver, 'docs/a.md', `${note}S`, []],
    [ofOneMachine, 'README.md', `see ${away}`, ['README.md:1']],
    [ofOneMachine, 'README.md', 'see https://example.org/home/me', []],
    [fromOneRegistry, 'package-lock.json', '{\n"resolved": "x"}', ['package-lock.json:2']],
    [notRun, 'src/a.test.ts', `it.only('a', f)`, ['src/a.test.ts:1']],
    [notRun, 'e2e/a.spec.ts', `test.describe.skip('a', f)`, ['e2e/a.spec.ts:1']],
    [notRun, 'src/a.test.ts', `it.each([1])('a', f); machine.skip()`, []],
    [untyped, 'src/a.ts', `let a: any`, ['src/a.ts:1']],
    [untyped, 'src/a.ts', `f(a as unknown as string)`, ['src/a.ts:1']],
    [untyped, 'src/a.ts', `const any = 'any'; // any`, []],
    [nameless, 'src/lang/index.ts', '', ['src/lang/index.ts']],
    [nameless, 'src/lang/utils.ts', '', ['src/lang/utils.ts']],
    [nameless, 'src/lang/scope/scope.ts', '', []],
    [withoutPurpose, 'src/a.ts', `import './b.ts'`, ['src/a.ts']],
    [withoutPurpose, 'src/a.ts', `// What a is.`, []],
    [inexhaustive, 'src/a.ts', `switch (v.kind) { case 'x': f(); }`, ['src/a.ts:1']],
    [inexhaustive, 'src/a.ts', `switch (v.kind) { default: f(); }`, ['src/a.ts:1']],
    [
      inexhaustive,
      'src/a.ts',
      `const f = (v) => { switch (v) { default: return []; } }`,
      ['src/a.ts:1'],
    ],
    [inexhaustive, 'src/a.ts', `switch (v.kind) { case 'x': default: unreachable(v); }`, []],
    [
      inexhaustive,
      'src/a.ts',
      `const f = (v) => { switch (v) { default: return unreachable(v); } }`,
      [],
    ],
    [inexhaustive, 'src/a.ts', `switch (v.kind) { default: throw new Failure(v); }`, []],
    [inexhaustive, 'src/views/time/SpaceTime.tsx', `switch (key) { default: f(); }`, []],
    [dead, 'src/lang/a.ts', '', ['src/lang/a.ts']],
    [dead, 'src/views/a.css', '', ['src/views/a.css']],
    [dead, 'src/main.tsx', '', []],
    [dead, 'e2e/stage.ts', '', ['e2e/stage.ts']],
  ])('%o in %s: %s', (rule, path, text, found) => {
    expect(rule(new Map([[path, text]]))).toEqual(found);
  });

  it.each([
    ['{"dependencies":{"d3-shape":"1","fflate":"1"}}', ['fflate']],
    [
      '{"devDependencies":{"@types/d3-shape":"1","@types/fflate":"1","prettier":"1"}}',
      ['@types/fflate'],
    ],
  ])('in the packages %s: %j', (manifest, found) => {
    const tree = new Map([
      ['package.json', manifest],
      ['src/a.ts', `import { line } from 'd3-shape'`],
    ]);
    expect(unusedPackages(tree)).toEqual(found);
  });

  it('where only a test imports a file', () => {
    const imported = (file: string, from: string, text: string) =>
      dead(
        new Map([
          [file, ''],
          [from, text],
        ]),
      );
    expect(imported('src/lang/a.ts', 'src/lang/a.test.ts', `import './a.ts'`)).toEqual([
      'src/lang/a.ts',
    ]);
    expect(imported('src/lang/a.ts', 'src/main.tsx', `import './lang/a.ts'`)).toEqual([]);
    expect(imported('e2e/stage.ts', 'e2e/a.spec.ts', `import './stage.ts'`)).toEqual([]);
  });
});

describe('the ratchet', () => {
  const lines = (n: number) => `function f() {${'\n'.repeat(n - 1)}}`;

  it.each([
    { n: 60, longer: {}, says: [] },
    { n: 61, longer: {}, says: ['src/a.ts f: 61 lines'] },
    { n: 61, longer: { 'src/a.ts f': 61 }, says: [] },
    { n: 62, longer: { 'src/a.ts f': 61 }, says: ['src/a.ts f: 62 lines'] },
    { n: 61, longer: { 'src/a.ts f': 70 }, says: ['src/a.ts f: lower its number to 61'] },
  ])('$n lines where $longer are allowed', ({ n, longer, says }) => {
    expect(ratchet(new Map([['src/a.ts', lines(n)]]), longer)).toEqual(says);
  });

  it.each([
    ['function f() {}', 'f'],
    ['const g = () => 1', 'g'],
    ['const o = { h() {} }', 'h'],
    ['test(() => 1)', 'test'],
    ['export default () => 1', 'line 1'],
  ])('names %s', (text, name) => {
    expect([...functionLengths(new Map([['src/a.ts', text]])).keys()]).toEqual([
      `src/a.ts ${name}`,
    ]);
  });
});

describe('a link', () => {
  it.each([
    ['[a](b.md)', true],
    ['[a](./b.md#the-pages-lock)', true],
    ['[a](#here)', true],
    ['![a](../shot.png)', true],
    ['[a](https://example.org/x.md)', true],
    ['`[a](gone.md)`', true],
    ['```\n[a](gone.md)\n```', true],
    ['[a](gone.md)', false],
    ['[a](b.md#gone)', false],
    ['[a](#gone)', false],
    ['<img src="gone.png">', false],
  ])('%s: %s', (text, holds) => {
    const tree = new Map([
      ['docs/a.md', `# Here\n${text}`],
      ['docs/b.md', `## The page's \`lock\``],
    ]);
    const exists = (path: string) => tree.has(path) || path === 'shot.png';
    expect(brokenLinks(tree, exists)).toHaveLength(holds ? 0 : 1);
  });
});
