// The keys of a slider over the steps of a run.

/** The position that a key moves a slider to, from 0 to `last`; null for other keys. */
export function sliderKey(key: string, now: number, last: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(now + 1, last);
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(now - 1, 0);
    case 'PageUp':
      return Math.min(now + 10, last);
    case 'PageDown':
      return Math.max(now - 10, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
