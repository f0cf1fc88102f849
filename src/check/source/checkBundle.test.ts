import { expect, it } from 'vitest';
import { loadText } from './loadScenario.ts';
import { kernelLibrary } from './library.ts';

const scenario = 'use "vm.race";\nbool a;\ntask f \'f\' { a = true; }\n';
const vm = kernelLibrary.get('vm.race') ?? '';
const section = (name: string, text: string) => `/* ==== ${name}, changed ==== */\n${text}\n`;

it.each([
  ['a changed file that is used', section('vm.race', vm), []],
  [
    'one that the library does not have',
    section('vn.race', 'garbage ] {'),
    ['vn.race: error RC111'],
  ],
  [
    'one that nothing uses',
    section('truncate.race', 'garbage ] {'),
    ['truncate.race: warning RC111'],
  ],
  [
    'one that stands there twice',
    section('vm.race', 'garbage ]') + section('vm.race', vm),
    ['vm.race: error RC111'],
  ],
  ['a head with a slip in it', '/* ==== vm.race changed ==== */\n', ['own.race: warning RC111']],
])('%s', (_, sections, reported) => {
  const { program, diagnostics } = loadText('own.race', scenario + sections);
  const ours = diagnostics.filter(({ code }) => code === 'RC111');
  expect(ours.map(({ at, severity, code }) => `${at.file}: ${severity} ${code}`)).toEqual(reported);
  expect(program === null).toBe(reported.some((one) => one.includes('error')));
});

it('names the nearest file', () => {
  const { diagnostics } = loadText('own.race', scenario + section('trunkate.race', 'garbage'));
  expect(diagnostics.find(({ code }) => code === 'RC111')?.mend).toBe(
    'did you mean “truncate.race”?',
  );
});
