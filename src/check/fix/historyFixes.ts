// Changes that history made and that close the race: the fewest options of the scenario set as in one of its kernels.

import type { Config } from '../../lang/program/configurations.ts';
import { kernelConfig, kernelOf, validConfigs } from '../../lang/program/configurations.ts';
import type { Option, Program } from '../../lang/program/program.ts';
import type { EditProver } from '../edit/editProver.ts';
import type { HistoryFix } from './fixReport.ts';

type Searching<T> = Generator<{ readonly states: number }, T>;

/** Sets of changes that are tried at most. */
const MOST_SETS = 24;

export interface HistorySearch {
  readonly fixes: readonly HistoryFix[];
  readonly searched: number;
}

/** What is changed of the configuration, and the first kernel that has it so. */
interface ChangeSet {
  readonly changes: Config;
  readonly kernel: string;
}

/** Of sets that close it, those of which no part does. */
export function* historyFixes(prover: EditProver): Searching<HistorySearch> {
  const { program } = prover;
  const { config, worlds } = prover.question;
  const fixes: HistoryFix[] = [];
  const closing: Config[] = [];
  let searched = 0;
  for (const { changes, kernel } of changeSets(program, config).slice(0, MOST_SETS)) {
    if (closing.some((less) => contains(changes, less))) continue;
    searched += 1;
    const outcome = yield* prover.proveOptions(changes);
    if (outcome.kind !== 'proved') continue;
    closing.push(changes);
    fixes.push({
      kind: 'history',
      title: changesText(program, config, changes),
      kernel,
      older: isOlder(program, kernel, config),
      config: { ...config, ...changes },
      states: outcome.states,
      worlds: worlds.length,
      open: outcome.open,
    });
  }
  return { fixes, searched };
}

/** The fewest changes first; of equally many the older kernel's. */
function changeSets(program: Program, config: Config): ChangeSet[] {
  const found: ChangeSet[] = [];
  for (const kernel of program.kernels) {
    const there = kernelConfig(program, kernel);
    if (there === null) continue;
    const differing = program.options.filter(
      ({ name, kind, varied }) => kind === 'change' && varied && there[name] !== config[name],
    );
    for (const options of subsets(differing)) {
      const changes = Object.fromEntries(options.map(({ name }) => [name, there[name] ?? false]));
      const known = found.some((one) => isSame(one.changes, changes));
      if (!known && isValid(program, { ...config, ...changes }))
        found.push({ changes, kernel: kernel.name });
    }
  }
  return found.toSorted((a, b) => sizeOf(a.changes) - sizeOf(b.changes));
}

/** By the order in which the scenario names its kernels. */
function isOlder(program: Program, kernel: string, config: Config): boolean {
  const own = program.kernels.findIndex(({ name }) => name === kernelOf(program, config));
  return program.kernels.findIndex(({ name }) => name === kernel) < own;
}

/** All but the empty one. Kernels differ in few options. */
function subsets(options: readonly Option[]): Option[][] {
  return options
    .reduce<Option[][]>((some, option) => [...some, ...some.map((one) => [...one, option])], [[]])
    .slice(1);
}

function isValid(program: Program, config: Config): boolean {
  return validConfigs(program).some((one) => isSame(one, config));
}

function sizeOf(changes: Config): number {
  return Object.keys(changes).length;
}

function isSame(a: Config, b: Config): boolean {
  return sizeOf(a) === sizeOf(b) && contains(a, b);
}

function contains(more: Config, less: Config): boolean {
  return Object.entries(less).every(([name, value]) => more[name] === value);
}

/** `fill_lock=invalidate_lock instead of none`, `without batched_flush`. */
function changesText(program: Program, config: Config, changes: Config): string {
  const words = program.options.flatMap(({ name, values }) => {
    const value = changes[name];
    if (value === undefined) return [];
    if (values === null) return [value === true ? name : `without ${name}`];
    return [`${name}=${String(value)} instead of ${String(config[name])}`];
  });
  return words.join(', ');
}
