// One link of every kind and version that the page has written. A row is never changed: whoever has such a link opens it.
import { expect, it } from 'vitest';
import { scenarioNames } from '../../check/catalogue/catalogue.ts';
import { FIRST_SCENARIO } from '../../check/catalogue/scenarioUses.ts';
import { DEFAULT_LIMITS } from '../../check/verdict/checkConfiguration.ts';
import { allTexts } from '../../check/source/library.ts';
import { libraryOf } from '../state/library.ts';
import { hostSession } from './toySession.testing.ts';

const catalogue = libraryOf(allTexts, scenarioNames, FIRST_SCENARIO);

/** The link, then the scenario, the kernel and the step that it opens. */
const LINKS: readonly (readonly [string, string, string, string | null, number])[] = [
  ['a scenario', '#/hole-punch', 'hole-punch', '2.6.23', 0],
  ['a kernel', '#/hole-punch/5.15', 'hole-punch', '5.15', 0],
  ['an option', '#/hole-punch/2.6.23,page=cached', 'hole-punch', '2.6.23', 0],
  ['a run and a step', '#/hole-punch/2.6.23/f6p5@7', 'hole-punch', '2.6.23', 7],
  ['a run without a step', '#/hole-punch/2.6.23/f6p5', 'hole-punch', '2.6.23', 11],
  ['a text, version 1', '#/x.race:1.d0kf.gRydxQMA', 'x.race', null, 0],
];

it.each(LINKS)('%s: %s', (_, hash, scenario, kernel, step) => {
  const { state, noticed } = hostSession(hash, catalogue, DEFAULT_LIMITS);
  const { configuration, playback } = state();
  expect([state().scenario, configuration.kernel, playback.cursor]).toEqual([
    scenario,
    kernel,
    step,
  ]);
  expect(noticed()).toEqual([]);
});
