// Every run that the page is asked to show, opened by its address in the whole session, only without a browser; e2e/catalogue.spec.ts
// opens some of them in one.

import { beforeAll, expect, it } from 'vitest';
import { scenarioNames } from '../../check/catalogue/catalogue.ts';
import { FIRST_SCENARIO } from '../../check/catalogue/scenarioUses.ts';
import { reports } from '../../check/catalogue/catalogueReports.testing.ts';
import { SHOWN_BY_NO_RUN, witnessLinks } from '../../check/link/witnessLinks.testing.ts';
import { allTexts } from '../../check/source/library.ts';
import { DEFAULT_LIMITS } from '../../check/verdict/checkConfiguration.ts';
import { libraryOf } from '../state/library.ts';
import { selectHash, selectMoment } from '../state/select.ts';
import { hostSession } from './toySession.testing.ts';

const catalogue = libraryOf(allTexts, scenarioNames, FIRST_SCENARIO);

beforeAll(() => void reports(), 600_000);

it.each(scenarioNames)('%s is opened at the last step of each of its witnesses', (scenario) => {
  const links = witnessLinks(scenario);
  expect(links).not.toEqual([]);
  for (const { hash, kernel, property, steps, verdicts } of links) {
    const { session, state, noticed } = hostSession(hash, catalogue, DEFAULT_LIMITS);
    const where = `${kernel}: ${property}`;
    const { cursor, run } = state().playback;
    expect([cursor, run.moments.length - 1, noticed()], where).toEqual([steps, steps, []]);
    expect(selectHash(state()), where).toBe(hash);
    const { step, world } = selectMoment(state());
    const broken = [...(step?.breaks ?? []), ...world.broken];
    expect(
      broken.filter((name) => verdicts[name] !== 'violated'),
      where,
    ).toEqual([]);
    if (property !== SHOWN_BY_NO_RUN) expect(broken, where).toContain(property);
    session.close();
  }
});
