// Tabs: one panel at a time. Arrows, Home and End go from tab to tab; Tab goes on into the panel.

import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { at } from '../../base/assert.ts';

export interface TabPanel {
  readonly name: string;
  readonly text: string;
  readonly content: ReactNode;
}

export interface TabsProps {
  readonly label: string;
  readonly className: string;
  /** At least one; the first is open at the start. */
  readonly panels: readonly TabPanel[];
}

export function Tabs({ label, className, panels }: TabsProps) {
  const id = useId();
  const [chosen, setChosen] = useState(0);
  const panel = at(panels, chosen);
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const to = neighbour(event.key, chosen, panels.length);
    if (to === null) return;
    event.preventDefault();
    setChosen(to);
    const tab = event.currentTarget.children[to];
    if (tab instanceof HTMLElement) tab.focus();
  };
  return (
    <div className={className}>
      <div role="tablist" aria-label={label} className="tabs" tabIndex={-1} onKeyDown={walk}>
        {panels.map(({ name, text }, i) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            className="tab"
            aria-selected={i === chosen}
            aria-controls={i === chosen ? `${id}-panel` : undefined}
            tabIndex={i === chosen ? 0 : -1}
            onClick={() => setChosen(i)}
          >
            {text}
          </button>
        ))}
      </div>
      <div
        key={panel.name}
        role="tabpanel"
        id={`${id}-panel`}
        className="tab-panel"
        aria-labelledby={`${id}-${panel.name}`}
        tabIndex={0}
      >
        {panel.content}
      </div>
    </div>
  );
}

/** The tab that the key leads to, around both ends; null: it is no such key. */
function neighbour(key: string, from: number, count: number): number | null {
  const tabs: Readonly<Record<string, number>> = {
    ArrowRight: (from + 1) % count,
    ArrowLeft: (from + count - 1) % count,
    Home: 0,
    End: count - 1,
  };
  return tabs[key] ?? null;
}
