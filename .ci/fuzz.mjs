// `npm run fuzz`: random programs, with reductions against the whole search, or the engine against the naive interpreter.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const USAGE = `Puts random programs to two judges that have to agree.

usage: npm run -s fuzz -- [--judge reductions|naive] [--minutes N] [--seed S] [--programs N]

  --judge     reductions: a search with each reduction alone, with all and with some, and the whole one (default)
              naive: the engine and the naive interpreter
  --minutes   for how long at most (default: 5)
  --programs  how many at most (default: any number)
  --seed      the seed of the first program (default: any); each takes the next one

Exit codes: 0 they agree, 1 they do not, 2 wrong arguments.`;

/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`);

/** The tests' own code, loaded as they load it; without a watcher, since sources may change meanwhile. */
async function loadFuzz() {
  const server = await createServer({ configFile: false, server: { middlewareMode: true, ws: false, hmr: false, watch: null }, appType: 'custom', logLevel: 'error' }); // prettier-ignore
  const loaded = await server.ssrLoadModule(fileURLToPath(new URL('../src/check/oracle/programFuzz.testing.ts', import.meta.url))); // prettier-ignore
  await server.close();
  return loaded;
}

/**
 * @param {Record<string, any>} fuzz
 * @param {{ judge: string, minutes: number, first: number, programs: number }} asked
 * @returns {boolean} whether they agree
 */
function run(fuzz, { judge, minutes, first, programs }) {
  const began = Date.now();
  let said = began;
  const sum = { programs: 0, passed: 0, compared: 0, states: 0, different: 0 };
  const told = () => {
    const spent = ((Date.now() - began) / 60_000).toFixed(1);
    return `${spent} min, ${judge}, seeds ${first} to ${first + sum.programs - 1}: ${sum.programs} programs, ${sum.passed} too large, ${sum.compared} searches compared, ${sum.states} states, ${sum.different} programs differ`;
  };
  const goesOn = () => sum.programs < programs && Date.now() - began < minutes * 60_000;
  for (let seed = first; goesOn(); seed += 1) {
    const { compared, states, differences } = fuzz.fuzzProgram(judge, seed);
    sum.programs += 1;
    sum.compared += compared;
    sum.states += states;
    if (compared === 0) sum.passed += 1;
    if (differences.length > 0) {
      sum.different += 1;
      say(`\nSeed ${seed}. The smallest program that shows it:\n\n${fuzz.smallestProgram(judge, seed)}\n`); // prettier-ignore
    }
    if (sum.different >= 10) break;
    if (Date.now() - said > 60_000) {
      said = Date.now();
      say(told());
    }
  }
  say(`${told()}\n${sum.different === 0 ? 'They agree.' : 'They do not agree.'}`);
  return sum.different === 0;
}

function readArguments() {
  return parseArgs({
    options: {
      judge: { type: 'string', default: 'reductions' },
      minutes: { type: 'string', default: '5' },
      programs: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
      help: { type: 'boolean', default: false },
    },
  });
}

/** @param {ReturnType<typeof readArguments>} given @returns {Promise<number>} the exit code */
async function main({ values }) {
  const { judge } = values;
  const [minutes, first, programs] = [values.minutes, values.seed, values.programs].map(Number);
  const fuzz = await loadFuzz();
  const wrong = [minutes, first, programs].some(Number.isNaN) || !fuzz.JUDGES.includes(judge);
  if (values.help || wrong) {
    say(USAGE);
    return values.help ? 0 : 2;
  }
  return run(fuzz, { judge, minutes: minutes ?? 5, first: first ?? 0, programs: programs ?? 1 })
    ? 0
    : 1;
}

let given = null;
try {
  given = readArguments();
} catch (error) {
  say(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
}
process.exitCode = given === null ? 2 : await main(given);
