// Kernels: which changes each one has.

import type { Kernel } from '../program/program.ts';
import { reportUnknown, type Scope } from '../scope/scope.ts';
import type { Declaration } from '../syntax/syntax.ts';

export function checkKernels(
  scope: Scope,
  declared: readonly Extract<Declaration, { kind: 'kernel' }>[],
): Kernel[] {
  return declared.map((d) => {
    const settings = new Map<string, boolean | string>();
    for (const { option, value } of d.settings) {
      const known = scope.options.get(option.name);
      if (known === undefined || known.kind !== 'change') {
        const changes = [...scope.options.values()].filter(({ kind }) => kind === 'change');
        const names = changes.map(({ name }) => name);
        reportUnknown(scope, 'RC401', 'change', option, names);
      } else if (known.values !== null && (value === null || !known.values.includes(value.name))) {
        const owner = `option ${option.name}`;
        reportUnknown(scope, 'RC401', 'value', value ?? option, known.values, owner);
      } else if (known.values === null && value !== null) {
        const message = `option “${option.name}” is on or off`;
        scope.diagnostics.error('RC401', value.at, message, `write ${option.name} alone`);
      } else {
        settings.set(option.name, value === null ? true : value.name);
      }
    }
    return { name: d.name, settings: Object.fromEntries(settings), at: d.at };
  });
}
