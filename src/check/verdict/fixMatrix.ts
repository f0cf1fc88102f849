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
  /** For all properties together first (`property` null), then for each; empty until all is searched. */
  readonly fixes: readonly MinimalFixes[];
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
 * The combinations in which a property holds in every world, while it fails in some world of each proper subset.
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
    fixes: searched < configurations ? [] : fixesOf(properties, rows),
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

/** The rows of a program's matrix. Keep them if the matrix is computed repeatedly. */
export function foldRows(program: Program): FoldedRow[] {
  const rows = new Map<string, FoldedRow & { readonly configs: Config[] }>();
  for (const { kernel, config } of enumerateConfigurations(program)) {
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

function changesOf(program: Program, config: Config): Config {
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

function fixesOf(properties: FixMatrix['properties'], rows: readonly MatrixRow[]): MinimalFixes[] {
  const holdsAll = ({ cells }: MatrixRow): boolean =>
    cells.every(({ verdict }) => verdict === 'holds');
  return [
    { property: null, sets: smallest(rows.filter(holdsAll)) },
    ...properties.map(({ name }, i) => ({
      property: name,
      sets: smallest(rows.filter(({ cells }) => cells[i]?.verdict === 'holds')),
    })),
  ];
}

/** The sets that contain no other one of them; the fewest changes first. */
function smallest(sufficient: readonly MatrixRow[]): MatrixRow[] {
  return sufficient
    .filter((row) => !sufficient.some((other) => other !== row && isWithin(other, row)))
    .toSorted((a, b) => sizeOf(a.changes) - sizeOf(b.changes));
}

function isWithin({ changes: small }: MatrixRow, { changes: large }: MatrixRow): boolean {
  return Object.entries(small).every(([name, value]) => large[name] === value);
}
