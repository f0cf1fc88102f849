// The menu that chooses where playing stops, and which locks count.

import { ChevronDown, CircleStop } from 'lucide-react';
import { lazyPart } from '../base/lazyPart.tsx';
import { PopupButton } from '../base/PopupButton.tsx';
import { POLICIES } from './policies.ts';
import type { PolicyChoice } from './PolicyPopup.tsx';

const PolicyPopup = lazyPart(async () => (await import('./PolicyPopup.tsx')).PolicyPopup);

export function PolicyMenu(props: PolicyChoice) {
  const current = POLICIES.find(([on]) => on === props.policy.on)?.[1];
  return (
    <PopupButton
      opens="menu"
      className="button policy-menu"
      aria-label={`Playing stops at ${current}`}
      renderPopup={(opened) => <PolicyPopup {...opened} {...props} />}
    >
      <CircleStop aria-hidden="true" />
      <span className="policy-word">{current}</span>
      <ChevronDown aria-hidden="true" />
    </PopupButton>
  );
}
