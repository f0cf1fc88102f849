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
 * The mutants that do not compile. One run for many, each in a file of its own, and each error is that of its
 * file's mutant; where a file without a mutant has one, each mutant is asked about alone.
 * @param {string} root of a copy of the repository, which is changed and put back
 * @param {readonly Mutant[]} mutants @returns {Set<Mutant>}
 */
export function notCompiling(root, mutants) {
  writeSettings(root);
  return new Set(
    batches(mutants).flatMap((batch) => {
      const errors = filesWithErrors(root, batch);
      const blamed = batch.filter(({ path }) => errors.has(path));
      if (blamed.length === errors.size) return blamed;
      return batch.filter((mutant) => filesWithErrors(root, [mutant]).size > 0);
    }),
  );
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
