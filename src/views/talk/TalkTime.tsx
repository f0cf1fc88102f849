// The time diagram of a beat's run.

import type { StagePlace } from '../../session/talk/openedTalk.ts';
import { SpaceTime } from '../time/SpaceTime.tsx';

export interface TalkTimeProps {
  readonly place: StagePlace;
  /** Null: the diagram only shows. */
  readonly onSeek: ((step: number) => void) | null;
}

export function TalkTime({ place: { run, cursor, model }, onSeek }: TalkTimeProps) {
  return (
    <div className="talk-time">
      <SpaceTime
        run={run}
        now={cursor}
        tasks={model.tasks}
        properties={model.properties}
        chosen={null}
        textSize={20}
        onSeek={onSeek ?? (() => {})}
      />
    </div>
  );
}
