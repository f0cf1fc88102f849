// Opens scenarios, files and addresses. Keeps the address bar at the step on the stage; its links carry a visitor's
// own text.

import { carriesText, maxLinkLength, parseLink, type TextCodec } from '../../check/link/link.ts';
import { locateDiagnostics } from '../../check/source/locatedDiagnostic.ts';
import { type Address, type AddressBar, type Clock, createAddress } from '../address/address.ts';
import { type Arrival, receiveText } from '../address/arrival.ts';
import { LinkCodec } from '../address/linkCodec.ts';
import { neededTexts } from '../address/neededTexts.ts';
import { openLinked, openStaged } from '../address/opening.ts';
import type { OwnTexts } from '../address/ownTexts.ts';
import type { TextFetch } from '../address/textFetch.ts';
import type { Stage } from '../stage/stage.ts';
import type { Notice } from '../state/notice.ts';
import { addNotice, dropNotice } from '../state/notices.ts';
import { asksFor, isOwnFile, isTextOf, type OwnFile } from '../state/ownFile.ts';
import { setPending } from '../state/pending.ts';
import { selectAddress, selectHash } from '../state/select.ts';
import type { SessionStore } from '../state/store.ts';

export interface NavigationPorts {
  readonly store: SessionStore;
  readonly stage: Stage;
  readonly texts: OwnTexts;
  readonly fetch: TextFetch;
  readonly bar: AddressBar;
  readonly clock: Clock;
  loadCodec(): Promise<TextCodec>;
  /** Reads pending typed text before the page goes elsewhere. */
  readTyped(): void;
}

export class Navigation {
  readonly #ports: NavigationPorts;
  readonly #store: SessionStore;
  readonly #address: Address;
  readonly #codec: LinkCodec;

  constructor(ports: NavigationPorts) {
    const { store, bar, clock } = ports;
    this.#ports = ports;
    this.#store = store;
    this.#address = createAddress({
      bar,
      clock,
      move: (hash) => this.#open(hash),
      pending: (address) => setPending(store, { address }),
    });
    this.#codec = new LinkCodec(store, {
      load: () => ports.loadCodec(),
      loaded: (codec) => this.#takeCodec(codec),
    });
  }

  /** The address was opened. `whole`: completely. */
  begin(whole: boolean): void {
    this.#settle(whole);
    this.#codec.watch();
  }

  /** The address follows the steps, in the current entry of the history. */
  step(): void {
    this.#address.step(this.#hash());
  }

  /** Adds an entry to the history for what is on the stage. */
  place(): void {
    this.#address.place(this.#hash());
  }

  openScenario(name: string): void {
    const { fetch, readTyped, stage, texts } = this.#ports;
    fetch.whenHere(isOwnFile(name) ? null : name, () => {
      readTyped();
      stage.show(openStaged(texts.staged(name)), null);
      this.place();
    });
  }

  openFile(file: OwnFile): void {
    const { fetch, readTyped } = this.#ports;
    readTyped();
    if ('refused' in file) addNotice(this.#store, refusedNotice(file));
    else fetch.whenHere(null, () => this.#openText(file));
  }

  reportShared(): void {
    const state = this.#store.getState();
    const { scenario, source } = state;
    const { tooLong } = selectAddress(state);
    if (tooLong !== null) addNotice(this.#store, tooLongNotice(scenario, tooLong));
    else if (source.text !== source.staged) addNotice(this.#store, unfinishedNotice);
  }

  /** Resolves when the address is complete. */
  packed(): Promise<void> {
    return this.#codec.settled();
  }

  close(): void {
    this.#address.close();
  }

  #openText({ name: file, text }: Extract<OwnFile, { text: string }>): void {
    const { texts } = this.#ports;
    const loaded = texts.library().loadText(file, text);
    if (loaded.program === null) {
      this.#store.setState({ rejected: { file, diagnostics: locateDiagnostics(loaded) } });
      return;
    }
    this.#store.setState({ rejected: null });
    dropNotice(this.#store, 'text');
    const name = texts.claim(file);
    texts.keep(name, { text, staged: text });
    this.#openKept(name);
  }

  /** A file whose valid text was just stored; an address may have waited for it. */
  #openKept(name: string): void {
    const { bar, stage, texts } = this.#ports;
    const { scenario } = this.#store.getState();
    const hash = bar.read();
    if (scenario !== name && asksFor(hash, name)) this.#open(hash);
    else if (isTextOf(name, scenario)) {
      stage.retext(texts.staged(name), false);
      if (scenario === name) this.step();
      else this.place();
    } else this.openScenario(name);
  }

  /** The person went to another address: back, forward, or typed. */
  #open(hash: string): void {
    const { fetch, readTyped, texts } = this.#ports;
    readTyped();
    fetch.whenHere(neededTexts(hash, texts.library()), () => this.#openHere(hash));
  }

  #openHere(hash: string): void {
    if (carriesText(hash) && this.#codec.isAwaited)
      void this.#codec.load().then(() => this.#ports.bar.read() === hash && this.#open(hash));
    else this.#follow(this.#receive(hash));
  }

  #follow({ parsed, files, rejected, notice: arrived }: Arrival): void {
    const { stage, texts } = this.#ports;
    this.#store.setState({ files, rejected });
    if (rejected !== null) return;
    const { opening, notice } = openLinked(parsed, texts.library(), this.#store.getState());
    if (opening !== null) stage.show(opening, notice);
    else if (notice !== null) addNotice(this.#store, notice);
    if (arrived !== null) addNotice(this.#store, arrived);
    this.#settle(opening !== null && notice === null);
  }

  /** An entry of the history that this page wrote opens the current version of the text. */
  #receive(hash: string): Arrival {
    const { files, codec } = this.#store.getState();
    const parsed = parseLink(hash, codec);
    const library = this.#ports.texts.library();
    const isOurs =
      this.#ports.bar.isOurs() && parsed.kind === 'link' && files.has(parsed.link.scenario);
    return receiveText(isOurs ? { ...parsed, text: null } : parsed, library, files);
  }

  /**
   * An address that was followed completely is rewritten in its shortest form; any other is kept.
   */
  #settle(whole: boolean): void {
    if (whole) this.#address.settle(this.#hash());
    this.#ports.stage.settle();
  }

  #takeCodec(codec: TextCodec): void {
    const before = selectHash(this.#store.getState());
    const { address } = this.#store.getState().pending;
    this.#store.setState({ codec });
    if (address) this.step();
    else if (this.#ports.bar.read() === before) this.#address.settle(this.#hash());
  }

  /** The address of this step. */
  #hash(): string {
    return selectHash(this.#store.getState());
  }
}

function refusedNotice({ name, refused }: Extract<OwnFile, { refused: string }>): Notice {
  return { topic: 'text', tone: 'error', text: `${name}: ${refused}` };
}

const unfinishedNotice: Notice = {
  topic: 'link',
  tone: 'info',
  text: 'The link carries the last valid text, which is the one on the stage',
};

function tooLongNotice(file: string, length: number): Notice {
  const needed = length.toLocaleString('en-US');
  const most = maxLinkLength.toLocaleString('en-US');
  const text = `The link names ${file} without its text, which is too long for a link (${needed} characters; the limit is ${most}). Send the file as well`;
  return { topic: 'link', tone: 'warning', text, action: 'download' };
}
