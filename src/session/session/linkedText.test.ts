// The text in a link while what packs it is still on its way, and where it cannot be had.
import { describe, expect, it } from 'vitest';
import { parseLink, type TextCodec } from '../../check/link/link.ts';
import * as textLink from '../../check/link/textLink.ts';
import { selectIdle } from '../state/select.ts';
import {
  counterText,
  hostSession,
  toyLibrary,
  toyLimits,
  toySession,
} from './toySession.testing.ts';

const edited = counterText.replace('S.stale = false;', 'S.stale = true;');

/** A session whose codec comes, or fails to come, when the test says so. */
function lateSession(hash: string) {
  const loads: { readonly come: () => void; readonly fail: () => void }[] = [];
  const loadCodec = () =>
    new Promise<TextCodec>((resolve, reject) => {
      loads.push({ come: () => resolve(textLink), fail: () => reject(new Error('offline')) });
    });
  const host = hostSession(hash, toyLibrary, toyLimits, null, { codec: null, loadCodec });
  return { ...host, loads, textIn: () => readText(host.bar.read()) };
}

function readText(hash: string): string | null {
  const parsed = parseLink(hash, textLink);
  return parsed.kind === 'link' ? parsed.text : null;
}

describe('a link with a text', () => {
  const linkTo = (text: string): string => {
    const { session, bar, wait } = toySession('');
    session.editSource(text);
    wait(1000);
    return bar.read();
  };
  const another = edited.replace('S.value = A;', 'S.value = B;');

  it('opens its own text, whatever has that name here', () => {
    const { bar, state, session } = toySession(linkTo(edited));
    bar.type(linkTo(another));
    session.openScenario('choice');
    bar.type(linkTo(another));
    expect([state().scenario, state().source.text]).toEqual(['counter-2.race', another]);
    bar.type(linkTo(edited));
    expect([state().scenario, state().source.text]).toEqual(['counter.race', edited]);
  });

  it('opens its own text after an edit of it, and both are kept', () => {
    const link = linkTo(edited);
    const { bar, state, session, noticed, wait } = toySession(link);
    session.editSource(another);
    wait(1000);
    bar.type(link);
    expect([state().scenario, state().source.text]).toEqual(['counter-2.race', edited]);
    expect(noticed()).toEqual([expect.stringMatching(/^You have another text of counter\.race/)]);
    expect(state().files.get('counter.race')?.text).toBe(another);
  });

  it('goes back to the current text through an entry of the page itself', () => {
    const { bar, state, session, wait } = toySession('');
    session.editSource(edited);
    wait(1000);
    session.openScenario('choice');
    session.openScenario('counter.race');
    session.editSource(another);
    wait(1000);
    bar.back();
    bar.back();
    expect([state().scenario, state().source.text]).toEqual(['counter.race', another]);
  });
});

describe('what packs texts', () => {
  it('is not asked for where no text travels', () => {
    const { session, loads } = lateSession('#/counter/new');
    session.openScenario('choice');
    expect(loads).toEqual([]);
  });

  it('is asked for once with the first text, which the address carries when it is there', async () => {
    const { session, state, loads, textIn, answerAll, wait, bar } = lateSession('');
    session.editSource(edited);
    answerAll();
    wait(1000);
    expect([state().scenario, textIn(), selectIdle(state())]).toEqual([
      'counter.race',
      null,
      false,
    ]);
    const entries = bar.entries().length;
    session.editSource(`${edited}// and more\n`);
    answerAll();
    loads[0]?.come();
    await session.packed();
    wait(1000);
    expect([textIn(), loads.length, selectIdle(state())]).toEqual([
      `${edited}// and more\n`,
      1,
      true,
    ]);
    expect(bar.entries().length).toBe(entries);
  });

  it('is waited for by an address that brings a text', async () => {
    const { session, state, loads, bar } = lateSession('');
    const other = toySession('');
    other.session.editSource(edited);
    bar.type(other.bar.read());
    expect(state().scenario).toBe('counter');
    loads[0]?.come();
    await session.packed();
    await Promise.resolve();
    expect([state().scenario, state().source.text]).toEqual(['counter.race', edited]);
  });

  it('is said to be missing where it cannot be had, and not asked for again', async () => {
    const { session, state, loads, noticed, textIn, answerAll } = lateSession('');
    session.editSource(edited);
    answerAll();
    loads[0]?.fail();
    await session.packed();
    expect(noticed()).toEqual([expect.stringMatching(/could not be loaded\. Links name the file/)]);
    session.editSource(`${edited}// and more\n`);
    answerAll();
    expect([loads.length, textIn(), state().pending.codec]).toEqual([1, null, false]);
  });
});
