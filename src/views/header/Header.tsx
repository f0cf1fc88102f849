// The line above everything: where one is, and the few menus that change what is shown.

import { House, Keyboard, SquarePen } from 'lucide-react';
import type { Panels } from '../../session/state/panels.ts';
import { ExportMenu, type ExportMenuProps } from './ExportMenu.tsx';
import { KernelMenu, type KernelMenuProps } from './KernelMenu.tsx';
import { PolicyMenu, type PolicyMenuProps } from './PolicyMenu.tsx';
import { type ScenarioChoice, ScenarioMenu } from './ScenarioMenu.tsx';
import { ShareButton } from './ShareButton.tsx';
import { SourceDialog, type SourceDialogProps } from './SourceDialog.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';
import { Tip } from '../base/Tip.tsx';
import './Header.css';

export interface HeaderProps {
  readonly scenario: ScenarioChoice;
  readonly source: SourceDialogProps;
  readonly scenarios: readonly ScenarioChoice[];
  readonly files: readonly string[];
  readonly kernel: KernelMenuProps;
  readonly policy: PolicyMenuProps;
  readonly exporting: ExportMenuProps;
  readonly theme: Panels['theme'];
  readonly onScenario: (name: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onTheme: (theme: Panels['theme']) => void;
  /** Copies the link to this very step; false when the browser does not allow it. */
  readonly onShare: () => Promise<boolean>;
  readonly editing: boolean;
  readonly onEdit: () => void;
  readonly onHelp: () => void;
}

export function Header({
  scenario,
  source,
  scenarios,
  files,
  kernel,
  policy,
  exporting,
  theme,
  ...on
}: HeaderProps) {
  return (
    <header className="header">
      <a className="word-mark" href="#/" aria-label="pagerace: all stories">
        <House className="word-mark-icon" aria-hidden="true" />
        <span>pagerace</span>
      </a>
      <ScenarioMenu
        current={scenario}
        scenarios={scenarios}
        files={files}
        onScenario={on.onScenario}
        onFiles={on.onFiles}
      />
      <SourceDialog {...source} />
      <div className="header-menus">
        <KernelMenu {...kernel} />
        <PolicyMenu {...policy} />
        <Tip text="Edit the program" keys="e" side="bottom">
          <button
            type="button"
            className="icon-button header-edit"
            aria-label="Edit"
            aria-pressed={on.editing}
            onClick={on.onEdit}
          >
            <SquarePen />
          </button>
        </Tip>
        <ShareButton onShare={on.onShare} />
        <ExportMenu {...exporting} />
        <ThemeMenu theme={theme} onTheme={on.onTheme} />
        <Tip text="The list of keys" keys="?" side="bottom">
          <button
            type="button"
            className="icon-button header-keys"
            aria-label="Keys"
            onClick={on.onHelp}
          >
            <Keyboard />
          </button>
        </Tip>
      </div>
    </header>
  );
}
