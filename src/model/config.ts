// A configuration: a value for every option, and what conditions over options say in it.

import type { Expr } from '../lang/program.ts';

/** True or false for an on/off option, else the name of one of its values. */
export type Config = Readonly<Record<string, boolean | string>>;

/** What `option`, `option == value` and `option in { … }` say. */
export function decideOption(e: Extract<Expr, { kind: 'option' }>, config: Config): boolean {
  return e.values.includes(config[e.option] ?? false);
}

/** A condition over options and nothing else. */
export function holdsIn(condition: Expr, config: Config): boolean {
  switch (condition.kind) {
    case 'option':
      return decideOption(condition, config);
    case 'constant':
      return condition.value !== 0;
    case 'not':
      return !holdsIn(condition.operand, config);
    case 'binary':
      return decideBoth(condition, config);
    default:
      return false;
  }
}

function decideBoth(e: Extract<Expr, { kind: 'binary' }>, config: Config): boolean {
  const left = holdsIn(e.left, config);
  if (e.operator === '=>') return !left || holdsIn(e.right, config);
  return e.operator === '&&' ? left && holdsIn(e.right, config) : left || holdsIn(e.right, config);
}
