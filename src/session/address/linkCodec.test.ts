// The codec of links: loaded once, when a text of the visitor's own is there.
import { describe, expect, it } from 'vitest';
import * as textLink from '../../check/link/textLink.ts';
import { counterText, hostSession, toyLibrary, toyLimits } from '../session/toySession.testing.ts';
import { LinkCodec } from './linkCodec.ts';

/** On a page whose own codec never comes. */
function codecOf(load: () => Promise<typeof textLink>) {
  const { session, noticed } = hostSession('', toyLibrary, toyLimits, null, {
    codec: null,
    loadCodec: () => new Promise(() => {}),
  });
  const { store } = session;
  let loads = 0;
  const codec = new LinkCodec(store, {
    load: () => {
      loads += 1;
      return load();
    },
    loaded: (loaded) => store.setState({ codec: loaded }),
  });
  const edit = () => store.setState({ scenario: 'counter.race' });
  return { codec, edit, noticed, store, loads: () => loads };
}

describe('the codec of links', () => {
  it('is not loaded for a scenario of the catalogue', async () => {
    const { codec, loads, store } = codecOf(() => Promise.resolve(textLink));
    codec.watch();
    store.setState({ help: true });
    await codec.settled();
    expect([loads(), codec.isAwaited, store.getState().codec]).toEqual([0, true, null]);
  });

  it('is loaded once, with the first text of the visitor’s own', async () => {
    const { codec, edit, loads, store } = codecOf(() => Promise.resolve(textLink));
    codec.watch();
    edit();
    store.setState({ source: { ...store.getState().source, text: `${counterText}\n` } });
    expect([loads(), store.getState().pending.codec]).toEqual([1, true]);
    await codec.settled();
    expect([codec.isAwaited, store.getState().pending.codec]).toEqual([false, false]);
    expect(store.getState().codec).toBe(textLink);
  });

  it('is not awaited once it could not be loaded, and a notice says so', async () => {
    const { codec, edit, loads, noticed } = codecOf(() => Promise.reject(new Error('gone')));
    codec.watch();
    edit();
    await codec.settled();
    await codec.load();
    expect([loads(), codec.isAwaited, noticed().length]).toEqual([1, false, 1]);
    expect(noticed()[0]).toMatch(/^Texts could not be packed into links/);
  });
});
