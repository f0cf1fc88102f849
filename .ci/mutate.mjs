// `npm run mutate`: makes small changes to the sources, one at a time, and counts how many of them the tests notice.
import { fork, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { counting, identity, mutantsOf, mutated, quotas, shuffled } from './mutants.mjs';
import { compiles, notCompiling } from './mutantTypes.mjs';

/**
 * @typedef {import('./mutants.mjs').Mutant} Mutant
 * @typedef {import('./mutantRunner.mjs').Answer} Answer
 * @typedef {import('./mutantRunner.mjs').Question} Question
 * @typedef {'killed' | 'timed out' | 'survived' | 'no coverage' | 'does not compile'} Fate
 * @typedef {Mutant & { fate: Fate, by: string | null, seconds: number }} Judged
 */

/** Per cent of the mutants that compile. */
const GOAL = 85;

const USAGE = `Changes the sources in one small way after the other, and asks the tests about each.

usage: npm run -s mutate -- [--sample N] [--seed S] [--folder F]… [--tests PATTERN]
                               [--runners N] [--report FILE]

  --sample   how many mutants that compile are judged (default: 400)
  --seed     which ones (default: 1)
  --folder   only those of this folder or file; may be given more than once
             (default: src/lang, src/model, src/explore, each by its share of all mutants)
  --tests    ask only those of the chosen test files whose path matches, to judge a single file quickly
  --runners  how many are judged at a time (default: 2)
  --report   where everything is written as JSON (default: node_modules/.cache/mutation.json)

Exit codes: 0 at least ${GOAL} % were killed, 1 fewer were, 2 wrong arguments, 3 types or tests fail without any mutant.`;

const FOLDERS = ['src/lang', 'src/model', 'src/explore'];
/** @type {readonly Fate[]} */
const FATES = ['killed', 'timed out', 'survived', 'no coverage', 'does not compile'];

/** The tests that take part: those of the folders, and of `src/check` what judges them in seconds. */
const TESTS =
  /^src\/(lang|model|explore)\/.*\.test\.ts$|^src\/check\/(.*\/)?(bundle|canonicalStates|census|coveringLock|fixMatrix|followedRun|heldFlow|languageGuide|laws|link|oracle|reducedSearch|searchMachine|stretch|whyItBroke|stepRules|independence|neverTested)\.test\.ts$/;
/** Fewer random programs than in `npm test`, and the same ones each time. */
const SETTINGS = { ORACLE_PROGRAMS: '30', ORACLE_CONFIGURATIONS: '2', ORACLE_SEED: '1' };

/** A test file may take this many ms of CPU time, and as many times what it takes without a mutant. */
const GRACE = { ms: 4000, times: 3 };

/** What a copy for one runner holds. */
const COPIED = ['src', 'docs', 'bench', 'package.json', 'tsconfig.json', 'tsconfig.core.json', 'vite.config.ts']; // prettier-ignore

const root = resolve(fileURLToPath(import.meta.url), '../..');
/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`);

function options() {
  try {
    const { values } = parseArgs({ options: { sample: { type: 'string', default: '400' }, seed: { type: 'string', default: '1' }, folder: { type: 'string', multiple: true, default: FOLDERS }, runners: { type: 'string', default: '2' }, tests: { type: 'string', default: '' }, report: { type: 'string' }, help: { type: 'boolean' } } }); // prettier-ignore
    const [sample, seed, runners] = [values.sample, values.seed, values.runners].map(Number);
    const isCount = (/** @type {unknown} */ n) => Number.isInteger(n) && Number(n) >= 0;
    if (!values.help && isCount(sample) && isCount(seed) && isCount(runners) && runners)
      return { sample: sample ?? 0, seed: seed ?? 0, runners, folders: values.folder, only: new RegExp(values.tests), report: values.report ?? join(root, 'node_modules/.cache/mutation.json') }; // prettier-ignore
    process.stdout.write(`${USAGE}\n`);
    process.exit(values.help ? 0 : 2);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

/** @param {string} folder @returns {string[]} the files that git knows or could know */
function filesBelow(folder) {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', folder];
  const { stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return stdout.split('\n').filter((path) => path !== '');
}

/** @param {string} at a folder that does not exist yet */
function copyRepository(at) {
  mkdirSync(at);
  for (const path of COPIED) cpSync(join(root, path), join(at, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(at, 'node_modules'));
}

/** One process with Vitest in it, and the copy of the repository that it works on. */
class Runner {
  /** @param {string} at */
  constructor(at) {
    this.at = at;
    /** @type {import('node:child_process').ChildProcess | null} */
    this.child = null;
  }

  /** @param {string} path */
  read(path) {
    return readFileSync(join(this.at, path), 'utf8');
  }

  /** @param {string} path @param {string} text */
  write(path, text) {
    writeFileSync(join(this.at, path), text);
  }

  /** @param {Question} question @returns {Promise<Answer | { timedOut: string }>} */
  ask(question) {
    const env = { ...process.env, ...SETTINGS, NODE_ENV: 'test', VITEST: 'true' };
    const child = (this.child ??= fork(join(root, '.ci/mutantRunner.mjs'), { cwd: this.at, env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })); // prettier-ignore
    return new Promise((tell, fail) => {
      /** @param {any} told */
      const done = (told) => {
        child.removeAllListeners();
        if ('timedOut' in told) this.child = null;
        tell(told);
      };
      child.once('message', done);
      child.once('exit', (code) => {
        if (code === 1) fail(new Error('a runner broke'));
        else done({ timedOut: 'the process ended, most likely for want of memory' });
      });
      child.send(question);
    });
  }

  close() {
    this.child?.disconnect();
    this.child = null;
  }
}

/**
 * In the order in which they are drawn, folder by folder.
 * @param {readonly string[]} folders @param {number} seed @returns {Promise<Map<string, Mutant[]>>}
 */
async function allMutants(folders, seed) {
  const drawn = new Map();
  for (const folder of folders) {
    const paths = filesBelow(folder).filter((path) => /^(?!.*\.(test|testing)\.ts$).*\.ts$/.test(path)); // prettier-ignore
    const mutants = [];
    for (const path of paths)
      mutants.push(...(await mutantsOf(path, readFileSync(join(root, path), 'utf8'))));
    drawn.set(folder, shuffled(mutants, seed));
  }
  return drawn;
}

/**
 * The first ones that compile, as many as wanted, and those before them that do not.
 * @param {readonly Mutant[]} drawn @param {number} wanted @param {string} at a copy of the repository
 */
function takeCompiling(drawn, wanted, at) {
  const taken = /** @type {Mutant[]} */ ([]);
  const refused = /** @type {Mutant[]} */ ([]);
  for (let from = 0; taken.length < wanted && from < drawn.length; ) {
    const some = drawn.slice(from, from + Math.ceil((wanted - taken.length) * 1.1));
    const broken = notCompiling(at, some);
    refused.push(...some.filter((mutant) => broken.has(mutant)));
    taken.push(...some.filter((mutant) => !broken.has(mutant)));
    from += some.length;
  }
  return { taken: taken.slice(0, wanted), refused };
}

/**
 * All tests without a mutant: which of them come by which mutants, and the CPU time that each file takes.
 * @param {Runner} runner @param {readonly Mutant[]} mutants @param {readonly string[]} tests
 */
async function measure(runner, mutants, tests) {
  const changed = [...new Set(mutants.map(({ path }) => path))];
  const originals = changed.map((path) => runner.read(path));
  const identities = new Map();
  for (const [n, path] of changed.entries()) {
    const ofFile = mutants.filter((mutant) => mutant.path === path);
    const { text, ids } = await counting(path, originals[n] ?? '', ofFile, `${n}:`);
    ids.forEach((name, id) => identities.set(id, name));
    runner.write(path, text);
  }
  const told = await runner.ask({ files: [...tests], changed, bail: false, limits: {} });
  changed.forEach((path, n) => runner.write(path, originals[n] ?? ''));
  runner.close();
  if ('timedOut' in told || told.failed !== null) return { failed: 'timedOut' in told ? told.timedOut : told.failed }; // prettier-ignore
  const covering = new Map();
  for (const [file, ids] of Object.entries(told.counted)) {
    for (const name of new Set(ids.map((id) => identities.get(id))))
      covering.set(name, [...(covering.get(name) ?? []), file]);
  }
  return { cpu: told.cpu, covering: /** @type {Map<string, string[]>} */ (covering) };
}

/**
 * @param {Runner} runner @param {Mutant} mutant @param {Record<string, number>} cpu
 * @param {readonly string[]} covering @returns {Promise<Judged>}
 */
async function judge(runner, mutant, cpu, covering) {
  if (covering.length === 0) return { ...mutant, fate: 'no coverage', by: null, seconds: 0 };
  const began = Date.now();
  const files = [...covering].sort((a, b) => (cpu[a] ?? 0) - (cpu[b] ?? 0));
  const limits = Object.fromEntries(files.map((file) => [file, GRACE.ms + GRACE.times * (cpu[file] ?? 0)])); // prettier-ignore
  const original = runner.read(mutant.path);
  runner.write(mutant.path, mutated(original, mutant));
  const changed = [mutant.path];
  const told = await runner.ask({ files, changed, bail: true, limits });
  runner.write(mutant.path, original);
  await control(runner, changed, 'timedOut' in told ? null : told.failedFile);
  const seconds = (Date.now() - began) / 1000;
  if ('timedOut' in told) return { ...mutant, fate: 'timed out', by: told.timedOut, seconds };
  return { ...mutant, fate: told.failed === null ? 'survived' : 'killed', by: told.failed, seconds }; // prettier-ignore
}

/**
 * What has failed must pass again without the mutant: it was the mutant then that the test has seen.
 * @param {Runner} runner @param {string[]} changed @param {string | null} file
 */
async function control(runner, changed, file) {
  if (runner.child === null) return;
  const files = file === null ? [] : [file];
  const told = await runner.ask({ files, changed, bail: true, limits: {} });
  if ('timedOut' in told || told.failed !== null)
    throw new Error(`fails without a mutant: ${'timedOut' in told ? told.timedOut : told.failed}`);
}

/** @param {Mutant} mutant */
function lineOf({ path, line, column, original, replacement }) {
  const short = (/** @type {string} */ text) => {
    const flat = text.replace(/\s+/g, ' ');
    return flat.length > 90 ? `${flat.slice(0, 60)} … ${flat.slice(-25)}` : flat;
  };
  return `${path}:${line}:${column}  ${short(original)} → ${short(replacement)}`;
}

/** @param {readonly Judged[]} judged @returns {number} per cent of those that compile */
function score(judged) {
  const count = (/** @type {Fate[]} */ ...fates) =>
    judged.filter(({ fate }) => fates.includes(fate)).length;
  const valid = judged.length - count('does not compile');
  return valid === 0 ? 100 : (100 * count('killed', 'timed out')) / valid;
}

/** @param {readonly string[]} folders @param {readonly Judged[]} judged */
function table(folders, judged) {
  const row = (/** @type {string} */ name, /** @type {readonly Judged[]} */ some) => {
    const counts = FATES.map((fate) => some.filter((mutant) => mutant.fate === fate).length);
    return `| ${[name, ...counts, `${score(some).toFixed(1)} %`].join(' | ')} |`;
  };
  return [
    `| folder | ${FATES.join(' | ')} | score |`,
    `| --- |${' ---: |'.repeat(FATES.length + 1)}`,
    ...folders.map((folder) => row(folder, judged.filter(({ path }) => path.startsWith(folder)))), // prettier-ignore
    row('all', judged),
  ].join('\n');
}

/**
 * @param {ReturnType<typeof options>} asked @param {readonly Runner[]} runners
 * @returns {Promise<number>} the exit code
 */
async function mutate({ sample, seed, folders, only, report }, runners) {
  const [first] = runners;
  if (first === undefined) return 2;
  if (!compiles(first.at)) {
    say('The sources do not compile as they are');
    return 3;
  }
  const drawn = await allMutants(folders, seed);
  const sizes = new Map([...drawn].map(([folder, { length }]) => [folder, length]));
  say(`seed ${seed}, ${[...sizes].map(([folder, size]) => `${size} mutants in ${folder}`).join(', ')}`); // prettier-ignore
  const parts = [...quotas(sizes, sample)].map(([folder, wanted]) => takeCompiling(drawn.get(folder) ?? [], wanted, first.at)); // prettier-ignore
  const taken = parts.flatMap((part) => part.taken);
  const tests = filesBelow('src').filter((path) => TESTS.test(path) && only.test(path));
  say(`${taken.length} drawn that compile; ${tests.length} test files run once without a mutant`);
  const measured = await measure(first, taken, tests);
  if ('failed' in measured) {
    say(`These tests fail without any mutant: ${measured.failed}`);
    return 3;
  }
  const { cpu, covering } = measured;
  const judged = /** @type {Judged[]} */ (parts.flatMap(({ refused }) => refused.map((mutant) => ({ ...mutant, fate: 'does not compile', by: null, seconds: 0 })))); // prettier-ignore
  const waiting = shuffled(taken, seed);
  const save = () => {
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, JSON.stringify({ date: new Date().toISOString(), seed, sample, folders, score: score(judged), cpu, judged }, null, 1)); // prettier-ignore
  };
  const began = Date.now();
  const work = async (/** @type {Runner} */ runner) => {
    for (let mutant = waiting.pop(); mutant !== undefined; mutant = waiting.pop()) {
      const result = await judge(runner, mutant, cpu, covering.get(identity(mutant)) ?? []);
      judged.push(result);
      say(
        `${result.fate.padEnd(11)} ${result.seconds.toFixed(1).padStart(6)} s  ${lineOf(mutant)}`,
      );
      save();
    }
  };
  await Promise.all(runners.map(work));
  save();
  const survivors = judged.filter(({ fate }) => fate === 'survived' || fate === 'no coverage');
  say(`\nseed ${seed}, ${((Date.now() - began) / 60_000).toFixed(1)} min, report: ${report}\n`);
  say(table(folders, judged));
  say(`\n${survivors.length} survivors\n`);
  for (const mutant of survivors) say(`${lineOf(mutant)}${mutant.fate === 'no coverage' ? '  (no test comes by)' : ''}`); // prettier-ignore
  return score(judged) >= GOAL ? 0 : 1;
}

const asked = options();
const copies = mkdtempSync(join(tmpdir(), 'pagerace-mutate-'));
const runners = Array.from(
  { length: asked.runners },
  (_, n) => new Runner(join(copies, String(n))),
);
try {
  for (const { at } of runners) copyRepository(at);
  process.exitCode = await mutate(asked, runners);
} finally {
  for (const runner of runners) runner.close();
  rmSync(copies, { recursive: true, force: true });
}
