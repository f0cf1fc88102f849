// Where one is: year, author and title. The title is the menu of all scenarios.

import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
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
  readonly onScenario: (name: string) => void;
}

export function ScenarioMenu({ current, scenarios, onScenario }: ScenarioMenuProps) {
  return (
    <h1 className="scenario">
      <span className="scenario-origin">{origin(current)}</span>
      <Menu.Root>
        <Menu.Trigger className="scenario-title">
          <span>{current.title}</span>
          <ChevronDown className="menu-icon" aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner align="start" sideOffset={6} className="popup-layer">
            <Menu.Popup className="popup">
              <Menu.RadioGroup value={current.name} onValueChange={onScenario}>
                {scenarios.map((scenario) => (
                  <Menu.RadioItem
                    key={scenario.name}
                    value={scenario.name}
                    className="popup-row"
                    closeOnClick
                  >
                    <Menu.RadioItemIndicator className="popup-tick">
                      <Check />
                    </Menu.RadioItemIndicator>
                    <span className="popup-text">{scenario.title}</span>
                    <span className="popup-note">{origin(scenario)}</span>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </h1>
  );
}

function origin({ year, author }: ScenarioChoice): string {
  return [year, author].filter((part) => part !== null).join(' · ');
}
