// The layout of the stage: a workbench on a desktop, one column with tabs on a phone. Each part has a fixed area, and
// scrolls when it must.

import type { ReactNode } from 'react';
import { Tabs } from '../base/Tabs.tsx';
import { TipLayer } from '../base/TipLayer.tsx';
import type { StageSize } from '../base/useStageSize.ts';
import './Stage.css';

export interface StageProps {
  readonly size: StageSize;
  readonly header: ReactNode;
  /** One-line messages and diagnostics, above everything else. */
  readonly notices: ReactNode;
  readonly code: ReactNode;
  /** In the area of the code, or over everything on a phone; null while it is closed. */
  readonly editor: ReactNode;
  readonly world: ReactNode;
  readonly player: ReactNode;
  readonly caption: ReactNode;
  readonly time: ReactNode;
  readonly verdict: ReactNode;
  /** Two kernels side by side, in the place of code, world and verdict; null: one is on the stage. */
  readonly beside: ReactNode;
  /** A button for each task, at the bottom of a phone. */
  readonly tasks: ReactNode;
}

export function Stage(props: StageProps) {
  return (
    <TipLayer>
      <SkipLink />
      <Arrangement {...props} />
    </TipLayer>
  );
}

function Arrangement(props: StageProps) {
  if (props.beside !== null && props.editor === null) return <Comparison {...props} />;
  return props.size === 'phone' ? <Phone {...props} /> : <Workbench {...props} />;
}

/** Two worlds over one band and one diagram. On a phone all of it scrolls as one column. */
function Comparison({ size, header, notices, beside, player, caption, time, tasks }: StageProps) {
  const phone = size === 'phone';
  return (
    <div className="stage" data-size={size} data-comparing>
      <div className="stage-header">{header}</div>
      <div className="stage-notices">{notices}</div>
      <main className="stage-main" tabIndex={-1}>
        {beside}
        <div className="stage-band">
          {phone ? null : player}
          {caption}
        </div>
        <div className="stage-time">{time}</div>
      </main>
      {phone && (
        <nav className="stage-bar" aria-label="Steps">
          {player}
          {tasks}
        </nav>
      )}
    </div>
  );
}

/** The address is the page's own: what would be a link to an anchor is a button. */
function SkipLink() {
  const skip = (): void => document.querySelector<HTMLElement>('main')?.focus();
  return (
    <button type="button" className="button skip-link" onClick={skip}>
      Skip to the stage
    </button>
  );
}

function Workbench({
  size,
  header,
  notices,
  code,
  editor,
  world,
  player,
  caption,
  time,
  verdict,
}: StageProps) {
  return (
    <div className="stage" data-size={size} data-editing={editor !== null || undefined}>
      <div className="stage-header">{header}</div>
      <div className="stage-notices">{notices}</div>
      <main className="stage-main" tabIndex={-1}>
        {editor === null ? (
          <section className="stage-code" aria-label="Tasks and code">
            {code}
          </section>
        ) : (
          <div className="stage-editor">{editor}</div>
        )}
        <section className="stage-world" aria-label="World">
          {world}
        </section>
        <div className="stage-band">
          {player}
          {caption}
        </div>
        <div className="stage-time">{time}</div>
        <aside className="stage-verdict" aria-label="Verdict">
          {verdict}
        </aside>
      </main>
    </div>
  );
}

function Phone({
  header,
  notices,
  code,
  editor,
  world,
  player,
  caption,
  time,
  verdict,
  tasks,
}: StageProps) {
  return (
    <div className="stage" data-size="phone">
      <div className="stage-header">{header}</div>
      <div className="stage-notices">{notices}</div>
      <main className="stage-main" tabIndex={-1}>
        <section className="stage-world" aria-label="World">
          {world}
        </section>
        <div className="stage-caption">{caption}</div>
        <Tabs
          label="Panels"
          className="stage-tabs"
          panels={[
            { name: 'code', text: 'Code', content: code },
            { name: 'time', text: 'Time', content: time },
            { name: 'verdict', text: 'Verdict', content: verdict },
          ]}
        />
      </main>
      <nav className="stage-bar" aria-label="Steps">
        {player}
        {tasks}
      </nav>
      {editor !== null && <div className="stage-editor">{editor}</div>}
    </div>
  );
}
