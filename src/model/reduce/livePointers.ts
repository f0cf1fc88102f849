// Which registers hold references at each program counter: one register may hold different variables.

import { at } from '../../base/assert.ts';
import type { Model } from '../build/model.ts';

/** A register's cell in memory, and to objects of which struct the variable in it points. */
export interface LivePointer {
  readonly cell: number;
  readonly struct: string;
  readonly variable: number;
}

/** By task and place. */
export function livePointers({ codes }: Model): LivePointer[][][] {
  return codes.map(({ nodes, registers, cfg, registerBase }) =>
    nodes.map((first) =>
      first < 0
        ? []
        : [...at(registers.alive, first)].flatMap((variable) => {
            const { type } = at(cfg.variables, variable);
            const cell = registerBase + at(registers.of, variable);
            return type.kind === 'reference' ? [{ cell, struct: type.struct, variable }] : [];
          }),
    ),
  );
}
