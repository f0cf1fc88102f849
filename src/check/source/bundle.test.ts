// A scenario and the library files that it changes, in one text and out of it again.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinBundle, splitBundle } from './bundle.ts';
import { loadText } from './loadScenario.ts';
import { kernelLibrary, scenarioTexts } from './library.ts';

const line = fc.constantFrom(
  '',
  'int n;',
  '/* ==== */',
  '\ttask a',
  '/* ==== a.race ==== */',
  '\r',
);
const text = fc.array(line).map((lines) => lines.join('\n'));
const name = fc.stringMatching(/^[a-z][\w.-]{0,20}$/).map((stem) => `${stem}.race`);

it('comes apart into what it was put together from', () => {
  const files = fc.uniqueArray(fc.tuple(name, text), { selector: ([of]) => of });
  fc.assert(
    fc.property(text, files, (scenario, changed) => {
      const bundle = { text: scenario, files: new Map(changed) };
      expect(splitBundle(joinBundle(bundle))).toEqual(bundle);
    }),
  );
});

it.each([...scenarioTexts])('is %s itself where nothing was changed', (_, scenario) => {
  expect(splitBundle(scenario)).toEqual({ text: scenario, files: new Map() });
  expect(joinBundle({ text: scenario, files: new Map() })).toBe(scenario);
});

it('puts its files in the place of the library’s', () => {
  const vm = kernelLibrary.get('vm.race') ?? '';
  const scenario = scenarioTexts.get('hole-punch.race') ?? '';
  const changed = new Map([['vm.race', `${vm}\nint 0..1 only_here;\n`]]);
  const loaded = loadText('own.race', joinBundle({ text: scenario, files: changed }));
  expect(loaded.program?.globals.map((one) => one.name)).toContain('only_here');
  expect(loaded.texts.get('own.race')).toBe(scenario);
});
