// The initial state of a page: what its address names, the visitor's texts and settings from the browser's storage,
// and notices about what could not be read.

import { assert } from '../../base/assert.ts';
import { parseLink, type TextCodec } from '../../check/link/link.ts';
import type { AddressBar } from '../address/address.ts';
import { receiveText } from '../address/arrival.ts';
import { loadDrafts } from '../address/drafts.ts';
import { type Opening, openLinked, openStaged, stageScenario } from '../address/opening.ts';
import { documentsOf } from '../stage/documents.ts';
import type { Library, OwnLibrary } from '../state/library.ts';
import type { Notice } from '../state/notice.ts';
import { withFiles } from '../state/ownFile.ts';
import { loadPanels, type Storage } from '../state/panels.ts';
import type { SessionState } from '../state/store.ts';

export interface FirstStatePorts {
  readonly library: Library;
  readonly bar: AddressBar;
  readonly codec: TextCodec | null;
  readonly storage: Storage | null;
}

export interface FirstState {
  readonly opening: Opening;
  /** Whether the address was followed completely. */
  readonly whole: boolean;
  readonly state: Omit<SessionState, 'playback'>;
}

export function firstState(ports: FirstStatePorts): FirstState {
  const { bar, codec, library, storage } = ports;
  const kept = loadDrafts(storage);
  const arrival = receiveText(parseLink(bar.read(), codec), library, kept.drafts);
  const { files, rejected } = arrival;
  const own = withFiles(library, files);
  const opened = openLinked(arrival.parsed, own, null);
  const opening = opened.opening ?? openFirst(own);
  const notices = [opened.notice, arrival.notice, draftsNotice(kept.problem)];
  return {
    opening,
    whole: opened.opening !== null && opened.notice === null && rejected === null,
    state: {
      ...blank,
      ...documentsOf(opening),
      files,
      rejected,
      codec,
      panels: loadPanels(storage),
      notices: notices.filter((one) => one !== null),
      original: library.original,
    },
  };
}

/** Nothing is requested, opened or chosen yet. */
const blank = {
  editing: null,
  playing: false,
  lastReport: null,
  chosenProperty: null,
  matrix: { asked: false, open: false },
  explained: null,
  why: null,
  graph: null,
  graphOpen: false,
  reduce: [],
  space: null,
  spaceOpen: false,
  help: false,
  pending: {
    text: false,
    address: false,
    motion: false,
    codec: false,
    texts: false,
    parts: 0,
    files: 0,
  },
} satisfies Partial<SessionState>;

function draftsNotice(problem: string | null): Notice | null {
  return problem === null ? null : { topic: 'text', tone: 'warning', text: problem };
}

function openFirst(library: OwnLibrary): Opening {
  const staged = stageScenario(library, library.first);
  assert(staged !== null, `the catalogue has its first scenario ${library.first}`);
  return openStaged(staged);
}
