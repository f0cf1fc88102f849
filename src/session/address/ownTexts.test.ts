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
      'The browser’s storage is full: a.race is lost on reload unless you download it',
    ]);
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
