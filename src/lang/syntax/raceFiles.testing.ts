// The kernel library and the scenarios as they are, for tests.

const KERNEL = import.meta.glob<string>('../../kernel/*.race', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const SCENARIOS = import.meta.glob<string>('../../scenarios/*.race', {
  query: '?raw',
  import: 'default',
  eager: true,
});

function byName(files: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(files).map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text]);
}

export const library: ReadonlyMap<string, string> = new Map(byName(KERNEL));
export const scenarios: ReadonlyMap<string, string> = new Map(byName(SCENARIOS));

/** Name and text of every file; a scenario may be called like a library file. */
export const raceFiles: readonly (readonly [string, string])[] = [
  ...[...library].map(([name, text]) => [`kernel/${name}`, text] as const),
  ...[...scenarios].map(([name, text]) => [`scenarios/${name}`, text] as const),
];
