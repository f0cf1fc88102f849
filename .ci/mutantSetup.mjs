// Before each test file that `npm run mutate` runs: the same random programs for every mutant, and afterwards
// which counters the file came by.
import fc from 'fast-check';
import { afterAll } from 'vitest';

fc.configureGlobal({ seed: 1 });

// oxlint-disable-next-line no-empty-pattern -- Vitest wants to see which fixtures it takes
afterAll(({}, suite) => {
  const { __stryker__: counters } = /** @type {any} */ (globalThis);
  /** @type {any} */ (suite.meta).counted = Object.keys(counters?.mutantCoverage?.static ?? {});
});
