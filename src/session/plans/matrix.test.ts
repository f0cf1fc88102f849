// All combinations of fixes, and the question why, in a whole session without a browser.
import { describe, expect, it } from 'vitest';
import { selectMatrix, selectSets } from './matrix.ts';
import { selectFinding, selectIdle, selectSchedule } from '../state/select.ts';
import { toySession } from '../session/toySession.testing.ts';
import { whyOf } from './whyPlan.ts';

const OLD = '#/counter/old';

describe('the fix matrix', () => {
  it('is searched by itself, after the kernels', () => {
    const { asked, state, answer } = toySession(OLD);
    answer();
    answer();
    expect(selectMatrix(state())).toMatchObject({ searched: 2, configurations: 3, fixes: [] });
    expect(selectIdle(state())).toBe(false);
    answer();
    expect(asked).toHaveLength(3);
    expect(selectIdle(state())).toBe(true);
    const matrix = selectMatrix(state());
    const fixes = matrix?.fixes.find(({ property }) => property === 'agree');
    expect(fixes?.sets.map(({ changes }) => changes)).toEqual([{ guarded: true }]);
    expect(selectSets(state().program)).toBe(2);
  });

  it('plays the witness of a cell on its own kernel', () => {
    const { session, state, answerAll, wait } = toySession('#/counter/new');
    session.toggleMatrix();
    expect(state().matrix).toEqual({ asked: true, open: true });
    answerAll();
    const [old] = selectMatrix(state())?.rows ?? [];
    const cell = old?.cells.find(({ property }) => property === 'agree');
    session.showCell(cell?.broken?.config ?? {}, 'agree', cell?.broken?.witness ?? null);
    wait(10_000);
    expect(state().matrix.open).toBe(false);
    expect(state().configuration.kernel).toBe('old');
    expect(selectFinding(state())?.property).toBe('agree');
    expect(selectSchedule(state())).toBe(cell?.broken?.witness);
  });

  it('is forgotten with the scenario', () => {
    const { session, state, answerAll } = toySession(OLD);
    session.findFixes();
    answerAll();
    session.openScenario('choice');
    expect(state().matrix).toEqual({ asked: false, open: false });
  });
});

describe('why', () => {
  it('is answered for the witness that was asked of, on its kernel alone', () => {
    const { session, state, answerAll } = toySession(OLD);
    answerAll();
    const witness = selectFinding(state())?.witness ?? '';
    expect(whyOf(state(), 'agree', witness)).toBeNull();
    session.askWhy('agree', witness);
    const answer = whyOf(state(), 'agree', witness);
    expect(answer).toMatchObject({ kind: 'done', report: { property: 'agree', witness } });
    expect(whyOf(state(), 'untouched', witness)).toBeNull();
    session.chooseKernel('new');
    expect(whyOf(state(), 'agree', witness)).toBeNull();
  });

  it('leads to a step of that run', () => {
    const { session, state, answerAll, take } = toySession(OLD);
    answerAll();
    const witness = selectFinding(state())?.witness ?? '';
    take('p');
    session.showStep(witness, 2);
    expect(selectSchedule(state())).toBe(witness);
    expect(state().playback.cursor).toBe(2);
  });
});
