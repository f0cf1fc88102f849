// The configuration that a command was asked for.

import { findConfiguration } from '../check/link/linkedConfiguration.ts';
import type { Configuration } from '../lang/program/configurations.ts';
import type { Config } from '../check/verdict/report.ts';
import type { Source } from './openSource.ts';
import type { Terminal } from './terminal.ts';

export interface Choice {
  /** A named kernel; null: the scenario's default options. */
  readonly kernel: string | null;
  /** Where they differ from the kernel's. */
  readonly options: Config;
}

/** Where neither a kernel nor an option is asked for, the kernel that a visitor begins with. */
export function orOpening({ program }: Source, choice: Choice): Choice {
  const asked = choice.kernel !== null || Object.keys(choice.options).length > 0;
  return asked ? choice : { ...choice, kernel: program.opens };
}

/** Null where the scenario has no such kernel or option; each error is printed. */
export function chooseConfiguration(
  { name, program }: Source,
  { kernel, options }: Choice,
  terminal: Terminal,
): Configuration | null {
  const { configuration, problems } = findConfiguration(program, { kernel, options });
  for (const problem of problems) terminal.err(`${name}: ${problem}`);
  return problems.length > 0 ? null : configuration;
}
