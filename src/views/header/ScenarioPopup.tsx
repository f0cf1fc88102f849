// The menu of all scenarios, and of the visitor's own files.

import { Menu } from '@base-ui/react/menu';
import { Check, FolderOpen } from 'lucide-react';
import { listScenarios, type ScenarioTitle } from '../../session/state/scenarioList.ts';
import { MenuPopup } from '../base/MenuPopup.tsx';
import type { OpenedPopup } from '../base/PopupButton.tsx';
import { originOf } from './scenarioOrigin.ts';

export interface ScenarioChoice {
  readonly current: ScenarioTitle;
  /** Names of the files that were opened. */
  readonly files: readonly string[];
  readonly onScenario: (name: string) => void;
}

export interface ScenarioPopupProps extends ScenarioChoice, OpenedPopup {
  /** Asks the browser for a file. */
  readonly onPick: () => void;
}

export function ScenarioPopup(props: ScenarioPopupProps) {
  const { current, files, onScenario, onPick, ...opened } = props;
  return (
    <MenuPopup {...opened} label="Scenarios" align="start">
      <Menu.RadioGroup value={current.name} onValueChange={onScenario}>
        {listScenarios().map((scenario) => (
          <ScenarioRow
            key={scenario.name}
            name={scenario.name}
            text={scenario.title}
            note={originOf(scenario)}
          />
        ))}
        {files.map((file) => (
          <ScenarioRow key={file} name={file} text={file} note="your file" />
        ))}
      </Menu.RadioGroup>
      <div className="popup-line" />
      <Menu.Item className="popup-row" onClick={onPick}>
        <FolderOpen aria-hidden="true" />
        <span className="popup-text">Open a file…</span>
        <span className="popup-note">or drop it on the page</span>
      </Menu.Item>
    </MenuPopup>
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
