import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../lang/syntax/limits.ts';
import { formatSchedule } from '../../model/world/schedule.ts';
import { isTextOf, readOwnFile } from './ownFile.ts';
import { selectHash, selectReport } from './select.ts';
import { counterText, toySession } from '../session/toySession.testing.ts';

/** A comment that nothing can pack: numbers without a rule. */
const noise = Array.from({ length: 2000 }, (_, i) =>
  (Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(36),
);
const longText = `${counterText}/* ${noise.join(' ')} */\n`;

const decoder = new TextDecoder('utf-8', { fatal: true });

function fileOf(name: string, bytes: Uint8Array<ArrayBuffer>) {
  return { name, size: bytes.length, arrayBuffer: async () => bytes.buffer };
}

function textFile(name: string, text: string) {
  return fileOf(name, new TextEncoder().encode(text));
}

describe('a file', () => {
  it.each([
    ['is read', textFile('own.race', 'é'), { name: 'own.race', text: 'é' }],
    [
      'of another sort is refused',
      textFile('notes.txt', ''),
      { name: 'notes.txt', refused: 'the name of a scenario’s file must end in .race' },
    ],
    [
      'that is not UTF-8 is refused',
      fileOf('own.race', new Uint8Array([0x74, 0xff])),
      { name: 'own.race', refused: 'the file is not UTF-8; save it as UTF-8' },
    ],
    [
      'that cannot be read is refused',
      { name: 'own.race', size: 4096, arrayBuffer: () => Promise.reject(new Error('a folder')) },
      { name: 'own.race', refused: 'the browser cannot read it' },
    ],
  ])('%s', async (_, file, expected) => {
    expect(await readOwnFile(file, decoder)).toEqual(expected);
  });

  it('that is too large is refused before it is read', async () => {
    const file = {
      name: 'own.race',
      size: LIMITS.fileBytes + 1,
      arrayBuffer: () => Promise.reject(new Error('it was read')),
    };
    expect(await readOwnFile(file, decoder)).toEqual({
      name: 'own.race',
      refused: 'the file has 257 KB, and the most is 256 KB; split it with `use`',
    });
  });

  it('is another text of itself, and of the scenario whose name it has', () => {
    expect(isTextOf('own.race', 'own.race')).toBe(true);
    expect(isTextOf('own.race', 'own')).toBe(true);
    expect(isTextOf('own.race', 'owner')).toBe(false);
  });
});

describe('a file that is opened', () => {
  const own = { name: 'own.race', text: counterText };

  it('becomes the scenario on the stage, is searched and is stepped', () => {
    const { session, state, take, answerAll, bar } = toySession('');
    session.openFile(own);
    expect(state().scenario).toBe('own.race');
    answerAll();
    expect(selectReport(state())?.states).toBeGreaterThan(3);
    take('f', 'p');
    expect(state().playback.cursor).toBe(2);
    expect(selectHash(state())).toMatch(/^#\/own\.race\/old\/fp@2~\w{4}:1\.\w{4}\.[\w-]+$/);
    expect(bar.entries().length).toBe(2);
  });

  it('with errors leaves the stage as it is, and says where they are', () => {
    const { session, state, take } = toySession('');
    take('f', 'p');
    const before = state();
    session.openFile({
      name: 'own.race',
      text: counterText.replace('S.value = A;', 'S.valeu = A;'),
    });
    expect(state().rejected).toMatchObject({
      file: 'own.race',
      diagnostics: [{ file: 'own.race', code: 'RC103' }],
    });
    expect({ ...state(), rejected: null }).toEqual({ ...before, rejected: null });
    session.openFile(own);
    expect([state().rejected, state().scenario]).toEqual([null, 'own.race']);
  });

  it('and cannot be read says so in one line', () => {
    const { session, state, noticed } = toySession('');
    session.openFile({ name: 'own.race', refused: 'the file is not UTF-8' });
    expect([state().scenario, noticed()]).toEqual(['counter', ['own.race: the file is not UTF-8']]);
    session.openFile(own);
    expect(noticed()).toEqual([]);
  });

  it('a second time takes the run over, statement by statement', () => {
    const { session, state, take, noticed } = toySession('');
    session.openFile(own);
    take('f', 'p');
    const ghosted = counterText.replace('S.value = A;', 'S.stale = true;\n\tS.value = A;');
    session.openFile({ name: 'own.race', text: ghosted });
    expect(formatSchedule(state().playback.run.moves, state().model.tasks)).toBe('f2p');
    expect(noticed()).toEqual([
      'Followed the whole run of 2 steps on the new text: 1 step that only it has',
    ]);
  });

  it('called like the scenario on the stage takes its run over too, and back is the catalogue’s own', () => {
    const { session, state, take, bar, wait } = toySession('');
    take('f', 'p');
    session.openFile({ name: 'counter.race', text: counterText });
    expect([state().scenario, state().playback.cursor]).toEqual(['counter.race', 2]);
    wait(500);
    bar.back();
    expect([state().scenario, state().source.original]).toEqual(['counter', true]);
    bar.forward();
    expect([state().scenario, state().source.original]).toEqual(['counter.race', false]);
    expect(state().playback.cursor).toBe(2);
  });

  it('is chosen again like a scenario of the catalogue', () => {
    const { session, state } = toySession('');
    session.openFile(own);
    session.openScenario('choice');
    session.openScenario('own.race');
    expect(state().program.title).toBe('Two tasks and a slot');
  });
});

describe('a link into a file', () => {
  it('brings its text along', () => {
    const here = toySession('');
    here.session.openFile({ name: 'own.race', text: counterText });
    here.take('f', 'p');
    here.session.reportShared();
    const there = toySession(selectHash(here.state()));
    expect([there.state().scenario, there.state().playback.cursor]).toEqual(['own.race', 2]);
    expect(there.state().source.staged).toBe(counterText);
    expect([here.noticed(), there.noticed()]).toEqual([[], []]);
  });

  it('that is too long says so, and elsewhere that it has to be opened first', () => {
    const here = toySession('');
    here.session.openFile({ name: 'own.race', text: longText });
    here.take('f', 'p');
    here.session.reportShared();
    expect(here.noticed()).toEqual([
      expect.stringMatching(/^The link names own\.race without its text.*the limit is 8,000/),
    ]);
    const there = toySession(selectHash(here.state()));
    expect(there.state().scenario).toBe('counter');
    expect(there.noticed()).toEqual([
      'This link names the file own.race, which is not in the catalogue. Open the file first',
    ]);
    there.session.openFile({ name: 'own.race', text: longText });
    expect(selectHash(there.state())).toBe(selectHash(here.state()));
    expect(there.noticed()).toEqual([]);
  });

  it('has nothing to say of a scenario of the catalogue', () => {
    const { session, noticed } = toySession('');
    session.reportShared();
    expect(noticed()).toEqual([]);
  });
});
