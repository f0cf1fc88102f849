// Starts what Node runs: `check`, `show`, `matrix`, `why`, `fit`, `draw` and `export` from `src/cli/main.ts`, and `bench` from
// `bench/main.ts`; and for the tests, the search of the whole catalogue. All read `.race` text through Vite, so each is
// bundled before its first run.
///
// A bundle lives in a folder named by a hash of everything it was made from, and is moved there
// whole: two runs at once never see half a bundle, and unchanged sources are not built again.
// Nothing is written to standard output before the program's own first word.
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const root = resolve(fileURLToPath(import.meta.url), '../../..');

/** The exit code of a program that could not be built; 0 to 3 are the programs' own. */
const NOT_BUILT = 70;

/** Bundles of older sources stay this long, for runs that still read them. */
const KEEP_MS = 24 * 3600 * 1000;

/**
 * How much of a function V8 runs before it thinks of optimising it; 66 KB unless said. A search meets
 * thousands of functions that are over soon, and optimising those costs more than it saves (bench/README.md).
 */
const INTERRUPT_BUDGET = 600_000;

/** npm moves to the package's folder; paths in the arguments are meant from where npm was called. */
function returnToCaller() {
  const byNpm = ['check', 'show', 'export', 'matrix', 'why', 'fit', 'draw', 'bench'].includes(
    process.env.npm_lifecycle_event ?? '',
  );
  const caller = process.env.INIT_CWD;
  if (byNpm && caller !== undefined && process.cwd() === root) process.chdir(caller);
}

/** @param {string} folder @returns {string[]} every file below, in a stable order */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** @param {string} mode @returns {string} a hash of all that the bundle is made from */
function fingerprint(mode) {
  const folders = ['src', ...(mode === 'bench' ? ['bench'] : [])].map((name) => join(root, name));
  const settings = ['vite.config.ts', 'package-lock.json'].map((name) => join(root, name));
  const hash = createHash('sha256').update(process.version);
  for (const file of [...settings, ...folders.filter(existsSync).flatMap(filesBelow)]) {
    hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** @returns {string} where bundles are kept; outside the package when that may not be written to */
function cacheFolder() {
  try {
    accessSync(root, constants.W_OK);
    return join(root, 'dist-cli');
  } catch {
    return join(tmpdir(), `pagerace-${process.getuid?.() ?? 'user'}`);
  }
}

/**
 * Bundles into `folder`; what Vite says goes to standard error.
 * @param {string} mode @param {string} folder @returns {boolean} whether it was built
 */
function build(mode, folder) {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const options = ['--mode', mode, '--logLevel', 'error', '--configLoader', 'runner'];
  const { status } = spawnSync(
    process.execPath,
    [vite, 'build', ...options, '--outDir', folder, '--emptyOutDir'],
    { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'production' } },
  );
  return status === 0;
}

/**
 * Moves a whole bundle to its name; another run may have been first, with the same bytes.
 * @param {string} from @param {string} to
 */
function publish(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
    rmSync(from, { recursive: true, force: true });
  }
}

/** Throws old bundles away. @param {string} folder */
function sweep(folder) {
  for (const name of readdirSync(folder)) {
    const old = statSync(join(folder, name), { throwIfNoEntry: false });
    if (old !== undefined && Date.now() - old.mtimeMs > KEEP_MS) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

/**
 * Sources may be edited while they are bundled, so the name is asked again afterwards.
 * @param {string} folder @param {string} mode @returns {string | null} the finished bundle's folder
 */
function bundleInto(folder, mode) {
  for (let tries = 0; tries < 5; tries += 1) {
    const name = fingerprint(mode);
    const finished = join(folder, `${mode}-${name}`);
    if (existsSync(finished)) return finished;
    const unfinished = join(folder, `unfinished-${randomUUID()}`);
    const built = build(mode, unfinished);
    if (built && fingerprint(mode) === name) {
      publish(unfinished, finished);
      return finished;
    }
    rmSync(unfinished, { recursive: true, force: true });
    if (!built) return null;
  }
  return null;
}

/** @param {string} mode @returns {string | null} the bundle's file, built if its sources changed */
function bundle(mode) {
  const folder = cacheFolder();
  mkdirSync(folder, { recursive: true });
  sweep(folder);
  const finished = bundleInto(folder, mode);
  return finished && join(finished, 'main.mjs');
}

const [first, ...rest] = process.argv.slice(2);
const isOwn = first === 'bench' || first === 'catalogue';
const file = bundle(isOwn ? first : 'cli');
if (file === null) {
  process.stderr.write('pagerace: the program could not be built; see above\n');
  process.exitCode = NOT_BUILT;
} else {
  setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
  returnToCaller();
  process.argv = [process.execPath, file, ...(isOwn ? rest : process.argv.slice(2))];
  await import(pathToFileURL(file).href);
}
