// Laws of every search: nobody who walks at random gets anywhere sooner, and what holds is never seen broken.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { at } from '../../base/assert.ts';
import { explore } from '../../explore/search/explore.ts';
import { fewestSwitches } from '../../explore/search/fewestSwitches.ts';
import type { Machine } from '../../explore/machine/machine.ts';
import { brokenAfter, runToEnd, switchesOf } from '../../explore/search/replay.testing.ts';
import type { PropertyVerdict } from '../../explore/search/searchReport.ts';
import { kernelConfig, validConfigs } from '../../lang/program/configurations.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { buildModel } from '../../model/build/model.ts';
import { programText } from '../../model/build/randomProgram.testing.ts';
import { programs } from '../catalogue/catalogueReports.testing.ts';

const LIMITS = { maxStates: 200_000, maxBytes: 256 * 1024 * 1024 };

/** Random numbers that say which of the moves to take. */
const walks = fc.array(
  fc.array(fc.nat({ max: 1000 }), { minLength: 10, maxLength: 160, size: 'max' }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

/** For each property that the walk breaks, after how many steps it first does. */
function walk(machine: Machine, numbers: readonly number[]): Map<string, number> {
  const state = new Uint32Array(machine.words);
  const found = new Map<string, number>();
  let answer = machine.start(state, 0);
  for (let steps = 0; answer >= 0; steps += 1) {
    machine.open(state, 0);
    const bits = answer | machine.judge();
    machine.properties.forEach(({ name }, i) => {
      if (((bits >> i) & 1) === 1 && !found.has(name)) found.set(name, steps);
    });
    const moves = movesOf(machine);
    if (moves.length === 0 && machine.ending() === 'running') found.set('no_deadlock', steps);
    const number = numbers[steps];
    if (moves.length === 0 || number === undefined) break;
    answer = machine.take(at(moves, number % moves.length), state, 0);
  }
  return found;
}

function movesOf(machine: Machine): number[] {
  const enabled = machine.ending() === 'panicked' ? 0 : machine.enabled();
  return Array.from({ length: machine.moveCount }, (_, move) => move).filter(
    (move) => ((enabled >> move) & 1) === 1,
  );
}

/** A walk breaks only what the search found broken, and no sooner than the search did. */
function judgeWalk(
  machine: Machine,
  verdicts: readonly PropertyVerdict[],
  numbers: readonly number[],
): void {
  for (const [name, steps] of walk(machine, numbers)) {
    const verdict = verdicts.find((one) => one.name === name);
    expect([name, verdict?.verdict]).toEqual([name, 'violated']);
    expect(steps, name).toBeGreaterThanOrEqual(verdict?.witness?.length ?? Infinity);
  }
}

const kernels = programs.flatMap((program) =>
  program.kernels.map((kernel) => [`${program.name} ${kernel.name}`, program, kernel] as const),
);

describe('on a scenario', () => {
  it.each(kernels)('%s no walk is shorter than the witness', (_, program, kernel) => {
    const config = kernelConfig(program, kernel);
    if (config === null) throw new Error('a named kernel has a configuration');
    const { machine } = buildModel(program, config);
    const { verdicts } = runToEnd(explore(machine, LIMITS));
    fc.assert(
      fc.property(walks, (some) =>
        some.forEach((numbers) => judgeWalk(machine, verdicts, numbers)),
      ),
      drawn(25),
    );
  });
});

/** Machines of a random program, one for each configuration. */
function machinesOf(text: string): Machine[] {
  const { program } = loadProgram('random', text, new Map());
  if (program === null) throw new Error(`the text has errors:\n${text}`);
  return validConfigs(program).map((config) => buildModel(program, config).machine);
}

describe('on random programs', () => {
  it('no walk is shorter than the witness', () => {
    fc.assert(
      fc.property(programText, walks, (text, some) => {
        for (const machine of machinesOf(text)) {
          const { verdicts } = runToEnd(explore(machine, LIMITS));
          for (const numbers of some) judgeWalk(machine, verdicts, numbers);
        }
      }),
      drawn(60),
    );
  });

  it('every witness breaks its property at its end, and one with the fewest switches has no more of them', () => {
    fc.assert(
      fc.property(programText, (text) => {
        for (const machine of machinesOf(text)) {
          const { verdicts } = runToEnd(explore(machine, LIMITS));
          const violated = verdicts.filter(
            ({ name, witness }) => witness !== null && name !== 'no_stuck',
          );
          const names = violated.map(({ name }) => name);
          const { schedules } = runToEnd(fewestSwitches(machine, names, LIMITS));
          for (const { name, witness } of violated) {
            const moves = schedules.find((one) => one.name === name)?.moves ?? [];
            expect(brokenAfter(machine, witness ?? [])).toContain(name);
            expect(brokenAfter(machine, moves)).toContain(name);
            expect(moves.length).toBeGreaterThanOrEqual(witness?.length ?? 0);
            expect(switchesOf(machine, moves)).toBeLessThanOrEqual(
              switchesOf(machine, witness ?? []),
            );
          }
        }
      }),
      drawn(60),
    );
  });
});
