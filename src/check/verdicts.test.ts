// Every verdict of every scenario, against what the scenarios expect, and what their witnesses show.
import { describe, expect, it } from 'vitest';
import { assert, at } from '../base/assert.ts';
import { buildModel, type Model } from '../model/model.ts';
import { Replayer } from '../model/replay.ts';
import type { Move, Run } from '../model/run.ts';
import { movesOf } from '../model/snippet.testing.ts';
import { checkAll, type CheckedConfiguration, programs } from './catalogueReports.testing.ts';
import type { Finding, Outcome } from './report.ts';

const checked = programs.flatMap(checkAll);
const titled = checked.map((one) => [one.title, one] as const);

describe('every configuration', () => {
  it.each(titled)('%s is as expected, and everything is known', (_, { report }) => {
    for (const { property, verdict, expected, limit } of report.findings) {
      expect({ property, verdict, limit }).toEqual({
        property,
        verdict: expected ?? verdict,
        limit: null,
      });
      expect(verdict).not.toBe('unknown');
    }
    expect(report.limits).toEqual([]);
    expect(report.census.complete).toBe(true);
  });

  it('is spoken of by the expect lines: no property of any scenario goes without', () => {
    const silent = checked.flatMap(({ title, report }) =>
      report.findings
        .filter(({ expected }) => expected === null)
        .map(({ property }) => `${title}: ${property}`),
    );
    expect(silent).toEqual([]);
  });

  it('has the states and verdicts that it had', async () => {
    await expect(`${programs.map(table).join('\n')}`).toMatchFileSnapshot('verdicts.txt');
  });
});

/** One line for each configuration: its states, and the properties that it breaks with the lengths of both witnesses. */
function table({ name, title }: { name: string; title: string }): string {
  const own = checked.filter(({ program }) => program.name === name);
  const lines = own.map(({ title: words, report }) => {
    const counts = `${report.states} states, ${report.transitions} transitions, depth ${report.depth}, ${report.quiescent} quiescent, ${report.census.outcomes.length} outcomes`;
    const broken = report.findings.flatMap(({ property, verdict, witness, fewestSwitches }) =>
      verdict === 'violated' ? [`    ${property}: ${witness} | ${fewestSwitches}`] : [],
    );
    return [`${words.slice(name.length + 1)}: ${counts}`, ...broken].join('\n');
  });
  return `${name}: ${title}\n${lines.join('\n')}\n`;
}

const violations = checked.flatMap((one) =>
  one.report.findings
    .filter(({ verdict }) => verdict === 'violated')
    .map((found) => ({ one, found })),
);

/** Models are built once for all that is asked of a configuration. */
const models = new Map<CheckedConfiguration, Model>();
function modelOf(one: CheckedConfiguration): Model {
  const model = models.get(one) ?? buildModel(one.program, one.config);
  models.set(one, model);
  return model;
}

function replay(one: CheckedConfiguration, schedule: string): Run {
  const model = modelOf(one);
  return new Replayer(model).replay(movesOf(model, schedule));
}

/** What a run's last step or last world breaks. */
function brokenBy(run: Run): readonly string[] {
  const { step, world } = at(run.moments, run.moments.length - 1);
  return [...(step?.breaks ?? []), ...world.broken];
}

function switchesOf(moves: readonly Move[]): number {
  return moves.filter(({ task }, i) => i > 0 && task !== moves[i - 1]?.task).length;
}

describe('a witness', () => {
  it.each(
    violations.map(({ one, found }) => [`${one.title}: ${found.property}`, one, found] as const),
  )('%s', (_, one, found: Finding) => {
    assert(found.witness !== null && found.fewestSwitches !== null, 'a violation has witnesses');
    const [shortest, straight] = [replay(one, found.witness), replay(one, found.fewestSwitches)];
    for (const run of [shortest, straight]) {
      expect(run.stopped).toBeNull();
      expect(brokenBy(run)).toContain(found.property);
    }
    for (const { step, world } of shortest.moments.slice(0, -1))
      expect([...(step?.breaks ?? []), ...world.broken]).not.toContain(found.property);
    expect(straight.moves.length).toBeGreaterThanOrEqual(shortest.moves.length);
    expect(switchesOf(straight.moves)).toBeLessThanOrEqual(switchesOf(shortest.moves));
  });
});

describe('an outcome of the census', () => {
  it.each(titled)('of %s is where its witness ends', (_, one) => {
    for (const outcome of one.report.census.outcomes) {
      const run = replay(one, outcome.witness);
      expect([run.stopped, endingOf(run)]).toEqual([null, outcome.ending.split(':')[0]]);
      for (const { property, witness } of outcome.broken)
        expect(brokenBy(replay(one, witness))).toContain(property);
      expect(statesBroken(outcome)).toBeLessThanOrEqual(outcome.states * outcome.broken.length);
    }
    const ended = one.report.census.outcomes.filter(({ ending }) => ending === 'finished');
    expect(ended.reduce((sum, { states }) => sum + states, 0)).toBe(one.report.quiescent);
  });
});

function statesBroken({ broken }: Outcome): number {
  return broken.reduce((sum, { states }) => sum + states, 0);
}

function endingOf(run: Run): string {
  const { ending } = at(run.moments, run.moments.length - 1).world;
  return { quiescent: 'finished', deadlocked: 'deadlocked', panicked: 'oops', running: 'running' }[
    ending
  ];
}
