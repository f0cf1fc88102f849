// Searches that nobody asked for: when they begin, what they give way to, and when they are left out.
import { describe, expect, it } from 'vitest';
import type { Report } from '../../check/verdict/report.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { type FixPlan, selectFixPlan } from './fixPlan.ts';
import type { Library } from '../state/library.ts';
import { selectMatrix, selectStopped } from './matrix.ts';
import { configKey } from '../state/replayers.ts';
import { selectIdle } from '../state/select.ts';
import type { SessionState } from '../state/store.ts';
import { counterText, hostSession, toyLibrary, toySession } from '../session/toySession.testing.ts';

/** As many switches: two to that power configurations. */
function switches(count: number): string {
  const names = Array.from({ length: count }, (_, i) => `c${i}`);
  return `title "Switches";
${names.map((name) => `change ${name} "${name}";`).join('\n')}
int 0..1 n;
task one 'a' { ${names.map((name) => `if (${name}) n = 1;`).join(' ')} n = 0; }
finally zero "it is zero": n == 0;
`;
}

function sessionOf(text: string) {
  const load = () => loadProgram('one', text, new Map());
  const library: Library = { ...toyLibrary, names: ['one'], first: 'one', load, loadText: load };
  return hostSession('', library, { maxStates: 10_000, maxBytes: 10_000_000 });
}

/** What would be planned with that on record of the configuration on the stage. */
function planAfter(state: SessionState, change: Partial<Report>): FixPlan {
  const key = configKey(state.configuration.config);
  const check = state.checks.get(key);
  if (check?.kind !== 'done') throw new Error('the stage is answered first');
  const report: Report = { ...check.report, ...change };
  return selectFixPlan({ ...state, checks: new Map([[key, { kind: 'done', report }]]) });
}

describe('searches in the background', () => {
  it('wait for the answer on the stage', () => {
    const { state, answer } = toySession('');
    expect(selectFixPlan(state())).toEqual({ kind: 'later' });
    answer();
    expect(selectFixPlan(state())).toEqual({ kind: 'search' });
  });

  it('are none where there is one set of changes', () => {
    const { state, answerAll } = toySession('#/choice');
    answerAll();
    expect(selectFixPlan(state())).toEqual({ kind: 'none' });
  });

  it.each<[string, Partial<Report>, FixPlan]>([
    ['quick', { ms: 1999 }, { kind: 'search' }],
    ['slow', { ms: 2300 }, { kind: 'on-request', why: { kind: 'slow', ms: 2300 } }],
    [
      'as large as a limit',
      { limits: ['states 2000000'] },
      { kind: 'on-request', why: { kind: 'limit', limit: 'states 2000000' } },
    ],
    ['left open by the text itself', { limits: ['range of count'] }, { kind: 'search' }],
  ])('after one that was %s', (_, change, plan) => {
    const { state, answer } = toySession('');
    answer();
    expect(planAfter(state(), change)).toEqual(plan);
  });

  it('are left to a person where there are many', () => {
    const { session, state, asked, answerAll } = sessionOf(switches(7));
    answerAll();
    expect([asked.length, selectIdle(state()), selectMatrix(state())]).toEqual([1, true, null]);
    expect(selectFixPlan(state())).toEqual({ kind: 'on-request', why: { kind: 'many' } });
    session.findFixes();
    answerAll();
    expect(asked.length).toBe(128);
    expect(selectMatrix(state())?.fixes[0]?.sets).toHaveLength(1);
    session.editSource(`${switches(7)}// edited\n`);
    answerAll();
    expect(asked.length).toBe(129);
  });

  it('go up to the most that is searched unasked', () => {
    const { asked, answerAll } = sessionOf(switches(6));
    answerAll();
    expect(asked.length).toBe(64);
  });
});

describe('a search in the background', () => {
  /** The third of three configurations is being searched. */
  function atWork() {
    const host = toySession('');
    host.answer();
    host.answer();
    expect(host.asked.map(({ cancelled }) => cancelled)).toEqual([false, false, false]);
    return host;
  }

  it('gives way to a run that plays, and goes on after it', () => {
    const { session, state, asked, wait, answerAll } = atWork();
    session.playWitness('agree', 'shortest');
    expect([asked[2]?.cancelled, asked.length, selectIdle(state())]).toEqual([true, 3, false]);
    wait(20_000);
    expect(state().playing).toBe(false);
    expect(asked.length).toBe(4);
    answerAll();
    expect(selectMatrix(state())?.searched).toBe(3);
  });

  it('gives way to a person who types, and to the text that they wrote', () => {
    const { session, asked, wait, state, answerAll } = atWork();
    session.typeText(null, counterText.replace('S.stale = false;', 'S.stale = true;'));
    expect([asked[2]?.cancelled, asked.length]).toEqual([true, 3]);
    wait(150);
    expect(asked[3]?.request.source.name).toBe('counter.race');
    answerAll();
    expect(selectMatrix(state())).toMatchObject({ searched: 3, configurations: 3 });
  });

  it('gives way to another configuration on the stage, and is it where that is what it searches', () => {
    const { session, asked, answer } = sessionOf(switches(2));
    answer();
    session.setOption('c0', true);
    expect(asked.map(({ cancelled }) => cancelled)).toEqual([false, true, false]);
    expect(asked[2]?.request.config).toEqual({ c0: true, c1: false });
    const other = atWork();
    other.session.setOption('begun', 'yes');
    expect(other.asked.map(({ cancelled }) => cancelled)).toEqual([false, false, false]);
  });

  it('is ended by a person, and asked for again', () => {
    const { session, state, asked, answerAll } = atWork();
    session.stopChecking();
    expect([asked[2]?.cancelled, selectIdle(state()), selectStopped(state())]).toEqual([
      true,
      true,
      true,
    ]);
    session.findFixes();
    answerAll();
    expect([selectStopped(state()), selectMatrix(state())?.searched]).toEqual([false, 3]);
  });

  it('leaves nothing waiting that nobody wants any more', () => {
    const { session, state, answer } = sessionOf(`${switches(7)}kernel "plain" = { };\n`);
    session.setOption('c0', true);
    session.setOption('c1', true);
    session.chooseKernel('plain');
    while (answer());
    expect(selectIdle(state())).toBe(true);
  });
});

describe('what was found', () => {
  it('of a text is found again when it comes back', () => {
    const { session, state, asked, answerAll } = toySession('');
    answerAll();
    session.openScenario('choice');
    answerAll();
    expect(asked.length).toBe(4);
    session.openScenario('counter');
    expect(
      selectIdle({
        ...state(),
        pending: {
          text: false,
          address: false,
          motion: false,
          codec: false,
          texts: false,
          parts: 0,
          files: 0,
        },
      }),
    ).toBe(true);
    expect([asked.length, selectMatrix(state())?.searched]).toEqual([4, 3]);
  });

  it('is not taken for another text’s', () => {
    const { session, asked, answerAll } = toySession('');
    answerAll();
    session.editSource(counterText.replace('S.stale = false;', 'S.stale = true;'));
    answerAll();
    expect(asked.length).toBe(6);
    session.editSource(counterText);
    answerAll();
    expect(asked.length).toBe(6);
  });
});
