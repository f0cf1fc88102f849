// `npm test`: types, lint, unit tests, build, size of the first load, journeys; every stage runs, so that
// one run shows all that is wrong. The last line is `N passed, N failed` over unit tests and journeys, with
// `, N skipped` when some were not run. A stage without tests of its own (types, lint, build, size) that
// fails counts as one failure, as does a runner that breaks outside its tests.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from './chromium.mjs';
import { playwrightTally, stageTally, vitestTally } from './tally.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const reports = mkdtempSync(join(tmpdir(), 'pagerace-test-'));

/** @param {string} command @param {string[]} args @param {Record<string, string>} env */
function run(command, args, env = {}) {
  process.stdout.write(`\n> ${command} ${args.join(' ')}\n`);
  const options = /** @type {const} */ ({ cwd: root, stdio: 'inherit' });
  return spawnSync(command, args, { ...options, env: { ...process.env, ...env } }).status === 0;
}

/** What a runner reported; null when it never came to it. @param {string} file */
function report(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** @param {string} script */
function stage(script) {
  return stageTally(run('npm', ['run', '--silent', script]));
}

function unit() {
  const file = join(reports, 'unit.json');
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const passed = run('npx', ['--no-install', 'vitest', 'run', ...options]);
  return vitestTally(report(file), passed);
}

/** The number of journeys, without opening a browser. */
function listedJourneys() {
  const args = ['--no-install', 'playwright', 'test', '--list', '--reporter=json'];
  const { stdout } = spawnSync('npx', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return (stdout.match(/"projectId":/g) ?? []).length;
}

function journeys() {
  const browser = chromium();
  if ('missing' in browser) {
    process.stdout.write(`\nThe journeys in e2e/ were not run: ${browser.missing}\n`);
    return { passed: 0, failed: 0, skipped: listedJourneys() };
  }
  const file = join(reports, 'journeys.json');
  const env = { CHROMIUM: browser.path, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const passed = run('npx', ['--no-install', 'playwright', 'test', '--reporter=list,json'], env);
  return playwrightTally(report(file), passed);
}

const tallies = {
  types: stage('typecheck'),
  lint: stage('lint'),
  unit: unit(),
  build: stage('build'),
  size: stage('size'),
  journeys: journeys(),
};
rmSync(reports, { recursive: true, force: true });

process.stdout.write('\n');
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const [name, tally] of Object.entries(tallies)) {
  for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) sum[key] += tally[key];
  const verdict = tally.failed > 0 ? 'FAILED' : tally.skipped > 0 ? 'not all run' : 'ok';
  process.stdout.write(`${name.padEnd(9)} ${verdict}\n`);
}
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
process.exitCode = sum.failed > 0 ? 1 : 0;
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed${skipped}\n`);
