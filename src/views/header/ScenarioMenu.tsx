// The current scenario: year, author and title. The title opens the menu of all scenarios and of the visitor's files.

import { ChevronDown } from 'lucide-react';
import { type ChangeEvent, type RefObject, useRef } from 'react';
import type { ScenarioTitle } from '../../session/state/scenarioList.ts';
import { lazyPart } from '../base/lazyPart.tsx';
import { PopupButton } from '../base/PopupButton.tsx';
import { originOf } from './scenarioOrigin.ts';
import type { ScenarioChoice } from './ScenarioPopup.tsx';
import './ScenarioMenu.css';

const ScenarioPopup = lazyPart(async () => (await import('./ScenarioPopup.tsx')).ScenarioPopup);

export function ScenarioMenu({ onFiles, ...shown }: ScenarioChoice & FileChoice) {
  const { current, files } = shown;
  const picker = useRef<HTMLInputElement>(null);
  return (
    <h1 className="scenario">
      <span className="scenario-origin">{placeOf(current, files)}</span>
      <PopupButton
        opens="menu"
        className="scenario-title"
        renderPopup={(opened) => (
          <ScenarioPopup {...opened} {...shown} onPick={() => picker.current?.click()} />
        )}
      >
        <span>{current.title}</span>
        <ChevronDown className="menu-icon" aria-hidden="true" />
      </PopupButton>
      <FilePicker picker={picker} onFiles={onFiles} />
    </h1>
  );
}

interface FileChoice {
  readonly onFiles: (files: readonly File[]) => void;
}

interface FilePickerProps extends FileChoice {
  readonly picker: RefObject<HTMLInputElement | null>;
}

/** The browser's own dialogue, which only an input can open; the same file may be opened twice. */
function FilePicker({ picker, onFiles }: FilePickerProps) {
  const choose = ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(input.files ?? [])]);
    input.value = '';
  };
  return <input ref={picker} type="file" accept=".race" hidden multiple onChange={choose} />;
}

function placeOf(current: ScenarioTitle, files: readonly string[]): string {
  if (!files.includes(current.name)) return originOf(current);
  return current.title === current.name ? 'your file' : current.name;
}
