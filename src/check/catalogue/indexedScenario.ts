// What the landing page says of a scenario without searching it again: made from the reports of all its
// configurations, kept in src/scenarios/catalogue.json, and held to them by a test.

import type { Program } from '../../lang/program/program.ts';
import { buildModel } from '../../model/build/model.ts';
import { brokenSubject } from './brokenSubject.ts';
import { linkConfiguration } from '../link/linkedConfiguration.ts';
import type { LinkedConfiguration } from '../link/link.ts';
import { openingConfiguration } from '../link/namedConfiguration.ts';
import { shownConfig } from '../verdict/checkConfiguration.ts';
import type { Config, Finding, Report } from '../verdict/report.ts';

export interface IndexedScenario {
  readonly name: string;
  readonly title: string;
  readonly year: number | null;
  readonly author: string | null;
  /** Safe: every property holds in every world of that kernel. */
  readonly kernels: readonly { readonly name: string; readonly safe: boolean }[];
  /** What is broken somewhere: ids of invariants, and built-in properties by name. */
  readonly breaks: readonly string[];
  /** The locks that some configuration takes, by the field's name. */
  readonly locks: readonly string[];
  /** The bad end that the scenario opens with; null where its opening configuration has none. */
  readonly bad: BadEnd | null;
}

export interface BadEnd {
  readonly configuration: LinkedConfiguration;
  /** What went wrong, without a full stop. */
  readonly violation: string;
  readonly schedule: string;
}

/** One report a configuration, with the configuration that it is of. */
export interface Indexed {
  readonly config: Config;
  readonly report: Report;
}

export function indexScenario(program: Program, reports: readonly Indexed[]): IndexedScenario {
  const { name, title, year, author } = program;
  return {
    name,
    title,
    year,
    author,
    kernels: program.kernels.map((kernel) => ({
      name: kernel.name,
      safe: reports.filter(({ report }) => report.kernel === kernel.name).every(isSafe),
    })),
    breaks: [
      ...new Set(
        reports.flatMap(({ report }) => violated(report)).map((found) => breakName(program, found)),
      ),
    ].sort(),
    locks: [...new Set(reports.flatMap(({ config }) => locksOf(program, config)))].sort(),
    bad: badEnd(program, reports),
  };
}

function isSafe({ report }: Indexed): boolean {
  return report.findings.every(({ verdict }) => verdict === 'holds');
}

function violated({ findings }: Report): readonly Finding[] {
  return findings.filter(({ verdict }) => verdict === 'violated');
}

/** The invariant that a property states; a property without one, and a built-in, by its own name. */
function breakName(program: Program, { property }: Finding): string {
  return program.properties.find(({ name }) => name === property)?.checks ?? property;
}

function locksOf(program: Program, config: Config): string[] {
  const { codes } = buildModel(program, config);
  return codes.flatMap(({ cfg }) =>
    cfg.nodes.flatMap(({ action }) =>
      action.kind === 'lock' ? [action.lock.path.replaceAll(/\[.*?\]/g, '')] : [],
    ),
  );
}

/** The property that the page plays when nobody chooses one: the first broken that an `expect` line speaks of. */
function badEnd(program: Program, reports: readonly Indexed[]): BadEnd | null {
  const opening = openingConfiguration(program);
  const shown = JSON.stringify(shownConfig(program, opening.config));
  const report = reports.find(
    (one) => JSON.stringify(shownConfig(program, one.config)) === shown,
  )?.report;
  const found = report === undefined ? null : brokenSubject(program, report.findings);
  if (found === null || found.witness === null) return null;
  return {
    configuration: linkConfiguration(program, opening),
    violation: found.violation,
    schedule: found.witness,
  };
}
