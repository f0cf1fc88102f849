// Every fix that is proposed, taken as people take it: the printed diff is applied to the printed texts, and the result is
// loaded and checked like any file. A sample of the catalogue's violated openings; with WHY_ALL all of them, and a table of
// what was found in the file that it names.
import { writeFileSync } from 'node:fs';
import { applyPatch, parsePatch } from 'diff';
import { expect, it } from 'vitest';
import { drawnSeed } from '../../base/drawn.testing.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { scenarioTexts } from '../source/library.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { openingConfiguration } from '../link/namedConfiguration.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import type { Config, Finding } from '../verdict/report.ts';
import { whyItBroke } from './whyItBroke.ts';
import type { Fix } from '../fix/fixReport.ts';

const SEED = Number(process.env['WHY_SEED'] ?? drawnSeed);
const SAMPLE = process.env['WHY_ALL'] === undefined ? 3 : Infinity;
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

/** The kernels that the scenarios open with. */
function casesOf(): Case[] {
  return [...scenarioTexts.keys()].map((file) => {
    const scenario = file.replace(/\.race$/, '');
    const program = loadScenario(scenario)?.program;
    if (!program) throw new Error(`${scenario} loads`);
    const { kernel, config } = openingConfiguration(program);
    return { scenario, kernel: kernel ?? '', program, config };
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
function faultsOf(one: Case, before: readonly Finding[], property: string, fix: Fix) {
  const program = fix.kind === 'history' ? one.program : patched(one.program, fix.diff);
  const config = fix.kind === 'history' ? fix.config : one.config;
  if (program === null) return ['the diff cannot be applied, or what comes out is no program'];
  const held = before.filter(({ verdict }) => verdict === 'holds').map((one) => one.property);
  const must = new Set([...held, property, ...NEVER]);
  return findingsOf(program, config)
    .filter((found) => must.has(found.property) && found.verdict !== 'holds')
    .map((found) => `${found.property} is ${found.verdict}`);
}

it(`holds what it promises, in the text (seed ${SEED})`, { timeout: 100 * TIME }, () => {
  const described: string[] = [];
  let proposals = 0;
  for (const one of sampled(casesOf())) {
    const before = findingsOf(one.program, one.config);
    for (const { property, witness } of before.filter((found) => found.witness !== null)) {
      const began = process.cpuUsage();
      const question = { property, witness: witness ?? '', limits: DEFAULT_LIMITS, edits: true };
      const { fixes, limits } = finish(whyItBroke(one.program, one.config, question));
      const ms = Math.round(process.cpuUsage(began).user / 1000);
      described.push(
        [one.scenario, one.kernel, property, fixes?.searched, fixes?.closing, ms, limits].join(
          '\t',
        ),
      );
      for (const fix of fixes?.fixes ?? []) {
        proposals += 1;
        described.push(`\t${fix.kind}\t${fix.title}`);
        expect(
          faultsOf(one, before, property, fix),
          `${one.scenario} ${property}\n${fix.title}`,
        ).toEqual([]);
      }
    }
  }
  const table = process.env['WHY_ALL'];
  if (table !== undefined)
    writeFileSync(table, `${described.join('\n')}\n${proposals} proposals\n`);
});
