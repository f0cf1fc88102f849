// `export`: a scenario in one configuration as a model for another checker.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../check/verdict/report.ts';
import type { PromelaForm } from '../export/promela.ts';
import { promelaFiles } from '../export/promelaFiles.ts';
import { chooseConfiguration } from './chooseConfiguration.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { openSource } from './openSource.ts';
import { readArguments, readOneName, UsageError, withUsage } from './readArguments.ts';
import { readOption } from './readOption.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `Writes a .race scenario in one configuration as a Promela model for SPIN.

usage: npm run -s export -- FILE [--form exact|natural] [--kernel NAME] [--option NAME=VALUE]… [--out FOLDER [--overwrite]]

  FILE               path of a .race file, or the name of a scenario of the catalogue
  --format promela   the only format; --promela says the same
  --form exact       SPIN's distinct states are ours, one for one (the default)
         natural     a proctype a task, with local variables, as one writes Promela by hand; it is made from
                     the text alone, and its verdicts are ours, but for no_stuck, which SPIN does not ask
  --kernel NAME      the named kernel; without it, the scenario's default options
  --option NAME=VALUE
                     an option that differs from the kernel's (on or off for a switch); --config is the same
  --out FOLDER       writes there, instead of to standard output: the model (exact: the same for SPIN on several
                     cores as well), and a script with the command lines for one core, several, and a swarm;
                     the files are called after the scenario, the configuration and the form
  --overwrite        even where files of these names are there with another text
  --help             print this

exit: 2  something could not be read: an option, a file, a program
      1  nothing was written: the program cannot be written in this form, or other files have these names
      0  written`;

interface Target {
  readonly folder: string;
  /** Whether to replace files that have other contents. */
  readonly overwrite: boolean;
}

export function exportCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return withUsage(USAGE, terminal, () => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'promela' },
        promela: { type: 'boolean', default: false },
        form: { type: 'string', default: 'exact' },
        kernel: { type: 'string' },
        option: { type: 'string', multiple: true, default: [] },
        config: { type: 'string', multiple: true, default: [] },
        out: { type: 'string' },
        overwrite: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      terminal.out(USAGE);
      return EXIT.fine;
    }
    const name = readOneName(positionals);
    if (values.format !== 'promela')
      throw new UsageError(`--format is promela, not “${values.format}”`);
    const options = Object.fromEntries([...values.option, ...values.config].map(readOption));
    const wanted = { kernel: values.kernel ?? null, options };
    const target = values.out === undefined ? null : { folder: values.out, overwrite: values.overwrite }; // prettier-ignore
    return write(name, wanted, readForm(values.form), target, terminal);
  });
}

function readForm(text: string): PromelaForm {
  if (text === 'exact' || text === 'natural') return text;
  throw new UsageError(`--form is exact or natural, not “${text}”`);
}

function write(
  name: string,
  wanted: { readonly kernel: string | null; readonly options: Config },
  form: PromelaForm,
  target: Target | null,
  terminal: Terminal,
): ExitCode {
  const source = openSource(name, terminal);
  if (source === null) return EXIT.unreadable;
  const configuration = chooseConfiguration(source, wanted, terminal);
  if (configuration === null) return EXIT.unreadable;
  const exported = promelaFiles(source.program, configuration.config, form);
  if (!exported.ok) {
    terminal.err(`${name}: cannot be written in the ${form} form: ${exported.reason}`);
    return EXIT.unexpected;
  }
  const [model = ''] = exported.files.values();
  if (target !== null) return writeAll(target, exported.files, terminal);
  terminal.out(model.trimEnd());
  return EXIT.fine;
}

/** Writes all files or none. A file with other contents is kept unless --overwrite is given. */
function writeAll(
  { folder, overwrite }: Target,
  files: ReadonlyMap<string, string>,
  terminal: Terminal,
): ExitCode {
  const paths = [...files].map(([file, text]) => ({ path: join(folder, file), text }));
  const others = overwrite ? [] : paths.filter(({ path, text }) => existsSync(path) && readFileSync(path, 'utf8') !== text); // prettier-ignore
  for (const { path } of others) terminal.err(`${path} exists and has other contents; --overwrite replaces it`); // prettier-ignore
  if (others.length > 0) return EXIT.unexpected;
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of paths) {
    writeFileSync(path, text);
    terminal.out(path);
  }
  return EXIT.fine;
}
