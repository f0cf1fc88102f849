// Texts that the browser keeps: found again, and never lost without a word.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDrafts, removeDraft, saveDraft } from './drafts.ts';
import { memoryStorage } from '../session/toySession.testing.ts';

const key = 'pagerace.drafts.1';
const own = (text: string, staged = text) => ({ text, staged });

describe('a text', () => {
  it('is found again as it was, errors and all', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (edited, staged) => {
        const storage = memoryStorage();
        expect(saveDraft(storage, 'a.race', own(edited, staged))).toBe(true);
        expect(loadDrafts(storage)).toEqual({
          drafts: new Map([['a.race', own(edited, staged)]]),
          problem: null,
        });
      }),
    );
  });

  it('is kept beside those of another tab, the last touched last', () => {
    const storage = memoryStorage();
    for (const name of ['a.race', 'b.race', 'a.race']) saveDraft(storage, name, own(name));
    expect([...loadDrafts(storage).drafts.keys()]).toEqual(['b.race', 'a.race']);
    removeDraft(storage, 'b.race');
    expect([...loadDrafts(storage).drafts.keys()]).toEqual(['a.race']);
  });

  it('is not deleted to make room for another one', () => {
    const storage = memoryStorage();
    for (let i = 0; i < 100; i += 1) saveDraft(storage, `t${i}.race`, own(''));
    expect(loadDrafts(storage).drafts.size).toBe(100);
  });
});

describe('a storage', () => {
  it.each([
    ['is empty', null, 0],
    ['holds no JSON', '[{"name":', 1],
    ['holds something else', '{"version":7}', 1],
    [
      'holds one text of another shape',
      '[{"name":"a.race","text":"x","staged":"x"},{"name":7}]',
      1,
    ],
    ['holds a name that no file has', '[{"name":"a.html","text":"x","staged":"x"}]', 1],
  ])('that %s', (_, raw, damaged) => {
    const storage = memoryStorage();
    if (raw !== null) storage.setItem(key, raw);
    const { drafts, problem } = loadDrafts(storage);
    expect([...drafts.keys()]).toEqual(raw?.includes('"a.race"') ? ['a.race'] : []);
    expect(problem === null).toBe(damaged === 0);
    expect(storage.getItem(`${key}.damaged`)).toBe(damaged === 0 ? null : raw);
    expect(loadDrafts(storage).problem).toBeNull();
  });

  it('without room for a copy keeps what is damaged where it is', () => {
    const good = { name: 'a.race', text: 'x', staged: 'x' };
    for (const raw of ['[{"name":', JSON.stringify([{ name: 7 }, good])]) {
      const kept = new Map([[key, raw]]);
      const storage = {
        getItem: (from: string) => kept.get(from) ?? null,
        setItem: (to: string, value: string) => {
          if (to !== key) throw new DOMException('no', 'QuotaExceededError');
          kept.set(to, value);
        },
      };
      expect(loadDrafts(storage).problem).toContain(`It was left there, under the key ${key}`);
      const saved = saveDraft(storage, 'b.race', own('y'));
      expect(saved).toBe(raw.endsWith(']'));
      expect(kept.get(key)).toContain(saved ? '{"name":7}' : raw);
    }
  });

  it('that is damaged twice keeps both copies', () => {
    const storage = memoryStorage();
    for (const raw of ['one', 'two']) {
      storage.setItem(key, raw);
      loadDrafts(storage);
    }
    expect([storage.getItem(`${key}.damaged`), storage.getItem(`${key}.damaged.2`)]).toEqual([
      'one',
      'two',
    ]);
  });

  it('of any sort never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (raw) => {
        const storage = memoryStorage();
        storage.setItem(key, raw);
        loadDrafts(storage);
        expect(saveDraft(storage, 'a.race', own('x'))).toBe(true);
        expect(loadDrafts(storage).drafts.get('a.race')).toEqual(own('x'));
      }),
    );
  });

  it('that is full or forbidden says so and throws nothing', () => {
    const throwing = () => {
      throw new DOMException('no', 'QuotaExceededError');
    };
    const full = { getItem: () => null, setItem: throwing };
    expect(saveDraft(full, 'a.race', own('x'))).toBe(false);
    expect(saveDraft({ getItem: throwing, setItem: throwing }, 'a.race', own('x'))).toBe(false);
    expect(loadDrafts({ getItem: throwing, setItem: throwing }).drafts.size).toBe(0);
    expect(loadDrafts(null)).toEqual({ drafts: new Map(), problem: null });
  });
});
