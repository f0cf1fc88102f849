// The step just taken, in one sentence.

import { useMemo } from 'react';
import { at } from '../../base/assert.ts';
import { caption } from '../../layout/words/caption.ts';
import type { StagePlace } from '../../session/talk/openedTalk.ts';

export function TalkCaption({ place: { run, cursor, model } }: { readonly place: StagePlace }) {
  const { tasks } = model;
  const { task, does, follows, breaks } = useMemo(
    () => caption(run, cursor, tasks),
    [run, cursor, tasks],
  );
  if (task === null) return null;
  return (
    <p className="talk-caption" data-task={task % 8} data-breaks={breaks.length > 0}>
      <b className="talk-step">{cursor}</b>
      <span>
        <b>{at(tasks, task).name}</b> {does}
        {follows !== null && `. ${follows}`}
      </span>
    </p>
  );
}
