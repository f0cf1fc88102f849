import { describe, expect, it } from 'vitest';
import type { CheckRequest } from './checkerMessage.ts';
import { namedConfiguration } from '../link/namedConfiguration.ts';
import { assert } from '../../base/assert.ts';
import { type ProgramSource, sourceOf } from '../source/programSource.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { searchRequest } from './searchRequest.ts';
import { FIRST_SCENARIO } from '../catalogue/scenarioUses.ts';

/** The texts of a scenario of the catalogue. */
function ofCatalogue(name: string): ProgramSource {
  const program = loadScenario(name)?.program ?? null;
  assert(program !== null, `the catalogue has ${name}`);
  return sourceOf(program);
}

const mine = (text: string): ProgramSource => ({ name: 'mine', text, library: new Map() });

const limits = { maxStates: 1_000_000, maxBytes: 500_000_000 };
const request = (change: Partial<CheckRequest>): CheckRequest => ({
  source: ofCatalogue(FIRST_SCENARIO),
  config: {},
  limits,
  ...change,
});

function answer(asked: CheckRequest) {
  const search = searchRequest(asked, () => 0);
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

const small = `
title "One store";
tokens { ZERO, A };
struct slot { data value; };
struct slot S;
task store 's' { S.value = A; }
finally stored "the store arrives": S.value == A;
expect stored holds;
`;

describe('a request', () => {
  it('for a scenario of the catalogue is searched', () => {
    const program = loadScenario(FIRST_SCENARIO)?.program;
    const config = program ? (namedConfiguration(program, null)?.config ?? {}) : {};
    expect(answer(request({ config }))).toMatchObject({ scenario: FIRST_SCENARIO, limits: [] });
  });

  it('for another text is searched in that text', () => {
    const report = answer(request({ source: mine(small) }));
    expect(report.findings.find(({ property }) => property === 'stored')?.verdict).toBe('holds');
  });

  it('is searched with the reductions that it names, and the report says which', () => {
    const asked = request({ source: mine(small), reduce: ['order', 'merge'] });
    expect(answer(asked)).toMatchObject({ reduce: ['merge', 'order'] });
    expect(answer({ ...asked, reduce: [] })).toMatchObject({ reduce: [] });
  });

  it('for a reduction that there is not is refused in one line', () => {
    const asked: unknown = { ...request({ source: mine(small) }), reduce: ['most'] };
    expect(() => answer(asked as CheckRequest)).toThrow('there is no reduction “most”');
  });

  it.each([
    ['task task', 'mine: '],
    ['use "page.race";', 'mine: the library has no file'],
  ])('whose text is %s is refused in one line', (text, message) => {
    expect(() => answer(request({ source: mine(text) }))).toThrow(message);
  });
});
