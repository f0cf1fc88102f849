// The stage in a frame of another page: the world, the player and the caption, and a way out to the whole page.

import { ExternalLink } from 'lucide-react';
import { useDocuments } from '../base/sessionContext.ts';
import { selectHash } from '../../session/state/select.ts';
import { CaptionPart, CodePart, NoticesPart, PlayerPart, TimePart, WorldPart } from './App.tsx';
import { TipLayer } from '../base/TipLayer.tsx';
import './EmbedApp.css';

export interface EmbedAppProps {
  readonly code: boolean;
  readonly time: boolean;
  /** Whether the player's buttons are shown. */
  readonly controls: boolean;
  /** The address of the whole page, without a hash. */
  readonly page: string;
}

export function EmbedApp({ code, time, controls, page }: EmbedAppProps) {
  const hash = useDocuments(selectHash);
  const title = useDocuments(({ program, scenario }) => program.title ?? scenario);
  return (
    <TipLayer>
      <div className="embed" data-code={code} data-time={time}>
        <header className="embed-head">
          <h1>{title}</h1>
          <a href={`${page}${hash}`} target="_blank" rel="noreferrer">
            Open in pagerace <ExternalLink aria-hidden="true" />
          </a>
        </header>
        <div className="embed-notices">
          <NoticesPart onDownload={() => {}} />
        </div>
        {code && (
          <section className="embed-code" aria-label="Tasks and code">
            <CodePart size="phone" />
          </section>
        )}
        <main className="embed-world" aria-label="World">
          <WorldPart size="phone" />
        </main>
        <div className="embed-band">
          {controls && <PlayerPart />}
          <CaptionPart />
        </div>
        {time && (
          <div className="embed-time">
            <TimePart size="desk" />
          </div>
        )}
      </div>
    </TipLayer>
  );
}
