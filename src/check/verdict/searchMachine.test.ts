// Whole searches by the compiled machine against those by the closures: the same report to the last witness.
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { explore } from '../../explore/search/explore.ts';
import { hashWords } from '../../explore/machine/hashWords.ts';
import { runToEnd } from '../../explore/search/replay.testing.ts';
import { validConfigs } from '../../lang/program/configurations.ts';
import { buildModel } from '../../model/build/model.ts';
import { SearchMachine } from '../../model/wasm/searchMachine.ts';
import { WasmMachine } from '../../model/wasm/wasmMachine.ts';
import { programs } from '../catalogue/catalogueReports.testing.ts';

const LIMITS = { maxStates: 4000, maxBytes: 64 * 1024 * 1024 };

describe('a search', () => {
  it.each(programs.map((program) => [program.name, program] as const))(
    'of %s says the same whichever machine it runs, and when it goes over to the other',
    (_, program) => {
      const { machine } = buildModel(program, at(validConfigs(program), 0));
      const expected = runToEnd(explore(machine, LIMITS));
      for (const warm of [0, 100])
        expect(runToEnd(explore(new SearchMachine(machine, warm), LIMITS))).toEqual(expected);
    },
  );

  it('finds in a record the hash that the visited set computes when it grows', () => {
    for (const program of programs) {
      const machine = new WasmMachine(buildModel(program, at(validConfigs(program), 0)).machine);
      const state = new Uint32Array(machine.words);
      machine.start(state, 0);
      const moves = machine.enabled();
      machine.expand(moves & -moves, 0);
      expect((machine.successors[1] ?? 0) | 0).toBe(
        hashWords(machine.successors, 2, machine.words) | 0,
      );
    }
  });
});
