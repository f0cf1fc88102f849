// Every scenario in every configuration, put to SPIN and to our own search: the table of docs/SPIN.md.

import { type Comparison, compareWithSpin, disagreement } from './spinOracle.testing.ts';
import { everyConfiguration } from '../worker/question.testing.ts';

export interface SpinTable {
  /** The whole document. */
  readonly text: string;
  readonly summary: string;
  readonly agrees: boolean;
}

/** Says a line for each configuration as soon as it is known. */
export function spinTable(say: (line: string) => void): SpinTable {
  const comparisons: Comparison[] = [];
  for (const question of everyConfiguration()) {
    const [comparison] = compareWithSpin([question]);
    if (comparison === undefined) continue;
    comparisons.push(comparison);
    say(row(comparison));
    for (const difference of disagreement(comparison)) say(`DIFFERENT: ${difference}`);
  }
  const differing = comparisons.filter((comparison) => disagreement(comparison).length > 0);
  const limited = comparisons.filter(({ report }) => report.limits.length > 0);
  const states = comparisons.reduce((sum, { spins }) => sum + spins.states, 0);
  const summary = `${comparisons.length} configurations of ${scenariosOf(comparisons)} scenarios, ${states} states; ${differing.length} differ, ${limited.length} met a limit.`;
  return { text: document(comparisons, summary), summary, agrees: differing.length === 0 };
}

function scenariosOf(comparisons: readonly Comparison[]): number {
  return new Set(comparisons.map(({ report }) => report.scenario)).size;
}

function document(comparisons: readonly Comparison[], summary: string): string {
  return [
    '# Every configuration, by SPIN and by pagerace',
    '',
    `Written by \`npm run oracle -- --write\`; what it rests on is told in [TRUTH.md](TRUTH.md).`,
    '',
    summary,
    '',
    '| scenario | kernel | options | states: ours | states: SPIN | violated, by both |',
    '| --- | --- | --- | ---: | ---: | --- |',
    ...comparisons.map(row),
    '',
  ].join('\n');
}

function row({ report, ours, spins }: Comparison): string {
  const options = Object.entries(report.config)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name}: ${value}`));
  const both = Object.keys(ours.violated).filter(
    (name) => ours.violated[name] === true && spins.violated[name] === true,
  );
  const cells = [
    report.scenario,
    report.kernel ?? '–',
    options.join(', ') || '–',
    ours.states,
    spins.states,
    both.join(', ') || '–',
  ];
  return `| ${cells.join(' | ')} |`;
}
