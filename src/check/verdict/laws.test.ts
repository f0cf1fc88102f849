// Laws of every search: nobody who walks at random gets anywhere sooner, and what holds is never seen broken.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { explore } from '../../explore/search/explore.ts';
import { fewestSwitches } from '../../explore/search/fewestSwitches.ts';
import type { Machine } from '../../explore/machine/machine.ts';
import { brokenAfter, runToEnd, switchesOf } from '../../explore/search/replay.testing.ts';
import type { PropertyVerdict } from '../../explore/search/searchReport.ts';
import { kernelConfig } from '../../lang/program/configurations.ts';
import { Dice } from '../../lang/random/dice.testing.ts';
import { randomQuestions } from '../../lang/random/randomQuestions.testing.ts';
import { buildModel } from '../../model/build/model.ts';
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
      { numRuns: 25 },
    );
  });
});

describe('on random programs', () => {
  it('no walk is shorter than the witness', () => {
    for (const { program, config, seed } of randomQuestions(1, 150)) {
      const { machine } = buildModel(program, config);
      const { verdicts } = runToEnd(explore(machine, LIMITS));
      const dice = new Dice(seed);
      for (let walks = 0; walks < 8; walks += 1)
        judgeWalk(
          machine,
          verdicts,
          Array.from({ length: 80 }, () => dice.below(1000)),
        );
    }
  });

  it('every witness breaks its property at its end, and one with the fewest switches has no more of them', () => {
    for (const { program, config, seed } of randomQuestions(1001, 150))
      judgeWitnesses(buildModel(program, config).machine, `seed ${seed}`);
  });
});

function judgeWitnesses(machine: Machine, which: string): void {
  const { verdicts } = runToEnd(explore(machine, LIMITS));
  const violated = verdicts.filter(({ name, witness }) => witness !== null && name !== 'no_stuck');
  const names = violated.map(({ name }) => name);
  const { schedules } = runToEnd(fewestSwitches(machine, names, LIMITS));
  for (const { name, witness } of violated) {
    const moves = schedules.find((one) => one.name === name)?.moves ?? [];
    expect(brokenAfter(machine, witness ?? []), which).toContain(name);
    expect(brokenAfter(machine, moves), which).toContain(name);
    expect(moves.length, which).toBeGreaterThanOrEqual(witness?.length ?? 0);
    expect(switchesOf(machine, moves), which).toBeLessThanOrEqual(
      switchesOf(machine, witness ?? []),
    );
  }
}
