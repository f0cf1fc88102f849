// The texts of scenarios and library as a page has them: fetched when they are needed, each once.
// A scenario needs its own text and the library files that it uses; an edited text may use any file.

export interface LibraryTexts {
  /** `filemap.race` and the others: what `use` finds. */
  readonly kernel: ReadonlyMap<string, string>;
  /** By file name. */
  readonly scenarios: ReadonlyMap<string, string>;
}

/** By path: fetches one text. `import.meta.glob` makes it. */
type Fetchers = Readonly<Record<string, () => Promise<string>>>;

const KERNEL: Fetchers = import.meta.glob<string>('../../kernel/*.race', {
  query: '?raw',
  import: 'default',
});
const SCENARIOS: Fetchers = import.meta.glob<string>('../../scenarios/*.race', {
  query: '?raw',
  import: 'default',
});

/** `uses`: the library files of each scenario, as the catalogue's index has them. */
export class FetchedTexts implements LibraryTexts {
  readonly kernel = new Map<string, string>();
  readonly scenarios = new Map<string, string>();
  readonly #uses: ReadonlyMap<string, readonly string[]>;

  constructor(uses: ReadonlyMap<string, readonly string[]>) {
    this.#uses = uses;
  }

  /** Whether all texts of that scenario are here; null: all there are. */
  has(scenario: string | null): boolean {
    return (
      this.#filesOf(scenario).every((file) => this.kernel.has(file)) &&
      scenariosOf(scenario).every((file) => this.scenarios.has(file))
    );
  }

  /** Rejects when a text cannot be fetched; a later call tries again. */
  async fetch(scenario: string | null): Promise<void> {
    await Promise.all([
      ...this.#filesOf(scenario).map((file) => fetchInto(this.kernel, KERNEL, file)),
      ...scenariosOf(scenario).map((file) => fetchInto(this.scenarios, SCENARIOS, file)),
    ]);
  }

  #filesOf(scenario: string | null): readonly string[] {
    return scenario === null ? fileNames(KERNEL) : (this.#uses.get(scenario) ?? []);
  }
}

function scenariosOf(scenario: string | null): readonly string[] {
  return scenario === null ? fileNames(SCENARIOS) : [`${scenario}.race`];
}

function fileNames(fetchers: Fetchers): string[] {
  return Object.keys(fetchers).map((path) => path.slice(path.lastIndexOf('/') + 1));
}

async function fetchInto(
  texts: Map<string, string>,
  fetchers: Fetchers,
  file: string,
): Promise<void> {
  if (texts.has(file)) return;
  const path = Object.keys(fetchers).find((one) => one.endsWith(`/${file}`));
  const text = await fetchers[path ?? '']?.();
  if (text !== undefined) texts.set(file, text);
}
