// Every cue of the catalogue is met on a run that the page plays, and most of them on the kernel that its scenario opens with.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CheckedConfiguration,
  checkOne,
  programs,
  reports,
} from '../../check/catalogue/catalogueReports.testing.ts';
import { openingConfiguration } from '../../check/link/namedConfiguration.ts';
import type { Report } from '../../check/verdict/report.ts';
import { enumerateConfigurations } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { buildModel } from '../../model/build/model.ts';
import { Replayer } from '../../model/replay/replay.ts';
import { movesOf } from '../../model/build/snippet.testing.ts';
import { cueSteps } from '../../model/replay/cueSteps.ts';

beforeAll(() => void reports(), 600_000);

describe.each(programs.map((program) => [program.name, program] as const))('%s', (_, program) => {
  it('comes to its cues, and to most of them on the kernel that it opens with', () => {
    const { kernel } = openingConfiguration(program);
    const configurations = enumerateConfigurations(program);
    const opening = configurations.filter((one) => one.kernel === kernel);
    const met = new Set(opening.flatMap((one) => cuesMet(checkOne(program, one))));
    expect(met.size).toBeGreaterThan(program.cues.length / 2);
    for (const one of configurations) {
      if (met.size === program.cues.length) break;
      if (one.kernel !== kernel) cuesMet(checkOne(program, one)).forEach((text) => met.add(text));
    }
    expect(missing(program, met)).toEqual([]);
  });
});

function missing({ cues }: Program, met: ReadonlySet<string>): string[] {
  return cues.flatMap(({ task, anchor, text }) => (met.has(text) ? [] : [`${task} at ${anchor}`]));
}

/** What somebody reads who plays the runs of a configuration. */
function cuesMet({ program, config, report }: CheckedConfiguration): string[] {
  const model = buildModel(program, config);
  const replayer = new Replayer(model);
  return runsOf(report).flatMap((schedule) => {
    const run = replayer.replay(movesOf(model, schedule));
    return [...cueSteps(run, program.cues, model.tasks).values()];
  });
}

/** The runs that break something, and one to each end. */
function runsOf({ findings, census }: Report): readonly string[] {
  const broken = findings.flatMap(({ witness, fewestSwitches }) => [witness, fewestSwitches]);
  const ends = census.outcomes.flatMap((end) => [end, ...end.broken]);
  const runs = [...broken, ...ends.map(({ witness }) => witness)];
  return [...new Set(runs)].filter((schedule) => schedule !== null);
}
