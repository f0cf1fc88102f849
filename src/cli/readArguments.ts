// Reads a command's arguments. Errors are printed together with the usage.

import { parseArgs, type ParseArgsConfig } from 'node:util';
import { EXIT, type ExitCode } from './exitCode.ts';
import type { Terminal } from './terminal.ts';

/** An error in the arguments. */
export class UsageError extends Error {}

/** Throws UsageError on an unknown option, or one without its value. */
export function readArguments<T extends ParseArgsConfig>(
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Runs a command; where its arguments are wrong, says so and how it is used. */
export async function withUsage(
  usage: string,
  terminal: Terminal,
  run: () => ExitCode | Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`pagerace: ${error.message}\n\n${usage}`);
    return EXIT.unreadable;
  }
}

/** The one scenario or file that a command was given; throws UsageError on none and on more. */
export function readOneName([name, ...more]: readonly string[]): string {
  if (name === undefined) throw new UsageError('which scenario or file?');
  if (more.length > 0) throw new UsageError(`one scenario at a time, not also ${more.join(', ')}`);
  return name;
}
