// One replayer for each program and configuration: runs are compared by their replayer, and nothing is compiled
// twice. This cache is internal.

import type { Config } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel } from '../../model/build/model.ts';
import { Replayer } from '../../model/replay/replay.ts';

const replayers = new WeakMap<Program, Map<string, Replayer>>();

export function replayerOf(program: Program, config: Config): Replayer {
  const known = replayers.get(program) ?? new Map<string, Replayer>();
  replayers.set(program, known);
  const key = configKey(config);
  const replayer = known.get(key) ?? new Replayer(buildModel(program, config));
  known.set(key, replayer);
  return replayer;
}

/** Equal exactly for equal configurations. */
export function configKey(config: Config): string {
  return JSON.stringify(Object.entries(config).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
