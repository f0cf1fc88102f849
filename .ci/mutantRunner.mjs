// One runner of `npm run mutate`: keeps Vitest open on a copy of the repository, and runs test files there
// on demand. Started by `mutate.mjs`, which writes the mutated file before it asks.
import { dirname, join } from 'node:path';
import { createVitest } from 'vitest/node';

/**
 * `files`: tests to run, in this order. `changed`: sources that read differently than in the last run.
 * `bail`: end with the first failure. `limits`: CPU time in ms that a test file may take.
 * @typedef {{ files: string[], changed: string[], bail: boolean, limits: Record<string, number> }} Question
 * @typedef {{ failed: string | null, failedFile: string | null, cpu: Record<string, number>, counted: Record<string, string[]> }} Answer
 */

const root = process.cwd();
/** Beyond this much time by the clock, whatever its CPU time, a file hangs. */
const PATIENCE = 10;

/** @type {{ file: string, cpu: number, clock: number } | null} */
let running = null;
/** @type {Question} */
let question = { files: [], changed: [], bail: false, limits: {} };
/** @type {Record<string, number>} */
let cpu = {};

const spent = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;

/** @param {string} file */
function began(file) {
  running = { file, cpu: spent(), clock: Date.now() };
}

function ended() {
  if (running !== null) cpu[running.file] = spent() - running.cpu;
  running = null;
}

/** Work without end blocks the thread of the tests, not this one: here it is told, and the process ended. */
setInterval(() => {
  const limit = running === null ? undefined : question.limits[running.file];
  if (running === null || limit === undefined) return;
  if (spent() - running.cpu < limit && Date.now() - running.clock < PATIENCE * limit) return;
  process.send?.({ timedOut: running.file }, () => process.kill(process.pid, 'SIGKILL'));
}, 100);

/** Keeps the order that was asked for: quick tests first. */
class AsAsked {
  /** @param {any[]} specifications */
  async sort(specifications) {
    const place = (/** @type {any} */ { moduleId }) =>
      question.files.findIndex((file) => moduleId.endsWith(`/${file}`));
    return [...specifications].sort((a, b) => place(a) - place(b));
  }
  /** @param {any[]} specifications */
  async shard(specifications) {
    return specifications;
  }
}

const relative = (/** @type {{ moduleId: string }} */ { moduleId }) =>
  moduleId.slice(root.length + 1);

function openVitest() {
  const setup = join(dirname(new URL(import.meta.url).pathname), 'mutantSetup.mjs');
  return createVitest('test', {
    root,
    watch: false,
    pool: 'threads',
    maxWorkers: 1,
    testTimeout: 20_000,
    setupFiles: [setup],
    sequence: { sequencer: AsAsked },
    reporters: [{ onTestModuleQueued: (module) => { ended(); began(relative(module)); }, onTestModuleEnd: ended }], // prettier-ignore
  });
}

const vitest = await openVitest();
await vitest.standalone();

/** @returns {Promise<Answer>} */
async function answer() {
  for (const file of question.changed) vitest.invalidateFile(join(root, file));
  if (question.files.length === 0) return { failed: null, failedFile: null, cpu: {}, counted: {} };
  cpu = {};
  for (const { config } of [vitest, ...vitest.projects]) config.bail = question.bail ? 1 : 0;
  const specifications = await vitest.globTestSpecifications(question.files);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  ended();
  if (testModules.length === 0) throw new Error(`no test was run of ${question.files.join(', ')}`);
  const broken = testModules.find((module) => module.state() === 'failed');
  const counted = testModules.map((module) => {
    const meta = /** @type {{ counted?: string[] }} */ (module.meta());
    return [relative(module), meta.counted ?? []];
  });
  const failed = broken === undefined ? null : firstFailure(broken);
  const elsewhere = unhandledErrors.length > 0 ? `outside of tests: ${unhandledErrors[0]}` : null;
  const failedFile = broken === undefined ? null : relative(broken);
  return { failed: failed ?? elsewhere, failedFile, cpu, counted: Object.fromEntries(counted) };
}

/** @param {import('vitest/node').TestModule} module */
function firstFailure(module) {
  for (const test of module.children.allTests('failed'))
    return `${relative(module)} ${test.fullName}`;
  return `${relative(module)} does not load: ${module.errors()[0]?.message}`;
}

process.on('message', (/** @type {Question} */ asked) => {
  question = asked;
  answer().then(
    (told) => process.send?.(told),
    (error) => {
      process.stderr.write(`${error?.stack ?? error}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
