// The hint on an object: what its tokens mean in the scenario's words, and what happened to it in this run.

import { objectAbout } from '../../layout/words/objectAbout.ts';
import type { Run } from '../../model/world/run.ts';
import type { TaskInfo } from '../../model/world/world.ts';

export interface WorldGraphAboutProps {
  readonly run: Run;
  readonly now: number;
  readonly object: string;
  readonly tasks: readonly TaskInfo[];
}

export function WorldGraphAbout({ run, now, object, tasks }: WorldGraphAboutProps) {
  const { tokens, history } = objectAbout(run, now, object, tasks);
  return (
    <>
      {tokens.map(([token, meaning]) => (
        <p key={token}>
          <b>{token}</b>: {meaning}
        </p>
      ))}
      {history.map((line) => (
        <p key={line} className="object-history">
          {line}
        </p>
      ))}
    </>
  );
}
