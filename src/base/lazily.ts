// What is worked out when it is first asked for, and then known.

export function lazily<T>(workOut: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => (known ??= { value: workOut() }).value;
}
