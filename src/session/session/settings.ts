// How a person arranged the page: stored in the browser, and passed to the parts that use it.

import { type Panels, savePanels, type Storage } from '../state/panels.ts';
import type { SessionStore } from '../state/store.ts';

export interface SettingsPorts {
  readonly storage: Storage | null;
  /** Whether the system asks for dark pages. */
  prefersDark(): boolean;
  changed(panels: Panels, before: Panels): void;
}

export class Settings {
  readonly #store: SessionStore;
  readonly #ports: SettingsPorts;

  constructor(store: SessionStore, ports: SettingsPorts) {
    this.#store = store;
    this.#ports = ports;
  }

  set(change: Partial<Panels>): void {
    const before = this.#store.getState().panels;
    const panels = { ...before, ...change };
    this.#store.setState({ panels });
    savePanels(this.#ports.storage, panels);
    this.#ports.changed(panels, before);
  }

  toggleTheme(): void {
    const { theme } = this.#store.getState().panels;
    const dark = theme === 'auto' ? this.#ports.prefersDark() : theme === 'dark';
    this.set({ theme: dark ? 'light' : 'dark' });
  }
}
