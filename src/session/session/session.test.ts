import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { formatSchedule } from '../../model/world/schedule.ts';
import { commandById, commands, pressKey } from './commands.ts';
import { restMs } from '../address/address.ts';
import { parseLink } from '../../check/link/link.ts';
import { openLinked } from '../address/opening.ts';
import { withFiles } from '../state/ownFile.ts';
import {
  selectFinding,
  selectHash,
  selectIdle,
  selectKernels,
  selectMoment,
  selectOffer,
  selectProperty,
  selectSchedule,
  selectWitnessKind,
} from '../state/select.ts';
import type { SessionState } from '../state/store.ts';
import {
  choiceText,
  counterText,
  memoryStorage,
  toyLibrary,
  toySession,
} from './toySession.testing.ts';

const schedule = ({ playback, model }: SessionState) =>
  formatSchedule(playback.run.moves, model.tasks);
const place = (state: SessionState) =>
  `${state.configuration.kernel} ${schedule(state)}@${state.playback.cursor}`;
const fingerprint = (kernel: string) => {
  const { session, state } = toySession('');
  session.chooseKernel(kernel);
  return state().model.fingerprint;
};
const old = fingerprint('old');

describe('an address opens', () => {
  it.each<[string, string]>([
    ['', 'old @0'],
    ['#/', 'old @0'],
    ['#/counter', 'old @0'],
    ['#/counter/new', 'new @0'],
    ['#/counter/default', 'old @0'],
    ['#/counter/guarded=on', 'new @0'],
    ['#/counter/old,begun=yes', 'old @0'],
    [`#/counter/old/fp2@2~${old}`, 'old fp2@2'],
    [`#/counter/old/f@0~${old}`, 'old f@0'],
  ])('%s at %s', (hash, expected) => {
    const { state, noticed } = toySession(hash);
    expect([place(state()), noticed()]).toEqual([expected, []]);
  });

  it.each<[string, string, string]>([
    ['#/conuter', 'old @0', 'There is no scenario “conuter”; did you mean “counter”?'],
    ['#/x', 'old @0', 'There is no scenario “x”; there are counter, choice'],
    ['#/counter/newx', 'old @0', 'This scenario knows no kernel “newx”; did you mean “new”?'],
    [
      '#/counter/old,gaurded=on',
      'old @0',
      'This scenario has no option “gaurded”; did you mean “guarded”?',
    ],
    [
      '#/counter/old,begun=yess',
      'old @0',
      'The option begun has no value “yess”; did you mean “yes”?',
    ],
    [
      '#/counter/old,guarded=yes',
      'old @0',
      'The option guarded has no value “yes”; there are on, off',
    ],
    [
      '#/counter/new,begun=yes',
      'new @0',
      'These options cannot be combined: begun == yes => !guarded',
    ],
    [
      `#/counter/new/fp@2~zzzz`,
      'new f@1',
      'The model changed: followed 1 of 2 steps; punch cannot take a step: it waits for S.guard, held by fault',
    ],
    [`#/counter/old/fp2@1~zzzz`, 'old fp2@1', 'The model changed: followed 3 of 3 steps'],
    [
      `#/counter/old/fp5@6~${old}`,
      'old fp2@3',
      'Followed 3 of the link’s 6 steps; punch cannot take a step: it has ended',
    ],
    [
      `#/counter/old/fx2@3~${old}`,
      'old f@1',
      'Followed 1 of the link’s 3 steps; no task has the letter “x”: there are f (fault), p (punch)',
    ],
    [
      '#/counter/old/f99999999@1~abcd',
      'old @0',
      'This link is damaged at character 15: the schedule “f99999999” asks for 99999999 steps, and the limit is 1000.',
    ],
  ])('%s at %s and says: %s', (hash, expected, notice) => {
    const { state, noticed, bar } = toySession(hash);
    expect([place(state()), noticed()]).toEqual([expected, [notice]]);
    expect(bar.writes()).toBe(0);
  });

  it('is said in its shortest form where all of it was kept', () => {
    expect(toySession('#/counter/guarded=on').bar.read()).toBe('#/counter/new');
  });
});

describe('the address bar', () => {
  it('follows the steps when they rest, in the same entry', () => {
    const { take, wait, bar, state } = toySession('');
    take('f', 'p');
    expect(state().pending.address).toBe(true);
    wait(restMs);
    expect(bar.entries()).toEqual([`#/counter/old/fp@2~${old}`]);
    expect(state().pending.address).toBe(false);
  });

  it('gets an entry for a kernel and for a scenario, and back goes there with the run of then', () => {
    const { session, take, wait, bar, state } = toySession('');
    take('f', 'p');
    session.chooseKernel('new');
    session.openScenario('choice');
    expect(bar.entries().length).toBe(3);
    bar.back();
    expect(place(state())).toBe('new f@1'.replace('f@1', 'f2@2'));
    bar.back();
    expect(place(state())).toBe('old fp@2');
    wait(restMs);
    expect(bar.entries().length).toBe(3);
    bar.forward();
    bar.forward();
    expect(state().scenario).toBe('choice');
  });

  it('that is typed over is followed', () => {
    const { bar, state, noticed } = toySession('');
    bar.type(`#/counter/old/pf@1~${old}`);
    expect([place(state()), noticed()]).toEqual(['old pf@1', []]);
    bar.type('#/nowhere');
    expect([place(state()), noticed().length]).toEqual(['old pf@1', 1]);
  });

  it('holds exactly what is on the stage', () => {
    const letter = fc.constantFrom('f', 'p');
    const kernel = fc.constantFrom('old', 'new', null);
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 9 }), kernel, fc.nat(9), (letters, next, to) => {
        const { session, take, state } = toySession('');
        take(...letters);
        if (next !== null) session.chooseKernel(next);
        session.send({ type: 'seek', to });
        const { opening } = openLinked(
          parseLink(selectHash(state())),
          withFiles(toyLibrary, new Map()),
          null,
        );
        expect(opening?.run).toEqual({ ...state().playback.run });
        expect(opening?.cursor).toBe(state().playback.cursor);
        expect(opening?.configuration).toEqual(state().configuration);
        expect(selectHash(state()).length).toBeLessThan(80);
      }),
      drawn(60),
    );
  });
});

describe('another kernel', () => {
  it('takes the run over statement by statement, and says where it blocks', () => {
    const { session, take, state, reported, noticed } = toySession('');
    take('f', 'p');
    session.chooseKernel('new');
    expect(place(state())).toBe('new f2@2');
    expect(state().followed).toMatchObject({ inserted: [1], divergence: { task: 1 } });
    expect(noticed()).toEqual(['Here new blocks punch: it waits for S.guard, held by fault']);
    expect(reported()[0]).toBe(
      'The schedule cannot continue: punch cannot take a step: it waits for S.guard, held by fault',
    );
  });

  it('and back again wears nothing off the run', () => {
    const { session, take, state } = toySession('');
    take('f', 'p', 'p', 'f');
    session.send({ type: 'seek', to: 3 });
    session.chooseKernel('new');
    session.chooseKernel('old');
    expect(place(state())).toBe('old fp2f@3');
  });

  it('and back again goes to where one has moved meanwhile', () => {
    const { session, take, state } = toySession('');
    take('f', 'f');
    session.chooseKernel('new');
    expect(place(state())).toBe('new f3@3');
    session.send({ type: 'seek', to: 2 });
    session.chooseKernel('old');
    expect(place(state())).toBe('old f2@1');
  });

  it('after a step of one’s own carries that run', () => {
    const { session, take, state } = toySession('');
    take('f', 'p');
    session.chooseKernel('new');
    take('f');
    expect(state().followed).toBe(null);
    session.chooseKernel('old');
    expect(place(state())).toBe('old f2@2');
  });

  it('says how it followed to the end', () => {
    const { session, take, noticed } = toySession('');
    take('f', 'f');
    session.chooseKernel('new');
    expect(noticed()).toEqual([
      'Followed the whole run of 2 steps on new: 1 step that only it has',
    ]);
  });

  it('keeps the world, where the two go together', () => {
    const { session, state } = toySession('#/counter/old,begun=yes');
    session.chooseKernel('new');
    expect(state().configuration.config).toEqual({ guarded: true, begun: 'no' });
  });

  it('is the name of the options that make it one', () => {
    const { session, state, noticed } = toySession('');
    session.setOption('guarded', true);
    expect(state().configuration.kernel).toBe('new');
    session.setOption('begun', 'yes');
    expect(state().configuration).toEqual({
      kernel: 'new',
      config: { guarded: true, begun: 'no' },
    });
    expect(noticed()).toEqual(['These options cannot be combined: begun == yes => !guarded']);
  });

  it('leaves undo to follow the runs there', () => {
    const { session, take, state } = toySession('');
    take('f', 'f');
    session.send({ type: 'seek', to: 1 });
    take('p');
    session.chooseKernel('new');
    session.send({ type: 'undo' });
    expect(place(state())).toBe('new f3@2');
  });

  it('that is chosen already changes nothing', () => {
    const { session, bar } = toySession('');
    session.chooseKernel('old');
    expect(bar.entries().length).toBe(1);
  });
});

describe('checks', () => {
  it('begin with the stage’s configuration, then ask the named kernels, then the others', () => {
    const { asked, answerAll, state } = toySession('#/counter/new');
    expect(selectIdle(state())).toBe(false);
    answerAll();
    expect(asked.map(({ request }) => request.config)).toEqual([
      { guarded: true, begun: 'no' },
      { guarded: false, begun: 'no' },
      { guarded: false, begun: 'yes' },
    ]);
    expect(selectIdle(state())).toBe(true);
  });

  it('turn to another kernel at once, and come back', () => {
    const { session, asked, answerAll, state } = toySession('');
    session.chooseKernel('new');
    expect(asked.map(({ cancelled }) => cancelled)).toEqual([true, false]);
    answerAll();
    expect([...state().checks.values()].map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(asked.length).toBe(4);
  });

  it('tell their progress and how long they take', () => {
    const { asked, wait, state } = toySession('');
    wait(300);
    const progress = { states: 1, transitions: 2, frontier: 3, depth: 4 };
    asked[0]?.hear({ kind: 'progress', progress });
    expect([...state().checks.values()][0]).toEqual({ kind: 'running', progress, elapsedMs: 300 });
  });

  it('are ended by a person, and asked again', () => {
    const { session, asked, state, answerAll } = toySession('');
    session.stopChecking();
    expect([asked[0]?.cancelled, selectIdle(state())]).toEqual([true, true]);
    expect([...state().checks.values()].map(({ kind }) => kind)).toEqual(['stopped', 'stopped']);
    session.checkAgain();
    answerAll();
    expect([...state().checks.values()].map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
  });

  it('of an older text end, and nothing is heard of them', () => {
    const { session, asked, state } = toySession('');
    session.editSource(counterText.replace('S.stale = false;', 'S.stale = true;'));
    expect(asked.map(({ cancelled }) => cancelled)).toEqual([true, false]);
    expect([...state().checks.values()].map(({ kind }) => kind)).toEqual(['running', 'waiting']);
  });

  it('are kept while the text stays, wherever the address goes', () => {
    const { session, bar, asked, answerAll } = toySession('');
    answerAll();
    session.chooseKernel('new');
    bar.back();
    bar.type('#/counter/old,begun=yes');
    answerAll();
    expect(asked.length).toBe(3);
  });

  it('say that the checker crashed, and lose nothing', () => {
    const { asked, noticed, answerAll, state } = toySession('');
    asked[0]?.hear({ kind: 'restarted', message: 'out of memory' });
    expect(noticed()).toEqual(['The checker stopped (out of memory) and was started again']);
    answerAll();
    expect([...state().checks.values()].map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
  });

  it('that fail say so, and the next one is asked', () => {
    const { asked, noticed, state } = toySession('');
    asked[0]?.hear({ kind: 'failed', message: 'no' });
    expect(noticed()).toEqual(['The checker failed: no']);
    expect([...state().checks.values()].map(({ kind }) => kind)).toEqual(['failed', 'running']);
  });

  it('judge the property on every kernel', () => {
    const { answerAll, state } = toySession('');
    answerAll();
    const verdicts = selectKernels(state()).map(({ name, finding, current }) => [
      name,
      finding?.verdict,
      current,
    ]);
    expect(verdicts).toEqual([
      ['old', 'violated', true],
      ['new', 'holds', false],
    ]);
  });
});

describe('the property that is played', () => {
  it('is the one that the scenario is about, until a person chooses', () => {
    const { session, answerAll, state } = toySession('');
    expect(selectOffer(state())).toMatchObject({ kind: 'none', why: 'searching' });
    answerAll();
    expect([selectProperty(state()), selectFinding(state())?.verdict]).toEqual([
      'agree',
      'violated',
    ]);
    session.chooseProperty('no_deadlock');
    expect(state().playback.offer).toMatchObject({ kind: 'ending', property: 'no_deadlock' });
  });

  it('is chosen anew in another scenario', () => {
    const { session, state } = toySession('');
    session.chooseProperty('agree');
    session.chooseKernel('new');
    expect(state().chosenProperty).toBe('agree');
    session.openScenario('choice');
    expect(state().chosenProperty).toBe(null);
  });

  it('plays its shortest witness from an empty run, step by step to where it breaks', () => {
    const { session, answerAll, wait, state, reported } = toySession('');
    answerAll();
    session.setPanels({ policy: { ...state().panels.policy, on: 'broken' } });
    session.send({ type: 'play' });
    expect([selectWitnessKind(state()), state().playing]).toEqual(['shortest', true]);
    wait(5000);
    expect([state().playing, reported()[0]]).toEqual([
      false,
      expect.stringContaining(
        'breaks agree: It does not hold that the flag tells whose value it is',
      ),
    ]);
    expect(selectMoment(state()).world.broken).toContain('agree');
  });

  it('is played on request, and undo brings back the run before', () => {
    const { session, answerAll, take, state } = toySession('');
    answerAll();
    take('p');
    session.playWitness('agree', 'shortest');
    expect([state().playing, state().playback.cursor, state().chosenProperty]).toEqual([
      true,
      1,
      'agree',
    ]);
    session.send({ type: 'undo' });
    expect(place(state())).toBe('old p@1');
  });

  it('plays a run that a check has found, from its start; undo returns to the run before', () => {
    const { session, take, state } = toySession('');
    take('p');
    session.playSchedule('fp');
    expect([state().playing, state().playback.cursor, selectSchedule(state())]).toEqual([
      true,
      1,
      'fp',
    ]);
    session.send({ type: 'undo' });
    expect(place(state())).toBe('old p@1');
  });

  it('never plays by itself', () => {
    const { answerAll, wait, state } = toySession(`#/counter/old/fp@0~${old}`);
    answerAll();
    wait(10_000);
    expect([state().playing, state().playback.cursor]).toEqual([false, 0]);
  });
});

describe('a text that is edited', () => {
  it('with errors leaves the last good program on the stage', () => {
    const { session, take, state } = toySession('');
    take('f');
    const { program, playback } = state();
    session.editSource(counterText.replace('S.value = A;', 'S.valeu = A;'));
    expect(state()).toMatchObject({ program, playback });
    expect(state().source.diagnostics[0]?.severity).toBe('error');
    expect(state().source.staged).toBe(counterText);
  });

  it('without errors takes the run over, and is checked anew', () => {
    const { session, answerAll, take, state, asked, wait, bar } = toySession('');
    answerAll();
    take('f', 'p');
    const edited = counterText.replace('S.stale = false;', 'S.stale = false; S.stale = false;');
    session.editSource(edited);
    expect([place(state()), state().source.original]).toEqual(['old fp@2', false]);
    expect(asked.at(-1)?.request.source.text).toBe(edited);
    answerAll();
    wait(restMs);
    expect(bar.entries().length).toBe(2);
    expect([state().scenario, state().model.fingerprint === old]).toEqual(['counter.race', false]);
    session.editSource(counterText);
    expect([state().source.original, state().model.fingerprint]).toEqual([true, old]);
  });

  it('stays on the stage when the address goes on within its scenario', () => {
    const { session, bar, state } = toySession('');
    session.editSource(counterText.replace('S.stale = false;', 'S.stale = true;'));
    bar.type('#/counter.race/new');
    expect([state().source.original, state().configuration.kernel]).toEqual([false, 'new']);
    bar.type('#/counter/new');
    expect([state().source.original, state().configuration.kernel]).toEqual([true, 'new']);
  });

  it('that lost the kernel on the stage opens as it would by itself', () => {
    const { session, state } = toySession('#/counter/new');
    session.editSource(counterText.replace('kernel "new" = { guarded };', ''));
    expect(state().configuration).toEqual({ kernel: null, config: { guarded: true, begun: 'no' } });
  });
});

describe('a session rests', () => {
  it('when nothing is searched, played, moved or waiting to be written', () => {
    const { session, answerAll, take, wait, state } = toySession('');
    const idle = [selectIdle(state())];
    const then = (what: () => void) => {
      what();
      idle.push(selectIdle(state()));
    };
    then(answerAll);
    then(() => take('f'));
    then(() => wait(restMs));
    then(() => session.setMotion(true));
    then(() => session.setMotion(false));
    then(() => session.send({ type: 'play' }));
    expect(idle).toEqual([false, true, false, true, false, true, false]);
  });
});

describe('panels', () => {
  it('are kept, and found again', () => {
    const storage = memoryStorage();
    const { session } = toySession('', storage);
    session.toggleTheme();
    session.setPanels({ openTasks: ['fault'] });
    const { panels } = toySession('', storage).state();
    expect([panels.theme, panels.openTasks]).toEqual(['dark', ['fault']]);
  });

  it('tell the player its policy', () => {
    const { session, state } = toySession('');
    session.setPanels({ policy: { ...state().panels.policy, on: 'step' }, stepMs: 20 });
    expect(state().playback.policy.on).toBe('step');
  });

  it('tell the player its pace', () => {
    const { session, state, wait } = toySession(`#/counter/old/f2p2@0~${old}`);
    session.setPanels({ stepMs: 100 });
    session.send({ type: 'play' });
    wait(100);
    expect(state().playback.cursor).toBe(2);
  });
});

const key = (name: string) => ({
  key: name.split('+').at(-1) ?? '',
  ctrlKey: name.includes('Control+'),
  shiftKey: name.includes('Shift+'),
  metaKey: false,
  altKey: false,
  repeat: false,
});

describe('keys', () => {
  it.each<[string[], string]>([
    [['1', '2'], 'old fp@2'],
    [['1', '2', 'ArrowLeft'], 'old fp@1'],
    [['1', '2', 'ArrowLeft', 'ArrowRight'], 'old fp@2'],
    [['1', '2', 'Home'], 'old fp@0'],
    [['1', '2', 'Home', 'End'], 'old fp@2'],
    [['1', '1', 'ArrowLeft', '2'], 'old fp@2'],
    [['1', '1', 'ArrowLeft', '2', 'u'], 'old f2@1'],
    [['1', '1', 'ArrowLeft', '2', 'Control+z', 'Control+Shift+Z'], 'old fp@2'],
    [['1', '1', '2', '2', 'Home', 'PageDown'], 'old f2p2@4'],
    [['3', '9', 'u', 'ArrowLeft'], 'old @0'],
  ])('%j lead to %s', (keys, expected) => {
    const { session, state } = toySession('');
    for (const name of keys) pressKey(session, key(name), new Set());
    expect(place(state())).toBe(expected);
  });

  it('choose a branch by its first letter while a task has to choose', () => {
    const { session, state, reported } = toySession('#/choice');
    pressKey(session, key('1'), new Set());
    expect(reported()).toEqual(['pick cannot take a step: it has to choose a branch']);
    pressKey(session, key('s'), new Set());
    expect(state().playback.run.moves).toEqual([{ task: 0, choice: 'skip' }]);
  });

  it('play and pause', () => {
    const { session, state, answerAll } = toySession('');
    answerAll();
    pressKey(session, key(' '), new Set());
    expect(state().playing).toBe(true);
    pressKey(session, key(' '), new Set());
    expect(state().playing).toBe(false);
  });

  it('open the list of keys, and leave the stage alone while it is open', () => {
    const { session, state } = toySession('');
    pressKey(session, key('Shift+?'), new Set());
    expect(state().help).toBe(true);
    expect(pressKey(session, key('1'), new Set())).toBe(false);
    pressKey(session, key('Escape'), new Set());
    expect([state().help, place(state())]).toEqual([false, 'old @0']);
  });

  it('go from lock to lock, whatever play pauses at', () => {
    const { session, state } = toySession(`#/counter/new/f4p2@0~${fingerprint('new')}`);
    session.setPanels({ policy: { ...state().panels.policy, on: 'broken' } });
    const at = [']', ']', ']', '[', '['].map((name) => {
      pressKey(session, key(name), new Set());
      return state().playback.cursor;
    });
    expect(at).toEqual([1, 4, 5, 4, 1]);
  });

  it('have one meaning each', () => {
    const keys = commands.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('of a command that can do nothing are left to the browser', () => {
    const { session, state } = toySession('');
    expect(commandById('undo').enabled(state())).toBe(false);
    expect(pressKey(session, key('u'), new Set())).toBe(false);
    expect(() => commandById('fly')).toThrow('no command fly');
  });
});

it('a closed session neither hears nor plays', () => {
  const { session, bar, state, take } = toySession('');
  take('f');
  session.close();
  bar.type('#/counter/new');
  expect(place(state())).toBe('old f@1');
});

it('the toy texts are sound', () => {
  expect([toyLibrary.load('counter')?.diagnostics, toyLibrary.load('choice')?.diagnostics]).toEqual(
    [[], []],
  );
  expect(choiceText).toContain('choose');
});
