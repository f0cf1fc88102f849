// From the address of a talk to its text: a talk of the collection, a scenario's cues, the draft, or the text of a link.

import { unreachable } from '../../base/assert.ts';
import { readCatalogue } from '../../check/catalogue/catalogueIndex.ts';
import type { TextCodec } from '../../check/link/link.ts';
import type { TalkSource } from '../../talk/talkAddress.ts';
import { fetchTalk } from '../../talk/talkTexts.ts';
import type { Library } from '../state/library.ts';
import type { Storage } from '../state/panels.ts';
import { writeCueTalk } from './writtenTalk.ts';

export interface TalkTextPorts {
  readonly library: Library;
  readonly storage: Storage | null;
  loadCodec(): Promise<TextCodec>;
}

export type TalkText =
  | { readonly ok: true; readonly text: string }
  /** One sentence: why there is none. */
  | { readonly ok: false; readonly problem: string };

/** Rejects where a text cannot be fetched. */
export async function readTalkText(source: TalkSource, ports: TalkTextPorts): Promise<TalkText> {
  switch (source.kind) {
    case 'named':
      return found(await fetchTalk(source.name), `There is no talk “${source.name}”.`);
    case 'cues':
      return readCues(source.scenario, ports);
    case 'draft':
      return found(loadTalkDraft(ports.storage), 'No talk was edited in this browser yet.');
    case 'link':
      return unpack(source.packed, ports);
    default:
      return unreachable(source);
  }
}

function found(text: string | null, problem: string): TalkText {
  return text === null ? { ok: false, problem } : { ok: true, text };
}

async function readCues(scenario: string, { library }: TalkTextPorts): Promise<TalkText> {
  const problem = `There is no scenario “${scenario}” with a run that breaks.`;
  const indexed = readCatalogue().find(({ name }) => name === scenario);
  if (indexed === undefined) return { ok: false, problem };
  await library.fetch(scenario);
  return found(writeCueTalk(library, indexed), problem);
}

async function unpack(packed: string, { loadCodec }: TalkTextPorts): Promise<TalkText> {
  const unpacked = (await loadCodec()).unpackText(packed);
  return unpacked.ok
    ? unpacked
    : { ok: false, problem: `The talk in this link ${unpacked.wrong}.` };
}

const DRAFT = 'pagerace.talk.1';

/** The talk that is edited in this browser; null if there is none. */
export function loadTalkDraft(storage: Storage | null): string | null {
  try {
    return storage?.getItem(DRAFT) ?? null;
  } catch {
    return null;
  }
}

/** False where the browser stores nothing. */
export function saveTalkDraft(storage: Storage | null, text: string): boolean {
  try {
    storage?.setItem(DRAFT, text);
    return storage !== null;
  } catch {
    return false;
  }
}
