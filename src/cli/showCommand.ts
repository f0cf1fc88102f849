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
import { searchVerdicts } from './pool/searchVerdicts.ts';
import { chooseConfiguration, orOpening } from './chooseConfiguration.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { openSource, type Source } from './openSource.ts';
import { readOption } from './readOption.ts';
import { unreachable } from '../base/assert.ts';
import { DEFAULT_LIMITS } from '../check/verdict/checkConfiguration.ts';
import type { Model } from '../model/build/model.ts';
import type { Run } from '../model/world/run.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `Prints a run of a .race scenario as the message of a kernel commit shows it.

usage: npm run -s show -- FILE [--kernel NAME] [--option NAME=VALUE]… [--schedule f3p5w2] [--brief]
                          [--property NAME] [--fewest-switches]
                          [--format columns|mermaid|lockdep|json]

  FILE               path of a .race file, or the name of a scenario of the catalogue
  --kernel NAME      the named kernel; without it, the scenario's default options
  --option NAME=VALUE
                     an option that differs from the kernel's (on or off for a switch)
  --schedule TEXT    the tasks' letters in the order in which they step, each with how often:
                     f3p5 is f, f, f, p, p, p, p, p; c.m is c taking its branch m;
                     without it, the shortest run that violates a property
  --brief            a schedule that breaks something: the sentence that says why, and only the steps of
                     the decisive orders, with the locks held around them
  --format FORM      columns (the default); a Mermaid sequence diagram; the locks as lockdep reports a deadlock;
                     or the run as JSON (docs/TRACE.md)
  --property NAME    without a schedule: the property that the run violates, the first by default;
                     with --brief: this property, where the schedule breaks several
  --fewest-switches  without a schedule: the run with the fewest context switches
  --help             print this

exit: 2  something could not be read: an option, a file, a program, the schedule
      1  the schedule takes a task that is blocked or has ended; the run stops there;
         or nothing is violated
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
        'fewest-switches': { type: 'boolean', default: false },
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
    const options = Object.fromEntries(values.option.map(readOption));
    const source = openSource(name, terminal);
    if (source === null) return EXIT.unreadable;
    const { schedule = null, brief, property = null } = values;
    if (property !== null && schedule !== null && !brief)
      throw new UsageError('--property needs --brief beside a schedule');
    const fewest = values['fewest-switches'];
    if (fewest && schedule !== null) throw new UsageError('--fewest-switches finds the schedule');
    const format = readForm(values.format);
    const wish = {
      kernel: values.kernel ?? null,
      options,
      schedule,
      brief,
      property,
      fewest,
      format,
    };
    return show(source, wish, terminal);
  });
}

interface ShowWish {
  readonly kernel: string | null;
  readonly options: Config;
  /** Null: the run that violates `property`. */
  readonly schedule: string | null;
  readonly fewest: boolean;
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
  const choice = wish.schedule === null ? orOpening({ name, program }, wish) : wish;
  const configuration = chooseConfiguration({ name, program }, choice, terminal);
  if (configuration === null) return EXIT.unreadable;
  const found =
    wish.schedule ?? violationOf({ name, program }, configuration.config, wish, terminal);
  return typeof found === 'number' ? found : showSchedule({ name, program }, configuration, found, wish, terminal); // prettier-ignore
}

/** The schedule of a violation; an exit code where there is none. */
function violationOf(
  { name, program }: Source,
  config: Config,
  { property, fewest }: ShowWish,
  terminal: Terminal,
): string | ExitCode {
  const switches = fewest ? 'always' : 'never';
  const { findings } = searchVerdicts(program, { config, limits: DEFAULT_LIMITS, switches });
  const names = findings.map((one) => one.property);
  if (property !== null && !names.includes(property)) {
    terminal.err(`${name}: no property ${property}; there are ${names.join(', ')}`);
    return EXIT.unreadable;
  }
  const violated = findings.find((one) => one.property === (property ?? one.property) && one.witness !== null); // prettier-ignore
  if (violated !== undefined) return (fewest ? violated.fewestSwitches : null) ?? violated.witness ?? ''; // prettier-ignore
  const asked = findings.filter((one) => one.property === (property ?? one.property));
  const limit = asked.find(({ verdict }) => verdict === 'unknown')?.limit ?? null;
  const title = configurationTitle(linkConfiguration(program, configurationOf(program, config)));
  const unknown = limit === null ? '' : `, and some is unknown: ${limit}`;
  terminal.err(`${name}, ${title}: ${property ?? 'nothing'} is ${property === null ? '' : 'not '}violated${unknown}`); // prettier-ignore
  return limit === null ? EXIT.unexpected : EXIT.limit;
}

function showSchedule(
  { name, program }: Source,
  configuration: Configuration,
  schedule: string,
  wish: ShowWish,
  terminal: Terminal,
): ExitCode {
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
