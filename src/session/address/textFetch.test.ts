// Acts that wait for texts: at once, later, never, and in the place of one another.
import { describe, expect, it } from 'vitest';
import { toyLibrary, toySession } from '../session/toySession.testing.ts';
import { TextFetch } from './textFetch.ts';

/** `here`: the scenarios whose texts are here. A fetch ends when the test says so. */
function fetcher(here: readonly (string | null)[]) {
  const { session, noticed } = toySession('');
  const ends: { resolve: () => void; reject: () => void }[] = [];
  const fetch = new TextFetch(session.store, {
    ...toyLibrary,
    has: (scenario) => here.includes(scenario),
    fetch: () =>
      new Promise((resolve, reject) => {
        ends.push({ resolve, reject: () => reject(new Error('no network')) });
      }),
  });
  const done: string[] = [];
  const ask = (needed: string | null, name: string) =>
    fetch.whenHere(needed, () => done.push(name));
  return { ask, done, ends, noticed, waits: () => session.store.getState().pending.texts };
}

describe('what needs texts', () => {
  it('happens at once where they are here', () => {
    const { ask, done, ends, waits } = fetcher(['counter']);
    ask('counter', 'a');
    expect([done, ends.length, waits()]).toEqual([['a'], 0, false]);
  });

  it('happens when they were fetched', async () => {
    const { ask, done, ends, waits } = fetcher([]);
    ask(null, 'a');
    expect([done, waits()]).toEqual([[], true]);
    ends[0]?.resolve();
    await Promise.resolve();
    expect([done, waits()]).toEqual([['a'], false]);
  });

  it('is dropped where something else was asked for meanwhile', async () => {
    const { ask, done, ends, waits } = fetcher(['counter']);
    ask('choice', 'a');
    ask('counter', 'b');
    ends[0]?.resolve();
    await Promise.resolve();
    expect([done, waits()]).toEqual([['b'], false]);
  });

  it('does not happen where they cannot be fetched, and a notice says so', async () => {
    const { ask, done, ends, noticed, waits } = fetcher([]);
    ask('choice', 'a');
    ends[0]?.reject();
    await Promise.resolve();
    await Promise.resolve();
    expect([done, waits()]).toEqual([[], false]);
    expect(noticed()).toEqual([
      'The texts of that scenario could not be loaded. Check the network and try again.',
    ]);
  });
});
