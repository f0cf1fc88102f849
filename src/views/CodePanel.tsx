// The function that a task stands in: the `.race` text that runs, its next step lit, what has
// run in this run tinted. Kernel names tell what they model and where that is from.

import { Tooltip } from '@base-ui/react/tooltip';
import { type CSSProperties, useLayoutEffect, useRef } from 'react';
import { at } from '../base/assert.ts';
import { type CodeLine, type CodePiece, codeLines, ranSites } from '../layout/codeLines.ts';
import type { Run } from '../model/run.ts';
import type { StepSite, TaskInfo } from '../model/world.ts';
import type { CodeSource, KernelFunction } from './codeSource.ts';
import './CodePanel.css';

export interface CodePanelProps {
  readonly run: Run;
  readonly now: number;
  readonly task: TaskInfo;
  readonly source: CodeSource;
  /** How the task stands, where no row says so; else null. */
  readonly status: string | null;
}

export function CodePanel({ run, now, task, source, status }: CodePanelProps) {
  const next = at(at(run.moments, now).world.tasks, task.index).next;
  const site = next ?? lastSite(run, now, task.index);
  if (!site) return null;
  const range = functionAt(source, site);
  const lines = codeLines({
    text: source.text(site.file),
    paints: source.paints(site.file),
    ...range,
    next,
    ran: ranSites(run, now, task.index, site.file),
  });
  return (
    <section className="code-panel" data-task={task.index % 8} aria-label={`Code of ${task.name}`}>
      <header className="code-head">
        <Breadcrumbs task={task} calls={site.calls} />
        <span className="code-place">{status ?? `${site.file}:${site.line}`}</span>
      </header>
      <CodeText lines={lines} functions={source.functions} place={`${site.file} ${range.from}`} />
    </section>
  );
}

function Breadcrumbs({
  task,
  calls,
}: {
  readonly task: TaskInfo;
  readonly calls: readonly string[];
}) {
  return (
    <ol className="crumbs" aria-label={`Calls of ${task.name}`}>
      <li className="crumbs-task">{task.name}</li>
      {calls.map((call, depth) => (
        <li key={depth} className="code" aria-current={depth === calls.length - 1 || undefined}>
          {call}
        </li>
      ))}
    </ol>
  );
}

interface CodeTextProps {
  readonly lines: readonly CodeLine[];
  readonly functions: readonly KernelFunction[];
  /** Changes with the function that is shown. */
  readonly place: string;
}

function CodeText({ lines, functions, place }: CodeTextProps) {
  const box = useRef<HTMLPreElement>(null);
  const lit = lines.findIndex((line) => line.next);
  useLayoutEffect(() => {
    const line = box.current?.children[lit];
    if (box.current && line instanceof HTMLElement) keepInSight(box.current, line);
  }, [lit, place]);
  return (
    <pre ref={box} className="code-text" tabIndex={-1}>
      {lines.map((line) => (
        <span
          key={line.number}
          className="code-line"
          data-next={line.next}
          data-ran={line.ran}
          style={{ '--indent': line.indent } as CSSProperties}
        >
          {line.pieces.map((piece, i) => (
            <Piece key={i} piece={piece} functions={functions} />
          ))}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function Piece({
  piece,
  functions,
}: { readonly piece: CodePiece } & Pick<CodeTextProps, 'functions'>) {
  const about =
    piece.paint === 'function' ? functions.find((one) => one.name === piece.text) : undefined;
  if (about) return <FunctionName about={about} lit={piece.lit} />;
  return (
    <span data-paint={piece.paint ?? undefined} data-lit={piece.lit || undefined}>
      {piece.text}
    </span>
  );
}

function FunctionName({ about, lit }: { readonly about: KernelFunction; readonly lit: boolean }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        delay={250}
        className="code-name"
        data-paint="function"
        data-lit={lit || undefined}
        closeOnClick={false}
      >
        {about.name}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner side="right" sideOffset={10} className="tip-layer">
          <Tooltip.Popup className="tip code-tip">
            <b className="code">{about.name}</b>
            <p>{about.comment}</p>
            <small>
              {about.file}:{about.line}
            </small>
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Scrolls the panel alone, so that four lines about the lit one are seen. */
function keepInSight(box: HTMLElement, line: HTMLElement): void {
  const margin = line.offsetHeight * 4;
  const top = line.offsetTop - margin;
  const bottom = line.offsetTop + line.offsetHeight + margin;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
}

function lastSite(run: Run, now: number, task: number): StepSite | null {
  const steps = run.moments.slice(1, now + 1).map((moment) => moment.step);
  return steps.findLast((step) => step?.task === task)?.site ?? null;
}

function functionAt({ functions, text }: CodeSource, site: StepSite) {
  const around = functions.filter(
    (one) => one.file === site.file && one.from <= site.from && site.to <= one.to,
  );
  const inner = around.toSorted((a, b) => a.to - a.from - (b.to - b.from))[0];
  return inner ?? lineRange(text(site.file), site);
}

/** A task's own body stands in no function: the lines from its head to its end. */
function lineRange(text: string, site: StepSite): { from: number; to: number } {
  const from = text.lastIndexOf('\n\n', site.from) + 2;
  const blank = text.indexOf('\n\n', site.to);
  return { from: Math.max(0, from), to: blank === -1 ? text.length : blank };
}
