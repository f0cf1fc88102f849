// The named kernel nearest to a configuration, and the options that differ from it.

import type { Config } from '../../check/verdict/report.ts';

export interface NamedConfig {
  readonly name: string;
  readonly config: Config;
}

export interface ChangedOption {
  readonly option: string;
  readonly value: boolean | string;
  /** The value in the named kernel. */
  readonly usual: boolean | string;
}

/** The first of the named kernels that differs in the fewest options; null when none is named. */
export function nearestKernel(config: Config, kernels: readonly NamedConfig[]): NamedConfig | null {
  return kernels.reduce<NamedConfig | null>((best, kernel) => {
    if (best === null) return kernel;
    const fewer =
      changedOptions(config, kernel.config).length < changedOptions(config, best.config).length;
    return fewer ? kernel : best;
  }, null);
}

export function changedOptions(config: Config, base: Config): ChangedOption[] {
  return Object.entries(config).flatMap(([option, value]) => {
    const usual = base[option];
    return usual === undefined || usual === value ? [] : [{ option, value, usual }];
  });
}

/** `evict_again`, `not fault_locks_page`, `page: cached`. */
export function changeText({ option, value }: ChangedOption): string {
  if (typeof value === 'string') return `${option}: ${value}`;
  return value ? option : `not ${option}`;
}
