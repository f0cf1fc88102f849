// Assertions: what only a mistake of ours can break. What a visitor can cause is a value instead
// (a diagnostic, a verdict, a named limit) and never comes here.

/** An assertion that did not hold: a fault in this program, never in its input. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/** Narrows by `condition`; throws AssertionFailure with `message` when it is false. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message);
}

/** What `at` reads: arrays, typed arrays, strings. */
interface Indexed<T> {
  readonly length: number;
  readonly [index: number]: T;
}

/** The element at `index`, which must exist: an index out of range is our mistake. */
export function at<T>(items: Indexed<T>, index: number): T {
  // Not by `assert`: this runs in the search, and the message is worth making only when it is needed.
  if (!Number.isInteger(index) || index < 0 || index >= items.length)
    throw new AssertionFailure(`index ${index} is outside 0..${items.length - 1}`);
  return items[index] as T;
}

/** Ends a switch over a union: compiles only when every case was handled. */
export function unreachable(value: never): never {
  throw new AssertionFailure(`unreachable: ${JSON.stringify(value)}`);
}
