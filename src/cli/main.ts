// What `npm run check`, `show`, `export`, `matrix` and `why` start; `run.mjs` bundles it.

import { checkCommand } from './checkCommand.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { exportCommand } from './exportCommand.ts';
import { matrixCommand } from './matrixCommand.ts';
import { showCommand } from './showCommand.ts';
import { nodeTerminal, type Terminal } from './terminal.ts';
import { whyCommand } from './whyCommand.ts';

const COMMANDS: ReadonlyMap<string, (args: readonly string[], terminal: Terminal) => ExitCode> =
  new Map([
    ['check', checkCommand],
    ['show', showCommand],
    ['export', exportCommand],
    ['matrix', matrixCommand],
    ['why', whyCommand],
  ]);

function run([command = '', ...args]: readonly string[], terminal: Terminal): ExitCode {
  const known = COMMANDS.get(command);
  if (known !== undefined) return known(args, terminal);
  terminal.err(`pagerace: no command “${command}”; there are ${[...COMMANDS.keys()].join(', ')}`);
  return EXIT.unreadable;
}

// Whoever reads the output may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const terminal = nodeTerminal(process);
try {
  process.exitCode = run(process.argv.slice(2), terminal);
} catch (error) {
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = EXIT.broken;
}
