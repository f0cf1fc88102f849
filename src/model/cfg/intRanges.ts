// The ranges of locals that are declared without one, inferred from the values assigned to them.

import { at, unreachable } from '../../base/assert.ts';
import { type Interval, isArithmetic, resultInterval } from '../../lang/program/arithmetic.ts';
import type { ControlFlowGraph, Value, Variable } from './controlFlowGraph.ts';

/** A local that would need more than this many values is cut off, and leaving the range is a limit with its name. */
const WIDEST = 255;

export function inferRanges(cfg: ControlFlowGraph): void {
  const open = new Set<number>();
  cfg.variables.forEach((v, i) => {
    if (v.type.kind === 'int' && v.type.range === null) open.add(i);
  });
  for (let round = 0, changed = true; changed; round += 1) {
    changed = false;
    for (const { action } of cfg.nodes) {
      if (action.kind !== 'do') continue;
      for (const { variable, value } of action.sets) {
        if (open.has(variable))
          changed = widen(at(cfg.variables, variable), boundsOf(cfg, value), round) || changed;
      }
    }
  }
}

/** A range that still grows after a few rounds is widened to the largest range, so that the iteration ends. */
const PATIENCE = 8;

function widen(variable: Variable, bounds: Interval, round: number): boolean {
  const low = Math.max(-WIDEST, Math.min(variable.low, bounds[0]));
  const high = Math.min(WIDEST, Math.max(variable.high, bounds[1]));
  if (low === variable.low && high === variable.high) return false;
  variable.low = round > PATIENCE && low < variable.low ? -WIDEST : low;
  variable.high = round > PATIENCE && high > variable.high ? WIDEST : high;
  return true;
}

function boundsOf(cfg: ControlFlowGraph, value: Value): Interval {
  switch (value.kind) {
    case 'constant':
      return [value.value, value.value];
    case 'variable': {
      const { low, high } = at(cfg.variables, value.variable);
      return [low, high];
    }
    case 'load':
      return typeBounds(value.address.type);
    case 'exchange':
    case 'bump':
      return [value.bounds.low, value.bounds.high];
    case 'binary':
      return sumBounds(cfg, value);
    case 'not':
    case 'trylock':
    case 'allocate':
    case 'done':
    case 'held':
    case 'lookup':
    case 'all':
    case 'any':
    case 'live':
      return [0, 1];
    default:
      return unreachable(value);
  }
}

function typeBounds(type: {
  readonly kind: string;
  readonly range?: { readonly low: number; readonly high: number } | null;
}): Interval {
  return type.range ? [type.range.low, type.range.high] : [0, 1];
}

function sumBounds(cfg: ControlFlowGraph, value: Extract<Value, { kind: 'binary' }>): Interval {
  const { operator, left, right } = value;
  if (!isArithmetic(operator)) return [0, 1];
  return resultInterval(operator, boundsOf(cfg, left), boundsOf(cfg, right));
}
