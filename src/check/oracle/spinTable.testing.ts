// Every scenario in every configuration, put to SPIN and to our own search: the table of docs/SPIN.md.

import { at } from '../../base/assert.ts';
import type { PromelaForm } from '../../export/promela.ts';
import { type Comparison, compareWithSpin, disagreement } from './spinOracle.testing.ts';
import { everyConfiguration } from '../worker/question.testing.ts';

export interface SpinTable {
  /** The whole document. */
  readonly text: string;
  readonly summary: string;
  readonly agrees: boolean;
}

/** Says a line for each configuration as soon as it is known. */
export function spinTable(
  say: (line: string) => void,
  forms: readonly PromelaForm[] = ['exact', 'natural'],
): SpinTable {
  const rows: Row[] = [];
  for (const question of everyConfiguration()) {
    const one = forms.flatMap((form) => compareWithSpin([question], { form }));
    rows.push(one);
    say(rowText(one));
    for (const difference of one.flatMap(disagreement)) say(`DIFFERENT: ${difference}`);
  }
  const summary = forms.map((form) => summaryOf(form, rows.flatMap((one) => one.filter((c) => c.form === form)))).join('\n'); // prettier-ignore
  const agrees = rows.every((one) => one.flatMap(disagreement).length === 0);
  return { text: document(forms, rows, summary), summary, agrees };
}

/** One configuration, in each form. */
type Row = readonly Comparison[];

function summaryOf(form: PromelaForm, comparisons: readonly Comparison[]): string {
  const differing = comparisons.filter((comparison) => disagreement(comparison).length > 0);
  const limited = comparisons.filter(({ report }) => report.limits.length > 0);
  const states = comparisons.reduce((sum, { spins }) => sum + spins.states, 0);
  return `The ${form} form: ${comparisons.length} configurations of ${scenariosOf(comparisons)} scenarios, ${states} states by SPIN; ${differing.length} differ, ${limited.length} met a limit.`;
}

function scenariosOf(comparisons: readonly Comparison[]): number {
  return new Set(comparisons.map(({ report }) => report.scenario)).size;
}

function document(forms: readonly PromelaForm[], rows: readonly Row[], summary: string): string {
  return [
    '# Every configuration, by SPIN and by pagerace',
    '',
    `Written by \`npm run oracle -- --write\`; what it rests on is told in [TRUTH.md](TRUTH.md).`,
    '',
    ...summary.split('\n').flatMap((line) => [line, '']),
    `| scenario | kernel | options | states: ours | ${forms.map((form) => `SPIN, ${form}`).join(' | ')} | violated, by all |`,
    `| --- | --- | --- | ---: | ${forms.map(() => '---:').join(' | ')} | --- |`,
    ...rows.map(rowText),
    '',
  ].join('\n');
}

function rowText(row: Row): string {
  const { report, ours } = at(row, 0);
  const options = Object.entries(report.config)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name}: ${value}`));
  const all = Object.keys(ours.violated).filter(
    (name) =>
      ours.violated[name] === true && row.every(({ spins }) => spins.violated[name] === true),
  );
  const cells = [
    report.scenario,
    report.kernel ?? '–',
    options.join(', ') || '–',
    ours.states,
    ...row.map(({ spins }) => spins.states),
    all.join(', ') || '–',
  ];
  return `| ${cells.join(' | ')} |`;
}
