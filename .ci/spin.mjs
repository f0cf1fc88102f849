// `npm run oracle` and `npm run fuzz:spin`: SPIN as the judge of the scenarios, and of random programs.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const USAGE = `Asks SPIN about the same models as the project's own search: verdicts, and in the exact form numbers of states.

usage: npm run -s oracle -- [--form FORM] [--write]
       npm run -s fuzz:spin -- [--form FORM] [--minutes N] [--seed S]

  oracle      every scenario in every configuration; what SPIN has said before is kept
  --form      exact (from the control-flow graph, with our states), natural (from the text alone), or both (default)
  --write     also write the table to docs/SPIN.md; with both forms only
  fuzz:spin   random programs
  --minutes   for how long (default: 5)
  --seed      the seed of the first program (default: any); each takes the next one

Exit codes: 0 they agree, 1 they do not, 2 spin or gcc is not installed, or wrong arguments.`;

/** @type {Readonly<Record<string, readonly string[]>>} */
const FORMS = { exact: ['exact'], natural: ['natural'], both: ['exact', 'natural'] };

/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`);

/** What the tests know of SPIN, loaded as they load it; without a watcher, since sources may change meanwhile. */
async function loadOracle() {
  const server = await createServer({ configFile: false, server: { middlewareMode: true, ws: false, hmr: false, watch: null }, appType: 'custom', logLevel: 'error' }); // prettier-ignore
  /** @param {string} name */
  const load = (name) =>
    server.ssrLoadModule(fileURLToPath(new URL(`../src/check/oracle/${name}`, import.meta.url)));
  const loaded = {
    ...(await load('spinBinary.testing.ts')),
    ...(await load('spinFuzz.testing.ts')),
    ...(await load('spinTable.testing.ts')),
  };
  await server.close();
  return loaded;
}

/** @param {Record<string, any>} spin @param {readonly string[]} forms @param {boolean} write @returns {boolean} whether they agree */
function oracle(spin, forms, write) {
  const table = spin.spinTable(say, forms);
  if (write) writeFileSync(new URL('../docs/SPIN.md', import.meta.url), table.text);
  say(table.summary);
  return table.agrees;
}

/** @param {Record<string, any>} spin @param {readonly string[]} forms @param {number} minutes @param {number} first @returns {boolean} */
function fuzz(spin, forms, minutes, first) {
  const began = Date.now();
  let said = began;
  const sum = { programs: 0, compared: 0, states: 0 };
  const refused = new Map();
  const told = () => {
    const reasons = [...refused].map(([reason, count]) => `${count} not asked: ${reason}`);
    const spent = ((Date.now() - began) / 60_000).toFixed(1);
    return `${spent} min, seeds from ${first}: ${sum.programs} programs, ${sum.compared} searches compared, ${sum.states} states; ${reasons.join(', ')}`;
  };
  for (let seed = first; Date.now() - began < minutes * 60_000; ) {
    const round = spin.fuzzRound(seed, forms);
    seed += round.programs;
    for (const key of /** @type {const} */ (['programs', 'compared', 'states'])) sum[key] += round[key]; // prettier-ignore
    for (const [reason, count] of round.refused) refused.set(reason, (refused.get(reason) ?? 0) + count); // prettier-ignore
    if (round.difference !== null) {
      say(`\nThe smallest program that shows it, of ${round.difference}\n\n${told()}`);
      return false;
    }
    if (Date.now() - said > 60_000) {
      said = Date.now();
      say(told());
    }
  }
  say(`${told()}\nThey agree.`);
  return true;
}

function readArguments() {
  return parseArgs({
    allowPositionals: true,
    options: {
      form: { type: 'string', default: 'both' },
      write: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      help: { type: 'boolean', default: false },
    },
  });
}

/** @param {ReturnType<typeof readArguments>} given @returns {Promise<number>} the exit code */
async function main({ values, positionals: [what] }) {
  const numbers = [Number(values.minutes), Number(values.seed)];
  const forms = FORMS[values.form];
  if (
    values.help ||
    (what !== 'oracle' && what !== 'fuzz') ||
    numbers.some(Number.isNaN) ||
    forms === undefined ||
    (values.write && values.form !== 'both')
  ) {
    say(USAGE);
    return values.help ? 0 : 2;
  }
  const spin = await loadOracle();
  const missing = spin.spinIsMissing();
  if (missing !== null) {
    say(`Not run: ${missing}.`);
    return 2;
  }
  const [minutes = 0, seed = 0] = numbers;
  const agrees =
    what === 'oracle' ? oracle(spin, forms, values.write) : fuzz(spin, forms, minutes, seed);
  return agrees ? 0 : 1;
}

let given = null;
try {
  given = readArguments();
} catch (error) {
  say(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
}
process.exitCode = given === null ? 2 : await main(given);
