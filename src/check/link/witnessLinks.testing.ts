// The runs that the page is asked to show: of every kernel of a scenario, one for each property that it breaks.

import { assert } from '../../base/assert.ts';
import { type Configuration, enumerateConfigurations } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel } from '../../model/build/model.ts';
import { reportOf } from '../catalogue/catalogueReports.testing.ts';
import { formatLink, scheduleLength } from './link.ts';
import { linkConfiguration } from './linkedConfiguration.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { openingConfiguration } from './namedConfiguration.ts';
import { foundVerdict } from '../verdict/report.ts';

/** What no single run shows: it is true of all runs that go on from here. */
export const SHOWN_BY_NO_RUN = 'no_stuck';

/** Plain data: it is handed to journeys, which know nothing of this house. */
export interface WitnessLink {
  readonly kernel: string;
  /** Of the page, at the last step of a shortest run. */
  readonly hash: string;
  readonly steps: number;
  readonly property: string;
  /** Every property of the scenario, and what is found of it in this configuration. */
  readonly verdicts: Readonly<Record<string, string>>;
}

/**
 * The opening kernel first, each kernel in the first of its worlds in which the property breaks. Where all kernels are
 * safe, what breaks are changes that none of them has.
 */
export function witnessLinks(scenario: string): WitnessLink[] {
  const program = loadScenario(scenario)?.program;
  assert(program != null, `${scenario} has no errors`);
  const [named, others] = played(program);
  const links = named.flatMap((configuration) => linksOf(program, configuration));
  if (links.length > 0) return firstOfEach(links);
  return firstOfEach(others.flatMap((configuration) => linksOf(program, configuration)));
}

function firstOfEach(links: readonly WitnessLink[]): WitnessLink[] {
  const first = new Map<string, WitnessLink>();
  for (const link of links) {
    const key = `${link.kernel}: ${link.property}`;
    if (!first.has(key)) first.set(key, link);
  }
  return [...first.values()];
}

/** The opening configuration and those of the named kernels in all their worlds; then those without a kernel. */
function played(program: Program): readonly [Configuration[], Configuration[]] {
  const all = enumerateConfigurations(program);
  const named = all.filter(({ kernel }) => kernel !== null);
  return [[openingConfiguration(program), ...named], all.filter(({ kernel }) => kernel === null)];
}

function linksOf(program: Program, configuration: Configuration): WitnessLink[] {
  const { findings } = reportOf(program, configuration.config);
  const verdicts = Object.fromEntries(
    findings.map((found) => [found.property, foundVerdict(found)]),
  );
  const { fingerprint } = buildModel(program, configuration.config);
  return findings.flatMap(({ property, witness }) => {
    if (witness === null || witness === '') return [];
    const steps = scheduleLength(witness);
    const hash = formatLink({
      scenario: program.name,
      configuration: linkConfiguration(program, configuration),
      run: { schedule: witness, at: steps, fingerprint },
    });
    return [{ kernel: configuration.kernel ?? 'no kernel', hash, steps, property, verdicts }];
  });
}
