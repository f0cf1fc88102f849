// The editor with what it needs of the session. It is a chunk of its own, loaded on request.

import { unreachable } from '../../base/assert.ts';
import { useMemo } from 'react';
import { progressSentence, searchSentence } from '../../layout/words/searchSentence.ts';
import type { Program } from '../../lang/program/program.ts';
import { originOf } from '../../session/state/ownFile.ts';
import { listScenarioNames } from '../../session/state/scenarioList.ts';
import { selectCheck, selectEditedFiles } from '../../session/state/select.ts';
import type { Check, Editing } from '../../session/state/store.ts';
import { selectNextLines, selectVerdictMarks } from '../../session/state/verdictMarks.ts';
import { localsAt, selectWords, wordNamed } from '../../session/state/words.ts';
import { Editor, type EditorStatus } from './Editor.tsx';
import type { EditorPort } from './editorSetup.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';

export interface EditorPartProps {
  readonly editing: Editing;
  readonly onShare: () => void;
  readonly onDownload: () => void;
}

export function EditorPart({ editing, onShare, onDownload }: EditorPartProps) {
  const session = useSession();
  const scenario = useDocuments((state) => state.scenario);
  const program = useDocuments((state) => state.program);
  const files = useDocuments(selectEditedFiles);
  const { diagnostics } = useDocuments((state) => state.source);
  const typing = useDocuments((state) => state.pending.text);
  const own = useDocuments((state) => state.files.has(state.scenario));
  const check = useDocuments(selectCheck);
  const copyOf = originOf(scenario, listScenarioNames());
  const name = editing.file ?? program.files.at(-1)?.name ?? scenario;
  const marks = useMarks(name);
  const port = usePort(editing, name, onShare);
  return (
    <Editor
      files={files}
      open={editing.file}
      copyOf={copyOf}
      diagnostics={diagnostics}
      status={statusOf(check)}
      text={{
        document: copyOf ?? scenario,
        staged: stagedText(program, name),
        typing,
        at: editing.at,
        marks,
        port,
      }}
      onOpen={(file, at) => session.edit({ file, at })}
      onRevert={(file) => session.revertFile(file)}
      onDiscard={own ? () => session.discardCopy() : null}
      onDownload={onDownload}
      onClose={() => session.edit(null)}
    />
  );
}

function stagedText({ files }: Program, name: string): string {
  return files.find((file) => file.name === name)?.text ?? '';
}

/** The verdicts beside the lines of one file; null while the search runs. */
function useMarks(name: string) {
  const verdicts = useDocuments(selectVerdictMarks);
  const next = useDocuments(selectNextLines);
  return useMemo(() => {
    if (verdicts === null) return null;
    const here = ({ file }: { readonly file: string }): boolean => file === name;
    return { verdicts: verdicts.filter(here), next: next.filter(here) };
  }, [verdicts, next, name]);
}

function usePort(editing: Editing, name: string, onShare: () => void): EditorPort {
  const session = useSession();
  const words = useDocuments(selectWords);
  const program = useDocuments((state) => state.program);
  const scenarioFile = program.files.at(-1)?.name;
  return {
    words: () => words,
    named: (word) => wordNamed(words, word, name),
    locals: (offset) => localsAt(program, name, offset),
    onDefinition: ({ place }) => {
      if (place === null) return;
      const file = place.file === scenarioFile ? null : place.file;
      session.edit({ file, at: place.from });
    },
    onText: (text) => session.typeText(editing.file, text),
    onVerdict: ({ property, witness }) => {
      if (witness === null) session.chooseProperty(property);
      else session.playWitness(property, 'shortest');
    },
    onShare,
    onPlay: () => {
      session.readTyped();
      session.send({ type: 'play' });
    },
    onClose: () => session.edit(null),
  };
}

/** A search shorter than this is not announced. */
const calmMs = 200;

function statusOf(check: Check | null): EditorStatus {
  if (check === null) return { search: '', searching: true };
  switch (check.kind) {
    case 'done':
      return { search: searchSentence(check.report), searching: false };
    case 'running':
      return { search: runningText(check), searching: true };
    case 'failed':
      return { search: check.message, searching: false };
    case 'stopped':
      return { search: 'The search was cancelled. Nothing is proved.', searching: false };
    case 'waiting':
      return { search: '', searching: true };
    default:
      return unreachable(check);
  }
}

function runningText({ progress, elapsedMs }: Check & { kind: 'running' }): string {
  if (progress === null || elapsedMs < calmMs) return '';
  return progressSentence(progress, elapsedMs);
}
