// Who may import whom: the table here is the one of docs/ARCHITECTURE.md, and the sources keep it.
import { describe, expect, it } from 'vitest';
import type { Import, SourceTree } from './sourceTree.testing.ts';
import {
  importsOf,
  isCode,
  isTest,
  packageOf,
  reached,
  readSourceTree,
} from './sourceTree.testing.ts';

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
const D3 = ['d3-array', 'd3-ease'];
const LIBRARY = ['src/kernel/', 'src/scenarios/'];

/** From the ground up. Types may come from any floor below, values only from where the row says. */
const FLOORS: readonly Floor[] = [
  {
    path: 'src/base/',
    is: 'assertions, used everywhere',
    imports: [],
    packages: [],
  },
  {
    path: 'src/lang/',
    is: 'text → checked program, diagnostics with code, place and fix',
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
    is: 'exhaustive search over any model, independent of the kernel',
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
    path: 'src/recording/',
    is: 'traces of a running kernel: text → rows, and the maps that say which row is which step',
    imports: ['src/base/'],
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
    path: 'src/workloads/',
    is: 'what was recorded, as `.race` text over the kernel library, each with its `.map`',
    imports: [],
    packages: [],
  },
  {
    path: 'src/check/',
    is: 'the façade for worker, command line and tests: source + configuration + limits → report; the link codec',
    imports: [
      'src/base/',
      'src/lang/',
      'src/model/',
      'src/explore/',
      'src/recording/',
      ...LIBRARY,
      'src/workloads/',
    ],
    packages: ['fflate', 'diff'],
  },
  {
    path: 'src/talks/',
    is: 'talks as Markdown files',
    imports: [],
    packages: [],
  },
  {
    path: 'src/talk/',
    is: 'Markdown → the beats of a talk; votes graded by the model; talks written from runs',
    imports: ['src/base/', 'src/model/', 'src/check/', 'src/talks/'],
    packages: ['mdast-util-from-markdown', 'mdast'],
  },
  {
    path: 'src/layout/',
    is: 'world and run → boxes, lanes, arrows; without a DOM',
    imports: ['src/base/', 'src/model/', 'src/recording/'],
    packages: D3,
  },
  {
    path: 'src/session/',
    is: 'the player (xstate), the documents (zustand), the commands',
    imports: ['src/base/', 'src/model/', 'src/check/', 'src/export/', 'src/talk/', ...LIBRARY],
    packages: ['xstate', 'zustand', 'valibot'],
  },
  {
    path: 'src/views/',
    is: 'React components with their styles',
    imports: ['src/base/', 'src/recording/', 'src/layout/', 'src/session/'],
    packages: [
      'react',
      'react-dom',
      'zustand',
      '@base-ui/react',
      'lucide-react',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
      ...CODEMIRROR,
      // Pan and zoom of a canvas by wheel, drag and two fingers.
      'd3-selection',
      'd3-zoom',
    ],
  },
  {
    path: 'src/picture/',
    is: 'a run as an SVG document, drawn by the views without a browser',
    imports: ['src/base/', 'src/model/', 'src/layout/', 'src/views/'],
    packages: ['react-dom'],
  },
  {
    path: 'src/cli/',
    is: '`check`, `show`, `matrix`, `why`, `fit`, `export`, `draw`',
    imports: [
      'src/base/',
      'src/recording/',
      'src/check/',
      'src/export/',
      'src/picture/',
      ...LIBRARY,
    ],
    packages: ['node:*'],
  },
  {
    path: 'src/page/',
    is: 'the routes: the browser, the landing page and the stage composed',
    imports: 'everything',
    // Codes that a camera reads.
    packages: ['react', 'react-dom', 'uqr', 'workbox-precaching'],
  },
  {
    path: 'src/main.tsx',
    is: 'the page: chooses the route and loads it',
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
    is: 'journeys through the built page, used only through its interface',
    imports: [],
    packages: ['node:*', '@playwright/test', '@axe-core/playwright', 'vite'],
  },
];

interface Room {
  readonly path: string;
  readonly is: string;
}

/** The subfolders, from the ground up: a file may import from its own and from those of its top folder above it here. */
const ROOMS: readonly Room[] = [
  {
    path: 'src/lang/syntax/',
    is: 'text → syntax tree: tokens, parser, diagnostics and their codes, limits',
  },
  {
    path: 'src/lang/program/',
    is: 'the checked program, its configurations, the built-in operations',
  },
  {
    path: 'src/lang/analysis/',
    is: 'analyses of checked bodies: calls, step rule, reachability, spinlocks, unset locals',
  },
  {
    path: 'src/lang/scope/',
    is: 'the context of checking a body: names in scope, labels',
  },
  {
    path: 'src/lang/check/',
    is: 'syntax tree → checked program: names, types, properties, configurations',
  },
  { path: 'src/lang/load/', is: 'files → program; the tests of all diagnostics' },
  {
    path: 'src/lang/random/',
    is: 'random programs that use the whole language, and what they reach of it',
  },
  { path: 'src/model/world/', is: 'what replay yields: worlds, runs, the schedule codec' },
  {
    path: 'src/model/storage/',
    is: 'objects → numbers, scalars → slots, slots → bits of a state vector',
  },
  {
    path: 'src/model/cfg/',
    is: 'checked bodies → control-flow graph: inlining, folding, liveness, access sets',
  },
  { path: 'src/model/step/', is: 'control-flow graph → closures: the step machine' },
  { path: 'src/model/wasm/', is: 'control-flow graph → WebAssembly: the compiled step machine' },
  {
    path: 'src/model/build/',
    is: 'program + configuration → model; the naive interpreter of its tests',
  },
  {
    path: 'src/model/replay/',
    is: 'schedule → named steps: lock events, blame, following a run on another kernel',
  },
  {
    path: 'src/model/reduce/',
    is: 'partial-order and symmetry reduction: independence, ample sets, canonical representatives',
  },
  {
    path: 'src/explore/machine/',
    is: 'the interface of a machine, machines made of others, the visited set',
  },
  {
    path: 'src/explore/search/',
    is: 'breadth-first search, stuck states, census, fewest switches',
  },
  {
    path: 'src/explore/graph/',
    is: 'the state graph as a graph: merging, shortest ways, points of no return',
  },
  {
    path: 'src/check/source/',
    is: 'names and files → programs: the library, loading, located diagnostics',
  },
  {
    path: 'src/check/verdict/',
    is: 'program + configuration → report: search, reductions, census, fix matrix',
  },
  { path: 'src/check/link/', is: 'the permalink codec, and texts in links' },
  {
    path: 'src/check/catalogue/',
    is: 'the scenarios and what is stored of their reports; golden verdicts, fact sheets',
  },
  { path: 'src/check/graph/', is: 'the state graph that the page draws' },
  {
    path: 'src/check/explain/',
    is: 'the decisive orders of a witness, its data slice, and both in words',
  },
  {
    path: 'src/check/edit/',
    is: "an edit of a program's text: applied, loaded, searched, shown as a diff",
  },
  {
    path: 'src/check/fix/',
    is: 'candidates for fixes of a violation, and the search that proves them',
  },
  { path: 'src/check/why/', is: 'why a property broke, and which locks fix it' },
  { path: 'src/check/worker/', is: 'searches on a worker: messages, client, loops' },
  {
    path: 'src/check/fit/',
    is: 'trace validation: is a recording a run of the model?',
  },
  {
    path: 'src/check/oracle/',
    is: 'tests that compare the search with SPIN and with the naive interpreter',
  },
  { path: 'src/layout/text/', is: 'widths of text' },
  { path: 'src/layout/run/', is: 'what a run shows: lock holds, tasks, cues, code lines' },
  { path: 'src/layout/words/', is: 'sentences about steps, searches and objects' },
  { path: 'src/layout/time/', is: 'the space-time diagram and property strips' },
  { path: 'src/layout/graph/', is: 'the picture of the state graph' },
  { path: 'src/layout/world/', is: 'index of a world: rows, values, links, routes' },
  { path: 'src/layout/plan/', is: 'cards and columns: the place of each object of a world' },
  { path: 'src/layout/recording/', is: 'lanes of a recording, and what of them a window shows' },
  { path: 'src/layout/scene/', is: 'the whole picture of a world, its tokens, and its motion' },
  { path: 'src/session/player/', is: 'the player: time, playing, pausing, why it stopped' },
  { path: 'src/session/state/', is: 'the documents and what is derived from them' },
  {
    path: 'src/session/address/',
    is: 'the address, links, drafts and opening what an address names',
  },
  {
    path: 'src/session/stage/',
    is: 'what is on the stage: the player with its documents, runs carried over',
  },
  {
    path: 'src/session/plans/',
    is: 'questions to workers: verdicts, fix matrix, why, state graph, state space',
  },
  { path: 'src/session/session/', is: 'the session that composes these, its commands and keys' },
  {
    path: 'src/session/talk/',
    is: 'a talk: its machine (xstate), its followed permalinks, its keys, the speaker channel',
  },
  { path: 'src/views/base/', is: 'styles, marks, tips, dialogs and hooks that every view uses' },
  { path: 'src/views/world/', is: 'the world graph' },
  { path: 'src/views/time/', is: 'the space-time diagram and the step log' },
  { path: 'src/views/code/', is: 'tasks and their code' },
  { path: 'src/views/beside/', is: 'two kernels side by side: panes and their diagram' },
  { path: 'src/views/editor/', is: 'the editor, dropped files, diagnostics' },
  { path: 'src/views/verdict/', is: 'the verdict panel, fix matrix, why, state space' },
  { path: 'src/views/graph/', is: 'the state graph' },
  { path: 'src/views/header/', is: 'the header and its menus' },
  { path: 'src/views/recording/', is: 'recordings of a running kernel' },
  { path: 'src/views/landing/', is: 'the landing page' },
  { path: 'src/views/talk/', is: 'talks: the audience window, the speaker window, the editor' },
  { path: 'src/views/page/', is: 'the stage page: composes the views' },
];

/** Subfolders that hold data for tests. */
const DATA = /\/(fixtures|golden)\//;
/** Code files in one folder, tests and styles not counted. */
const MOST_FILES = 25;

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

function roomOf(path: string): number {
  return ROOMS.findIndex((room) => path.startsWith(room.path));
}

function isBelowRoom(from: string, to: string): boolean {
  return roomOf(to) <= roomOf(from);
}

/** Files of a divided folder that lie in none of its rooms. */
function roomless(tree: SourceTree): string[] {
  const divided = new Set(ROOMS.map(({ path }) => path.replace(/[^/]+\/$/, '')));
  return [...tree.keys()].filter((path) => {
    const top = path.match(/^src\/[^/]+\//)?.[0] ?? '';
    return divided.has(top) && roomOf(path) < 0 && !DATA.test(path);
  });
}

/** Folders with more code files than the limit. */
function crowded(tree: SourceTree): string[] {
  const counts = new Map<string, number>();
  for (const path of tree.keys()) {
    if (!path.startsWith('src/') || !isCode(path) || isTest(path)) continue;
    const folder = path.replace(/[^/]+$/, '');
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > MOST_FILES).map(([folder]) => folder);
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
  if (floor === target) return isTest(from) || isBelowRoom(from, to);
  if (floor.imports === 'everything') return true;
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

function roomRows(): string[][] {
  return ROOMS.map(({ path, is }) => [`\`${path}\``, is]);
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
    const rows = rowsWritten(house.get('docs/ARCHITECTURE.md') ?? '');
    expect(rows.filter((row) => row.length > 2)).toEqual(tableRows());
    expect(rows.filter((row) => row.length === 2)).toEqual(roomRows());
  });

  it('has each file of a divided folder in a room, and no crowded folder', () => {
    expect(roomless(house)).toEqual([]);
    expect(crowded(house)).toEqual([]);
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
    ['src/session/a.ts', `import { createRoot } from 'react-dom/client'`, 'react-dom/client'],
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

describe('a room', () => {
  it.each([
    ['src/model/step/a.ts', '../flow/b.ts', true],
    ['src/model/cfg/a.ts', '../step/b.ts', false],
    ['src/model/cfg/a.test.ts', '../step/b.ts', true],
    ['src/check/why/a.ts', '../../model/reduce/b.ts', true],
  ])('%s → %s: %s', (path, specifier, allowed) => {
    const names = ['step', 'flow', 'reduce'];
    const tree = new Map([
      ...names.map((name): [string, string] => [`src/model/${name}/b.ts`, '']),
      [path, `import { b } from '${specifier}'`],
    ]);
    expect(violationsOf(tree)).toHaveLength(allowed ? 0 : 1);
  });

  it('holds every file of a divided folder', () => {
    const files = ['src/model/a.ts', 'src/model/cfg/a.ts', 'src/export/a.ts'];
    expect(roomless(new Map(files.map((path) => [path, ''])))).toEqual(['src/model/a.ts']);
  });

  it('is not crowded', () => {
    const files = Array.from({ length: 26 }, (_, n): [string, string] => [
      `src/lang/analysis/a${n}.ts`,
      '',
    ]);
    expect(crowded(new Map(files))).toEqual(['src/lang/analysis/']);
    expect(crowded(new Map(files.slice(1)))).toEqual([]);
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
