// `show`: a run as the message of a kernel commit shows it.

import { configurationOf } from '../check/link/namedConfiguration.ts';
import { linkConfiguration } from '../check/link/linkedConfiguration.ts';
import type { Config } from '../check/verdict/report.ts';
import { runSchedule } from '../check/link/runSchedule.ts';
import { briefOf } from '../check/explain/explanation.ts';
import { explainRun } from '../check/explain/explainRun.ts';
import { briefColumns, columns } from '../export/columns.ts';
import { lockOrderText } from '../export/lockOrder.ts';
import { mermaidText } from '../export/mermaid.ts';
import { traceText } from '../export/trace.ts';
import type { Configuration } from '../lang/program/configurations.ts';
import { readArguments, readOneName, UsageError, withUsage } from './readArguments.ts';
import { configurationTitle } from '../check/link/configurationWords.ts';
import { chooseConfiguration } from './chooseConfiguration.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { openSource, type Source } from './openSource.ts';
import { readOption } from './readOption.ts';
import { unreachable } from '../base/assert.ts';
import { DEFAULT_LIMITS } from '../check/verdict/checkConfiguration.ts';
import type { Model } from '../model/build/model.ts';
import type { Run } from '../model/world/run.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `Prints a run of a .race scenario as the message of a kernel commit shows it.

usage: npm run -s show -- FILE [--kernel NAME] [--option NAME=VALUE]… --schedule f3p5w2 [--brief]
                          [--format columns|mermaid|lockdep|json]

  FILE               path of a .race file, or the name of a scenario of the catalogue
  --kernel NAME      the named kernel; without it, the scenario's default options
  --option NAME=VALUE
                     an option that differs from the kernel's (on or off for a switch)
  --schedule TEXT    the tasks' letters in the order in which they step, each with how often:
                     f3p5 is f, f, f, p, p, p, p, p; c.m is c taking its branch m
  --brief            a schedule that breaks something: the sentence that says why, and only the steps of
                     the decisive orders, with the locks held around them
  --format FORM      columns (the default); a Mermaid sequence diagram; the locks as lockdep reports a deadlock;
                     or the run as JSON (docs/TRACE.md)
  --property NAME    with --brief: this property, where the schedule breaks several
  --help             print this

exit: 2  something could not be read: an option, a file, a program, the schedule
      1  the schedule takes a task that is blocked or has ended; the run stops there
      0  shown to its end`;

export function showCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return withUsage(USAGE, terminal, () => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        kernel: { type: 'string' },
        option: { type: 'string', multiple: true, default: [] },
        schedule: { type: 'string' },
        brief: { type: 'boolean', default: false },
        property: { type: 'string' },
        format: { type: 'string', default: 'columns' },
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
    if (values.property !== undefined && !values.brief)
      throw new UsageError('--property needs --brief');
    const { schedule, brief, property = null } = values;
    const format = readForm(values.format);
    const wish = { kernel: values.kernel ?? null, options, schedule, brief, property, format };
    return show(source, wish, terminal);
  });
}

interface ShowWish {
  readonly kernel: string | null;
  readonly options: Config;
  readonly schedule: string;
  readonly brief: boolean;
  /** Null: the first one that the schedule breaks. */
  readonly property: string | null;
  readonly format: Form;
}

const FORMS = ['columns', 'mermaid', 'lockdep', 'json'] as const;
type Form = (typeof FORMS)[number];

function readForm(text: string): Form {
  const known = FORMS.find((form) => form === text);
  if (known === undefined) throw new UsageError(`--format is one of ${FORMS.join(', ')}`);
  return known;
}

function show({ name, program }: Source, wish: ShowWish, terminal: Terminal): ExitCode {
  const { schedule } = wish;
  const configuration = chooseConfiguration({ name, program }, wish, terminal);
  if (configuration === null) return EXIT.unreadable;
  const shown = runSchedule(program, configuration.config, schedule);
  if (!shown.ok) {
    terminal.err(`${name}: ${shown.message}\n    ${schedule}\n    ${' '.repeat(shown.at)}^`);
    return EXIT.unreadable;
  }
  if (wish.brief) return showBrief(name, shown, wish.property, terminal);
  const reported = linkConfiguration(program, configurationOf(program, configuration.config));
  const title = `${name}, ${configurationTitle(reported)}`;
  const text = inForm(shown, { name, title, configuration }, wish.format);
  if (text === null) {
    terminal.err(`${name}: no two tasks of this run take the same locks in different orders`);
    return EXIT.unexpected;
  }
  terminal.out(text.trimEnd());
  return shown.run.stopped === null ? EXIT.fine : EXIT.unexpected;
}

interface Shown {
  readonly model: Model;
  readonly run: Run;
}

interface Subject {
  readonly name: string;
  readonly title: string;
  readonly configuration: Configuration;
}

/** Null where the run has nothing to show in this form. */
function inForm({ model, run }: Shown, { name, title, configuration }: Subject, form: Form) {
  switch (form) {
    case 'columns':
      return columns(model, run, title);
    case 'mermaid':
      return mermaidText(model, run, title);
    case 'lockdep':
      return lockOrderText(model, run);
    case 'json': {
      const { kernel, config: options } = configuration;
      return traceText(model, run, { scenario: name, kernel, options });
    }
    default:
      return unreachable(form);
  }
}

/** The sentence, and the steps of the decisive orders. */
function showBrief(
  name: string,
  { model, run }: { readonly model: Model; readonly run: Run },
  property: string | null,
  terminal: Terminal,
): ExitCode {
  const explained = explainRun(model, run, property, DEFAULT_LIMITS);
  switch (explained.kind) {
    case 'explained':
      terminal.out(briefColumns(model, run, briefOf(explained.explanation)).trimEnd());
      return EXIT.fine;
    case 'limit':
      terminal.err(`${name}: the state graph is too large to explain the run (${explained.limit})`);
      return EXIT.limit;
    case 'nothing':
      terminal.err(
        `${name}: the schedule does not break ${property ?? 'anything'}: --brief says why something breaks`,
      );
      return EXIT.unexpected;
    default:
      return unreachable(explained);
  }
}
