// Settings are stored, and whoever acts on them is told what they were before.
import { describe, expect, it } from 'vitest';
import { loadPanels, type Panels, type Theme } from '../state/panels.ts';
import { Settings } from './settings.ts';
import { memoryStorage, toySession } from './toySession.testing.ts';

function settings(prefersDark = false) {
  const { session } = toySession('');
  const storage = memoryStorage();
  const changes: [number | null, number | null][] = [];
  const made = new Settings(session.store, {
    storage,
    prefersDark: () => prefersDark,
    changed: (panels: Panels, before) => changes.push([before.maxBytes, panels.maxBytes]),
  });
  return { made, storage, changes, panels: () => session.store.getState().panels };
}

describe('settings', () => {
  it('are stored and told', () => {
    const { made, storage, changes, panels } = settings();
    made.set({ maxBytes: 2 ** 29 });
    made.set({ characterKeys: false });
    expect(changes).toEqual([
      [null, 2 ** 29],
      [2 ** 29, 2 ** 29],
    ]);
    expect(loadPanels(storage)).toEqual(panels());
    expect(panels().characterKeys).toBe(false);
  });

  it.each<[Theme, boolean, Theme]>([
    ['auto', true, 'light'],
    ['auto', false, 'dark'],
    ['dark', false, 'light'],
    ['light', true, 'dark'],
  ])('go from the theme %s, where the system asks for dark: %s, to %s', (theme, dark, next) => {
    const { made, panels } = settings(dark);
    made.set({ theme });
    made.toggleTheme();
    expect(panels().theme).toBe(next);
  });
});
