// Why a property broke, as text.

import { alsoTried } from '../check/why/alsoTried.ts';
import {
  type Fix,
  type FixReport,
  historyText,
  provedText,
  searchedText,
} from '../check/fix/fixReport.ts';
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
    paint(
      'dim',
      `  ${tried.searches} searches, ${tried.states.toLocaleString('en-US')} states, ${tried.pairs} pairs exchanged`,
    ),
    ...(report.fixes === null ? [] : fixLines(report.fixes, report, paint)),
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

/** What history changed by name, each edit as a diff; then how many were searched. */
function fixLines(fixes: FixReport, report: WhyReport, paint: Paint): string[] {
  const none = fixes.fixes.length === 0 ? [`  ${noFixText(report.tried)}`] : [];
  return [
    '',
    `  ${paint('bold', 'fixes')}: ${searchedText(fixes)}`,
    ...none,
    ...fixes.fixes.flatMap((fix, i) => ['', ...fixText(fix, i + 1, paint)]),
    '',
    ...triedText(report.tried.locks),
  ];
}

function fixText(fix: Fix, number: number, paint: Paint): string[] {
  const words = fix.kind === 'history' ? `${historyText(fix)}: ${fix.title}` : fix.title;
  return [
    `  ${number}. ${paint('bold', words)} (${fix.kind})`,
    ...wrapCode(provedText(fix), 74, 0).map((line) => `     ${line}`),
    ...(fix.kind === 'history' ? [] : fix.diff.trimEnd().split('\n')),
  ];
}

function triedText(locks: readonly LockTry[]): string[] {
  const others = alsoTried(locks);
  return others === '' ? [] : [`  also tried          ${others}`];
}

function noFixText({ tasks, inTurn }: WhyReport['tried']): string {
  if (inTurn) return 'none: it breaks although no two tasks overlap, in either order';
  const [only] = tasks;
  if (only === undefined) return 'none: it is broken from the start';
  if (tasks.length === 1) return `none: ${only} breaks it alone`;
  return `none found in the functions of ${tasks.join(', ')}`;
}

function step({ step: index, task, calls, text }: StepRef): string {
  return `${index} ${task}: ${calls.at(-1) ?? task}: ${text}`;
}
