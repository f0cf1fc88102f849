// The function that a task is in: the `.race` text that runs, with the next step highlighted and executed lines
// tinted. Hints on kernel names say what they model and from which source.

import { type CSSProperties, memo, useEffect, useRef } from 'react';
import { at } from '../../base/assert.ts';
import {
  type CodeLine,
  type CodePiece,
  codeLines,
  type LocalValue,
  ranSites,
} from '../../layout/run/codeLines.ts';
import { inlineValues } from '../../layout/words/localValues.ts';
import type { StepValues } from '../../model/replay/valueTrace.ts';
import type { Run } from '../../model/world/run.ts';
import type { StepSite, TaskInfo } from '../../model/world/world.ts';
import {
  type CodeSource,
  type Definition,
  definitionAround,
  definitionNamed,
} from './codeSource.ts';
import { Tip } from '../base/Tip.tsx';
import './CodePanel.css';

export interface CodePanelProps {
  readonly run: Run;
  readonly now: number;
  readonly task: TaskInfo;
  readonly source: CodeSource;
  /** What each step of the run set. */
  readonly values?: readonly StepValues[] | undefined;
  /** The statement that broke a property in this moment; null elsewhere. */
  readonly guilty?: StepSite | null;
  /** How the task stands, where no row says so; else null. */
  readonly status: string | null;
  /** Opens the text at a location. */
  readonly onEdit: (place: { readonly file: string; readonly from: number }) => void;
}

export function CodePanel(props: CodePanelProps) {
  const { run, now, task, source, values = [], guilty = null, status, onEdit } = props;
  const next = at(at(run.moments, now).world.tasks, task.index).next;
  const site = guilty ?? next ?? lastSite(run, now, task.index);
  if (!site) return null;
  const text = source.text(site.file);
  const { from, to } = definitionAround(source, site) ?? { from: 0, to: text.length };
  const lines = codeLines({
    text,
    paints: source.paints(site.file),
    from,
    to,
    next: next?.file === site.file ? next : null,
    guilty,
    ran: ranSites(run, now, task.index, site.file),
    values: inlineValues(run, now, task.index, site.file, values),
  });
  return (
    <section className="code-panel" data-task={task.index % 8} aria-label={`Code of ${task.name}`}>
      <header className="code-head">
        <Breadcrumbs task={task} calls={site.calls} />
        {status !== null && <span className="code-place code-status">{status}</span>}
        <button
          type="button"
          className="code-place"
          aria-label={`Edit ${site.file} at line ${site.line}`}
          onClick={() => onEdit(site)}
        >
          {status === null ? `${site.file}:${site.line}` : 'edit'}
        </button>
      </header>
      <CodeText lines={lines} source={source} file={site.file} from={from} />
    </section>
  );
}

interface BreadcrumbsProps {
  readonly task: TaskInfo;
  readonly calls: readonly string[];
}

/** The innermost calls on one line; all of them in the hint. */
function Breadcrumbs({ task, calls }: BreadcrumbsProps) {
  const shown = innermost(calls);
  return (
    <Tip text={[task.name, ...calls].join(' › ')} side="bottom">
      <ol className="crumbs" aria-label={`Calls of ${task.name}: ${calls.join(', ')}`}>
        <li className="crumbs-task">{task.name}</li>
        {shown.length < calls.length && <li>…</li>}
        {shown.map((call, depth) => (
          <li key={depth} className="code" aria-current={depth === shown.length - 1 || undefined}>
            {call}
          </li>
        ))}
      </ol>
    </Tip>
  );
}

/** As many of the last calls as fit beside the location; at least one. */
function innermost(calls: readonly string[]): readonly string[] {
  let letters = 0;
  const from = calls.findLastIndex((call) => (letters += call.length + 3) > CRUMB_LETTERS);
  return calls.slice(Math.min(from + 1, Math.max(0, calls.length - 1)));
}

const CRUMB_LETTERS = 26;

interface CodeTextProps {
  readonly lines: readonly CodeLine[];
  readonly source: CodeSource;
  readonly file: string;
  /** Offset of the definition that is shown. */
  readonly from: number;
}

function CodeText({ lines, source, file, from }: CodeTextProps) {
  const box = useRef<HTMLPreElement>(null);
  const guilty = lines.findIndex((line) => line.guilty);
  const lit = guilty === -1 ? lines.findIndex((line) => line.next) : guilty;
  // In the frame that shows the line, not before: asking for places earlier would lay the page out twice.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const line = box.current?.children[lit];
      if (box.current && line instanceof HTMLElement) keepInSight(box.current, line);
    });
    return () => cancelAnimationFrame(frame);
  }, [lit, file, from]);
  return (
    <pre ref={box} className="code-text" tabIndex={-1}>
      {lines.map((line) => (
        <Line key={line.number} line={line} source={source} file={file} />
      ))}
    </pre>
  );
}

interface LineProps extends Pick<CodeTextProps, 'source' | 'file'> {
  readonly line: CodeLine;
}

/** Most lines of a function stay as they are from step to step. */
const Line = memo(function Line({ line, source, file }: LineProps) {
  return (
    <span
      className="code-line"
      data-next={line.next}
      data-ran={line.ran}
      data-guilty={line.guilty || undefined}
      style={{ '--indent': line.indent } as CSSProperties}
    >
      <span className="code-words">
        {line.pieces.map((piece, i) => (
          <Piece key={i} piece={piece} about={aboutPiece(piece, source, file)} />
        ))}
        {'\n'}
      </span>
      {line.values.length > 0 && <Values values={line.values} />}
      {line.remark !== null && (
        <span className="code-remark" title={line.remark}>
          {line.remark}
        </span>
      )}
    </span>
  );
}, isSameLine);

function isSameLine(a: LineProps, b: LineProps): boolean {
  return a.source === b.source && a.file === b.file && isSameText(a.line, b.line);
}

function isSameText(a: CodeLine, b: CodeLine): boolean {
  return (
    a.next === b.next &&
    a.ran === b.ran &&
    a.guilty === b.guilty &&
    a.number === b.number &&
    a.indent === b.indent &&
    shownValues(a) === shownValues(b) &&
    a.pieces.length === b.pieces.length &&
    a.pieces.every(({ text, lit }, i) => {
      const other = at(b.pieces, i);
      return text === other.text && lit === other.lit;
    })
  );
}

function shownValues({ values }: CodeLine): string {
  return valuesText(values);
}

function valuesText(values: readonly LocalValue[]): string {
  return values.map(({ name, text }) => `${name} = ${text}`).join(', ');
}

/** What the line's locals hold, as a debugger shows it. */
function Values({ values }: { readonly values: readonly LocalValue[] }) {
  const text = valuesText(values);
  return (
    <span className="code-values" title={text}>
      {text}
    </span>
  );
}

function aboutPiece(piece: CodePiece, source: CodeSource, file: string): Definition | null {
  return piece.paint === 'function' ? definitionNamed(source, piece.text, file) : null;
}

interface PieceProps {
  readonly piece: CodePiece;
  /** The documentation of a name; null where the name is not a function. */
  readonly about: Definition | null;
}

function Piece({ piece, about }: PieceProps) {
  if (about) return <FunctionName about={about} lit={piece.lit} />;
  return (
    <span data-paint={piece.paint ?? undefined} data-lit={piece.lit || undefined}>
      {piece.text}
    </span>
  );
}

function FunctionName({ about, lit }: { readonly about: Definition; readonly lit: boolean }) {
  return (
    <Tip text={<AboutFunction about={about} />} side="right" look="code-tip">
      <button type="button" className="code-name" data-paint="function" data-lit={lit || undefined}>
        {about.name}
      </button>
    </Tip>
  );
}

function AboutFunction({ about }: { readonly about: Definition }) {
  return (
    <>
      <b className="code">{about.name}</b>
      <p>{about.comment}</p>
      <small>
        {about.file}:{about.line}
      </small>
    </>
  );
}

/** Scrolls only the panel, so that four lines around the highlighted one are visible. */
function keepInSight(box: HTMLElement, line: HTMLElement): void {
  const margin = Math.min(line.offsetHeight * 4, (box.clientHeight - line.offsetHeight) / 2);
  const top = line.offsetTop - margin;
  const bottom = line.offsetTop + line.offsetHeight + margin;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  const lines = [...box.children].filter((child) => child instanceof HTMLElement);
  const first = lines.find((child) => child.offsetTop >= box.scrollTop - 4);
  if (first && box.scrollTop > 4) box.scrollTop = first.offsetTop;
}

function lastSite(run: Run, now: number, task: number): StepSite | null {
  const steps = run.moments.slice(1, now + 1).map((moment) => moment.step);
  return steps.findLast((step) => step?.task === task)?.site ?? null;
}
