// A text that is typed: read when the person rests, kept by the browser, carried by the address,
// and never in the place of another.
import { describe, expect, it } from 'vitest';
import { joinBundle } from '../../check/source/bundle.ts';
import { kernelLibrary } from '../../check/source/library.ts';
import { allTexts } from '../../check/source/library.ts';
import { libraryOf } from '../state/library.ts';
import { packText } from '../../check/link/textLink.ts';
import { byteChoices } from '../state/panels.ts';
import { selectEditedFiles, selectHash, selectIdle, selectReport } from '../state/select.ts';
import {
  counterText,
  hostSession,
  memoryStorage,
  toyLibrary,
  toySession,
} from './toySession.testing.ts';

/** Too little for the two tasks: the search says so before it takes more. */
const tiny = { maxStates: 10_000, maxBytes: 256 };
const edited = counterText.replace('S.stale = false;', 'S.stale = true;');
const broken = counterText.replace('S.value = A;', 'S.valeu = A;');

function kernelSession(hash: string, storage = memoryStorage()) {
  const library = libraryOf(allTexts, ['truncate'], 'truncate');
  return hostSession(hash, library, { maxStates: 10_000, maxBytes: 10_000_000 }, storage);
}

describe('what is typed', () => {
  it('is read when the person rests, once', () => {
    const { session, state, wait, asked } = toySession('');
    session.typeText(null, broken);
    session.typeText(null, edited);
    expect([state().source.text, selectIdle(state())]).toEqual([counterText, false]);
    wait(150);
    expect([state().source.staged, state().scenario]).toEqual([edited, 'counter.race']);
    expect(asked.length).toBe(2);
  });

  it('is read before anything else happens', () => {
    const { session, state } = toySession('');
    session.typeText(null, edited);
    session.openScenario('choice');
    session.openScenario('counter.race');
    expect(state().source.text).toBe(edited);
  });

  it('ends the search before it, and asks for the new text at once', () => {
    const { session, asked } = toySession('');
    session.editSource(edited);
    expect(asked.map(({ cancelled }) => cancelled)).toEqual([true, false]);
    expect(asked[1]?.request).toMatchObject({ source: { name: 'counter.race', text: edited } });
  });
});

it('is kept when the page is left, and writes no address any more', () => {
  const storage = memoryStorage();
  const { session, bar } = toySession('', storage);
  const before = bar.entries().length;
  session.typeText(null, edited);
  session.close();
  expect(bar.entries().length).toBe(before);
  expect(storage.getItem('pagerace.drafts.1')).toContain('counter.race');
});

describe('a search', () => {
  it('leaves what was found before in sight until it is over', () => {
    const { session, state, answerAll } = toySession('');
    answerAll();
    const before = state().lastReport;
    session.editSource(edited);
    expect(before?.findings.length).toBeGreaterThan(0);
    expect(state().lastReport).toBe(before);
    answerAll();
    expect(state().lastReport).toBe(selectReport(state()));
    session.openScenario('choice');
    expect(state().lastReport).toBeNull();
  });

  it('takes as much memory as a person allows, and is begun again where a limit was met', () => {
    const { session, state, asked, answerAll } = hostSession('', toyLibrary, tiny);
    answerAll();
    expect(selectReport(state())?.limits).toEqual(['memory 256 B']);
    const [maxBytes = 0] = byteChoices;
    session.setPanels({ maxBytes });
    expect(asked.at(-1)?.request.limits.maxBytes).toBe(maxBytes);
    answerAll();
    expect(selectReport(state())?.limits).toEqual([]);
  });
});

describe('a copy', () => {
  it('is the catalogue’s own again when its text is', () => {
    const { session, state } = toySession('', memoryStorage());
    session.editSource(broken);
    expect([state().scenario, state().program.title]).toEqual([
      'counter.race',
      'Two tasks and a slot',
    ]);
    session.editSource(counterText);
    expect([state().scenario, state().source.original, state().files.size]).toEqual([
      'counter',
      true,
      0,
    ]);
  });

  it('that is larger than a file may be is not read, and says so', () => {
    const { session, state } = toySession('', memoryStorage());
    session.editSource(`${counterText}/* ${'x'.repeat(256 * 1024)} */`);
    expect(state().source.diagnostics.map(({ code }) => code)).toEqual(['RC602']);
    expect(state().source.staged).toBe(counterText);
  });

  it('lies beside one that was made before', () => {
    const { session, state } = toySession('');
    session.editSource(edited);
    session.openScenario('counter');
    session.editSource(broken);
    expect([...state().files.keys()]).toEqual(['counter.race', 'counter-2.race']);
    session.discardCopy();
    expect([state().scenario, [...state().files.keys()]]).toEqual(['counter', ['counter.race']]);
  });

  it('survives a reload, errors and all, with the last good program on the stage', () => {
    const storage = memoryStorage();
    const before = toySession('', storage);
    before.session.editSource(edited);
    before.take('f');
    before.session.editSource(broken);
    const after = toySession(selectHash(before.state()), storage);
    expect(after.state().source).toMatchObject({ text: broken, staged: edited });
    expect(after.state().source.diagnostics[0]?.code).toBe('RC103');
    expect([after.state().scenario, after.state().playback.cursor]).toEqual(['counter.race', 1]);
    expect(after.noticed()).toEqual([]);
  });

  it('that the browser does not keep says so', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    };
    const { session, noticed } = toySession('', full);
    session.editSource(edited);
    expect(noticed()).toEqual([
      expect.stringContaining('The browser’s storage is full: counter.race'),
    ]);
  });

  it('whose good text has errors by now shows what it was made from, and keeps its words', () => {
    const storage = memoryStorage();
    const old = JSON.stringify([{ name: 'counter.race', text: broken, staged: broken }]);
    storage.setItem('pagerace.drafts.1', old);
    const { state } = toySession('#/counter.race', storage);
    expect(state().source).toMatchObject({ text: broken, staged: counterText });
    expect(state().scenario).toBe('counter.race');
  });
});

describe('a text that an address brings', () => {
  const linked = () => {
    const there = toySession('');
    there.session.editSource(edited);
    return selectHash(there.state());
  };

  it('lies beside another text of that name', () => {
    const storage = memoryStorage();
    const here = toySession('', storage);
    here.session.editSource(`${counterText}\n`);
    here.bar.type(linked());
    expect([here.state().scenario, here.state().source.staged]).toEqual(['counter-2.race', edited]);
    expect(here.noticed()).toEqual([
      expect.stringContaining('You have another text of counter.race'),
    ]);
    expect(here.state().files.get('counter.race')?.text).toBe(`${counterText}\n`);
  });

  it('is the same file when it says the same', () => {
    const here = toySession('');
    here.session.editSource(edited);
    here.session.openScenario('choice');
    here.bar.type(linked());
    expect([here.state().scenario, here.state().files.size]).toEqual(['counter.race', 1]);
  });

  it('is that of now where the address is this page’s own of before', () => {
    const here = toySession('');
    here.session.editSource(edited);
    here.session.chooseKernel('new');
    here.session.editSource(`${edited}\n`);
    here.wait(500);
    here.bar.back();
    expect([here.state().source.text, here.state().files.size]).toEqual([`${edited}\n`, 1]);
    expect(here.state().configuration.kernel).toBe('old');
  });

  it('with errors is told, and what was on the stage stays', () => {
    const here = toySession('#/counter/new');
    here.bar.type(`#/counter.race/old:${packText(broken)}`);
    expect(here.state().rejected).toMatchObject({ file: 'counter.race', diagnostics: [{}] });
    expect([here.state().scenario, here.state().configuration.kernel]).toEqual(['counter', 'new']);
  });

  it('and is damaged is told in one line', () => {
    const here = toySession('#/counter/old');
    here.bar.type(linked().slice(0, -5));
    expect(here.noticed()).toEqual([expect.stringMatching(/^This link is damaged.*cut short/)]);
    expect(here.state().scenario).toBe('counter');
  });
});

describe('a library file', () => {
  const vm = kernelLibrary.get('vm.race') ?? '';

  it('is changed for this copy alone, and reverted', () => {
    const { session, state } = kernelSession('');
    const names = selectEditedFiles(state()).map(({ title }) => title);
    expect([names[0], names.includes('vm.race')]).toEqual(['truncate', true]);
    session.typeText('vm.race', `${vm}\nint 0..1 here;\n`);
    session.readTyped();
    expect(state().program.globals.map(({ name }) => name)).toContain('here');
    const changed = () => selectEditedFiles(state()).filter((one) => one.changed);
    expect(changed().map(({ file }) => file)).toEqual(['vm.race']);
    session.revertFile('vm.race');
    expect([changed(), state().scenario]).toEqual([[], 'truncate']);
  });

  it('travels in the link with its scenario', () => {
    const here = kernelSession('');
    here.session.typeText('vm.race', `${vm}\nint 0..1 here;\n`);
    here.session.readTyped();
    const there = kernelSession(selectHash(here.state()));
    expect(there.state().program.globals.map(({ name }) => name)).toContain('here');
    const { text } = there.state().source;
    const [own] = selectEditedFiles(there.state());
    expect(
      joinBundle({
        text: own?.text ?? '',
        files: new Map([['vm.race', `${vm}\nint 0..1 here;\n`]]),
      }),
    ).toBe(text);
  });
});
