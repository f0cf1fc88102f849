// Every lock that is proposed, taken as people take it: the printed diff is applied to the printed texts, and the result is
// loaded and checked like any file. A sample of the catalogue's violated properties; all of
// them, and a table of what was found in the file that it names, with WHY_ALL.
import { writeFileSync } from 'node:fs';
import { applyPatch, parsePatch } from 'diff';
import { expect, it } from 'vitest';
import { drawnSeed } from '../../base/drawn.testing.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { scenarioTexts } from '../source/library.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { namedConfigurations } from '../link/namedConfiguration.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import type { Config, Finding } from '../verdict/report.ts';
import { whyItBroke } from './whyItBroke.ts';
import type { LockProposal } from './whyReport.ts';

const SEED = Number(process.env['WHY_SEED'] ?? drawnSeed);
const SAMPLE = process.env['WHY_ALL'] === undefined ? 6 : Infinity;
/** Milliseconds: the longest question takes some seconds on a machine that does nothing else. */
const TIME = 600_000;

function finish<T>(search: Generator<unknown, T>): T {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

function findingsOf(program: Program, config: Config): readonly Finding[] {
  const options = { limits: DEFAULT_LIMITS, switches: false, census: false, now: () => 0 };
  return finish(checkConfiguration(program, config, options)).findings;
}

interface Case {
  readonly scenario: string;
  readonly kernel: string;
  readonly program: Program;
  readonly config: Config;
}

function casesOf(): Case[] {
  return [...scenarioTexts.keys()].flatMap((file) => {
    const scenario = file.replace(/\.race$/, '');
    const program = loadScenario(scenario)?.program;
    if (!program) throw new Error(`${scenario} loads`);
    return namedConfigurations(program).map(({ name, config }) => ({
      scenario,
      kernel: name,
      program,
      config,
    }));
  });
}

/** A linear congruential generator: the same numbers for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
}

function sampled<T>(items: readonly T[]): T[] {
  const random = randomNumbers(SEED);
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed
    .toSorted((a, b) => a.key - b.key)
    .slice(0, SAMPLE)
    .map(({ item }) => item);
}

/** The program of the texts to which the printed diff was applied. */
function patched(program: Program, diff: string): Program | null {
  const texts = new Map(program.files.map(({ name, text }) => [name, text]));
  for (const patch of parsePatch(diff)) {
    const printed = patch.newFileName?.replace(/^b\//, '') ?? '';
    const name = texts.has(printed) ? printed : printed.replace(/\.race$/, '');
    const text = applyPatch(texts.get(name) ?? '', patch);
    if (text === false) return null;
    texts.set(name, text);
  }
  return loadProgram(program.name, texts.get(program.name) ?? '', texts).program;
}

const NEVER = ['no_deadlock', 'no_stuck', 'no_oops', 'no_lock_leak'];

/** What is wrong with the text after the diff; empty where the proposal is good. */
function faultsOf(one: Case, before: readonly Finding[], property: string, { diff }: LockProposal) {
  const program = patched(one.program, diff);
  if (program === null) return ['the diff cannot be applied, or what comes out is no program'];
  const held = before.filter(({ verdict }) => verdict === 'holds').map((one) => one.property);
  const must = new Set([...held, property, ...NEVER]);
  return findingsOf(program, one.config)
    .filter((found) => must.has(found.property) && found.verdict !== 'holds')
    .map((found) => `${found.property} is ${found.verdict}`);
}

it(`holds what it promises, in the text (seed ${SEED})`, { timeout: 100 * TIME }, () => {
  const described: string[] = [];
  let proposals = 0;
  for (const one of sampled(casesOf())) {
    const before = findingsOf(one.program, one.config);
    for (const { property, witness } of before) {
      if (witness === null) continue;
      const began = process.cpuUsage();
      const question = { property, witness, limits: DEFAULT_LIMITS };
      const { locks, tried, limits } = finish(whyItBroke(one.program, one.config, question));
      const ms = Math.round(process.cpuUsage(began).user / 1000);
      const names = locks.map(({ name, kind }) => name ?? `new ${kind}`).join(',');
      const none = tried.inTurn ? 'in turn' : tried.tasks.length < 2 ? 'alone' : 'none';
      described.push(
        [one.scenario, one.kernel, property, names || none, tried.edits, ms, limits].join('\t'),
      );
      for (const lock of locks) {
        proposals += 1;
        const faults = faultsOf(one, before, property, lock);
        expect(faults, `${one.scenario} ${one.kernel} ${property}\n${lock.diff}`).toEqual([]);
      }
    }
  }
  const table = process.env['WHY_ALL'];
  if (table !== undefined)
    writeFileSync(table, `${described.join('\n')}\n${proposals} proposals\n`);
});
