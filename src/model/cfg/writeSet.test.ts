// What a step is said to change against all that it does change.
import { describe, expect, it } from 'vitest';
import { kernelConfig } from '../../lang/program/configurations.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { library, scenarios } from '../../lang/syntax/raceFiles.testing.ts';
import { buildModel } from '../build/model.ts';
import type { StepMachine } from '../step/stepMachine.ts';

const STATES = 4000;

/** Successors as `take` packs them, by the write set, and by comparing the whole memory. */
function compareSteps(machine: StepMachine): { taken: string[]; packed: string[] } {
  const { words, moveCount, parts } = machine;
  const first = new Uint32Array(words);
  machine.start(first, 0);
  const states = [first];
  const seen = new Set([first.join()]);
  const taken: string[] = [];
  const packed: string[] = [];
  for (let next = 0; next < states.length && next < STATES; next += 1) {
    const state = states[next] ?? first;
    for (let move = 0; move < moveCount; move += 1) {
      machine.open(state, 0);
      if (!machine.isEnabled(move)) continue;
      const successor = new Uint32Array(words);
      if (machine.take(move, successor, 0) < 0) continue;
      const whole = new Uint32Array(words);
      machine.run(move, null);
      parts.packing.pack(machine.memory, whole, 0);
      taken.push(successor.join());
      packed.push(whole.join());
      if (seen.has(successor.join())) continue;
      seen.add(successor.join());
      states.push(successor);
    }
  }
  return { taken, packed };
}

function programOf(name: string, text: string): Program {
  const { program, diagnostics } = loadProgram(name.replace(/\.race$/, ''), text, library);
  if (program === null) throw new Error(diagnostics[0]?.message);
  return program;
}

const kernels = [...scenarios].flatMap(([name, text]) => {
  const program = programOf(name, text);
  return program.kernels.map((kernel) => [`${name} ${kernel.name}`, program, kernel] as const);
});

describe('write sets', () => {
  it.each(kernels)('of %s hold all that a step changes', (_, program, kernel) => {
    const config = kernelConfig(program, kernel);
    if (config === null) throw new Error('a named kernel has a configuration');
    const { taken, packed } = compareSteps(buildModel(program, config).machine);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken).toEqual(packed);
  });
});
