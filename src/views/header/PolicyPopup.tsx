// The menu of what play stops at.

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { LockName } from '../../model/world/world.ts';
import {
  choosesLock,
  isPageTableLock,
  type LockChoice,
  type PauseOn,
  type PausePolicy,
} from '../../session/player/pausePolicy.ts';
import { MenuPopup } from '../base/MenuPopup.tsx';
import type { OpenedPopup } from '../base/PopupButton.tsx';
import { POLICIES } from './policies.ts';

export interface PolicyChoice {
  readonly policy: PausePolicy;
  /** The locks of this scenario; two with the same field name count as one. */
  readonly locks: readonly LockName[];
  readonly onPolicy: (policy: PausePolicy) => void;
}

export function PolicyPopup({ policy, locks, onPolicy, ...opened }: PolicyChoice & OpenedPopup) {
  return (
    <MenuPopup {...opened} label="Where playing stops" align="end">
      <Menu.Group>
        <Menu.GroupLabel className="popup-head">Stop playing at</Menu.GroupLabel>
        <Menu.RadioGroup
          value={policy.on}
          onValueChange={(on: PauseOn) => onPolicy({ ...policy, on })}
        >
          {POLICIES.map(([on, text]) => (
            <Menu.RadioItem key={on} value={on} className="popup-row">
              <Menu.RadioItemIndicator>
                <Check />
              </Menu.RadioItemIndicator>
              <span className="popup-text">{text}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Group>
      {policy.on === 'lock' && <Locks {...{ policy, locks, onPolicy }} />}
    </MenuPopup>
  );
}

function Locks({ policy, locks, onPolicy }: PolicyChoice) {
  const fields = locks.filter(
    (lock, i) => locks.findIndex((other) => other.field === lock.field) === i,
  );
  if (fields.length === 0) return null;
  return (
    <Menu.Group>
      <div className="popup-line" />
      <Menu.GroupLabel className="popup-head">of these locks</Menu.GroupLabel>
      {fields.map((lock) => (
        <Menu.CheckboxItem
          key={lock.field}
          className="popup-row"
          checked={choosesLock(policy.locks, lock)}
          onCheckedChange={(on) => onPolicy({ ...policy, locks: withLock(policy.locks, lock, on) })}
        >
          <Menu.CheckboxItemIndicator>
            <Check />
          </Menu.CheckboxItemIndicator>
          <span className="popup-text code">{lock.field}</span>
          <span className="popup-note">{lock.kind}</span>
        </Menu.CheckboxItem>
      ))}
    </Menu.Group>
  );
}

/** The choice with one lock's field let in or left out. */
export function withLock(choice: LockChoice, lock: LockName, on: boolean): LockChoice {
  const others = choice.except.filter((field) => field !== lock.field);
  if (isPageTableLock(lock)) return { ...choice, pageTable: on, except: others };
  const kinds = on ? [...new Set([...choice.kinds, lock.kind])] : choice.kinds;
  return { ...choice, kinds, except: on ? others : [...others, lock.field] };
}
