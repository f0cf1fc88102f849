// `npm run size`: gzipped bytes of script that each route loads before its first paint, and of the
// workers, from the build in dist/, against their budgets. `npm test` runs it after the build.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/**
 * @typedef {{ file: string, imports?: string[], isEntry?: boolean }} Chunk
 * @typedef {{ name: string, route: string | null, budget: number }} Load
 */

const DIST = new URL('../dist/', import.meta.url);

/**
 * Kilobytes (1000 bytes) each load may take; a route's load is the entry's and its own. A scenario's goal is 220:
 * the budget holds what was reached on the way there.
 */
const LOADS = [
  { name: 'landing page', route: 'src/page/landingRoute.tsx', budget: 150 },
  { name: 'a scenario', route: 'src/page/stageRoute.tsx', budget: 255 },
];
const WORKERS_BUDGET = 200;

/** @param {string} file below dist/ @returns {number} bytes, gzipped */
function gzipped(file) {
  return gzipSync(readFileSync(new URL(file, DIST))).length;
}

/** The chunks that some chunk needs before it runs, itself included. @param {Record<string, Chunk>} manifest @param {string} key @param {Set<string>} found */
function closure(manifest, key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key]?.imports ?? []) closure(manifest, next, found);
  return found;
}

/** @param {Record<string, Chunk>} manifest @param {string} route */
function filesOf(manifest, route) {
  const keys = new Set([...closure(manifest, 'index.html'), ...closure(manifest, route)]);
  return [...keys].map((key) => manifest[key]?.file ?? '').filter((file) => file.endsWith('.js'));
}

/** @param {string} name @param {readonly string[]} files @param {number} budget */
function row(name, files, budget) {
  const bytes = files.reduce((sum, file) => sum + gzipped(file), 0);
  const kilobytes = bytes / 1000;
  const within = kilobytes <= budget;
  process.stdout.write(
    `${name.padEnd(14)} ${kilobytes.toFixed(1).padStart(7)} KB of ${budget}  ${within ? 'ok' : 'OVER'}\n`,
  );
  for (const file of files) process.stdout.write(`    ${(gzipped(file) / 1000).toFixed(1).padStart(7)} ${file}\n`); // prettier-ignore
  return within;
}

/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'));
const missing = LOADS.filter(({ route }) => manifest[route] === undefined);
for (const { route } of missing) process.stderr.write(`${fileURLToPath(DIST)} has no ${route}: run npm run build\n`); // prettier-ignore
const workers = readdirSync(new URL('assets/', DIST)).filter((name) => /Worker-.*\.js$/.test(name));
const rows = [
  ...LOADS.map(({ name, route, budget }) => row(name, filesOf(manifest, route), budget)),
  row('workers', workers.map((name) => `assets/${name}`), WORKERS_BUDGET), // prettier-ignore
];
process.exitCode = missing.length > 0 ? 2 : rows.every(Boolean) ? 0 : 1;
