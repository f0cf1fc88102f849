// The sources of a scenario: who wrote what, when and where, the argument in our words, how certain each source is,
// and what the model leaves out.

import { SourceText } from '../base/SourceText.tsx';
import { Dialog } from '@base-ui/react/dialog';
import type { Program } from '../../lang/program/program.ts';
import type { Chapter } from '../../scenarios/chapters.ts';
import { backgroundOf } from '../../session/state/landing.ts';
import { DialogWindow } from '../base/DialogWindow.tsx';
import { MessageNote } from '../base/MessageNote.tsx';
import type { OpenedPopup } from '../base/PopupButton.tsx';
import './SourceDialog.css';

export interface SourceDialogProps {
  readonly program: Pick<Program, 'title' | 'story' | 'sources' | 'year' | 'author'>;
  /** By name; it may be a text of the visitor's own. */
  readonly scenario: string;
}

/** How certain a source is, by its mark. */
const MARKS: Readonly<Record<string, string>> = {
  S: 'read in the source code',
  C: 'read in a commit message or a mail',
  X: 'found by searching a model',
  I: 'our conclusion',
  M: 'from memory, not verified',
};

export function SourceDialog({
  program,
  scenario,
  button,
  ...opened
}: SourceDialogProps & OpenedPopup) {
  const { chapter, leftOut } = backgroundOf(scenario);
  return (
    <Dialog.Root {...opened}>
      <DialogWindow
        className="source"
        title={program.title}
        finalFocus={button}
        onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
      >
        <p className="source-story">{program.story}</p>
        {chapter && <Argument chapter={chapter} />}
        <Sources sources={program.sources} />
        <section>
          <h3>What the model leaves out</h3>
          {chapter && <p>{chapter.leavesOut}</p>}
          <p>{leftOut} The comment above each function in the code says what it leaves out.</p>
        </section>
      </DialogWindow>
    </Dialog.Root>
  );
}

function Argument({ chapter }: { readonly chapter: Chapter }) {
  return (
    <section>
      <h3>{chapter.message ? 'The argument, in our words' : 'The background, in our words'}</h3>
      {chapter.message && <MessageNote message={chapter.message} />}
      <p>{chapter.argument}</p>
    </section>
  );
}

function Sources({ sources }: Pick<Program, 'sources'>) {
  if (sources.length === 0) return null;
  return (
    <section>
      <h3>Sources</h3>
      <ul className="source-list">
        {sources.map(({ text, mark }) => (
          <li key={text} data-mark={mark}>
            <SourceText text={text} />
            {mark !== null && <span className="source-mark">{MARKS[mark] ?? mark}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
