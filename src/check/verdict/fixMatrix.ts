// The fix matrix: every valid combination of fixes against every property, and the minimal combinations.

import { at } from '../../base/assert.ts';
import { defaultOf, enumerateConfigurations } from '../../lang/program/configurations.ts';
import type { Option, Program } from '../../lang/program/program.ts';
import type { Config, Finding, Report, Verdict } from './report.ts';

/** `waiting`: some of its configurations are not searched yet, and none of the others breaks it. */
export type CellVerdict = Verdict | 'waiting';

export interface FixMatrix {
  /** In the order of the findings; empty until the first report is there. */
  readonly properties: readonly { readonly name: string; readonly sentence: string }[];
  /** Named kernels first, in the order of their text; then the others, the fewest changes first. */
  readonly rows: readonly MatrixRow[];
  /** What each row covers: the varied options that are no changes, with their values. */
  readonly worlds: readonly FoldedOption[];
  /** How many of the configurations have been searched. */
  readonly searched: number;
  readonly configurations: number;
  /** The changes of the row that fixes begin with: the kernel on the stage. */
  readonly base: Config;
  /** For all properties together first (`property` null), then for each; empty until all is searched. */
  readonly fixes: readonly MinimalFixes[];
  /** For properties that the base breaks and an older kernel did not; empty until all is searched. */
  readonly origins: readonly BugOrigin[];
}

/** The kernel that broke a property, and how it differs from the kernel before. */
export interface BugOrigin {
  readonly property: string;
  readonly kernel: string;
  readonly difference: Difference;
  /** A single change that would have kept it whole. */
  readonly missing: string | null;
}

/** How one set of changes differs from another: what is set there, and what is no longer set. */
export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface FoldedOption {
  readonly name: string;
  readonly kind: 'world' | 'model';
  readonly values: readonly string[];
}

export interface MatrixRow {
  /** The kernel with exactly these changes; null if there is none. */
  readonly kernel: string | null;
  /** The changes that differ from their defaults; empty for the unchanged text. */
  readonly changes: Config;
  /** The first of its configurations: the default world. */
  readonly config: Config;
  readonly cells: readonly MatrixCell[];
}

export interface MatrixCell {
  readonly property: string;
  readonly verdict: CellVerdict;
  /** Why it is unknown. */
  readonly limit: string | null;
  /** The number of the row's configurations in which it is violated, and of all. */
  readonly violated: number;
  /** The number of configurations in which it holds and nothing tests it. */
  readonly untested: number;
  readonly of: number;
  /** The first configuration that breaks it, with a shortest run there; null where none is known. */
  readonly broken: BrokenWorld | null;
}

export interface BrokenWorld {
  readonly config: Config;
  /** Its world and model, if the row covers more than one: `page=cached`. */
  readonly world: readonly string[];
  readonly witness: string;
}

/**
 * The combinations in which a property holds in every world, and all that holds in the base, with the fewest differences
 * from the base: with only some of these differences the property fails in some world, or something else does.
 */
export interface MinimalFixes {
  /** Null: all properties at once. */
  readonly property: string | null;
  readonly sets: readonly MatrixRow[];
}

/**
 * `reportOf` returns the report on a configuration, null until there is one. A combination suffices if the
 * property holds in every world and model that goes with it. A change with several values counts as one change.
 * Combinations that a `require` excludes are left out.
 */
export function fixMatrix(
  program: Program,
  reportOf: (config: Config) => Report | null,
  folded: readonly FoldedRow[] = foldRows(program),
  base: Config = {},
): FixMatrix {
  const reports = new Map(
    folded.flatMap(({ configs }) => configs.map((config) => [config, reportOf(config)])),
  );
  const findings = [...reports.values()].find((report) => report !== null)?.findings ?? [];
  const properties = findings.map(({ property, sentence }) => ({ name: property, sentence }));
  const rows = folded.map(({ kernel, changes, configs }) => ({
    kernel,
    changes,
    config: at(configs, 0),
    cells: properties.map(({ name }) => cellOf(program, name, configs, reports)),
  }));
  const searched = [...reports.values()].filter((report) => report !== null).length;
  const configurations = reports.size;
  return {
    properties,
    rows,
    worlds: program.options.filter(isFolded).map(foldedOption),
    searched,
    configurations,
    base,
    ...(searched < configurations
      ? { fixes: [], origins: [] }
      : fixesAndOrigins(properties, rows, base)),
  };
}

/** `checks_pending`, `without batched_flush`. */
export function differenceWords({ added, removed }: Difference): string[] {
  return [...added, ...removed.map((word) => `without ${word}`)];
}

/** Of two sets of changes, by option. One whose value differs is added with its new value. */
export function differenceOf(from: Config, to: Config): Difference {
  const changed = (name: string): boolean => from[name] !== to[name];
  const gone = Object.keys(from).filter((name) => changed(name) && to[name] === undefined);
  const come = Object.entries(to).filter(([name]) => changed(name));
  return {
    added: changeWords(Object.fromEntries(come)),
    removed: changeWords(Object.fromEntries(gone.map((name) => [name, from[name] ?? false]))),
  };
}

/** Whether it holds in every configuration of its row, and nothing in any of them tests it. */
export function isNeverTested({ verdict, untested, of }: MatrixCell): boolean {
  return verdict === 'holds' && untested === of;
}

/**
 * The properties that hold with a combination only because nothing tests them: the given one, or (null) any.
 */
export function neverTestedIn({ cells }: MatrixRow, property: string | null): readonly string[] {
  return cells
    .filter((cell) => isNeverTested(cell) && (property === null || cell.property === property))
    .map((cell) => cell.property);
}

/** `fill_lock=i_mmap_sem`, `fault_locks_page`: the changes of a combination as words. */
export function changeWords(changes: Config): string[] {
  return Object.entries(changes).map(([name, value]) =>
    value === true ? name : `${name}=${value === false ? 'off' : value}`,
  );
}

/** A combination of fixes with all its configurations, in the order of the worlds. */
export interface FoldedRow {
  readonly kernel: string | null;
  readonly changes: Config;
  readonly configs: readonly Config[];
}

/** The rows of a program's matrix, of configurations with the options of `only`. Keep them if it is computed repeatedly. */
export function foldRows(program: Program, only: Config = {}): FoldedRow[] {
  const rows = new Map<string, FoldedRow & { readonly configs: Config[] }>();
  const wanted = (config: Config): boolean =>
    Object.entries(only).every(([name, value]) => config[name] === value);
  for (const { kernel, config } of enumerateConfigurations(program)) {
    if (!wanted(config)) continue;
    const changes = changesOf(program, config);
    const key = JSON.stringify(changes);
    const row = rows.get(key) ?? { kernel, changes, configs: [] };
    row.configs.push(config);
    rows.set(key, row);
  }
  const names: (string | null)[] = program.kernels.map(({ name }) => name);
  const rank = ({ kernel, changes }: FoldedRow): number =>
    kernel === null ? names.length + sizeOf(changes) : names.indexOf(kernel);
  return [...rows.values()].toSorted((a, b) => rank(a) - rank(b));
}

/** The changes of a configuration that differ from their defaults. */
export function changesOf(program: Program, config: Config): Config {
  const set = program.options.filter(
    (option) =>
      option.varied && option.kind === 'change' && config[option.name] !== defaultOf(option),
  );
  return Object.fromEntries(set.map(({ name }) => [name, config[name] ?? false]));
}

function sizeOf(changes: Config): number {
  return Object.keys(changes).length;
}

function isFolded(option: Option): boolean {
  return option.varied && option.kind !== 'change';
}

function foldedOption({ name, kind, values }: Option): FoldedOption {
  return { name, kind: kind === 'model' ? 'model' : 'world', values: values ?? ['off', 'on'] };
}

interface Found {
  readonly config: Config;
  readonly finding: Finding | null;
}

function cellOf(
  program: Program,
  property: string,
  configs: readonly Config[],
  reports: ReadonlyMap<Config, Report | null>,
): MatrixCell {
  const found: Found[] = configs.map((config) => {
    const findings = reports.get(config)?.findings ?? [];
    return { config, finding: findings.find((one) => one.property === property) ?? null };
  });
  const violated = found.filter(({ finding }) => finding?.verdict === 'violated');
  const limit = found.find(({ finding }) => finding?.verdict === 'unknown')?.finding?.limit ?? null;
  const [first] = violated;
  const waits = found.some(({ finding }) => finding === null);
  return {
    property,
    verdict:
      violated.length > 0 ? 'violated' : waits ? 'waiting' : limit === null ? 'holds' : 'unknown',
    limit,
    violated: violated.length,
    untested: found.filter(({ finding }) => finding?.vacuous === true).length,
    of: configs.length,
    broken: first === undefined ? null : brokenWorld(program, first, configs.length > 1),
  };
}

function brokenWorld(program: Program, { config, finding }: Found, several: boolean): BrokenWorld {
  const folded = Object.fromEntries(
    program.options.filter(isFolded).map(({ name }) => [name, config[name] ?? false]),
  );
  const words = Object.entries(folded).map(([name, value]) =>
    typeof value === 'string' ? `${name}=${value}` : `${name}=${value ? 'on' : 'off'}`,
  );
  return { config, world: several ? words : [], witness: finding?.witness ?? '' };
}

function fixesAndOrigins(
  properties: FixMatrix['properties'],
  rows: readonly MatrixRow[],
  base: Config,
): Pick<FixMatrix, 'fixes' | 'origins'> {
  const fixes = fixesOf(properties, rows, base);
  const origins = properties.flatMap(({ name }, i): BugOrigin[] => {
    const sets = fixes.find(({ property }) => property === name)?.sets ?? [];
    const origin = originOf(name, i, rows, base, sets);
    return origin === null ? [] : [origin];
  });
  return { fixes, origins };
}

function fixesOf(
  properties: FixMatrix['properties'],
  rows: readonly MatrixRow[],
  base: Config,
): MinimalFixes[] {
  const start = rows.find(({ changes }) => isSame(changes, base));
  const holds = ({ cells }: MatrixRow, i: number): boolean => cells[i]?.verdict === 'holds';
  const keepsAll = (row: MatrixRow): boolean =>
    properties.every((_, i) => start === undefined || !holds(start, i) || holds(row, i));
  const kept = rows.filter(keepsAll);
  return [
    {
      property: null,
      sets: smallest(
        kept.filter((row) => properties.every((_, i) => holds(row, i))),
        base,
      ),
    },
    ...properties.map(({ name }, i) => ({
      property: name,
      sets: smallest(
        kept.filter((row) => holds(row, i)),
        base,
      ),
    })),
  ];
}

/** Where the base is a kernel: the kernel since which it is broken, if the one before it held. */
function originOf(
  property: string,
  index: number,
  rows: readonly MatrixRow[],
  base: Config,
  sets: readonly MatrixRow[],
): BugOrigin | null {
  const kernels = rows.filter(({ kernel }) => kernel !== null);
  const last = kernels.findIndex(({ changes }) => isSame(changes, base));
  const verdict = (i: number): CellVerdict | undefined => kernels[i]?.cells[index]?.verdict;
  if (last < 0 || verdict(last) !== 'violated') return null;
  let first = last;
  while (verdict(first - 1) === 'violated') first -= 1;
  const [before, broken] = [kernels[first - 1], kernels[first]];
  if (verdict(first - 1) !== 'holds' || !before || !broken) return null;
  const single = sets
    .map(({ changes }) => differenceOf(base, changes))
    .find(({ added, removed }) => added.length === 1 && removed.length === 0);
  return {
    property,
    kernel: broken.kernel ?? '',
    difference: differenceOf(before.changes, broken.changes),
    missing: single?.added[0] ?? null,
  };
}

/** The sets that contain the differences of no other one of them; the fewest differences first. */
function smallest(sufficient: readonly MatrixRow[], base: Config): MatrixRow[] {
  const words = (row: MatrixRow): string[] => differenceWords(differenceOf(base, row.changes));
  const isWithin = (small: MatrixRow, large: MatrixRow): boolean =>
    words(small).every((word) => words(large).includes(word));
  return sufficient
    .filter((row) => !sufficient.some((other) => other !== row && isWithin(other, row)))
    .toSorted((a, b) => words(a).length - words(b).length);
}

function isSame(a: Config, b: Config): boolean {
  return sizeOf(a) === sizeOf(b) && Object.entries(a).every(([name, value]) => b[name] === value);
}
