// What each reduction saves, and searching with them, in a whole session without a browser.
import { describe, expect, it } from 'vitest';
import type { Checker, CheckNews } from '../../check/worker/checkerClient.ts';
import { REDUCTIONS } from '../../check/verdict/reductions.ts';
import { selectFinding, selectIdle, selectOffer, selectReport } from '../state/select.ts';
import { selectReducible, selectReductions, selectSpace } from './spacePlan.ts';
import {
  counterText,
  hostSession,
  toyLibrary,
  toyLimits,
  toySession,
} from '../session/toySession.testing.ts';

describe('the state space', () => {
  it('is counted when somebody looks, in every way, and the search on the stage is one of them', () => {
    const { session, state, answerAll } = toySession('');
    session.showSpace(true);
    expect(selectSpace(state())).toBeNull();
    answerAll();
    const answer = selectSpace(state());
    expect(answer?.kind).toBe('done');
    expect(answer?.counts.map(({ reduce }) => reduce.join('+'))).toEqual([
      '',
      ...REDUCTIONS,
      REDUCTIONS.join('+'),
    ]);
    expect(answer?.counts[0]?.report).toBe(selectReport(state()));
    const states = answer?.counts.map(({ report }) => report?.states ?? 0) ?? [];
    expect(Math.max(...states)).toBe(states[0]);
    expect(selectIdle(state())).toBe(true);
  });

  it('is not counted where nobody looks', () => {
    const { state, answerAll } = toySession('');
    answerAll();
    expect(selectSpace(state())).toBeNull();
  });

  it('is that of the stage: another kernel or text is counted again, and only what is new', () => {
    const { session, state, answerAll } = toySession('');
    answerAll();
    session.showSpace(true);
    const before = selectSpace(state());
    session.chooseKernel('new');
    expect(selectSpace(state())?.counts[0]?.report?.kernel).toBe('new');
    session.editSource(counterText.replace('S.stale = false;', 'S.stale = true;'));
    expect(selectSpace(state())).toBeNull();
    answerAll();
    session.editSource(counterText);
    session.chooseKernel('old');
    expect(selectSpace(state())?.counts).toEqual(before?.counts);
  });

  it('is counted no further when a person ends it, and taken up where it was', () => {
    const answers: ((news: CheckNews) => void)[] = [];
    const ended: number[] = [];
    const measurer: Checker = {
      start: (_, hear) => {
        const number = answers.push(hear);
        return () => void ended.push(number);
      },
      close: () => {},
    };
    const { session, state, answerAll } = hostSession('', toyLibrary, toyLimits, null, {
      measurer,
    });
    session.showSpace(true);
    answerAll();
    const report = selectReport(state());
    expect([selectSpace(state())?.kind, selectIdle(state())]).toEqual(['running', false]);
    if (report !== null) answers[0]?.({ kind: 'done', report });
    session.stopCounting();
    answerAll();
    const stopped = selectSpace(state());
    expect([stopped?.kind, ended, selectIdle(state())]).toEqual(['stopped', [2], true]);
    expect(stopped?.counts.map((count) => count.report !== null).slice(0, 3)).toEqual([
      true,
      true,
      false,
    ]);
    session.showSpace(false);
    session.showSpace(true);
    expect([selectSpace(state())?.kind, answers.length]).toEqual(['running', 3]);
    answers[2]?.({ kind: 'failed', message: 'no room' });
    expect(selectSpace(state())).toMatchObject({ kind: 'failed', message: 'no room' });
  });
});

describe('reductions', () => {
  it('are off until somebody switches them on, one by one or all', () => {
    const { session, state } = toySession('');
    expect(selectReductions(state()).map(({ on }) => on)).toEqual(REDUCTIONS.map(() => false));
    session.switchReduction('order', true);
    session.switchReduction('merge', true);
    expect(state().reduce).toEqual(['merge', 'order']);
    session.switchReduction('merge', false);
    expect(state().reduce).toEqual(['order']);
    session.switchReductions(true);
    expect([state().reduce, selectReducible(state())]).toEqual([REDUCTIONS, false]);
  });

  it('search everything again, with the same verdicts, and the other way round', () => {
    const { session, state, asked, answerAll } = toySession('');
    answerAll();
    const whole = selectReport(state());
    const verdicts = whole?.findings.map(({ property, verdict }) => [property, verdict]);
    session.switchReductions(true);
    expect(asked.at(-1)?.request.reduce).toEqual(REDUCTIONS);
    answerAll();
    expect(asked.length).toBe(6);
    const reduced = selectReport(state());
    expect(reduced?.reduce).toEqual(REDUCTIONS);
    expect(reduced?.findings.map(({ property, verdict }) => [property, verdict])).toEqual(verdicts);
    session.switchReductions(false);
    expect([selectReport(state()), asked.length]).toEqual([whole, 6]);
  });

  it('end a search that runs without them', () => {
    const { session, asked } = toySession('');
    session.switchReduction('order', true);
    expect(asked.map(({ cancelled, request }) => [cancelled, request.reduce])).toEqual([
      [true, []],
      [false, ['order']],
    ]);
  });

  it('promise no shortest run', () => {
    const { session, state, answerAll } = toySession('');
    answerAll();
    expect(selectOffer(state())).toMatchObject({ kind: 'witness', shortest: true });
    session.switchReductions(true);
    answerAll();
    expect(selectFinding(state())?.witness).not.toBeNull();
    expect(selectOffer(state())).toMatchObject({ kind: 'witness', shortest: false });
  });
});
