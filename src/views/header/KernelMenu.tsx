// The kernel menu: named kernels and single options. Options that differ from the nearest named kernel are chips
// beside the menu; a click on a chip resets its option.

import { ChevronDown, X } from 'lucide-react';
import { changedOptions, changeText, nearestKernel } from './changedOptions.ts';
import type { KernelChoice } from './KernelPopup.tsx';
import { lazyPart } from '../base/lazyPart.tsx';
import { PopupButton } from '../base/PopupButton.tsx';
import './KernelMenu.css';

const KernelPopup = lazyPart(async () => (await import('./KernelPopup.tsx')).KernelPopup);

export function KernelMenu(choices: KernelChoice) {
  const { config, kernels, options, onOption } = choices;
  const nearest = nearestKernel(config, kernels);
  const changed = nearest ? changedOptions(config, nearest.config) : [];
  const exact = changed.length === 0 ? (nearest?.name ?? '') : '';
  if (kernels.length === 0 && options.length === 0) return null;
  return (
    <>
      {changed.map((change) => (
        <span key={change.option} className="chip code">
          {changeText(change)}
          <button
            type="button"
            aria-label={`Reset ${change.option}`}
            onClick={() => onOption(change.option, change.usual)}
          >
            <X />
          </button>
        </span>
      ))}
      <PopupButton
        opens="dialog"
        className="button"
        renderPopup={(opened) => <KernelPopup {...opened} {...choices} exact={exact} />}
      >
        {nearest ? (
          <span>
            <span className="kernel-word">Kernel </span>
            {nearest.name}
          </span>
        ) : (
          'Options'
        )}
        {changed.length > 0 && <span className="kernel-changed">+{changed.length}</span>}
        <ChevronDown aria-hidden="true" />
      </PopupButton>
    </>
  );
}
