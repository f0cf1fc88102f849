import { expect, test } from 'vitest';
import { assert } from '../../base/assert.ts';
import {
  type Config,
  enumerateConfigurations,
  expectedVerdict,
  kernelConfig,
  kernelOf,
  tooManyConfigurations,
} from '../program/configurations.ts';
import { loadProgram } from './loadProgram.ts';
import type { Option, Program } from '../program/program.ts';
import { library, scenarios } from '../syntax/raceFiles.testing.ts';

function load(text: string): Program {
  const { program, diagnostics } = loadProgram('test', text, library);
  expect(diagnostics).toEqual([]);
  assert(program !== null, 'a program without errors');
  return program;
}

function names(program: Program): string[] {
  return enumerateConfigurations(program).map(({ kernel, config }) => {
    const values = Object.entries(config).map(([name, value]) => `${name}=${value}`);
    return `${kernel ?? '-'}: ${values.join(' ')}`;
  });
}

const LOCKS = `
  change lock "the page lock";
  change fill = none | invalidate_lock "who holds off filling";
  world page = absent | cached;
  require fill == invalidate_lock => lock;
  kernel "old" = { };
  kernel "new" = { lock, fill: invalidate_lock };
  task f 'f' when page == absent { }
`;

test('every choice that require leaves, defaults first, with the kernel that has its changes', () => {
  expect(names(load(LOCKS))).toEqual([
    'old: lock=false fill=none page=absent',
    'old: lock=false fill=none page=cached',
    '-: lock=true fill=none page=absent',
    '-: lock=true fill=none page=cached',
    'new: lock=true fill=invalidate_lock page=absent',
    'new: lock=true fill=invalidate_lock page=cached',
  ]);
});

test('an option of the library varies only where the scenario says so', () => {
  const program = load(scenarios.get('truncate.race') ?? '');
  const lists = enumerateConfigurations(program);
  expect(new Set(lists.map(({ config }) => config['fill_lock']))).toEqual(new Set(['none']));
  expect(lists.filter(({ kernel }) => kernel === '2.6.23')).toHaveLength(2);
});

test('a kernel’s configuration is the first valid one with its changes', () => {
  const program = load(`${LOCKS} require lock => page == cached;`);
  const [old, fresh] = program.kernels.map((kernel) => kernelConfig(program, kernel));
  expect(old).toEqual({ lock: false, fill: 'none', page: 'absent' });
  expect(fresh).toEqual({ lock: true, fill: 'invalidate_lock', page: 'cached' });
});

function switches(count: number): Option[] {
  return Array.from({ length: count }, (_, i) => ({
    kind: 'change',
    name: `o${i}`,
    values: null,
    sentence: null,
    since: null,
    by: null,
    varied: true,
  }));
}

test.each([
  [12, false],
  [13, true],
  [40, true],
])('2^%i configurations are too many: %s', (count, tooMany) => {
  expect(tooManyConfigurations({ options: switches(count), requires: [] })).toBe(tooMany);
});

test('what require leaves is counted, not what it rules out', () => {
  const chain = Array.from({ length: 39 }, (_, i) => `require o${i + 1} => o${i};`).join('\n');
  const options = Array.from({ length: 40 }, (_, i) => `change o${i};`).join('\n');
  expect(enumerateConfigurations(load(`${options}\n${chain}`))).toHaveLength(41);
});

test.each<[string, Config, string | null]>([
  ['torn', { lock: true, page: 'cached' }, 'holds'],
  ['torn', { lock: false, page: 'cached' }, 'violated'],
  ['lost', { lock: true, page: 'cached' }, 'holds'],
  ['lost', { lock: true, page: 'absent' }, null],
  ['no_oops', { lock: false, page: 'absent' }, 'holds'],
  ['no_stuck', { lock: false, page: 'absent' }, null],
])('%s in %o is expected to be %s', (property, config, verdict) => {
  const clauses = `
    change lock;
    world page = absent | cached;
    assertion torn; assertion lost;
    expect torn holds when lock; violated otherwise;
    expect lost holds when page == cached;
    expect no_oops holds;
  `;
  const { program } = loadProgram('test', clauses, library);
  expect(program && expectedVerdict(program, property, config)).toBe(verdict);
});

test.each<[string, Config, string | null]>([
  ['the old one', { lock: false, fill: 'none', page: 'cached' }, 'old'],
  ['the new one', { lock: true, fill: 'invalidate_lock', page: 'absent' }, 'new'],
  ['no kernel', { lock: true, fill: 'none', page: 'absent' }, null],
  ['what require forbids', { lock: false, fill: 'invalidate_lock', page: 'absent' }, null],
  ['a value that there is not', { lock: false, fill: 'none', page: 'lost' }, null],
  ['an option without a value', { lock: false, fill: 'none' }, null],
])('%s is found by its configuration', (_, config, kernel) => {
  expect(kernelOf(load(LOCKS), config)).toBe(kernel);
});

test('every configuration of the scenarios is found as the kernel that it was listed as', () => {
  const wrong = [...scenarios].flatMap(([name, text]) => {
    const program = load(text);
    return enumerateConfigurations(program).flatMap(({ kernel, config }) =>
      kernelOf(program, config) === kernel ? [] : [`${name} ${JSON.stringify(config)}`],
    );
  });
  expect(wrong).toEqual([]);
});

test('a library file that was edited is read anew, and its errors are reported each time', () => {
  const titleOf = (title: string) =>
    loadProgram('test', 'use "lib.race";', new Map([['lib.race', title]]));
  expect(titleOf('title "one";').program?.title).toBe('one');
  expect(titleOf('title "one";').program?.title).toBe('one');
  expect(titleOf('title "two";').program?.title).toBe('two');
  const broken = titleOf('title two;').diagnostics;
  expect(broken.length).toBeGreaterThan(0);
  expect(titleOf('title two;').diagnostics).toEqual(broken);
});
