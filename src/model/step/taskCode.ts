// One task ready to run: its nodes as closures, and its program counters as small numbers.

import { at } from '../../base/assert.ts';
import type { Compiled, Memory } from './compileValue.ts';
import { compileGuard, compileNode, type NodeCompilation, type Run } from './compileNode.ts';
import type { Fault } from './fault.ts';
import type { Storage } from '../storage/storage.ts';
import type { TaskText } from './taskText.ts';

/** The program counter of every task that has ended. */
export const ENDED = 0;

export interface TaskCode extends TaskText {
  readonly runs: readonly Run[];
  /** By program counter: null if the step can always be taken. */
  readonly guards: readonly (((memory: Memory) => boolean) | null)[];
  /** By program counter: the cells of the registers that are dead there. */
  readonly dead: readonly Int32Array[];
  readonly compilation: NodeCompilation;
  /** First memory cell of the registers. */
  readonly registerBase: number;
}

export interface CodeSetting {
  readonly storage: Storage;
  readonly fault: Fault;
  readonly defaults: Int32Array;
  readonly bit: (property: string) => number;
  readonly isDone: (task: number) => Compiled;
}

export function compileTask(
  setting: CodeSetting,
  text: TaskText,
  index: number,
  registerBase: number,
): TaskCode {
  const { cfg, registers, nodes } = text;
  const c: NodeCompilation = {
    ...setting,
    task: index,
    register: (variable) => registerBase + at(registers.of, variable),
    bounds: (variable) => {
      const { type, low, high, name } = at(cfg.variables, variable);
      return type.kind === 'int' ? { low, high, limit: `range ${name} ${low}..${high}` } : null;
    },
  };
  return {
    ...text,
    runs: cfg.nodes.map((node, i) => compileNode(c, node, i)),
    guards: nodes.map((node) => (node < 0 ? null : compileGuard(c, at(cfg.nodes, node)))),
    dead: text.deadRegisters.map((dead) => Int32Array.from(dead, (one) => registerBase + one)),
    compilation: c,
    registerBase,
  };
}
