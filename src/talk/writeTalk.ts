// Talks that the page writes: the cue list of a scenario, and the decisive orders of a run. Both are Markdown texts, to be edited
// and saved like any other talk.

import { formatLink, type Link } from '../check/link/link.ts';

/** A run with its permalink: `at` is filled in for each beat. */
export interface WrittenRun {
  readonly title: string;
  /** The kernel, or how the options differ. */
  readonly kernel: string;
  readonly story: string;
  readonly link: Link;
}

/** What is said at a step. */
export interface WrittenStep {
  readonly step: number;
  readonly title: string;
  readonly note: string;
  /** Names of tasks and objects for the camera. */
  readonly focus: readonly string[];
}

/** One beat before the first step, and one for each of the steps. */
export function writtenTalk(run: WrittenRun, steps: readonly WrittenStep[]): string {
  const minutes = Math.max(2, Math.ceil(steps.length * 0.6));
  const opening = [
    `# ${oneLine(run.title)}`,
    `length: ${minutes} min`,
    '',
    `## Before the first step`,
    `[stage](${linkAt(run, 0)} "show: world")`,
    `Linux ${oneLine(run.kernel)}`,
    '',
    `> ${oneLine(run.story)}`,
  ];
  return `${[...opening, ...steps.flatMap((step) => ['', ...beatLines(run, step)])].join('\n')}\n`;
}

function beatLines(run: WrittenRun, { step, title, note, focus }: WrittenStep): string[] {
  const camera = focus.length > 0 ? `focus: ${focus.join(', ')}; ` : '';
  return [
    `## ${oneLine(title)}`,
    `[stage](${linkAt(run, step)} "${camera}show: world code")`,
    '',
    `> ${oneLine(note)}`,
  ];
}

function linkAt({ link }: WrittenRun, at: number): string {
  if (link.run === null) return formatLink(link);
  return formatLink({ ...link, run: { ...link.run, at } });
}

/** Text in one line, with what Markdown would read as a mark escaped. */
function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]<>]/g, String.raw`\$&`);
}
