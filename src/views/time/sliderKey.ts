// The keys of a slider over the steps of a run.

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
  Home: -Infinity,
  End: Infinity,
};

/** The position that a key moves a slider to, from 0 to `last`; null for other keys. */
export function sliderKey(key: string, now: number, last: number): number | null {
  const steps = STEPS[key];
  return steps === undefined ? null : Math.min(Math.max(now + steps, 0), last);
}
