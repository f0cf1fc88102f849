// Why a property broke, as text.

import { alsoTried } from '../check/why/alsoTried.ts';
import { lockName, provedText } from '../check/why/lockName.ts';
import {
  enoughText,
  type Explanation,
  explanationText,
  orderText,
} from '../check/explain/explanation.ts';
import { wrapCode } from '../export/wrapCode.ts';
import type { LockTry, StepRef, WhyReport } from '../check/why/whyReport.ts';
import type { Paint } from './terminal.ts';

export function whyText(title: string, report: WhyReport, paint: Paint): string {
  const { property, witness, broken, window, pair, tried, limits } = report;
  return [
    `${paint('bold', property)} (${title})`,
    ...(report.explanation === null ? [] : explanationLines(report.explanation)),
    `  run                 ${witness === '' ? 'the initial state' : witness}`,
    ...(broken === null ? [] : [`  broken by           ${step(broken)}`]),
    `  point of no return  ${noReturnText(report)}`,
    ...(pair === null
      ? [
          '  critical pair       none: with any one pair of steps exchanged, some run still breaks it',
        ]
      : [
          `  critical pair       ${step(pair.first)}`,
          `    runs before       ${step(pair.second)}`,
          `    both access       ${pair.place}; with the two exchanged, every run from there keeps it`,
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
      `  ${tried.searches} searches, ${tried.states.toLocaleString('en-US')} states, ${tried.pairs} pairs exchanged, ${tried.edits} texts tried`,
    ),
    ...(limits.length === 0 ? [] : [`  limits reached      ${limits.join(', ')}`]),
  ].join('\n');
}

/** The sentence, the orders, whether they are enough, and how the damage travelled. */
function explanationLines(explanation: Explanation): string[] {
  const { orders, enough, idiom, slice } = explanation;
  return [
    ...wrapCode(explanationText(explanation), 78, 0).map((line) => `  ${line}`),
    ...orders.map((order, i) => `  ${i + 1}. ${orderText(order)}${underLocks(order.locks)}`),
    ...(enough === null ? [] : [`  ${enoughText(enough)}`]),
    ...(idiom === null ? [] : [`  idiom               ${idiom}`]),
    ...slice.map(
      ({ step: index, text }, i) =>
        `  ${i === 0 ? 'the value comes by  ' : '                    '}${index} ${text}`,
    ),
  ];
}

function underLocks(locks: readonly string[]): string {
  return locks.length === 0 ? '' : `, both under ${locks.join(', ')}`;
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

/** The first proposal in full, the others by name; then how many texts were tried. */
function lockLines({ locks, tried }: WhyReport): string[] {
  const [first, ...others] = locks;
  if (first === undefined)
    return [`  lock                ${noLockText(tried)}`, ...triedText(tried.locks)];
  return [
    `  lock                ${lockName(first)}: ${provedText(first)}`,
    ...first.diff
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`.trimEnd()),
    ...(others.length === 0 ? [] : [`  also closed by      ${others.map(lockName).join(', ')}`]),
    ...triedText(tried.locks),
  ];
}

function triedText(locks: readonly LockTry[]): string[] {
  const others = alsoTried(locks);
  return others === '' ? [] : [`  also tried          ${others}`];
}

function noLockText({ tasks, inTurn }: WhyReport['tried']): string {
  if (inTurn) return 'none: it breaks although no two tasks overlap, in either order';
  const [only] = tasks;
  if (only === undefined) return 'none: it is broken from the start';
  if (tasks.length === 1) return `none: ${only} breaks it alone`;
  return `none found that covers whole statements of one function each of ${tasks.join(', ')}`;
}

function step({ step: index, task, calls, text }: StepRef): string {
  return `${index} ${task}: ${calls.at(-1) ?? task}: ${text}`;
}
