// The compiled machine against the closures: every answer about every state, on all scenarios and on random programs.
import { describe, expect, it } from 'vitest';
import { validConfigs } from '../../lang/program/configurations.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { randomQuestions } from '../../lang/random/randomQuestions.testing.ts';
import { library, scenarios } from '../../lang/syntax/raceFiles.testing.ts';
import { buildModel } from '../build/model.ts';
import { SearchMachine } from './searchMachine.ts';
import type { StepMachine } from '../step/stepMachine.ts';
import { WasmMachine } from './wasmMachine.ts';

/** Configurations of a scenario that are compared, and states of each. */
const CONFIGURATIONS = 4;
const STATES = 500;

type Either = Pick<StepMachine, 'open' | 'judge' | 'ending' | 'enabled' | 'take' | 'words'>;

/** All that a machine says of a state: bits, ending, and by enabled move what `take` returns and the successor's words. */
function answersOf(machine: Either, state: Uint32Array): string[] {
  machine.open(state, 0);
  const enabled = machine.enabled();
  const into = new Uint32Array(machine.words);
  const taken = movesIn(enabled).map((move) => reported(machine.take(move, into, 0), into));
  return [`${machine.judge()} ${machine.ending()} ${enabled}`, ...taken];
}

/** After a limit there is no successor. */
function reported(outcome: number, words: Uint32Array): string {
  return outcome < 0 ? `${outcome}` : `${outcome} ${words.join()}`;
}

function movesIn(bits: number): number[] {
  return Array.from({ length: 31 }, (_, move) => move).filter((move) => ((bits >> move) & 1) === 1);
}

/** The same, of the records that the compiled machine writes for all moves at once. */
function expandedBy(machine: WasmMachine, state: Uint32Array, first: number): string[] {
  const stride = machine.words + 2;
  machine.open(state, 0);
  const enabled = machine.enabled();
  machine.expand(enabled, first);
  const taken = movesIn(enabled).map((_, i) => {
    const record = machine.successors.subarray((first + i) * stride, (first + i + 1) * stride);
    return reported((record[0] ?? 0) | 0, record.subarray(2));
  });
  return [`${machine.judge()} ${machine.ending()} ${enabled}`, ...taken];
}

/** Compares all that is reachable, breadth-first, up to so many states; returns how many there were. */
function compare(reference: StepMachine, most: number): number {
  const compiled = new WasmMachine(reference);
  const first = new Uint32Array(reference.words);
  expect(compiled.start(new Uint32Array(reference.words), 0)).toBe(reference.start(first, 0));
  const states = [first];
  const seen = new Set([first.join()]);
  for (let next = 0; next < states.length && next < most; next += 1) {
    const state = states[next] ?? first;
    const answers = answersOf(reference, state);
    for (const other of [answersOf(compiled, state), expandedBy(compiled, state, next % 8)])
      if (other.join() !== answers.join()) expect(other, `state ${state.join()}`).toEqual(answers);
    for (const answer of answers.slice(1)) {
      const words = answer.split(' ')[1];
      if (words === undefined || seen.has(words)) continue;
      seen.add(words);
      states.push(Uint32Array.from(words.split(','), Number));
    }
  }
  expect(compiled.limits).toEqual(reference.limits);
  return states.length;
}

function programOf(name: string, text: string): Program {
  const { program, diagnostics } = loadProgram(name.replace(/\.race$/, ''), text, library);
  if (program === null) throw new Error(`${name}: ${diagnostics[0]?.message}\n${text}`);
  return program;
}

/** Spread over all: the first, the last, and some between. */
function sample<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, (all.length - 1) / (most - 1));
  return all.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step));
}

describe('the compiled machine answers as the closures do', () => {
  it.each([...scenarios])('on %s', (name, text) => {
    const program = programOf(name, text);
    for (const config of sample(validConfigs(program), CONFIGURATIONS))
      expect(compare(buildModel(program, config).machine, STATES)).toBeGreaterThan(0);
  });

  it('on random programs', () => {
    for (const { program, config, seed } of randomQuestions(1, 150))
      expect(compare(buildModel(program, config).machine, 300), `seed ${seed}`).toBeGreaterThan(0);
  });

  it.each([
    [
      'a loop of local work',
      `int 0..1 x; task a 'a' { int 0..1 n = 0; x = 1; while (n == 0) { } }`,
    ],
    [
      'loops within loops',
      `int 0..1 x; task a 'a' { int 0..3 i = 0; int 0..3 j = 0; x = 1;
        while (i < 3) { j = 0; while (j < 3) { j = j + 1; } i = i + 1; } x = 0; }`,
    ],
    ['a value out of its range', `int 0..2 x; task a 'a' { x++; x++; x++; } task b 'b' { x--; }`],
    [
      'a warning about what is NULL',
      `struct s { int 0..1 v; }; struct s S = { .v = 1 }; struct s *p; task a 'a' { struct s *q = p; WARN_ON(q->v == 0); }
       task b 'b' { p = &S; }`,
    ],
    [
      'daemons and what comes after all',
      `int 0..3 x; mutex m;
       task a 'a' { mutex_lock(&m); x++; mutex_unlock(&m); }
       daemon d 'd' runs 2 { int 0..3 n = 0; n = x; x = n; }
       task e 'e' after all { x = 0; }`,
    ],
    [
      'what comes after all and never begins',
      `int 0..3 x; task a 'a' { x = 1; } daemon w 'w' runs 2 { x = 2; }
       task s 's' after all { n = 0; n = n + 1; if (n == 1) return; x = 3; } task t 't' after all { x = 0; x = 1; }`,
    ],
    [
      'locks that are taken without a wait',
      `rwsem r; mutex m; int 0..1 x; task a 'a' { r = current; x = 1; downgrade_write(&r); up_read(&r); }
       task b 'b' { down_read(&r); m = current; x = 0; up_read(&r); mutex_unlock(&m); } task c 'c' { mutex_lock(&m); mutex_unlock(&m); r = current; }`,
    ],
    [
      'a property that looks beyond an array',
      `int 0..3 x; int 0..1 arr[2]; always ok: arr[x] == 0; task a 'a' { x++; x++; x++; arr[1] = 1; }`,
    ],
    [
      'a lock that is looked at through NULL',
      `struct s { mutex m; }; struct s S; struct s *p; int 0..1 x; assertion ok;
       task a 'a' { struct s *q = p; assert(!held(q->m), ok); x = 1; if (x == 0) x = 0; }
       task b 'b' { p = &S; mutex_lock(&S.m); }`,
    ],
  ])('on %s', (_, text) => {
    const { program, diagnostics } = loadProgram('own', text, library);
    if (program === null) throw new Error(diagnostics[0]?.message);
    for (const config of validConfigs(program)) compare(buildModel(program, config).machine, 5000);
  });
});

describe('the machine of searches', () => {
  it('goes over to the compiled one, and shows the open state in the closures', () => {
    const [name, text] = [...scenarios][0] ?? ['', ''];
    const program = programOf(name, text);
    const { machine } = buildModel(program, validConfigs(program)[0] ?? {});
    const search = new SearchMachine(machine, 1);
    const state = new Uint32Array(machine.words);
    search.start(state, 0);
    search.open(state, 0);
    expect(search.expander).toBeUndefined();
    const next = new Uint32Array(machine.words);
    search.take(movesIn(search.enabled())[0] ?? 0, next, 0);
    search.open(next, 0);
    expect(search.expander).toBeInstanceOf(WasmMachine);
    search.show();
    const shown = new Uint32Array(machine.words);
    machine.parts.packing.pack(machine.state, shown, 0);
    expect(shown).toEqual(next);
  });
});
