// Configurations as a person chooses them: by a kernel's name, or one option after the other.

import { assert } from '../../base/assert.ts';
import {
  type Config,
  type Configuration,
  enumerateConfigurations,
  evaluateOption,
  kernelConfig,
} from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';

/** How a scenario opens by itself: on the kernel that it says, else its first, else with its defaults. */
export function openingConfiguration(program: Program): Configuration {
  const names = [program.opens, ...program.kernels.map(({ name }) => name)];
  const kernels = names.map((name) => (name === null ? null : namedConfiguration(program, name)));
  const opening = kernels.find((found) => found !== null) ?? namedConfiguration(program, null);
  assert(opening !== null, 'a checked program has a valid configuration');
  return opening;
}

/** The kernel of that name in its default world; for null the scenario's defaults. Null where there is none. */
export function namedConfiguration(program: Program, name: string | null): Configuration | null {
  if (name === null) return enumerateConfigurations(program)[0] ?? null;
  const kernel = program.kernels.find((candidate) => candidate.name === name);
  const config = kernel === undefined ? null : kernelConfig(program, kernel);
  return config === null ? null : { kernel: name, config };
}

export interface NamedConfiguration {
  readonly name: string;
  readonly config: Config;
}

/** Every kernel of the scenario, in its default world. */
export function namedConfigurations(program: Program): NamedConfiguration[] {
  return program.kernels.flatMap(({ name }) => {
    const named = namedConfiguration(program, name);
    return named === null ? [] : [{ name, config: named.config }];
  });
}

/** The kernel of that name in the world and with the bounds of `config`, where they go together. */
export function withKernel(program: Program, config: Config, name: string): Configuration | null {
  const named = namedConfiguration(program, name);
  if (named === null) return null;
  const kept = program.options.filter(({ kind }) => kind !== 'change').map((option) => option.name);
  const world = Object.fromEntries(kept.map((option) => [option, config[option] ?? false]));
  const mixed = { ...named.config, ...world };
  return brokenRequire(program, mixed) === null ? { kernel: name, config: mixed } : named;
}

/** A configuration and the name of the kernel that has its changes. */
export function configurationOf(program: Program, config: Config): Configuration {
  const changes = program.options.filter(({ kind }) => kind === 'change').map(({ name }) => name);
  const found = program.kernels.find((kernel) => {
    const named = kernelConfig(program, kernel);
    return named !== null && changes.every((name) => named[name] === config[name]);
  });
  return { kernel: found?.name ?? null, config };
}

/** `config` as far as `program`, another text of the same scenario, still has its options. */
export function fittedConfiguration(
  program: Program,
  { kernel, config }: Configuration,
): Configuration {
  const base = openingConfiguration(program);
  const kept = program.options.filter(({ values, name }) => {
    const value = config[name];
    return values === null
      ? typeof value === 'boolean'
      : typeof value === 'string' && values.includes(value);
  });
  const fitted = {
    ...base.config,
    ...Object.fromEntries(kept.map(({ name }) => [name, config[name] ?? false])),
  };
  if (brokenRequire(program, fitted) === null) return configurationOf(program, fitted);
  return namedConfiguration(program, kernel) ?? base;
}

/** The text of the first `require` that `config` does not keep; null when it keeps all. */
export function brokenRequire(program: Program, config: Config): string | null {
  const broken = program.requires.find((condition) => !evaluateOption(condition, config));
  if (broken === undefined) return null;
  const { file, from, to } = broken.at;
  const text = program.files.find(({ name }) => name === file)?.text.slice(from, to) ?? '';
  return text.replaceAll(/\s+/g, ' ').trim();
}
