// A stretch of one task's text, from a step to a step, as a lock would be held over it.

import type { HeldStretch } from './heldFlow.ts';
import { stopsAfter, firstStops } from '../../model/flow/stops.ts';
import type { TaskText } from '../../model/step/taskText.ts';

/**
 * Covers what lies between two steps, by their nodes: the lock is taken before the step at `from`, and let go
 * after the step at `to`, or as soon as `to` cannot be reached any more without coming by `from` again.
 * `to` null: it is kept until the task, or the daemon's pass, ends. It is never held over a step that
 * is `out` of it: it is taken again after that.
 */
export function spanBetween(
  text: TaskText,
  from: number,
  to: number | null,
  out: (node: number) => boolean,
): HeldStretch {
  const after = reached(from, (node) => (node === to ? [] : nextNodes(text, node)));
  const between = to === null ? after : within(text, after, from, to);
  const left = [from, ...between].filter(out);
  const again = left.flatMap((node) => nextNodes(text, node)).filter((node) => between.has(node));
  const entries = new Set([from, ...again].filter((node) => !out(node)));
  return { entries, last: to, stays: new Set([...between].filter((node) => !out(node))) };
}

/** All that the task does. */
export function wholeSpan(text: TaskText): HeldStretch {
  const entries = firstStops(text.flow).filter((node) => (text.places[node] ?? -1) >= 0);
  const stays = new Set(text.nodes.filter((node) => node >= 0));
  return { entries: new Set(entries), last: null, stays };
}

/** The nodes at which the next step can begin. */
function nextNodes(text: TaskText, node: number): readonly number[] {
  return stopsAfter(text.flow, node).filter((next) => (text.places[next] ?? -1) >= 0);
}

/** Everything that comes after `first`; `first` itself only where the way leads back to it. */
function reached(first: number, next: (node: number) => readonly number[]): Set<number> {
  const found = new Set<number>();
  const pending = [...next(first)];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    pending.push(...next(node));
  }
  return found;
}

/** Of `nodes`, those from which `last` can be reached without coming by `first`. */
function within(
  text: TaskText,
  nodes: ReadonlySet<number>,
  first: number,
  last: number,
): Set<number> {
  const inside = new Set<number>(nodes.has(last) ? [last] : []);
  for (let grown = true; grown; ) {
    const more = [...nodes].filter(
      (node) =>
        node !== first &&
        !inside.has(node) &&
        nextNodes(text, node).some((next) => inside.has(next)),
    );
    for (const node of more) inside.add(node);
    grown = more.length > 0;
  }
  return inside;
}
