// The list of keys: the table of commands, by group; below it what the marks of the stage mean.

import { Dialog } from '@base-ui/react/dialog';
import { Switch } from '@base-ui/react/switch';
import { useId } from 'react';
import { type Command, commands } from '../../session/session/commands.ts';
import { DialogWindow } from '../base/DialogWindow.tsx';
import { Legend } from './Legend.tsx';
import './HelpDialog.css';

export interface HelpDialogProps {
  readonly open: boolean;
  /** Whether single letters, digits and signs are keys. */
  readonly characterKeys: boolean;
  readonly onCharacterKeys: (on: boolean) => void;
  readonly onClose: () => void;
}

const GROUPS: readonly (readonly [Command['group'], string])[] = [
  ['step', 'Steps of your own'],
  ['move', 'Along the run'],
  ['run', 'Runs'],
  ['page', 'Page'],
];

export function HelpDialog({ open, onClose, ...keys }: HelpDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(opens) => opens || onClose()}>
      <DialogWindow className="help" title="Keys">
        <KeyLists />
        <CharacterKeys {...keys} />
        <Legend />
      </DialogWindow>
    </Dialog.Root>
  );
}

function KeyLists() {
  return GROUPS.map(([group, heading]) => (
    <section key={group}>
      <h3>{heading}</h3>
      <dl>
        {rowsOf(group).map(({ keys, title }) => (
          <div key={title} className="help-row">
            <dt>
              {keys.map((key) => (
                <kbd key={key} className="key">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

/** Speech recognition software types words as letters, so its users turn these keys off. */
function CharacterKeys({
  characterKeys,
  onCharacterKeys,
}: Pick<HelpDialogProps, 'characterKeys' | 'onCharacterKeys'>) {
  const id = useId();
  return (
    <div className="help-switch">
      <Switch.Root
        id={id}
        className="switch"
        checked={characterKeys}
        onCheckedChange={onCharacterKeys}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
      <label htmlFor={id}>Use letters, digits and signs as keys</label>
    </div>
  );
}

interface HelpRow {
  readonly keys: readonly string[];
  readonly title: string;
}

/** The number keys are one row: each steps the task of its number. */
function rowsOf(group: Command['group']): HelpRow[] {
  if (group === 'step')
    return [{ keys: ['1', '…', '9'], title: 'Next step of the task with that number' }];
  return commands
    .filter((command) => command.group === group)
    .map(({ keys, title }) => ({ keys: keys.map(keyText), title }));
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page ↑',
  PageDown: 'Page ↓',
  Mod: 'Ctrl',
};

/** A chord as a keyboard shows it: `Ctrl Z` for `Mod+z`. */
export function keyText(chord: string): string {
  return chord
    .split('+')
    .map((key) => NAMES[key] ?? (chord.length > 1 && key.length === 1 ? key.toUpperCase() : key))
    .join(' ');
}
