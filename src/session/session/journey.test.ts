// What a visitor does with the first scenario, in the order of the page's own promise: the whole
// session with the real scenario, the real search and the real address, only without a browser.

import { expect, it } from 'vitest';
import { scenarioNames } from '../../check/catalogue/catalogue.ts';
import { FIRST_SCENARIO } from '../../check/catalogue/scenarioUses.ts';
import { DEFAULT_LIMITS } from '../../check/verdict/checkConfiguration.ts';
import { allTexts } from '../../check/source/library.ts';
import { libraryOf } from '../state/library.ts';
import {
  selectHash,
  selectIdle,
  selectMoment,
  selectProperty,
  selectWitnessKind,
} from '../state/select.ts';
import { hostSession } from './toySession.testing.ts';

const catalogue = libraryOf(allTexts, scenarioNames, FIRST_SCENARIO);

it('a visitor follows the bad run, sees where the fixed kernel blocks, and shares that step', () => {
  const { session, state, answerAll, reported, wait, bar, noticed } = hostSession(
    '',
    catalogue,
    DEFAULT_LIMITS,
  );
  expect(state().scenario).toBe('hole-punch');
  answerAll();
  expect(selectIdle(state())).toBe(true);

  const stops: string[] = [];
  for (let stop = 0; stop < 100 && selectMoment(state()).world.broken.length === 0; stop++) {
    session.send({ type: 'play' });
    while (state().playing) wait(50);
    stops.push(reported()[0] ?? '');
    if (stops.at(-1)?.includes(' breaks ')) break;
  }
  expect(selectWitnessKind(state())).toBe('shortest');
  expect(selectProperty(state())).toBe('no_foreign_write');
  expect(stops.at(-1)).toContain('flush breaks no_foreign_write');
  expect(stops.some((stop) => stop.includes('page_table_lock'))).toBe(false);
  expect(stops.some((stop) => stop.includes('PG_locked'))).toBe(true);

  session.chooseKernel('5.15');
  expect(state().followed?.divergence?.stop).toMatchObject({
    kind: 'blocked',
    on: { field: 'invalidate_lock' },
  });
  expect(noticed().join()).toMatch(
    /^Here 5.15 blocks \w+: it waits for F.i_data.invalidate_lock, held by \w+$/,
  );

  answerAll();
  wait(500);
  const elsewhere = hostSession(bar.read(), catalogue, DEFAULT_LIMITS);
  expect(selectHash(elsewhere.state())).toBe(bar.read());
  expect(selectMoment(elsewhere.state())).toEqual(selectMoment(state()));
  expect(elsewhere.reported()).toEqual(reported());
});
