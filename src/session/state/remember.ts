// A memoized selector: it returns the same object until its inputs change.

/** `compute` runs again only when one of the values of `from` has changed. */
export function remember<State, Result>(
  from: (state: State) => readonly unknown[],
  compute: (state: State) => Result,
): (state: State) => Result {
  let last: { readonly inputs: readonly unknown[]; readonly result: Result } | null = null;
  return (state) => {
    const inputs = from(state);
    if (last !== null && inputs.every((input, i) => Object.is(input, last?.inputs[i])))
      return last.result;
    last = { inputs, result: compute(state) };
    return last.result;
  };
}
