// Copies or downloads what a person takes away from the stage, and says in a sentence what was done.

import { encode, renderSVG } from 'uqr';
import { unreachable } from '../base/assert.ts';
import { drawRun, type Picture } from '../picture/runPicture.tsx';
import { selectStageExplanation } from '../session/plans/explainPlan.ts';
import type { Session } from '../session/session/session.ts';
import { selectHash, selectProperty } from '../session/state/select.ts';
import type { SessionState } from '../session/state/store.ts';
import {
  linkHtml,
  linkMarkdown,
  runStem,
  runText,
  runTitle,
  type TakeAway,
} from '../session/state/takeAway.ts';
import { saveTalkDraft } from '../session/talk/talkText.ts';
import { writeRunTalk } from '../session/talk/writtenTalk.ts';
import { isDark, save, saveBlob, storage } from './browser.ts';

export async function takeAway(session: Session, what: TakeAway): Promise<string> {
  session.readTyped();
  await session.packed();
  const state = session.store.getState();
  switch (what) {
    case 'svg':
      save(`${runStem(state)}.svg`, pictureOf(state).svg, 'image/svg+xml');
      return 'Saved the picture.';
    case 'png':
      saveBlob(`${runStem(state)}.png`, await pixelsOf(pictureOf(state)));
      return 'Saved the picture, two pixels for each.';
    case 'mermaid':
      return copy(runText(state, what) ?? '', 'Copied the run as a Mermaid sequence diagram.');
    case 'lockdep':
      return copyLocks(state);
    case 'trace':
      save(`${runStem(state)}.json`, runText(state, what) ?? '', 'application/json');
      return 'Saved the run as JSON.';
    case 'markdown':
      return copyMarkdown(state);
    case 'html':
      return copy(linkHtml(runTitle(state), addressOf(state)), 'Copied the frame of this step.');
    case 'qr':
      return saveCode(state);
    case 'talk':
      return makeTalk(state);
    default:
      return unreachable(what);
  }
}

/** The draft of this browser; the editor opens on it. */
function makeTalk(state: SessionState): string {
  const { scenario, program, configuration, model, playback } = state;
  const staged = { scenario, program, configuration, model, run: playback.run };
  const text = writeRunTalk(staged, selectStageExplanation(state));
  if (!saveTalkDraft(storage, text)) {
    save('talk.md', text);
    return 'Saved the talk as a file: this browser stores nothing.';
  }
  location.hash = '#edit-talk/draft';
  return 'Made a talk of this run.';
}

function addressOf(state: SessionState): URL {
  const url = new URL(location.href);
  url.hash = selectHash(state);
  return url;
}

function pictureOf(state: SessionState): Picture {
  const { model, playback } = state;
  return drawRun({
    model,
    run: playback.run,
    step: playback.cursor,
    properties: model.properties,
    chosen: selectProperty(state),
    title: runTitle(state),
    theme: isDark() ? 'dark' : 'light',
    part: 'both',
  });
}

/** A PNG of twice the size. */
async function pixelsOf({ svg, width, height }: Picture): Promise<Blob> {
  const image = new Image(width * 2, height * 2);
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  image.src = url;
  await image.decode();
  const canvas = new OffscreenCanvas(width * 2, height * 2);
  canvas.getContext('2d')?.drawImage(image, 0, 0, width * 2, height * 2);
  URL.revokeObjectURL(url);
  return canvas.convertToBlob({ type: 'image/png' });
}

async function copy(text: string, done: string): Promise<string> {
  await navigator.clipboard.writeText(text);
  return done;
}

async function copyLocks(state: SessionState): Promise<string> {
  const text = runText(state, 'lockdep');
  if (text === null) return 'No two tasks of this run take the same locks in different orders.';
  return copy(text, 'Copied the locks as lockdep reports them.');
}

async function copyMarkdown(state: SessionState): Promise<string> {
  const picture = `${runStem(state)}.svg`;
  save(picture, pictureOf(state).svg, 'image/svg+xml');
  const text = linkMarkdown(runTitle(state), addressOf(state).href, picture);
  return copy(text, `Copied the picture and link; ${picture} was saved to stand beside the text.`);
}

/** A QR code holds 2,953 bytes; one that a phone reads from a slide holds far fewer. */
const CODE_BYTES = 2000;

function saveCode(state: SessionState): string {
  const { href } = addressOf(state);
  if (href.length > CODE_BYTES)
    return `The address has ${href.length} characters, too many for a QR code (the limit is ${CODE_BYTES}).`;
  const { size } = encode(href, { ecc: 'M' });
  save(`${runStem(state)}-qr.svg`, renderSVG(href, { ecc: 'M', border: 4 }), 'image/svg+xml');
  return `Saved the address as a QR code of ${size} modules a side.`;
}
