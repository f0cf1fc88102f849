// The configurations of a program that a whole check asks, each with the name that a person gives it.

import { type Configuration, enumerateConfigurations } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import type { LinkedConfiguration } from './link.ts';
import { linkConfiguration } from './linkedConfiguration.ts';

export interface PlannedCheck {
  readonly configuration: Configuration;
  /** The kernel, if it has one, and the options that differ from it; without one, from the defaults. */
  readonly reported: LinkedConfiguration;
}

/** Every valid configuration: named kernels first and in the order of their text, then the others. */
export function planChecks(program: Program): PlannedCheck[] {
  const names: (string | null)[] = program.kernels.map(({ name }) => name);
  const rank = ({ kernel }: Configuration): number =>
    kernel === null ? names.length : names.indexOf(kernel);
  return enumerateConfigurations(program)
    .map((configuration) => ({
      configuration,
      reported: linkConfiguration(program, configuration),
    }))
    .sort((a, b) => rank(a.configuration) - rank(b.configuration));
}
