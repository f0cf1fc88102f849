// Two kernels side by side, through the session: by key, by permalink, from the list of kernels.

import { describe, expect, it } from 'vitest';
import { phraseText } from '../player/explanation.ts';
import { besidePosition, selectBeside, selectSideFindings } from '../stage/beside.ts';
import { selectHash, selectSchedule } from '../state/select.ts';
import type { SessionState } from '../state/store.ts';
import { pressKey } from './commands.ts';
import { toySession } from './toySession.testing.ts';

const noClaims = new Set<never>();
const press = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false };

/** `old|new fpp@2`, and where and how they part. */
function shown(state: SessionState): string {
  const beside = selectBeside(state);
  if (beside === null) return 'one kernel';
  const { left, right, difference } = beside;
  const parts = difference && `${difference.at}: ${phraseText(difference.phrase)}`;
  const at = `${state.playback.cursor}|${besidePosition(beside, state.playback.cursor)}`;
  return `${left.name}|${right.name} ${selectSchedule(state)}@${at}; ${parts}`;
}

describe('the key', () => {
  it('puts a witness on both kernels, at the step that the other one blocks, and closes them again', () => {
    const { session, state, answerAll } = toySession('#/counter/old');
    answerAll();
    pressKey(session, { key: 'c', ...press }, noClaims);
    expect(shown(state())).toBe(
      'old|new fp2f@2|2; 2: new blocks punch here: it waits for S.guard, held by fault',
    );
    pressKey(session, { key: 'c', ...press }, noClaims);
    expect(shown(state())).toBe('one kernel');
  });

  it('puts the kernel that breaks the property to the left, wherever it is asked', () => {
    const { session, state, answerAll } = toySession('#/counter/new');
    session.chooseProperty('agree');
    answerAll();
    session.toggleComparison();
    expect(shown(state())).toMatch(/^old\|new /);
  });
});

describe('a comparison', () => {
  it('follows the steps of the stage', () => {
    const { session, state, answerAll } = toySession('#/counter/old!new');
    answerAll();
    session.send({ type: 'take', task: 0, choice: null });
    expect(shown(state())).toMatch(/^old\|new f@1\|\d; 0: In new fault takes a step of its own: mutex_lock/); // prettier-ignore
  });

  it('says what the searches found on both sides', () => {
    const { session, state, answerAll } = toySession('#/counter/old!new');
    session.chooseProperty('agree');
    answerAll();
    const found = selectSideFindings(state());
    expect([found?.left?.verdict, found?.right?.verdict]).toEqual(['violated', 'holds']);
  });

  it('changes sides', () => {
    const { session, state } = toySession('#/counter/old!new');
    session.swapSides();
    expect(shown(state())).toMatch(/^new\|old /);
  });

  it('takes another kernel to the right', () => {
    const { session, state } = toySession('#/counter/old!new');
    session.setBeside('old');
    expect(shown(state())).toMatch(/^old\|old /);
  });

  it('ends with another scenario', () => {
    const { session, state } = toySession('#/counter/old!new');
    session.openScenario('choice');
    expect(shown(state())).toBe('one kernel');
  });
});

describe('a permalink', () => {
  it('opens both kernels at its step, and the address keeps them', () => {
    const { state } = toySession('#/counter/old!new/fp@1');
    expect(shown(state())).toMatch(/^old\|new fp@1\|/);
    expect(selectHash(state())).toMatch(/^#\/counter\/old!new\/fp@1~/);
  });

  it('to a kernel that there is not says so', () => {
    const { noticed } = toySession('#/counter/old!newx');
    expect(noticed()[0]).toContain('no kernel “newx”');
  });
});
