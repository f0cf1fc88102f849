// What was recorded, as text over the kernel library, and the maps that say which recorded event is which step of it.

const programs = import.meta.glob<string>('../../workloads/*.race', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const maps = import.meta.glob<string>('../../workloads/*.map', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** `hole-punch.race` and the others. */
export const workloadTexts: ReadonlyMap<string, string> = byFileName(programs);
/** `hole-punch.map` and the others. */
export const mapTexts: ReadonlyMap<string, string> = byFileName(maps);

function byFileName(files: Record<string, string>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(files).map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text]),
  );
}

/** The names that `fit` takes: those of the maps. */
export const workloadNames: readonly string[] = [...mapTexts.keys()]
  .map((file) => file.replace(/\.map$/, ''))
  .sort();
