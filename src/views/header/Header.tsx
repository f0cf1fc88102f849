// The header: the scenario, and the menus that change what is shown.

import { BookOpen, Columns2, House, Keyboard, SquarePen } from 'lucide-react';
import type { ScenarioTitle } from '../../session/state/scenarioList.ts';
import type { Panels } from '../../session/state/panels.ts';
import { ExportMenu, type ExportMenuProps } from './ExportMenu.tsx';
import { KernelMenu } from './KernelMenu.tsx';
import type { KernelChoice } from './KernelPopup.tsx';
import { PolicyMenu } from './PolicyMenu.tsx';
import type { PolicyChoice } from './PolicyPopup.tsx';
import { ScenarioMenu } from './ScenarioMenu.tsx';
import { ShareButton } from './ShareButton.tsx';
import type { SourceDialogProps } from './SourceDialog.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';
import { lazyPart } from '../base/lazyPart.tsx';
import { PopupButton } from '../base/PopupButton.tsx';
import { Tip } from '../base/Tip.tsx';
import './Header.css';

export interface HeaderProps {
  readonly scenario: ScenarioTitle;
  readonly source: SourceDialogProps;
  readonly files: readonly string[];
  readonly kernel: KernelChoice;
  readonly policy: PolicyChoice;
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
  /** Null where there is no other kernel. */
  readonly onCompare: (() => void) | null;
  readonly comparing: boolean;
}

const SourceDialog = lazyPart(async () => (await import('./SourceDialog.tsx')).SourceDialog);

export function Header({
  scenario,
  source,
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
        files={files}
        onScenario={on.onScenario}
        onFiles={on.onFiles}
      />
      <PopupButton
        opens="dialog"
        className="icon-button header-source"
        aria-label="Sources of this scenario"
        tip="Sources of this scenario"
        renderPopup={(opened) => <SourceDialog {...opened} {...source} />}
      >
        <BookOpen />
      </PopupButton>
      <div className="header-menus">
        <KernelMenu {...kernel} />
        <CompareButton {...on} />
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
        <KeysButton onHelp={on.onHelp} />
      </div>
    </header>
  );
}

function CompareButton({ comparing, onCompare }: Pick<HeaderProps, 'comparing' | 'onCompare'>) {
  if (onCompare === null) return null;
  return (
    <Tip text="Side by side with another kernel" keys="c" side="bottom">
      <button
        type="button"
        className="icon-button header-compare"
        aria-label="Side by side"
        aria-pressed={comparing}
        onClick={onCompare}
      >
        <Columns2 />
      </button>
    </Tip>
  );
}

function KeysButton({ onHelp }: Pick<HeaderProps, 'onHelp'>) {
  return (
    <Tip text="List of keys" keys="?" side="bottom">
      <button type="button" className="icon-button header-keys" aria-label="Keys" onClick={onHelp}>
        <Keyboard />
      </button>
    </Tip>
  );
}
