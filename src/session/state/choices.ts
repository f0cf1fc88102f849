// The contents of the menus: the options that the scenario varies, its named kernels, its locks.

import {
  type NamedConfiguration,
  namedConfigurations,
} from '../../check/link/namedConfiguration.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Option } from '../../lang/program/program.ts';
import { locksOf } from '../../model/replay/lockEvents.ts';
import type { LockName } from '../../model/world/world.ts';
import { remember } from './remember.ts';
import type { SessionState } from './store.ts';

/** The options under study; other library options stay at their defaults. */
export const selectOptions: (state: SessionState) => readonly Option[] = remember(
  ({ program }) => [program],
  ({ program }) => program.options.filter((option) => option.varied),
);

/** The value of each of those. */
export const selectConfig: (state: SessionState) => Config = remember(
  ({ program, configuration }) => [program, configuration],
  (state) => only(state.configuration.config, selectOptions(state)),
);

/** Every named kernel in its default world. */
export const selectNamedConfigs: (state: SessionState) => readonly NamedConfiguration[] = remember(
  ({ program }) => [program],
  (state) =>
    namedConfigurations(state.program).map(({ name, config }) => ({
      name,
      config: only(config, selectOptions(state)),
    })),
);

/** The locks of the world on the stage, one for each field. */
export const selectLocks: (state: SessionState) => readonly LockName[] = remember(
  ({ model, playback }) => [model, playback.run.moments[0]],
  ({ playback }) =>
    playback.run.moments[0] ? locksOf(playback.run.moments[0].world).map(({ lock }) => lock) : [],
);

function only(config: Config, options: readonly Option[]): Config {
  return Object.fromEntries(options.map(({ name }) => [name, config[name] ?? false]));
}
