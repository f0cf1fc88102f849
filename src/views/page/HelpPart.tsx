// The list of keys, with what it needs of the session.

import { useDocuments, useSession } from '../base/sessionContext.ts';
import { HelpDialog } from './HelpDialog.tsx';

export function HelpPart() {
  const session = useSession();
  const open = useDocuments((state) => state.help);
  const { characterKeys } = useDocuments((state) => state.panels);
  return (
    <HelpDialog
      open={open}
      characterKeys={characterKeys}
      onCharacterKeys={(on) => session.setPanels({ characterKeys: on })}
      onClose={() => session.toggleHelp()}
    />
  );
}
