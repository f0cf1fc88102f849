import { describe, expect, it } from 'vitest';
import type { Program } from '../../lang/program/program.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { findConfiguration, linkConfiguration } from './linkedConfiguration.ts';
import {
  brokenRequire,
  configurationOf,
  fittedConfiguration,
  namedConfiguration,
  openingConfiguration,
  withKernel,
} from './namedConfiguration.ts';

function programOf(declarations: string): Program {
  const text = `
    title "Options";
    tokens { ZERO, A };
    struct slot { data value; };
    struct slot S;
    task store 's' { S.value = A; }
    finally stored "the store arrives": S.value == A;
    expect stored holds;
    ${declarations}`;
  const { program, diagnostics } = loadProgram('options', text, new Map());
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

const options = `
  change locks "the fault path locks the page";
  change fill = none | shared "who holds off filling";
  world page = absent | cached "whether the page is there";
  require fill == shared => locks;
  require page == cached => !locks || fill == shared;
`;
const kernels = `
  kernel "old" = { };
  kernel "mid" = { locks };
  kernel "new" = { locks, fill: shared };
`;
const program = programOf(options + kernels);
const config = (locks: boolean, fill: string, page: string) => ({ locks, fill, page });

describe('a scenario opens', () => {
  it.each([
    ['on its first kernel', options + kernels, 'old'],
    ['on the kernel that it says', `${options}${kernels} opens "mid";`, 'mid'],
    ['with its defaults where it names no kernel', options, null],
  ])('%s', (_what, declarations, kernel) => {
    const opening = openingConfiguration(programOf(declarations));
    expect(opening).toEqual({ kernel, config: config(kernel === 'mid', 'none', 'absent') });
  });
});

describe('a kernel', () => {
  it('is chosen in the world on the stage', () => {
    const chosen = withKernel(program, config(false, 'none', 'cached'), 'new');
    expect(chosen).toEqual({ kernel: 'new', config: config(true, 'shared', 'cached') });
  });

  it('is chosen in its own world where the two do not go together', () => {
    const chosen = withKernel(program, config(false, 'none', 'cached'), 'mid');
    expect(chosen).toEqual({ kernel: 'mid', config: config(true, 'none', 'absent') });
  });

  it('that does not exist is none', () => {
    expect(withKernel(program, config(false, 'none', 'absent'), 'newer')).toBe(null);
    expect(namedConfiguration(program, 'newer')).toBe(null);
  });

  it('is known by its changes, in every world', () => {
    expect(configurationOf(program, config(true, 'shared', 'cached')).kernel).toBe('new');
    expect(configurationOf(programOf(options), config(false, 'none', 'absent')).kernel).toBe(null);
  });
});

describe('a set of options', () => {
  it('that does not go together is said in the words of the scenario', () => {
    expect(brokenRequire(program, config(false, 'shared', 'absent'))).toBe(
      'fill == shared => locks',
    );
    expect(brokenRequire(program, config(true, 'shared', 'absent'))).toBe(null);
  });

  it('is kept in another text as far as that has its options', () => {
    const before = { kernel: 'new', config: config(true, 'shared', 'cached') };
    const fitted = fittedConfiguration(
      programOf(
        options
          .replace('absent | cached', 'absent | lost')
          .replace('page == cached', 'page == lost') + kernels,
      ),
      before,
    );
    expect(fitted).toEqual({ kernel: 'new', config: config(true, 'shared', 'absent') });
  });

  it('that does not go together in another text is the kernel’s own', () => {
    const before = { kernel: 'mid', config: config(true, 'none', 'absent') };
    const stricter = programOf(
      `${options}${kernels} require page == absent => !locks || fill == shared;`.replace(
        'kernel "mid" = { locks };',
        '',
      ),
    );
    expect(fittedConfiguration(stricter, before)).toEqual(openingConfiguration(stricter));
  });
});

describe('in a link', () => {
  it.each([
    [config(false, 'none', 'absent'), { kernel: 'old', options: {} }],
    [config(true, 'shared', 'cached'), { kernel: 'new', options: { page: 'cached' } }],
  ])('%j is said by what differs from its kernel, and found again', (chosen, linked) => {
    const configuration = configurationOf(program, chosen);
    expect(linkConfiguration(program, configuration)).toEqual(linked);
    expect(findConfiguration(program, linked)).toEqual({ configuration, problems: [] });
  });
});
