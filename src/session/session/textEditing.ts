// Editing the text on the stage: typing, edits that the page proposes, and reverting. The first change of a scenario
// of the catalogue makes a copy.

import { applyEdit, type Edit } from '../../check/edit/edit.ts';
import { joinBundle, splitBundle } from '../../check/source/bundle.ts';
import { sourceOf } from '../../check/source/programSource.ts';
import type { Clock } from '../address/address.ts';
import { createDebounce, type Debounce } from '../address/debounce.ts';
import type { OwnTexts } from '../address/ownTexts.ts';
import type { TextFetch } from '../address/textFetch.ts';
import type { Stage } from '../stage/stage.ts';
import { isOwnFile, originOf } from '../state/ownFile.ts';
import { setPending } from '../state/pending.ts';
import type { Editing, SessionStore } from '../state/store.ts';
import type { Navigation } from './navigation.ts';

export interface TextEditingPorts {
  readonly store: SessionStore;
  readonly stage: Stage;
  readonly texts: OwnTexts;
  readonly fetch: TextFetch;
  readonly navigation: Navigation;
  readonly clock: Clock;
}

/** When typed text is read and stored: at a pause, and while a person types without one. */
const typingTimes = { restMs: 150, longestMs: 2000 };

type Files = ReadonlyMap<string, string>;

export class TextEditing {
  readonly #ports: TextEditingPorts;
  readonly #store: SessionStore;
  readonly #typing: Debounce;

  constructor(ports: TextEditingPorts) {
    const { store, clock } = ports;
    this.#ports = ports;
    this.#store = store;
    this.#typing = createDebounce(clock, typingTimes, (text) => setPending(store, { text }));
  }

  editSource(text: string): void {
    const { navigation, stage, texts } = this.#ports;
    const { scenario: before, source } = this.#store.getState();
    if (text === source.text) return;
    const { program, ...edited } = this.#read(before, text);
    const isOwn = isOwnFile(edited.scenario);
    if (isOwn) texts.keep(edited.scenario, { text, staged: edited.source.staged });
    if (program === null) this.#store.setState(edited);
    else stage.retext({ ...edited, program }, true);
    if (isOwn && edited.scenario !== before) navigation.place();
    else navigation.step();
  }

  typeText(file: string | null, text: string): void {
    this.#typing.ask(() => {
      const { text: scenario, files } = splitBundle(this.#store.getState().source.text);
      if (file === null) this.editSource(joinBundle({ text, files }));
      else
        this.editSource(joinBundle({ text: scenario, files: this.#withChange(files, file, text) }));
    });
  }

  readTyped(): void {
    this.#typing.flush();
  }

  tryEdit(edit: Edit): void {
    this.readTyped();
    const { program, source } = this.#store.getState();
    const before = sourceOf(program);
    const { name, text, library } = applyEdit(before, edit);
    const files = [...library]
      .filter(([file, changed]) => changed !== before.library.get(file))
      .reduce(
        (all, [file, changed]) => this.#withChange(all, file, changed),
        splitBundle(source.text).files,
      );
    this.editSource(joinBundle({ text, files }));
    const [first] = edit;
    if (first !== undefined)
      this.edit({ file: first.file === name ? null : first.file, at: first.from });
  }

  revertFile(file: string | null): void {
    this.readTyped();
    const { scenario, source } = this.#store.getState();
    const { text, files } = splitBundle(source.text);
    const origin = this.#ports.texts.originOf(scenario)?.source.text ?? text;
    const others = [...files].filter(([name]) => name !== file);
    if (file === null) this.editSource(joinBundle({ text: origin, files }));
    else this.editSource(joinBundle({ text, files: new Map(others) }));
  }

  discardCopy(): void {
    this.readTyped();
    const { navigation, texts } = this.#ports;
    const { scenario } = this.#store.getState();
    const { first, names } = texts.library();
    texts.forget(scenario);
    navigation.openScenario(originOf(scenario, names) ?? first);
  }

  edit(editing: Editing | null): void {
    this.readTyped();
    if (editing === null) this.#store.setState({ editing });
    else this.#ports.fetch.whenHere(null, () => this.#store.setState({ editing }));
  }

  toggleEditor(): void {
    this.edit(this.#store.getState().editing === null ? { file: null, at: null } : null);
  }

  /** A copy whose text equals the catalogue's is deleted. */
  #read(before: string, text: string) {
    const { texts } = this.#ports;
    const scenario = texts.claim(before);
    const origin = texts.originOf(scenario);
    if (origin === null || origin.source.text !== text) return texts.read(scenario, text);
    texts.forget(before);
    return origin;
  }

  /** A library file that equals the library's text is not a change. */
  #withChange(files: Files, file: string, text: string): Files {
    const changed = new Map(files).set(file, text);
    if (this.#ports.texts.library().original(file) === text) changed.delete(file);
    return changed;
  }
}
