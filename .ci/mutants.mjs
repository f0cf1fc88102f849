// Mutants of the sources: which there are, which of them a seed draws, and what a file reads with one of them.
import { Instrumenter } from '@stryker-mutator/instrumenter';

/**
 * A small change of one file. `line` and `column` count from 1; `start` and `end` are offsets.
 * @typedef {{ path: string, kind: string, start: number, end: number, line: number, column: number,
 *   original: string, replacement: string }} Mutant
 */

const none = () => {};
const quiet = { isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false, isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false, trace: none, debug: none, info: none, warn: none, error: none, fatal: none }; // prettier-ignore

/** The message of an assertion: only a fault of ours shows it, and no test reads it. */
const ofAssertions = {
  /** @param {any} path a Babel NodePath @returns {string | undefined} */
  shouldIgnore({ key, node, parent }) {
    const isText = /^(StringLiteral|TemplateLiteral)$/.test(node.type);
    const isMessage =
      (parent?.callee?.name === 'assert' && key === 1) ||
      (parent?.callee?.name === 'AssertionFailure' && key === 0);
    return isText && isMessage ? 'the message of an assertion' : undefined;
  },
};

/** @param {string} path @param {string} text @param {boolean | any[]} mutate */
function instrument(path, text, mutate) {
  const options = { plugins: null, excludedMutations: [], ignorers: [ofAssertions], noHeader: false }; // prettier-ignore
  return new Instrumenter(quiet).instrument([{ name: path, mutate, content: text }], options);
}

/** @param {string} path @param {string} text @returns {Promise<Mutant[]>} all of one file, in the order of the text */
export async function mutantsOf(path, text) {
  const { mutants } = await instrument(path, text, true);
  return mutants
    .filter(({ status }) => status !== 'Ignored')
    .map((mutant) => toMutant(path, text, mutant));
}

/** @param {string} path @param {string} text @param {any} mutant as the instrumenter has it: lines from 0 @returns {Mutant} */
function toMutant(path, text, { mutatorName, replacement, location: { start, end } }) {
  const [from, to] = [offsetOf(text, start), offsetOf(text, end)];
  return { path, kind: mutatorName, start: from, end: to, line: start.line + 1, column: start.column + 1, original: text.slice(from, to), replacement }; // prettier-ignore
}

/** @param {string} text @param {{ line: number, column: number }} position from 0 */
function offsetOf(text, { line, column }) {
  let at = 0;
  for (let n = 0; n < line; n += 1) at = text.indexOf('\n', at) + 1;
  return at + column;
}

/** @param {string} text of the mutant's file @param {Mutant} mutant */
export function mutated(text, { start, end, replacement }) {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Which mutant it is, whatever else the file's instrumentation holds. @param {Mutant} mutant */
export function identity({ path, kind, start, end, replacement }) {
  return [path, kind, start, end, replacement].join('\0');
}

/**
 * The file with a counter at each of the given mutants, and their identity by the counter's id.
 * @param {string} path @param {string} text @param {readonly Mutant[]} mutants of this file
 * @param {string} prefix makes ids differ from those of other files
 */
export async function counting(path, text, mutants, prefix) {
  const ranges = mutants.map(({ start, end }) => ({
    start: positionOf(text, start),
    end: positionOf(text, end),
  }));
  const { files, mutants: placed } = await instrument(path, text, ranges);
  const ids = placed.map((mutant) => /** @type {const} */ ([`${prefix}${mutant.id}`, identity(toMutant(path, text, mutant))])); // prettier-ignore
  const content = files[0]?.content ?? text;
  const named = content.replace(/stryCov_9fa48\(([^)]*)\)/g, (call, list) =>
    /^[\s",\d]*$/.test(list) ? call.replaceAll(/"(\d+)"/g, `"${prefix}$1"`) : call,
  );
  return { text: named, ids: new Map(ids) };
}

/** @param {string} text @param {number} offset @returns {{ line: number, column: number }} from 0 */
function positionOf(text, offset) {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
}

/**
 * In an order that only the seed decides (Fisher and Yates, with the generator mulberry32).
 * @template T @param {readonly T[]} items @param {number} seed @returns {T[]}
 */
export function shuffled(items, seed) {
  const order = [...items];
  let state = seed >>> 0;
  for (let left = order.length; left > 1; left -= 1) {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    const pick = ((bits ^ (bits >>> 14)) >>> 0) % left;
    const last = /** @type {T} */ (order[left - 1]);
    order[left - 1] = /** @type {T} */ (order[pick]);
    order[pick] = last;
  }
  return order;
}

/**
 * How many of each folder are drawn: in proportion to its mutants, so that the sum is `sample`.
 * @param {ReadonlyMap<string, number>} sizes @param {number} sample @returns {Map<string, number>}
 */
export function quotas(sizes, sample) {
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const wanted = Math.min(sample, all);
  let [before, given] = [0, 0];
  return new Map(
    [...sizes].map(([folder, size]) => {
      before += size;
      const upTo = Math.round((wanted * before) / Math.max(all, 1));
      const quota = upTo - given;
      given = upTo;
      return [folder, quota];
    }),
  );
}
