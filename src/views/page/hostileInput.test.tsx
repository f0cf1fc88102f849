// Links, drafts and files that somebody else wrote, or that were damaged on the way: nothing is thrown, nothing of them
// runs, and the visitor's own text is still there. 1,000 in `npm test`, 100,000 in `npm run test:long`.
import * as fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { drawnSeed, isLong } from '../../base/drawn.testing.ts';
import { packText, unpackText } from '../../check/link/textLink.ts';
import { LIMITS } from '../../lang/syntax/limits.ts';
import { saveDraft, storedDraft } from '../../session/address/drafts.ts';
import {
  choiceText,
  counterText,
  hostSession,
  memoryStorage,
  toyLibrary,
} from '../../session/session/toySession.testing.ts';
import type { Session } from '../../session/session/session.ts';
import { SessionContext } from '../base/sessionContext.ts';
import { App } from './App.tsx';

const numRuns = isLong ? 100_000 : 1_000;
const own = { text: counterText, staged: counterText };
const script = '<script>alert(1)</script>';
const pieces = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    script,
    '/',
    ':',
    '@',
    '~',
    '%',
    '__proto__',
    '"',
    '{',
    '}',
    ';',
    'task t {',
    '0',
  ),
);

/** A text with a few of its parts deleted, repeated or replaced. */
function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 400 })),
    piece: fc.option(pieces),
  });
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(change, { maxLength: 4 }))
    .map(([text, changes]) =>
      changes.reduce((now, { at, length, piece }) => {
        const from = Math.floor(at * now.length);
        const cut = now.slice(from, from + length);
        return now.slice(0, from) + (piece ?? cut + cut) + now.slice(from + length);
      }, text),
    );
}

const texts = mutated([counterText, choiceText, 'title "mine";', 'int 0..2 n;', '']);
const links = mutated([
  '#/counter/new,begun=yes/f3p@2~abcd',
  '#/counter/old/f2p2f@4~abcd',
  '#/mine.race/default/f@1~abcd',
  `#/mine.race/default/f@1~abcd:${packText(choiceText)}`,
]);
const draftLists = mutated([
  JSON.stringify([{ name: 'mine.race', ...own }]),
  JSON.stringify([{ name: 'mine.race', ...own }, { name: 'b.race', text: 'x', staged: '' }, 7]),
]);

type Input =
  | { readonly kind: 'link'; readonly hash: string }
  | { readonly kind: 'drafts'; readonly raw: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string };

const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ kind: fc.constant('link' as const), hash: links }),
  fc.record({
    kind: fc.constant('link' as const),
    hash: texts.map((text) => `#/mine.race:${packText(text)}`),
  }),
  fc.record({ kind: fc.constant('drafts' as const), raw: draftLists }),
  fc.record({
    kind: fc.constant('file' as const),
    name: fc.constantFrom('mine.race', 'x.race', `${script}.race`),
    text: texts,
  }),
);

const limits = { maxStates: 2_000, maxBytes: 4_000_000 };
const key = 'pagerace.drafts.1';

function drawn(session: Session): string {
  const exporting = {
    onCopyRun: async () => true,
    onPromela: async () => null,
    onTake: async () => '',
  };
  return renderToStaticMarkup(
    <SessionContext value={session}>
      <App
        onShare={async () => true}
        exporting={exporting}
        onFiles={() => {}}
        onDownload={() => {}}
      />
    </SessionContext>,
  );
}

/** Whether every byte of the visitor's is still in the storage, as a draft or put aside. */
function isKept(received: Input, storage: ReturnType<typeof memoryStorage>): boolean {
  if (received.kind === 'drafts')
    return (
      storage.kept.get(key) === received.raw || [...storage.kept.values()].includes(received.raw)
    );
  return received.kind === 'file' && received.name === 'mine.race'
    ? true
    : storedDraft(storage, 'mine.race')?.text === counterText;
}

function survives(received: Input): void {
  const storage = memoryStorage();
  saveDraft(storage, 'mine.race', own);
  if (received.kind === 'drafts') storage.setItem(key, received.raw);
  const hash = received.kind === 'link' ? received.hash : '#/mine.race';
  const { session, state } = hostSession(hash, toyLibrary, limits, storage);
  if (received.kind === 'file') session.openFile(received);
  expect(drawn(session)).not.toContain('<script');
  if (state().model.tasks.length > 0) session.send({ type: 'take', task: 0, choice: null });
  expect(isKept(received, storage)).toBe(true);
  expect(state().program).not.toBeNull();
  session.close();
}

it('links, drafts and files of any sort are opened or refused', () => {
  fc.assert(fc.property(input, survives), { seed: drawnSeed, numRuns });
});

it('a text that swells is unpacked up to the limit of a file and no further', () => {
  const bomb = packText('x'.repeat(64 * LIMITS.fileBytes));
  expect(bomb.length).toBeLessThan(64 * 1024);
  expect(unpackText(bomb)).toEqual({
    ok: false,
    wrong: expect.stringContaining('unpacks to more'),
  });
});
