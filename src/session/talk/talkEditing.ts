// The editor of a talk: its text, what is wrong with it, and a preview that follows.

import { createStore, type StoreApi } from 'zustand/vanilla';
import { maxLinkLength, type TextCodec } from '../../check/link/link.ts';
import { parseTalk, type ParsedTalk } from '../../talk/parseTalk.ts';
import { hashesOf } from '../../talk/talk.ts';
import { formatTalkAddress } from '../../talk/talkAddress.ts';
import { neededTexts } from '../address/neededTexts.ts';
import type { OwnLibrary } from '../state/library.ts';
import type { Storage } from '../state/panels.ts';
import { openTalk } from './openedTalk.ts';
import type { TalkSession } from './talkSession.ts';
import { saveTalkDraft } from './talkText.ts';

export interface EditedTalk {
  readonly text: string;
  readonly parsed: ParsedTalk;
  /** False where the browser stores nothing: only a file keeps the text. */
  readonly kept: boolean;
}

export interface TalkEditingPorts {
  readonly library: OwnLibrary;
  readonly storage: Storage | null;
  readonly preview: TalkSession;
  loadCodec(): Promise<TextCodec>;
}

export class TalkEditing {
  readonly store: StoreApi<EditedTalk>;
  readonly #ports: TalkEditingPorts;

  constructor(text: string, ports: TalkEditingPorts) {
    this.#ports = ports;
    this.store = createStore<EditedTalk>(() => ({ text, parsed: parseTalk(text), kept: true }));
  }

  /** The draft of this browser is what was typed last. */
  readonly type = (text: string): void => {
    const parsed = parseTalk(text);
    const kept = saveTalkDraft(this.#ports.storage, text);
    this.store.setState({ text, parsed, kept });
    void this.#show(parsed);
  };

  /** The preview shows the beat that the line belongs to. */
  readonly showLine = (line: number): void => {
    const { beats } = this.store.getState().parsed.talk;
    const beat = beats.findLastIndex((one) => one.line <= line);
    const { preview } = this.#ports;
    if (beat >= 0 && preview.snapshot().context.beat !== beat)
      preview.send({ type: 'go-to', beat });
  };

  /** The hash of a link with the whole text; null where it would be longer than a link may be. */
  async link(): Promise<string | null> {
    const packed = (await this.#ports.loadCodec()).packText(this.store.getState().text);
    const hash = formatTalkAddress({ view: 'talk', source: { kind: 'link', packed }, beat: 0 });
    return hash.length <= maxLinkLength ? hash : null;
  }

  /** Scenarios that the text names for the first time are fetched; one that cannot be is reported with its beat. */
  async #show(parsed: ParsedTalk): Promise<void> {
    const { library, preview } = this.#ports;
    const needed = parsed.talk.beats
      .flatMap(({ scene }) => hashesOf(scene))
      .map((hash) => neededTexts(hash, library));
    await Promise.allSettled([...new Set(needed)].map((scenario) => library.fetch(scenario)));
    if (this.store.getState().parsed !== parsed) return;
    preview.send({ type: 'load', beats: openTalk(parsed.talk, library).beats });
  }
}

/** The links of a talk with the page's own address: so they work wherever the file is read. */
export function withWholeLinks(text: string, page: string): string {
  return text.replaceAll('](#/', `](${page}#/`);
}
