import { expect, it } from 'vitest';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { locateDiagnostics } from './locatedDiagnostic.ts';

it('counts lines and columns in the file that a diagnostic speaks of', () => {
  const library = new Map([['slot.race', 'struct slot {\n\tint 0..1 a\n};\n']]);
  const loaded = loadProgram(
    'own.race',
    'use "slot.race";\n\nstruct slot S;\nbroken here;\n',
    library,
  );
  const places = locateDiagnostics(loaded).map(({ file, line }) => `${file}:${line}`);
  expect(places).toContain('own.race:4');
  expect(places.some((place) => place.startsWith('slot.race:'))).toBe(true);
});
