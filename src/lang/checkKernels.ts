// Kernels: which changes each one has.

import type { Kernel } from './program.ts';
import { reportUnknown, type Scope } from './scope.ts';
import type { Declaration } from './syntax.ts';

export function checkKernels(
  scope: Scope,
  declared: readonly Extract<Declaration, { kind: 'kernel' }>[],
): Kernel[] {
  return declared.map((d) => {
    const settings: Record<string, boolean | string> = {};
    for (const { option, value } of d.settings) {
      const known = scope.options.get(option.name);
      if (known === undefined || known.sort !== 'change') {
        reportUnknown(
          scope,
          'RC401',
          'change',
          option,
          [...scope.options.values()].filter((o) => o.sort === 'change').map((o) => o.name),
        );
      } else if (known.values !== null && (value === null || !known.values.includes(value.name))) {
        reportUnknown(
          scope,
          'RC401',
          `value of option ${option.name}`,
          value ?? option,
          known.values,
        );
      } else {
        settings[option.name] = value === null ? true : value.name;
      }
    }
    return { name: d.name, settings, at: d.at };
  });
}
