// The code of the step just taken: the function's name, the statement and the lines around it, large enough for a hall.

import { type CSSProperties, useMemo } from 'react';
import { at } from '../../base/assert.ts';
import { type CodeLine, codeLines } from '../../layout/run/codeLines.ts';
import type { StagePlace } from '../../session/talk/openedTalk.ts';
import type { StepSite } from '../../model/world/world.ts';
import { type CodeSource, definitionAround, programSource } from '../code/codeSource.ts';
import '../code/CodePanel.css';

/** Lines before and after the statement. */
const AROUND = 2;

export interface TalkCodeProps {
  readonly place: StagePlace;
  /** Names in focus: a task among them shows its next step, where it has taken none. */
  readonly focus: readonly string[];
}

export function TalkCode({ place, focus }: TalkCodeProps) {
  const source = useMemo(() => programSource(place.program), [place.program]);
  const shown = shownSite(place, focus);
  if (shown === null) return null;
  const { site, task } = shown;
  const name = site.calls.at(-1);
  return (
    <section
      className="talk-code"
      data-task={task % 8}
      aria-label={`Code of ${taskName(place, task)}`}
    >
      <header>
        <b>{taskName(place, task)}</b> {name === undefined ? '' : `${name}()`}
      </header>
      <pre className="code-text" tabIndex={-1}>
        {linesAround(source, site).map((line) => (
          <Line key={line.number} line={line} />
        ))}
      </pre>
    </section>
  );
}

function taskName({ model }: StagePlace, task: number): string {
  return at(model.tasks, task).name;
}

interface ShownSite {
  readonly site: StepSite;
  readonly task: number;
}

/** The step just taken; before the first, the next step of the first task in focus. */
function shownSite({ run, cursor, model }: StagePlace, focus: readonly string[]): ShownSite | null {
  const { step, world } = at(run.moments, cursor);
  if (step !== null) return { site: step.site, task: step.task };
  const task = model.tasks.find(({ name }) => focus.includes(name))?.index ?? 0;
  const next = world.tasks[task]?.next ?? null;
  return next === null ? null : { site: next, task };
}

function linesAround(source: CodeSource, site: StepSite): CodeLine[] {
  const text = source.text(site.file);
  const { from, to } = definitionAround(source, site) ?? { from: 0, to: text.length };
  const lines = codeLines({
    text,
    paints: source.paints(site.file),
    from,
    to,
    next: site,
    ran: [],
  });
  const lit = lines.findIndex(({ next }) => next);
  const body = Math.min(lit, lines.findIndex((line) => lineText(line) === '{') + 1);
  return outdented(lines.slice(Math.max(body, lit - AROUND), lit + AROUND + 1));
}

function lineText({ pieces }: CodeLine): string {
  return pieces.map(({ text }) => text).join('');
}

/** The indentation that the lines shown share says nothing here. */
function outdented(lines: readonly CodeLine[]): CodeLine[] {
  const written = lines.filter(({ pieces }) => pieces.length > 0);
  const shared = Math.min(...written.map(({ indent }) => indent));
  return lines.map((line) => ({ ...line, indent: Math.max(0, line.indent - shared) / 2 }));
}

/** Long lines break at spaces only: an arrow stays whole. */
function unbroken(text: string): string {
  return text.replaceAll('->', '-\u2060>');
}

function Line({ line }: { readonly line: CodeLine }) {
  return (
    <span
      className="talk-code-line"
      data-next={line.next}
      style={{ '--indent': line.indent } as CSSProperties}
    >
      {line.pieces.map(({ text, paint, lit }, i) => (
        <span key={i} data-paint={paint ?? undefined} data-lit={lit || undefined}>
          {unbroken(text)}
        </span>
      ))}
      {'\n'}
    </span>
  );
}
