// What is recalled is what would have been built: by itself, and in whole models.
import { describe, expect, it } from 'vitest';
import { enumerateConfigurations } from '../../lang/program/configurations.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { library, scenarios } from '../../lang/syntax/raceFiles.testing.ts';
import { buildModel, type Model } from './model.ts';
import { BuildCache } from './buildCache.ts';

const SLOTS = Int32Array.of(4, 5);

describe('the build cache', () => {
  const built = (runs: readonly (readonly [boolean, boolean, number])[]): number => {
    const cache = new BuildCache<number>();
    let count = 0;
    const answers = runs.map(([first, second, slot]) =>
      cache.get(
        { config: { first, second }, initial: Int32Array.of(slot, 9) },
        ({ config, initial }) => {
          count += 1;
          return config['first'] === true ? (initial?.[0] ?? 0) : -1;
        },
      ),
    );
    expect(answers).toEqual(runs.map(([first, , slot]) => (first ? slot : -1)));
    return count;
  };

  it.each<[string, number, readonly (readonly [boolean, boolean, number])[]]>([
    [
      'the same',
      1,
      [
        [true, true, 7],
        [true, true, 7],
      ],
    ],
    [
      'what differs where nobody looked',
      1,
      [
        [true, true, 7],
        [true, false, 7],
      ],
    ],
    [
      'another option',
      2,
      [
        [true, true, 7],
        [false, true, 7],
      ],
    ],
    [
      'another slot',
      2,
      [
        [true, true, 7],
        [true, true, 8],
      ],
    ],
    [
      'another slot where that was not looked at',
      1,
      [
        [false, true, 7],
        [false, true, 8],
      ],
    ],
    [
      'the first again',
      2,
      [
        [true, true, 7],
        [false, true, 7],
        [true, true, 7],
      ],
    ],
  ])('of %s', (_, times, runs) => {
    expect(built(runs)).toBe(times);
  });

  it('forgets what was asked for longest ago', () => {
    const cache = new BuildCache<string>();
    const ask = (name: string): object => {
      let fresh = false;
      const value = cache.get({ config: { name }, initial: SLOTS }, ({ config }) => {
        fresh = true;
        return `${config['name']}`;
      });
      return { value, fresh };
    };
    ask('0');
    for (let i = 1; i < 64; i += 1) ask(`${i}`);
    expect(ask('0')).toEqual({ value: '0', fresh: false });
    ask('64');
    expect(ask('0')).toEqual({ value: '0', fresh: false });
    expect(ask('1')).toEqual({ value: '1', fresh: true });
  });
});

function programOf(name: string, text: string): Program {
  const { program, diagnostics } = loadProgram(name.replace(/\.race$/, ''), text, library);
  if (program === null) throw new Error(diagnostics[0]?.message);
  return program;
}

/** What a model is to a search and to a reader, without its closures. */
function described({ codes, fingerprint, machine, accessed, startFault }: Model): string {
  const { packing, start, writeSets, conditions, fault } = machine.parts;
  const tasks = codes.map(({ cfg, registers, nodes, dead }) => [cfg, registers.of, nodes, dead]);
  const values = conditions.map((condition) => condition?.value);
  const memory = [packing.places, [...start], writeSets, fault.limits];
  return JSON.stringify([fingerprint, tasks, values, memory, [...accessed].sort(), startFault]);
}

describe('models', () => {
  it.each([...scenarios].filter((_, i) => i % 9 === 0))(
    'of %s do not remember wrongly',
    (name, text) => {
      const program = programOf(name, text);
      const configs = enumerateConfigurations(program).slice(0, 24);
      for (const { config } of configs) buildModel(program, config);
      for (const { config } of configs.slice(-6)) {
        expect(described(buildModel(program, config))).toBe(
          described(buildModel({ ...program }, config)),
        );
      }
    },
  );
});
