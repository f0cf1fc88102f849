// Who may import whom: the table here is the one of docs/ARCHITECTURE.md, and the sources keep it.
import { describe, expect, it } from 'vitest';
import type { Import, SourceTree } from './sourceTree.testing.ts';
import { importsOf, isTest, packageOf, reached, readSourceTree } from './sourceTree.testing.ts';

interface Floor {
  /** The path it covers: a folder, or a file. */
  readonly path: string;
  readonly is: string;
  /** Paths of the floors whose values it may import; their own floor is always open. */
  readonly imports: readonly string[] | 'everything';
  readonly packages: readonly string[];
}

const CODEMIRROR = [
  '@codemirror/autocomplete',
  '@codemirror/commands',
  '@codemirror/language',
  '@codemirror/lint',
  '@codemirror/search',
  '@codemirror/state',
  '@codemirror/view',
];
const D3 = ['d3-ease', 'd3-interpolate', 'd3-scale', 'd3-shape', 'd3-timer'];
const LIBRARY = ['src/kernel/', 'src/scenarios/'];

/** From the ground up. Types may come from any floor below, values only from where the row says. */
const FLOORS: readonly Floor[] = [
  {
    path: 'src/base/',
    is: 'assertions: what everyone may lean on',
    imports: [],
    packages: [],
  },
  {
    path: 'src/lang/',
    is: 'text → checked program, diagnostics with code, place and mend',
    imports: ['src/base/'],
    packages: [],
  },
  {
    path: 'src/model/',
    is: 'program → packed state, step function, names for every slot, the schedule codec',
    imports: ['src/base/', 'src/lang/'],
    packages: [],
  },
  {
    path: 'src/explore/',
    is: 'exhaustive search over any model; knows no kernel',
    imports: ['src/base/'],
    packages: [],
  },
  {
    path: 'src/export/',
    is: 'texts made from a program or a run',
    imports: ['src/base/', 'src/lang/', 'src/model/'],
    packages: [],
  },
  {
    path: 'src/kernel/',
    is: 'the kernel as `.race` text, by era',
    imports: [],
    packages: [],
  },
  {
    path: 'src/scenarios/',
    is: 'the races as `.race` text, and their catalogue',
    imports: [],
    packages: [],
  },
  {
    path: 'src/check/',
    is: 'the one façade for worker, command line and tests: source + configuration + limits → report; the link codec',
    imports: ['src/base/', 'src/lang/', 'src/model/', 'src/explore/', ...LIBRARY],
    packages: ['fflate'],
  },
  {
    path: 'src/layout/',
    is: 'world and run → boxes, lanes, arrows; without a DOM',
    imports: ['src/base/', 'src/model/'],
    packages: D3,
  },
  {
    path: 'src/session/',
    is: 'the player (xstate), the documents (zustand), the commands',
    imports: ['src/base/', 'src/model/', 'src/check/', 'src/export/', ...LIBRARY],
    packages: ['xstate', 'zustand', 'valibot'],
  },
  {
    path: 'src/views/',
    is: 'React components with their styles',
    imports: ['src/base/', 'src/layout/', 'src/session/'],
    packages: [
      'react',
      'react-dom',
      '@xstate/react',
      'zustand',
      '@base-ui/react',
      'lucide-react',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
      ...CODEMIRROR,
      ...D3,
      // Pan and zoom of a canvas by wheel, drag and two fingers.
      'd3-selection',
      'd3-zoom',
    ],
  },
  {
    path: 'src/cli/',
    is: '`check`, `show`, `matrix`, `why`, `export`',
    imports: ['src/base/', 'src/check/', 'src/export/', ...LIBRARY],
    packages: ['node:*'],
  },
  {
    path: 'src/main.tsx',
    is: 'the page: composes everything',
    imports: 'everything',
    packages: ['react', 'react-dom'],
  },
  {
    path: 'bench/',
    is: 'measures',
    imports: 'everything',
    // Playwright opens the page whose worker is measured.
    packages: ['node:*', '@playwright/test'],
  },
  {
    path: 'e2e/',
    is: 'journeys through the built page, which they know only from outside',
    imports: [],
    packages: ['node:*', '@playwright/test', '@axe-core/playwright', 'vite'],
  },
];

/** What tests may use beside what the folder they lie in may use. */
const TEST_PACKAGES = ['vitest', 'fast-check', 'vite', 'node:*'];

function floorOf(path: string): number {
  return FLOORS.findIndex((floor) => path === floor.path || path.startsWith(floor.path));
}

/** Tests beside the code may run whatever lies below it; journeys may not. */
function isUnitTest(path: string): boolean {
  return isTest(path) && !path.startsWith('e2e/');
}

/** Tests that lie in `src` itself watch over the whole house. */
function isWatchman(path: string): boolean {
  return isTest(path) && /^src\/[^/]+$/.test(path);
}

function sourcesOf(tree: SourceTree): string[] {
  return [...tree.keys()].filter((path) => /^(src|bench|e2e)\//.test(path));
}

function violationsOf(tree: SourceTree): string[] {
  return sourcesOf(tree).flatMap((path) => {
    if (isWatchman(path)) return [];
    if (floorOf(path) < 0 && !path.endsWith('.d.ts')) return [`${path} lies in no declared folder`];
    const imports = importsOf(path, tree.get(path) ?? '');
    return imports.flatMap((found) => complaintsAbout(tree, path, found));
  });
}

function complaintsAbout(tree: SourceTree, from: string, found: Import): string[] {
  const targets = reached(tree, from, found);
  if (targets === null) return mayUse(from, found) ? [] : [`${from} → ${found.specifier}`];
  if (targets.length === 0) return [`${from} → ${found.specifier} (reaches no file)`];
  return targets.flatMap((to) => {
    if (!tree.has(to)) return /\.(png|woff2)$/.test(to) ? [] : [`${from} → ${to} (no such file)`];
    return mayImport(from, to, found.isType) ? [] : [`${from} → ${to}`];
  });
}

function mayUse(from: string, { specifier }: Import): boolean {
  const name = packageOf(specifier);
  if (isUnitTest(from) && TEST_PACKAGES.includes(name)) return true;
  return FLOORS[floorOf(from)]?.packages.includes(name) ?? false;
}

function mayImport(from: string, to: string, isType: boolean): boolean {
  if (isTest(to) && !isTest(from)) return false;
  const [floor, target] = [FLOORS[floorOf(from)], FLOORS[floorOf(to)]];
  if (floor === undefined || target === undefined) return false;
  if (floor === target || floor.imports === 'everything') return true;
  const isBelow = floorOf(to) < floorOf(from);
  if (isType && isBelow && !from.startsWith('e2e/')) return true;
  if (isUnitTest(from) && (isBelow || LIBRARY.includes(target.path))) return true;
  return floor.imports.includes(target.path);
}

/** The first way round that is found, as a list of files that begins and ends with the same one. */
function cycleOf(tree: SourceTree): string[] | null {
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (finished.has(path)) return null;
    finished.add(path);
    for (const found of importsOf(path, tree.get(path) ?? '')) {
      for (const to of reached(tree, path, found) ?? []) {
        const cycle = visit(to, [...trail, path]);
        if (cycle !== null) return cycle;
      }
    }
    return null;
  };
  for (const path of sourcesOf(tree)) {
    const cycle = visit(path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

function tableRows(): string[][] {
  const names = (list: readonly string[]) => list.map((name) => name.replace(/^src\/|\/$/g, ''));
  const cell = (list: readonly string[]) => (list.length === 0 ? '–' : list.join(' '));
  return FLOORS.map(({ path, is, imports, packages }) => [
    `\`${path}\``,
    is,
    imports === 'everything' ? imports : cell(names(imports)),
    cell(packages.map((name) => `\`${name}\``)),
  ]);
}

/** The cells of the rows in a Markdown text that begin with one of the table's paths. */
function rowsWritten(text: string): string[][] {
  const rows = text.split('\n').filter((line) => /^\| `(src|bench|e2e)\//.test(line));
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const house = readSourceTree();

describe('the house', () => {
  it('has no arrow that the table does not have', () => {
    expect(violationsOf(house)).toEqual([]);
  });

  it('has no cycle, types included', () => {
    expect(cycleOf(house)).toBeNull();
  });

  it('is described by the same table in docs/ARCHITECTURE.md', () => {
    expect(rowsWritten(house.get('docs/ARCHITECTURE.md') ?? '')).toEqual(tableRows());
  });
});

describe('an arrow', () => {
  /** One file that imports, and the files that exist; the last column is the complaint. */
  it.each([
    ['src/model/a.ts', `import { b } from '../lang/b.ts'`, null],
    ['src/model/a.ts', `import { b } from './b.ts'`, null],
    ['src/explore/a.ts', `import type { B } from '../model/b.ts'`, null],
    ['src/session/a.ts', `import type { B } from '../lang/b.ts'`, null],
    ['src/check/a.ts', `import.meta.glob('../kernel/*.race', { query: '?raw' })`, null],
    ['src/check/a.ts', `new Worker(new URL('./b.ts', import.meta.url))`, null],
    ['src/main.tsx', `import { b } from './views/b.ts'`, null],
    ['src/explore/a.test.ts', `import { b } from '../model/b.ts'`, null],
    ['src/lang/a.test.ts', `import { b } from './b.testing.ts'`, null],
    ['src/lang/a.testing.ts', `import.meta.glob('../kernel/*.race')`, null],
    ['src/lang/a.test.ts', `import fc from 'fast-check'`, null],
    ['src/views/a.tsx', `import { useState } from 'react'`, null],
    ['src/cli/a.ts', `import { readFileSync } from 'node:fs'`, null],
    ['src/explore/a.ts', `import { b } from '../model/b.ts'`, 'src/model/b.ts'],
    ['src/explore/a.ts', `import { type B } from '../model/b.ts'`, 'src/model/b.ts'],
    ['src/explore/a.ts', `export { b } from '../model/b.ts'`, 'src/model/b.ts'],
    ['src/explore/a.ts', `const b = import('../model/b.ts')`, 'src/model/b.ts'],
    ['src/lang/a.ts', `import type { B } from '../model/b.ts'`, 'src/model/b.ts'],
    ['src/lang/a.ts', `type B = import('../model/b.ts').B`, 'src/model/b.ts'],
    ['src/lang/a.test.ts', `import { b } from '../model/b.ts'`, 'src/model/b.ts'],
    ['src/lang/a.ts', `import { b } from './b.testing.ts'`, 'src/lang/b.testing.ts'],
    ['src/layout/a.ts', `import.meta.glob(['../kernel/*.race'])`, 'src/kernel/b.race'],
    ['src/layout/a.ts', `new URL('../views/b.ts', import.meta.url)`, 'src/views/b.ts'],
    ['src/views/a.css', `@import '../layout/b.css';`, 'src/layout/b.css (no such file)'],
    ['src/lang/a.ts', `import { b } from './gone.ts'`, 'src/lang/gone.ts (no such file)'],
    ['src/check/a.ts', `import.meta.glob('../kernel/*.txt')`, '../kernel/*.txt (reaches no file)'],
    ['src/model/a.ts', `import { useState } from 'react'`, 'react'],
    ['src/views/a.ts', `import { setup } from 'xstate'`, 'xstate'],
    ['src/session/a.ts', `import { useMachine } from '@xstate/react'`, '@xstate/react'],
    ['src/views/a.ts', `import { readFileSync } from 'node:fs'`, 'node:fs'],
    ['src/lang/a.ts', `import fc from 'fast-check'`, 'fast-check'],
    ['e2e/a.spec.ts', `import { b } from '../src/lang/b.ts'`, 'src/lang/b.ts'],
  ])('in %s: %s', (path, text, target) => {
    const folders = ['lang', 'model', 'views'];
    const tree = new Map([
      ...folders.flatMap((name): [string, string][] => [
        [`src/${name}/b.ts`, ''],
        [`src/${name}/b.testing.ts`, ''],
      ]),
      ['src/check/b.ts', ''],
      ['src/kernel/b.race', ''],
      [path, text],
    ]);
    expect(violationsOf(tree)).toEqual(target === null ? [] : [`${path} → ${target}`]);
  });

  it.each(['src/common/a.ts', 'src/a.ts', 'src/deep/down/a.race'])('from nowhere: %s', (path) => {
    expect(violationsOf(new Map([[path, '']]))).toEqual([`${path} lies in no declared folder`]);
  });
});

describe('a cycle', () => {
  it('is found through values and types', () => {
    const tree = new Map([
      ['src/lang/a.ts', `import { b } from './b.ts'`],
      ['src/lang/b.ts', `import type { C } from './c.ts'`],
      ['src/lang/c.ts', `import type { B } from './b.ts'`],
    ]);
    expect(cycleOf(tree)).toEqual(['src/lang/b.ts', 'src/lang/c.ts', 'src/lang/b.ts']);
  });

  it('is not what two ways to one file are', () => {
    const tree = new Map([
      ['src/lang/a.ts', `import './b.ts'; import './c.ts'`],
      ['src/lang/b.ts', `import './c.ts'`],
      ['src/lang/c.ts', ``],
    ]);
    expect(cycleOf(tree)).toBeNull();
  });
});
