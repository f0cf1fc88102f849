// Why a property broke, as text.

import type { CoveringLock, StepRef, WhyReport } from '../check/whyReport.ts';
import type { Paint } from './terminal.ts';

export function whyText(title: string, report: WhyReport, paint: Paint): string {
  const { property, witness, broken, window, pair, tried, limits } = report;
  return [
    `${paint('bold', property)} (${title})`,
    `  run                 ${witness === '' ? 'the initial state itself' : witness}`,
    ...(broken === null ? [] : [`  broken by           ${step(broken)}`]),
    `  point of no return  ${noReturnText(report)}`,
    ...(pair === null
      ? ['  order that decides  no two steps: exchanging any one pair leaves runs that break it']
      : [
          `  order that decides  ${step(pair.first)}`,
          `    comes before      ${step(pair.second)}`,
          `    both at           ${pair.place}; the other way round it holds in every run from there`,
        ]),
    ...(window === null
      ? []
      : [
          `  window              ${step(window.from)}`,
          `    until             ${step(window.to)}`,
          ...meanwhile(window.inside),
        ]),
    ...lockLines(report),
    paint(
      'dim',
      `  ${tried.searches} searches, ${tried.states.toLocaleString('en-US')} states, ${tried.pairs} pairs exchanged`,
    ),
    ...(limits.length === 0 ? [] : [`  limits reached      ${limits.join(', ')}`]),
  ].join('\n');
}

/** The first and the last step that fell into the window. */
function meanwhile(inside: readonly StepRef[]): string[] {
  const [first] = inside;
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return [];
  if (first === last) return [`    meanwhile         ${step(first)}`];
  return [
    `    meanwhile         ${step(first)}`,
    `    up to             ${step(last)} (${inside.length} steps)`,
  ];
}

function noReturnText({ noReturn }: WhyReport): string {
  if (noReturn.kind === 'step') return step(noReturn.at);
  return noReturn.kind === 'never' ? 'none: no run ends well' : `unknown (${noReturn.limit})`;
}

function lockLines({ locks, tried }: WhyReport): string[] {
  if (locks.length > 0) return locks.flatMap(lockText);
  const pairs = tried.tasks.map((names) => names.join(' and '));
  return [
    `  lock                none found: not even one that lets ${pairs.join(', or ')} run only one after the other`,
  ];
}

function lockText({ name, spans }: CoveringLock): string[] {
  return [
    `  lock                ${name ?? 'one more lock'}, and it holds in every run without a deadlock`,
    ...spans.flatMap(({ task, from, to, already }) => [
      `    ${already ? 'held already by' : 'held by'} ${task}`,
      `      from            ${step(from)}`,
      `      to              ${to === null ? 'its end' : step(to)}`,
    ]),
  ];
}

function step({ step: index, task, calls, text }: StepRef): string {
  return `${index} ${task}: ${calls.at(-1) ?? task}: ${text}`;
}
