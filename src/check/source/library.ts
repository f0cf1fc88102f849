// The texts that come with the program: the kernel library and the scenarios, by file name.

import type { LibraryTexts } from './fetchedTexts.ts';

const kernel = import.meta.glob<string>('../../kernel/*.race', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const scenarios = import.meta.glob<string>('../../scenarios/*.race', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** `filemap.race` and the others: what `use` finds. */
export const kernelLibrary: ReadonlyMap<string, string> = byFileName(kernel);

/** Every scenario of the catalogue, by file name. */
export const scenarioTexts: ReadonlyMap<string, string> = byFileName(scenarios);

/** Both. */
export const allTexts: LibraryTexts = { kernel: kernelLibrary, scenarios: scenarioTexts };

function byFileName(files: Record<string, string>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(files).map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text]),
  );
}
