// Why a property broke, as text.

import { alsoTried } from '../check/why/alsoTried.ts';
import type { CoveringLock, LockTry, SpanEnd, StepRef, WhyReport } from '../check/why/whyReport.ts';
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

/** The first of the scenario's locks in full, the others by name, then one more lock. */
function lockLines({ locks, tried }: WhyReport): string[] {
  const [first, ...others] = locks.filter(({ name }) => name !== null);
  const more = locks.filter(({ name }) => name === null);
  return [
    ...(first === undefined ? [] : lockText(first, `${first.name}${HELPS}`)),
    ...(others.length === 0
      ? []
      : [`  so would            ${others.map(shortly).join(', ')}, over the same steps`]),
    ...more.flatMap((lock) => lockText(lock, `${moreText(lock)}${HELPS}`)),
    ...(locks.length === 0 ? [`  lock                ${noLockText(tried)}`] : []),
    ...triedText(tried.locks),
  ];
}

const HELPS = ': with it, it holds in every run, and none deadlocks';

function triedText(locks: readonly LockTry[]): string[] {
  const others = alsoTried(locks);
  return others === '' ? [] : [`  also tried          ${others}`];
}

function lockText({ kind, either, spans }: CoveringLock, title: string): string[] {
  return [
    `  lock                ${title}`,
    ...spans.flatMap(({ task, from, to, already, mode, through }) => [
      `    held ${kind === 'rwsem' && !either ? `${mode} ` : ''}by ${task}${through === null ? '' : ` (its ${through})`}${already ? ', as it is' : ''}`,
      `      from            ${step(from)}`,
      `      to              ${to === null ? 'its end' : step(to)}`,
    ]),
  ];
}

/** `F.i_data_sem (fault shared, punch exclusive)` */
function shortly({ name, kind, spans }: CoveringLock): string {
  if (kind !== 'rwsem') return name ?? '';
  return `${name} (${spans.map(({ task, mode }) => `${task} ${mode}`).join(', ')})`;
}

function moreText({ kind, either }: CoveringLock): string {
  if (kind === 'spinlock') return 'one more spinlock';
  if (either) return 'one more rw_semaphore, which either of them may hold shared';
  return kind === 'rwsem' ? 'one more rw_semaphore' : 'one more mutex';
}

function noLockText({ tasks, inTurn }: WhyReport['tried']): string {
  if (inTurn) return 'none: it breaks though no two tasks overlap, in one order or another';
  const [only] = tasks;
  if (only === undefined) return 'none: it is broken from the start';
  if (tasks.length === 1) return `none: ${only} breaks it alone`;
  return `none found that ${tasks.join(', ')} could hold in the kernel without a deadlock`;
}

function step({ step: index, task, calls, text }: StepRef | SpanEnd): string {
  return `${index === null ? '' : `${index} `}${task}: ${calls.at(-1) ?? task}: ${text}`;
}
