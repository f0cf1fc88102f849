import { describe, expect, it } from 'vitest';
import type { CheckRequest } from './checkerMessage.ts';
import { namedConfiguration } from '../link/namedConfiguration.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { searchRequest } from './searchRequest.ts';
import { FIRST_SCENARIO } from '../catalogue/catalogue.ts';

const limits = { maxStates: 1_000_000, maxBytes: 500_000_000 };
const request = (change: Partial<CheckRequest>): CheckRequest => ({
  scenario: FIRST_SCENARIO,
  text: null,
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
    const report = answer(request({ scenario: 'mine', text: small }));
    expect(report.findings.find(({ property }) => property === 'stored')?.verdict).toBe('holds');
  });

  it('is searched with the reductions that it names, and the report says which', () => {
    const asked = request({ scenario: 'mine', text: small, reduce: ['order', 'merge'] });
    expect(answer(asked)).toMatchObject({ reduce: ['merge', 'order'] });
    expect(answer({ ...asked, reduce: [] })).toMatchObject({ reduce: [] });
  });

  it('for a reduction that there is not is refused in one line', () => {
    const asked: unknown = { ...request({ text: small }), reduce: ['most'] };
    expect(() => answer(asked as CheckRequest)).toThrow('there is no reduction “most”');
  });

  it.each([
    [{ scenario: 'nowhere' }, 'there is no scenario nowhere'],
    [{ scenario: 'mine', text: 'task task' }, 'mine: '],
  ])('%j is refused in one line', (change, message) => {
    expect(() => answer(request(change))).toThrow(message);
  });
});
