// Memoizes a build together with the options and slots that it read. Most configurations of a program differ in one of
// its tasks only.

import type { Config } from '../../lang/program/configurations.ts';

/** What may differ from one configuration to the next. */
export interface Given {
  readonly config: Config;
  /** Slots at the start, once they are known. */
  readonly initial: Int32Array | null;
}

/** What was read of them: options by name, slots by number. */
interface Looks {
  readonly config: Map<string, unknown>;
  readonly initial: Map<string, unknown>;
}

interface Remembered<Built> {
  readonly looks: Looks;
  readonly built: Built;
}

/** How many builds are kept; the least recently used one is dropped first. */
const MOST_KEPT = 64;

export class BuildCache<Built> {
  private readonly kept: Remembered<Built>[] = [];

  /** `build` sees an option or a slot only by reading it, one at a time, from what it is given. */
  get(given: Given, build: (watched: Given) => Built): Built {
    const index = this.kept.findIndex(({ looks }) => isAsSeen(given, looks));
    const [known] = index < 0 ? [] : this.kept.splice(index, 1);
    const found = known ?? watch(given, build);
    this.kept.unshift(found);
    if (this.kept.length > MOST_KEPT) this.kept.pop();
    return found.built;
  }
}

function watch<Built>(given: Given, build: (watched: Given) => Built): Remembered<Built> {
  const looks: Looks = { config: new Map(), initial: new Map() };
  const watched = {
    config: watching(given.config, looks.config),
    initial: given.initial && watching(given.initial, looks.initial),
  };
  return { looks, built: build(watched) };
}

function watching<T extends object>(of: T, looks: Map<string, unknown>): T {
  return new Proxy(of, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof key === 'string') looks.set(key, value);
      return value;
    },
  });
}

function isAsSeen(given: Given, { config, initial }: Looks): boolean {
  return findsAgain(given.config, config) && findsAgain(given.initial ?? {}, initial);
}

function findsAgain(of: object, looks: ReadonlyMap<string, unknown>): boolean {
  for (const [key, value] of looks) if (Reflect.get(of, key) !== value) return false;
  return true;
}
