// The table that `check` prints: a line for each configuration, a mark for each property.

import { at } from '../base/assert.ts';
import type { PlannedCheck } from '../check/link/plannedCheck.ts';
import type { Finding, Report } from '../check/verdict/report.ts';
import type { Program } from '../lang/program/program.ts';
import { optionWords } from '../check/link/configurationWords.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Paint, Style } from './terminal.ts';

export const LEGEND = '✓ holds  ∅ holds (never tested)  ✗ violated  ? unknown  ! not as expected';

/** Wide enough for the states and milliseconds of any search within the default limits. */
const STATES = 10;
const MS = 7;

export class ResultTable {
  private readonly planned: readonly PlannedCheck[];
  private readonly paint: Paint;
  private readonly kernelWidth: number;

  constructor(planned: readonly PlannedCheck[], paint: Paint) {
    this.planned = planned;
    this.paint = paint;
    this.kernelWidth = Math.max('kernel'.length, ...planned.map((one) => kernelCell(one).length));
  }

  /** The scenario's title, then each property's name above its column, one line lower each. */
  head(source: string, program: Program, properties: readonly string[]): string[] {
    const year = program.year === null ? '' : ` (${program.year})`;
    const title = program.title === program.name ? '' : `: ${program.title}${year}`;
    const left = this.left('kernel', 'states', 'ms');
    const steps = properties.map((name, i) => `${' '.repeat(left.length)}${'│ '.repeat(i)}${name}`);
    return [
      this.paint('bold', source) + title,
      ...steps,
      `${left}${'│ '.repeat(properties.length)} options`,
    ];
  }

  row(index: number, report: Report): string {
    const { reported } = at(this.planned, index);
    const states = report.states.toLocaleString('en-US');
    const left = this.left(kernelCell({ reported }), states, `${Math.round(report.ms)}`);
    const marks = report.findings.map((finding) => this.mark(finding)).join('');
    return `${left}${marks} ${optionWords(reported).join(' ')}`.trimEnd();
  }

  private left(kernel: string, states: string, ms: string): string {
    return `  ${kernel.padEnd(this.kernelWidth)}${states.padStart(STATES)}${ms.padStart(MS)}  `;
  }

  private mark(finding: Finding): string {
    const outcome = outcomeOf(finding);
    const sign = finding.vacuous ? '∅' : SIGNS[finding.verdict];
    return this.paint(STYLES[outcome], `${sign}${outcome === 'failed' ? '!' : ' '}`);
  }
}

const SIGNS = { holds: '✓', violated: '✗', unknown: '?' } as const;

const STYLES: Readonly<Record<Outcome, Style>> = {
  passed: 'green',
  failed: 'red',
  undecided: 'yellow',
  unasked: 'dim',
};

function kernelCell({ reported }: Pick<PlannedCheck, 'reported'>): string {
  return reported.kernel ?? '-';
}
