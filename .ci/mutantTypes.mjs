// Which mutants do not compile. `npm test` finds these by its first stage, so no test is asked about them.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutated } from './mutants.mjs';

/** @typedef {import('./mutants.mjs').Mutant} Mutant */

const SETTINGS = 'tsconfig.mutants.json';

/** Names that only a mutant leaves unused are no errors: a type says nothing about them. @param {string} root */
function writeSettings(root) {
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
  writeFileSync(
    join(root, SETTINGS),
    JSON.stringify({ extends: './tsconfig.core.json', compilerOptions }),
  );
}

/** @param {string} root @param {readonly Mutant[]} batch of different files @returns {Set<string>} files with errors */
function filesWithErrors(root, batch) {
  const before = batch.map(({ path }) => readFileSync(join(root, path), 'utf8'));
  batch.forEach((mutant, n) =>
    writeFileSync(join(root, mutant.path), mutated(before[n] ?? '', mutant)),
  );
  const args = ['node_modules/typescript/bin/tsc', '--pretty', 'false', '-p', SETTINGS];
  const options = /** @type {const} */ ({ cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { stdout } = spawnSync(process.execPath, args, options);
  batch.forEach(({ path }, n) => writeFileSync(join(root, path), before[n] ?? ''));
  return new Set([...stdout.matchAll(/^(.+?)\(\d+,\d+\): error /gm)].map(([, path = '']) => path));
}

/** Whether the sources compile without any mutant. @param {string} root of a copy of the repository */
export function compiles(root) {
  writeSettings(root);
  return filesWithErrors(root, []).size === 0;
}

/**
 * The mutants that do not compile. One run of the compiler for many, each in a file of its own: an error in a
 * mutant's file is blamed on it. Where a file without a mutant has an error, the others are searched by halves.
 * @param {string} root of a copy of the repository, which is changed and put back
 * @param {readonly Mutant[]} mutants @returns {Set<Mutant>}
 */
export function notCompiling(root, mutants) {
  writeSettings(root);
  return new Set(batches(mutants).flatMap((batch) => blamedIn(root, batch)));
}

/** @param {string} root @param {readonly Mutant[]} batch of different files @returns {readonly Mutant[]} */
function blamedIn(root, batch) {
  const errors = batch.length === 0 ? new Set() : filesWithErrors(root, batch);
  if (errors.size === 0) return [];
  if (batch.length === 1) return batch;
  const blamed = batch.filter(({ path }) => errors.has(path));
  if (blamed.length === errors.size) return blamed;
  const others = batch.filter(({ path }) => !errors.has(path));
  if (blamed.length > 0) return [...blamed, ...blamedIn(root, others)];
  const middle = Math.ceil(batch.length / 2);
  return [...blamedIn(root, batch.slice(0, middle)), ...blamedIn(root, batch.slice(middle))];
}

/** @param {readonly Mutant[]} mutants @returns {Mutant[][]} none has two of one file */
function batches(mutants) {
  /** @type {Mutant[][]} */
  const all = [];
  for (const mutant of mutants) {
    const free = all.find((batch) => batch.every(({ path }) => path !== mutant.path));
    if (free === undefined) all.push([mutant]);
    else free.push(mutant);
  }
  return all;
}
