import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  byteChoices,
  defaultPanels,
  loadPanels,
  type Panels,
  readPanels,
  savePanels,
  type Storage,
} from './panels.ts';
import { lockKinds } from '../player/pausePolicy.ts';

function refuse(): never {
  throw new Error('denied');
}

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

const name = fc.string({ maxLength: 20 });
const panels: fc.Arbitrary<Panels> = fc.record({
  theme: fc.constantFrom('auto', 'light', 'dark'),
  policy: fc.record({
    on: fc.constantFrom('step', 'lock', 'switch', 'broken'),
    locks: fc.record({
      kinds: fc.subarray([...lockKinds]),
      pageTable: fc.boolean(),
      except: fc.array(name, { maxLength: 3 }),
    }),
  }),
  stepMs: fc.integer({ min: 20, max: 10_000 }),
  openTasks: fc.array(name, { maxLength: 3 }),
  characterKeys: fc.boolean(),
  maxBytes: fc.constantFrom(null, ...byteChoices),
});

describe('panels', () => {
  it('come back as they were kept', () => {
    fc.assert(
      fc.property(panels, (kept) => {
        const storage = memory();
        savePanels(storage, kept);
        expect(loadPanels(storage)).toEqual(kept);
      }),
    );
  });

  it('are whole, whatever lies in the storage', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        expect(readPanels(readPanels(stored))).toEqual(readPanels(stored));
      }),
    );
  });

  it.each([
    [null, {}],
    ['a word', {}],
    [{ theme: 'dark', policy: 7 }, { theme: 'dark' }],
    [{ theme: 'pink', stepMs: 1, openTasks: 'fault', characterKeys: 'no' }, {}],
    [
      {
        policy: {
          on: 'never',
          locks: { kinds: ['rwsem', 'x', 'mutex'], pageTable: 1, except: 'a' },
        },
      },
      {
        policy: { on: 'lock', locks: { kinds: ['mutex', 'rwsem'], pageTable: false, except: [] } },
      },
    ],
    [{ openTasks: ['fault', 3, 'x'.repeat(101)] }, { openTasks: ['fault'] }],
  ])('of %j keep what fits', (stored, kept) => {
    expect(readPanels(stored)).toEqual({ ...defaultPanels, ...kept });
  });

  it('are the default where the storage refuses or holds no JSON', () => {
    const closed: Storage = { getItem: refuse, setItem: refuse };
    savePanels(closed, defaultPanels);
    expect(loadPanels(closed)).toEqual(defaultPanels);
    expect(loadPanels({ ...closed, getItem: () => '{' })).toEqual(defaultPanels);
    expect(loadPanels(null)).toEqual(defaultPanels);
  });
});
