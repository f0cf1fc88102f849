// What `npm run check`, `show`, `export`, `matrix`, `why`, `fit` and `draw` start, and on other threads what helps them to search;
// `run.mjs` bundles it.

import { isMainThread } from 'node:worker_threads';
import { checkCommand } from './checkCommand.ts';
import { drawCommand } from './drawCommand.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { exportCommand } from './exportCommand.ts';
import { fitCommand } from './fit/fitCommand.ts';
import { matrixCommand } from './matrixCommand.ts';
import { showCommand } from './showCommand.ts';
import { helpSearching } from './pool/searchHelper.ts';
import { nodeTerminal, type Terminal } from './terminal.ts';
import { whyCommand } from './whyCommand.ts';

type Command = (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['check', checkCommand],
  ['show', showCommand],
  ['export', exportCommand],
  ['matrix', matrixCommand],
  ['why', whyCommand],
  ['draw', drawCommand],
  ['fit', fitCommand],
]);

async function run(
  [command = '', ...args]: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const known = COMMANDS.get(command);
  if (known !== undefined) return known(args, terminal);
  terminal.err(`pagerace: no command “${command}”; there are ${[...COMMANDS.keys()].join(', ')}`);
  return EXIT.unreadable;
}

async function main(): Promise<void> {
  // Whoever reads the output may have seen enough, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const terminal = nodeTerminal(process);
  try {
    process.exitCode = await run(process.argv.slice(2), terminal);
  } catch (error) {
    terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = EXIT.broken;
  }
}

if (isMainThread) await main();
else helpSearching();
