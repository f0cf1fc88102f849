// The visitor's own texts: under which name they are kept, and what they were made from.
import { describe, expect, it } from 'vitest';
import {
  counterText,
  memoryStorage,
  toyLibrary,
  toySession,
} from '../session/toySession.testing.ts';
import { loadDrafts } from './drafts.ts';
import { OwnTexts } from './ownTexts.ts';

const edited = counterText.replace('S.value = A;', 'S.value = B;');

function texts() {
  const { session, noticed } = toySession('');
  const storage = memoryStorage();
  const own = new OwnTexts(session.store, toyLibrary, storage);
  return { own, storage, noticed, state: () => session.store.getState() };
}

describe('a text of the visitor’s own', () => {
  it('is kept in the store and in the storage, until it is forgotten', () => {
    const { own, storage, state } = texts();
    own.keep('counter.race', { text: edited, staged: edited });
    expect(own.staged('counter.race').source.text).toBe(edited);
    expect([...state().files.keys()]).toEqual(['counter.race']);
    expect([...loadDrafts(storage).drafts.keys()]).toEqual(['counter.race']);
    own.forget('counter.race');
    expect([state().files.size, loadDrafts(storage).drafts.size]).toEqual([0, 0]);
  });

  it('says that it is not kept where the storage is full', () => {
    const { session, noticed } = toySession('');
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    };
    new OwnTexts(session.store, toyLibrary, full).keep('a.race', { text: 'x', staged: 'x' });
    expect(noticed()).toEqual([
      'The browser’s storage is full: a.race is lost on reload unless you download it. Deleting copies that you do not need makes room',
    ]);
  });

  it('says what a browser that stores nothing loses, once', () => {
    const { session, noticed } = toySession('');
    const own = new OwnTexts(session.store, toyLibrary, null);
    own.keep('a.race', { text: 'x', staged: 'x' });
    expect([noticed(), own.isLossy]).toEqual([[], false]);
    own.keep('a.race', { text: 'x!', staged: 'x' });
    expect(noticed()).toEqual([expect.stringMatching(/^This browser stores nothing.*a\.race/)]);
    expect(own.isLossy).toBe(true);
    session.dismiss('text');
    own.keep('a.race', { text: 'x!!', staged: 'x' });
    expect(noticed()).toEqual([]);
    own.keep('a.race', { text: 'x', staged: 'x' });
    expect(own.isLossy).toBe(false);
  });

  it('that two tabs change is kept twice', () => {
    const storage = memoryStorage();
    const [one, two] = [toySession('#/counter', storage), toySession('#/counter', storage)];
    const other = edited.replace('S.stale = false;', 'S.stale = true;');
    one.session.editSource(edited);
    two.session.editSource(other);
    expect([one.state().scenario, two.state().scenario]).toEqual([
      'counter.race',
      'counter-2.race',
    ]);

    const third = toySession('#/counter.race', storage);
    third.session.editSource(`${edited}// third`);
    expect(third.state().scenario).toBe('counter.race');
    one.session.editSource(`${edited}// first`);
    expect(one.state().scenario).toBe('counter-3.race');
    expect(one.noticed()).toEqual([
      'Another tab has changed counter.race. Your text is stored as counter-3.race',
    ]);
    one.session.editSource(`${edited}// first, again`);
    const texts = [...loadDrafts(storage).drafts].map(([name, { text }]) => [name, text]);
    expect(Object.fromEntries(texts)).toEqual({
      'counter.race': `${edited}// third`,
      'counter-2.race': other,
      'counter-3.race': `${edited}// first, again`,
    });
    expect(one.state().files.get('counter.race')?.text).toBe(`${edited}// third`);
  });

  it('that another tab has changed is not deleted by this one', () => {
    const storage = memoryStorage();
    const [one, two] = [toySession('#/counter', storage), toySession('#/counter', storage)];
    one.session.editSource(edited);
    two.session.openFile({ name: 'counter.race', text: `${edited}// two` });
    expect(two.state().scenario).toBe('counter-2.race');
    const third = toySession('#/counter.race', storage);
    third.session.editSource(`${edited}// third`);
    one.session.discardCopy();
    expect(loadDrafts(storage).drafts.get('counter.race')?.text).toBe(`${edited}// third`);
  });

  it('has the first free name of a copy, and knows what it is a copy of', () => {
    const { own } = texts();
    expect(own.copyName('counter')).toBe('counter.race');
    own.keep('counter.race', { text: edited, staged: edited });
    expect(own.copyName('counter')).toBe('counter-2.race');
    expect(own.copyName('counter.race')).toBe('counter.race');
    expect(own.originOf('counter-2.race')?.scenario).toBe('counter');
    expect(own.originOf('other.race')).toBeNull();
  });

  it('is read with its errors, beside the text that stays on the stage', () => {
    const { own, state } = texts();
    const good = own.read('counter.race', edited);
    expect([good.program === null, good.source.staged === edited]).toEqual([false, true]);
    const bad = own.read('counter.race', `${edited}!`);
    expect([bad.program, bad.source.staged]).toEqual([null, state().source.staged]);
    expect(bad.source.diagnostics.length).toBeGreaterThan(0);
    expect(own.read('counter.race', 'x'.repeat(10_000_000)).program).toBeNull();
  });
});
