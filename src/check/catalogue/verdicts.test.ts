// Every verdict of every scenario, against what the scenarios expect, and what their witnesses show.
import { afterAll, describe, expect, it } from 'vitest';
import { assert, at } from '../../base/assert.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import { Replayer } from '../../model/replay/replay.ts';
import type { Move, Run } from '../../model/world/run.ts';
import { movesOf } from '../../model/build/snippet.testing.ts';
import { checkAll, type CheckedConfiguration, programs } from './catalogueReports.testing.ts';
import { indexScenario, type IndexedScenario } from './indexedScenario.ts';
import { type Finding, foundVerdict, isExpected, type Outcome } from '../verdict/report.ts';

/** No configuration is larger than a page can search. */
const MOST_STATES = 2_000_000;

/** A wrong verdict is told with all others of its scenario: one test a scenario and question. */
const tables: string[] = [];
const indexed: IndexedScenario[] = [];

describe.each(programs.map((program) => [program.name, program] as const))('%s', (_, program) => {
  const checked = checkAll(program);
  const stages = checked.map(stageOf);

  it('is as expected in every configuration, and everything is known', () => {
    const surprises = checked.flatMap(
      ({ title, report }) =>
      report.findings
        .filter((finding) => !isExpected(finding))
        .map((finding) => `${title}: ${finding.property} ${foundVerdict(finding)}, expected ${finding.expected}`), // prettier-ignore
    );
    expect(surprises).toEqual([]);
    expect(checked.flatMap(({ report }) => report.limits)).toEqual([]);
    expect(checked.every(({ report }) => report.census.complete)).toBe(true);
    expect(Math.max(...checked.map(({ report }) => report.states))).toBeLessThan(MOST_STATES);
  });

  it('breaks what its witnesses show, and nothing before their last step', () => {
    for (const stage of stages)
      for (const found of stage.checked.report.findings) showsBreak(stage, found);
  });

  it('ends where the witnesses of its outcomes end', () => {
    for (const { replay, checked: one } of stages) {
      for (const outcome of one.report.census.outcomes) showsEnd(replay, outcome);
      const ended = one.report.census.outcomes.filter(({ ending }) => ending === 'finished');
      expect(ended.reduce((sum, { states }) => sum + states, 0)).toBe(one.report.quiescent);
    }
  });

  afterAll(() => {
    tables.push(table(program.name, program.title, checked));
    indexed.push(indexScenario(program, checked));
  });
});

describe('the catalogue', () => {
  it('has the states and verdicts that it had', async () => {
    await expect(tables.join('\n')).toMatchFileSnapshot('verdicts.txt');
  });

  it('is indexed as it is', async () => {
    const text = `[\n${indexed.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;
    await expect(text).toMatchFileSnapshot('../../scenarios/catalogue.json');
  });
});

/**
 * One line for each configuration: its states, then the properties that it breaks with both witnesses, and those that
 * nothing in it tests.
 */
function table(name: string, title: string, checked: readonly CheckedConfiguration[]): string {
  const lines = checked.map(({ title: words, report }) => {
    const counts = `${report.states} states, ${report.transitions} transitions, depth ${report.depth}, ${report.quiescent} quiescent, ${report.census.outcomes.length} outcomes`;
    const broken = report.findings.flatMap(({ property, verdict, witness, fewestSwitches }) =>
      verdict === 'violated' ? [`    ${property}: ${witness} | ${fewestSwitches}`] : [],
    );
    const untested = report.findings.flatMap(({ property, vacuous }) =>
      vacuous ? [`    ${property}: never tested`] : [],
    );
    return [`${words.slice(name.length + 1)}: ${counts}`, ...broken, ...untested].join('\n');
  });
  return `${name}: ${title}\n${lines.join('\n')}\n`;
}

type Replay = (schedule: string) => Run;

/** A configuration with its model, built once for all questions. */
interface Stage {
  readonly checked: CheckedConfiguration;
  readonly model: Model;
  readonly replay: Replay;
}

function stageOf(checked: CheckedConfiguration): Stage {
  const model = buildModel(checked.program, checked.config);
  const replayer = new Replayer(model);
  return { checked, model, replay: (schedule) => replayer.replay(movesOf(model, schedule)) };
}

function showsBreak(stage: Stage, found: Finding): void {
  if (found.verdict !== 'violated') return;
  const where = `${stage.checked.title}: ${found.property}`;
  assert(found.witness !== null && found.fewestSwitches !== null, `${where} has witnesses`);
  const [shortest, straight] = [stage.replay(found.witness), stage.replay(found.fewestSwitches)];
  for (const run of [shortest, straight]) expect(run.stopped, where).toBeNull();
  if (found.property === 'no_stuck') getsStuck(stage.model, shortest.moves, where);
  else breaksLast(found.property, shortest, straight, where);
  expect(straight.moves.length, where).toBeGreaterThanOrEqual(shortest.moves.length);
  expect(switchesOf(straight.moves), where).toBeLessThanOrEqual(switchesOf(shortest.moves));
}

function breaksLast(property: string, shortest: Run, straight: Run, where: string): void {
  for (const run of [shortest, straight]) expect(brokenBy(run), where).toContain(property);
  for (const { step, world } of shortest.moments.slice(0, -1))
    expect([...(step?.breaks ?? []), ...world.broken], where).not.toContain(property);
}

/** No single run shows this: after the last step no run comes to an end any more, and before it one does. */
function getsStuck(model: Model, moves: readonly Move[], where: string): void {
  expect(canEnd(model, moves), where).toBe(false);
  if (moves.length > 0) expect(canEnd(model, moves.slice(0, -1)), where).toBe(true);
}

/** Whether some run that begins so ends well; looked for with nothing but the model's own machine. */
function canEnd(model: Model, moves: readonly Move[]): boolean {
  const { machine } = model;
  const start = new Uint32Array(machine.words);
  machine.start(start, 0);
  for (const { task, choice } of moves) {
    machine.open(start, 0);
    machine.take(model.moves.findIndex((one) => one.task === task && one.choice === choice), start, 0); // prettier-ignore
  }
  const seen = new Map([[start.join(), start]]);
  for (const state of seen.values()) {
    machine.open(state, 0);
    if (machine.ending() === 'quiescent') return true;
    const enabled = machine.ending() === 'panicked' ? 0 : machine.enabled();
    for (let move = 0; move < machine.moveCount; move += 1) {
      if (((enabled >> move) & 1) === 0) continue;
      const next = new Uint32Array(machine.words);
      machine.open(state, 0);
      machine.take(move, next, 0);
      seen.set(next.join(), next);
    }
  }
  return false;
}

function showsEnd(replay: Replay, outcome: Outcome): void {
  const run = replay(outcome.witness);
  expect([run.stopped, endingOf(run)]).toEqual([null, outcome.ending.split(':')[0]]);
  for (const { property, witness } of outcome.broken)
    expect(brokenBy(replay(witness))).toContain(property);
  const broken = outcome.broken.reduce((sum, { states }) => sum + states, 0);
  expect(broken).toBeLessThanOrEqual(outcome.states * outcome.broken.length);
}

/** What a run's last step or last world breaks. */
function brokenBy(run: Run): readonly string[] {
  const { step, world } = at(run.moments, run.moments.length - 1);
  return [...(step?.breaks ?? []), ...world.broken];
}

function switchesOf(moves: readonly Move[]): number {
  return moves.filter(({ task }, i) => i > 0 && task !== moves[i - 1]?.task).length;
}

function endingOf(run: Run): string {
  const { ending } = at(run.moments, run.moments.length - 1).world;
  return { quiescent: 'finished', deadlocked: 'deadlocked', panicked: 'oops', running: 'running' }[
    ending
  ];
}
