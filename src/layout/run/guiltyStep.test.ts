import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../check/explain/explanation.ts';
import { fixtureRun, SCRIPT } from '../time/fixtureRun.testing.ts';
import { guiltyStep } from './guiltyStep.ts';

const run = fixtureRun(SCRIPT.length);
const breach = run.moments.findIndex(({ world, step }) => [...world.broken, ...(step?.breaks ?? [])].length > 0); // prettier-ignore
const broken = 'no_foreign_write';

function explained(property: string, guilty: number | null): Explanation {
  const words = { property, violation: '', cause: '', enough: null, outdated: null, idiom: null };
  return { ...words, orders: [], slice: [], steps: [], guilty, states: 1 };
}

describe('the guilty step', () => {
  it.each([
    ['of a run that is not explained is the one that breaks', breach, null, breach],
    ['is none where nothing breaks', breach - 1, null, null],
    ['is none at the start', 0, null, null],
    ['of an explained run is the last access that mattered', breach, explained(broken, 7), 7],
    ['of another property says nothing of this one', breach, explained('other', 7), breach],
  ])('%s', (_, now, explanation, step) => {
    expect(guiltyStep(run, now, explanation)).toBe(step);
  });
});
