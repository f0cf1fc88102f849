import { describe, expect, it } from 'vitest';
import { counterText, toySession } from '../session/toySession.testing.ts';
import { selectIdle } from '../state/select.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** A file whose bytes come when `arrive` is called. */
function slowFile(name: string) {
  const { buffer } = new TextEncoder().encode(counterText);
  let arrive = (): void => {};
  const bytes = new Promise<ArrayBuffer>((resolve) => {
    arrive = () => resolve(buffer);
  });
  const file = { name, size: buffer.byteLength, arrayBuffer: () => bytes };
  return { file, arrive: () => arrive() };
}

describe('reading files', () => {
  it('keeps the page from being idle until the file is on the stage', async () => {
    const { session, state, answerAll } = toySession('#/counter');
    answerAll();
    const own = slowFile('own.race');
    const read = session.readFiles([own.file], decoder);
    expect(state().pending.files).toBe(1);
    expect(selectIdle(state())).toBe(false);
    own.arrive();
    await read;
    expect(state().scenario).toBe('own.race');
    answerAll();
    expect(selectIdle(state())).toBe(true);
  });

  it('opens files in the order in which they were dropped, not in which they were read', async () => {
    const { session, state } = toySession('#/counter');
    const [large, small] = [slowFile('large.race'), slowFile('small.race')];
    const first = session.readFiles([large.file], decoder);
    const second = session.readFiles([small.file], decoder);
    small.arrive();
    large.arrive();
    await Promise.all([first, second]);
    expect(state().scenario).toBe('small.race');
  });
});
