// Where one is: year, author and title. The title is the menu of all scenarios, and of the
// visitor's own files.

import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown, FolderOpen } from 'lucide-react';
import { type ChangeEvent, type RefObject, useRef } from 'react';
import './ScenarioMenu.css';

export interface ScenarioChoice {
  readonly name: string;
  readonly title: string;
  readonly year: number | null;
  readonly author: string | null;
}

export interface ScenarioMenuProps {
  readonly current: ScenarioChoice;
  readonly scenarios: readonly ScenarioChoice[];
  /** Names of the files that were opened. */
  readonly files: readonly string[];
  readonly onScenario: (name: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
}

export function ScenarioMenu({
  current,
  scenarios,
  files,
  onScenario,
  onFiles,
}: ScenarioMenuProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <h1 className="scenario">
      <span className="scenario-origin">{placeOf(current, files)}</span>
      <Menu.Root>
        <Menu.Trigger className="scenario-title">
          <span>{current.title}</span>
          <ChevronDown className="menu-icon" aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal role="region" aria-label="Scenarios">
          <Menu.Positioner align="start" sideOffset={6} className="popup-layer">
            {/* It scrolls: whoever has no wheel reaches it by the keyboard. */}
            <Menu.Popup className="popup" tabIndex={0}>
              <Menu.RadioGroup value={current.name} onValueChange={onScenario}>
                {scenarios.map((scenario) => (
                  <ScenarioRow
                    key={scenario.name}
                    name={scenario.name}
                    text={scenario.title}
                    note={origin(scenario)}
                  />
                ))}
                {files.map((file) => (
                  <ScenarioRow key={file} name={file} text={file} note="your file" />
                ))}
              </Menu.RadioGroup>
              <div className="popup-line" />
              <Menu.Item className="popup-row" onClick={() => picker.current?.click()}>
                <FolderOpen aria-hidden="true" />
                <span className="popup-text">Open a file…</span>
                <span className="popup-note">or drop it on the page</span>
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <FilePicker picker={picker} onFiles={onFiles} />
    </h1>
  );
}

interface ScenarioRowProps {
  readonly name: string;
  readonly text: string;
  readonly note: string;
}

function ScenarioRow({ name, text, note }: ScenarioRowProps) {
  return (
    <Menu.RadioItem value={name} className="popup-row" closeOnClick>
      <Menu.RadioItemIndicator className="popup-tick">
        <Check />
      </Menu.RadioItemIndicator>
      <span className="popup-text">{text}</span>
      <span className="popup-note">{note}</span>
    </Menu.RadioItem>
  );
}

interface FilePickerProps {
  readonly picker: RefObject<HTMLInputElement | null>;
  readonly onFiles: (files: readonly File[]) => void;
}

/** The browser's own dialogue, which only an input can open; the same file may be opened twice. */
function FilePicker({ picker, onFiles }: FilePickerProps) {
  const choose = ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(input.files ?? [])]);
    input.value = '';
  };
  return <input ref={picker} type="file" accept=".race" hidden multiple onChange={choose} />;
}

function placeOf(current: ScenarioChoice, files: readonly string[]): string {
  if (!files.includes(current.name)) return origin(current);
  return current.title === current.name ? 'your file' : current.name;
}

function origin({ year, author }: ScenarioChoice): string {
  return [year, author].filter((part) => part !== null).join(' · ');
}
