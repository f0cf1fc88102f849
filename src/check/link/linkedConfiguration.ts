// What a link's configuration means in a scenario: kernels and options looked up by name, each
// unknown one said with the nearest that exists; and the other way, the least that a link must say.

import type { Configuration } from '../../lang/program/configurations.ts';
import { nearestName } from '../../lang/syntax/nearestName.ts';
import type { Option, Program } from '../../lang/program/program.ts';
import type { LinkedConfiguration } from './link.ts';
import {
  brokenRequire,
  configurationOf,
  namedConfiguration,
  openingConfiguration,
} from './namedConfiguration.ts';

export interface FoundConfiguration {
  readonly configuration: Configuration;
  /** One sentence for each name that was not found; empty when all were. */
  readonly problems: readonly string[];
}

export function findConfiguration(
  program: Program,
  linked: LinkedConfiguration,
): FoundConfiguration {
  const problems: string[] = [];
  const base = findKernel(program, linked.kernel, problems);
  const changed = Object.entries(linked.options).flatMap(([name, value]) =>
    findOption(program, name, value, problems),
  );
  const config = { ...base.config, ...Object.fromEntries(changed) };
  const broken = brokenRequire(program, config);
  if (broken === null) return { configuration: configurationOf(program, config), problems };
  problems.push(`These options cannot be combined: ${broken}`);
  return { configuration: base, problems };
}

/** The least that says it: the kernel's name, and the options that differ from it. */
export function linkConfiguration(
  program: Program,
  { kernel, config }: Configuration,
): LinkedConfiguration {
  const base = namedConfiguration(program, kernel) ?? openingConfiguration(program);
  const different = Object.entries(config).filter(([name, value]) => base.config[name] !== value);
  return { kernel, options: Object.fromEntries(different) };
}

function findKernel(program: Program, name: string | null, problems: string[]): Configuration {
  const found = namedConfiguration(program, name);
  if (found !== null) return found;
  const names = program.kernels.map((kernel) => kernel.name);
  problems.push(`This scenario knows no kernel “${name}”${meant(name ?? '', names)}`);
  return openingConfiguration(program);
}

function findOption(
  program: Program,
  name: string,
  value: boolean | string,
  problems: string[],
): [string, boolean | string][] {
  const varied = program.options.filter((option) => option.varied);
  const option = varied.find((candidate) => candidate.name === name);
  if (option === undefined) {
    const names = varied.map((candidate) => candidate.name);
    problems.push(`This scenario has no option “${name}”${meant(name, names)}`);
    return [];
  }
  if (isValue(option, value)) return [[name, value]];
  problems.push(
    `The option ${name} has no value “${wordOf(value)}”${meant(wordOf(value), wordsOf(option))}`,
  );
  return [];
}

function isValue({ values }: Option, value: boolean | string): boolean {
  return values === null
    ? typeof value === 'boolean'
    : typeof value === 'string' && values.includes(value);
}

function wordsOf({ values }: Option): readonly string[] {
  return values ?? ['on', 'off'];
}

function wordOf(value: boolean | string): string {
  if (typeof value === 'string') return value;
  return value ? 'on' : 'off';
}

/** More names than these are not read in a sentence. */
const MOST_LISTED = 8;

/** `; did you mean “2.6.23”?`, or all that there are. */
export function meant(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  if (nearest !== null) return `; did you mean “${nearest}”?`;
  if (names.length > MOST_LISTED) return `; there are ${names.length}, none like it`;
  return names.length === 0 ? '' : `; there are ${names.join(', ')}`;
}
