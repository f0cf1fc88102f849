// Why it broke, with what it needs of the session.

import { selectSchedule } from '../../session/state/select.ts';
import { selectWhy } from '../../session/plans/whyPlan.ts';
import { useDocuments, useSession } from '../base/sessionContext.ts';
import { ExplanationPart } from './ExplanationPart.tsx';
import { WhyBlock } from './WhyBlock.tsx';

export function WhyPart() {
  const session = useSession();
  const why = useDocuments(selectWhy);
  const schedule = useDocuments(selectSchedule);
  const cursor = useDocuments((state) => state.playback.cursor);
  const { tasks } = useDocuments((state) => state.model);
  if (why === null) return null;
  const { property, witness, answer } = why;
  return (
    <>
      <ExplanationPart />
      <WhyBlock
        answer={answer}
        tasks={tasks}
        now={schedule === witness ? cursor : null}
        onAsk={() => session.askWhy(property, witness)}
        onStop={() => session.stopAsking()}
        onTry={(fix) => session.tryFix(fix)}
        onStep={(step) => session.showStep(witness, step)}
      />
    </>
  );
}
