// What is wrong with a text, while no editor shows it, with what it needs of the session.

import { useDocuments, useSession } from '../base/sessionContext.ts';
import { DiagnosticsPanel } from './DiagnosticsPanel.tsx';

export function DiagnosticsPart() {
  const session = useSession();
  const { diagnostics } = useDocuments((state) => state.source);
  const { title } = useDocuments((state) => state.program);
  const rejected = useDocuments((state) => state.rejected);
  if (rejected === null) return <DiagnosticsPanel rejected={null} diagnostics={diagnostics} />;
  return (
    <DiagnosticsPanel
      rejected={{ file: rejected.file, kept: title }}
      diagnostics={rejected.diagnostics}
      onClose={session.dismissRejected}
    />
  );
}
