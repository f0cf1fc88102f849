// The ways to search fewer states with the same verdicts, by name: each can be switched on alone.

/**
 * - `merge`: a step that is independent of all other tasks is merged with the step before it, and leaves no state between. Of
 *   itself that is a step on what no other task ever touches; with `order`, every step that goes first.
 * - `order`: where a step commutes with all that others can do before it, only that step is taken (a partial order).
 * - `pages`: states that differ only in which elements of a pool are which are one, where nothing names an element.
 * - `tasks`: states that differ only in which of several like tasks is which are one, where nothing names one of them.
 */
export const REDUCTIONS = ['merge', 'order', 'pages', 'tasks'] as const;

export type Reduction = (typeof REDUCTIONS)[number];

/** Those of these names, each once and in the order of `REDUCTIONS`; throws, in one line, on a name that is none. */
export function readReductions(names: readonly string[]): Reduction[] {
  const unknown = names.find((name) => !REDUCTIONS.some((one) => one === name));
  if (unknown !== undefined)
    throw new Error(`there is no reduction “${unknown}”: there are ${REDUCTIONS.join(', ')}`);
  return REDUCTIONS.filter((one) => names.includes(one));
}
