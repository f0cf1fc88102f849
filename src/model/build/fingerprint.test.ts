// The four letters that a link carries: they change with the steps, and with nothing else.
import { describe, expect, it } from 'vitest';
import { kernelConfig } from '../../lang/program/configurations.ts';
import { buildModel } from './model.ts';
import { modelOf, scenarioProgram } from './snippet.testing.ts';

const TEXT = `int 0..3 x, y; change on; void set(void) { x = 1; } task a 'a' { set(); y = 2; } task b 'b' { if (on) x = 2; y = 1; }`;
const fingerprint = (text: string, on = false): string => modelOf(text, { on }).fingerprint;

describe('the fingerprint', () => {
  it('is four letters and digits', () => {
    expect(fingerprint(TEXT)).toMatch(/^[0-9a-z]{4}$/);
  });

  it.each([
    ['white space and comments', TEXT.replace('y = 2;', '\n  y=  2 ;   /* now */')],
    ['local work', TEXT.replace('y = 2;', 'n = 1; n = n + 1; y = 2;')],
    [
      'a ghost',
      TEXT.replace('y = 2;', 'ghost g = 1; y = 2;').replace('int', 'ghost int 0..3 g; int'),
    ],
    ['a property', `${TEXT} always low: x < 3;`],
    ['another initial value', TEXT.replace('x, y;', 'x, y = 3;')],
  ])('stays with %s', (_, text) => {
    expect(fingerprint(text)).toBe(fingerprint(TEXT));
  });

  it.each([
    ['a statement more', TEXT.replace('y = 2;', 'y = 2; y = 1;')],
    ['a statement less', TEXT.replace('y = 2;', '')],
    ['another statement', TEXT.replace('y = 2;', 'y = 3;')],
    ['another order', TEXT.replace('set(); y = 2;', 'y = 2; set();')],
    ['another name of a function', TEXT.replaceAll('set(', 'put(')],
    ['two statements that are one step', TEXT.replace('set(); y = 2;', 'atomic { set(); y = 2; }')],
    ['two tasks the other way round', TEXT.replace(/(task a .*?\}) (task b .*)/, '$2 $1')],
  ])('changes with %s', (_, text) => {
    expect(fingerprint(text)).not.toBe(fingerprint(TEXT));
  });

  it('changes with an option that changes the steps', () => {
    expect(fingerprint(TEXT, true)).not.toBe(fingerprint(TEXT, false));
  });

  it('is another one for each kernel of the hole punch', () => {
    const program = scenarioProgram('hole-punch');
    const all = program.kernels.map((kernel) => {
      const config = kernelConfig(program, kernel);
      return config === null ? kernel.name : buildModel(program, config).fingerprint;
    });
    expect(new Set(all).size).toBe(program.kernels.length);
  });
});
