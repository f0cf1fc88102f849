// `show`: a run as the message of a kernel commit shows it.

import { configurationOf } from '../check/link/namedConfiguration.ts';
import { linkConfiguration } from '../check/link/linkedConfiguration.ts';
import type { Config } from '../check/verdict/report.ts';
import { runSchedule } from '../check/link/runSchedule.ts';
import { columns } from '../export/columns.ts';
import { readArguments, readOneName, UsageError, withUsage } from './readArguments.ts';
import { configurationTitle } from '../check/link/configurationWords.ts';
import { chooseConfiguration } from './chooseConfiguration.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { openSource, type Source } from './openSource.ts';
import { readOption } from './readOption.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `Prints a run of a .race scenario as the message of a kernel commit shows it.

usage: npm run -s show -- FILE [--kernel NAME] [--option NAME=VALUE]… --schedule f3p5w2

  FILE               path of a .race file, or the name of a scenario of the catalogue
  --kernel NAME      the named kernel; without it, the scenario's default options
  --option NAME=VALUE
                     an option that differs from the kernel's (on or off for a switch)
  --schedule TEXT    the tasks' letters in the order in which they step, each with how often:
                     f3p5 is f, f, f, p, p, p, p, p; c.m is c taking its branch m
  --help             print this

exit: 2  something could not be read: an option, a file, a program, the schedule
      1  the schedule takes a task that is blocked or has ended; the run stops there
      0  shown to its end`;

export function showCommand(args: readonly string[], terminal: Terminal): ExitCode {
  return withUsage(USAGE, terminal, () => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        kernel: { type: 'string' },
        option: { type: 'string', multiple: true, default: [] },
        schedule: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      terminal.out(USAGE);
      return EXIT.fine;
    }
    const name = readOneName(positionals);
    if (values.schedule === undefined) throw new UsageError('which --schedule?');
    const options = Object.fromEntries(values.option.map(readOption));
    const source = openSource(name, terminal);
    if (source === null) return EXIT.unreadable;
    return show(source, values.kernel ?? null, options, values.schedule, terminal);
  });
}

function show(
  { name, program }: Source,
  kernel: string | null,
  options: Config,
  schedule: string,
  terminal: Terminal,
): ExitCode {
  const configuration = chooseConfiguration({ name, program }, { kernel, options }, terminal);
  if (configuration === null) return EXIT.unreadable;
  const shown = runSchedule(program, configuration.config, schedule);
  if (!shown.ok) {
    terminal.err(`${name}: ${shown.message}\n    ${schedule}\n    ${' '.repeat(shown.at)}^`);
    return EXIT.unreadable;
  }
  const reported = linkConfiguration(program, configurationOf(program, configuration.config));
  terminal.out(
    columns(shown.model, shown.run, `${name}, ${configurationTitle(reported)}`).trimEnd(),
  );
  return shown.run.stopped === null ? EXIT.fine : EXIT.unexpected;
}
