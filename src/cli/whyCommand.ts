// `why`: why a property breaks, computed from its shortest witness.

import { DEFAULT_LIMITS } from '../check/verdict/checkConfiguration.ts';
import { linkConfiguration } from '../check/link/linkedConfiguration.ts';
import { configurationOf } from '../check/link/namedConfiguration.ts';
import type { Config, Finding, Limits } from '../check/verdict/report.ts';
import { whyItBroke } from '../check/why/whyItBroke.ts';
import type { WhyReport } from '../check/why/whyReport.ts';
import { configurationTitle } from '../check/link/configurationWords.ts';
import { chooseConfiguration, orOpening } from './chooseConfiguration.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { readMaxStates } from './maxStates.ts';
import { openSource, type Source } from './openSource.ts';
import { readArguments, readOneName, UsageError, withUsage } from './readArguments.ts';
import { readOption } from './readOption.ts';
import { searchVerdicts } from './pool/searchVerdicts.ts';
import type { Terminal } from './terminal.ts';
import { whyText } from './whyText.ts';

const USAGE = `Says why a property breaks, computed from a shortest run that breaks it: the point of no return,
the two steps whose order decides, and the window between them.

usage: npm run -s why -- NAME|FILE --kernel K [--property P] [--edits] [--json]

  NAME|FILE          a scenario of the catalogue, or the path of a .race file
  --kernel K         the named kernel; without it, the scenario's default options
  --option NAME=VALUE
                     an option that differs from the kernel's (on or off for a switch)
  --property P       this property; without it, every one that is violated
  --schedule TEXT    this run instead of a shortest one; it needs --property
  --edits            search for fixes: what later kernels changed, and edits of the text, each as a diff;
                     every one is applied, parsed and searched in all worlds of the scenario
  --json             print one JSON array
  --max-states N     keep at most N states a search (${DEFAULT_LIMITS.maxStates.toLocaleString('en-US')})
  --help             print this

exit: 2  something could not be read: an option, a file, a program, the property
      1  nothing is violated there
      3  a limit cut a search short
      0  said`;

interface Wishes {
  readonly kernel: string | null;
  readonly options: Config;
  readonly property: string | null;
  readonly schedule: string | null;
  readonly limits: Limits;
  readonly edits: boolean;
  readonly json: boolean;
}

export function whyCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return withUsage(USAGE, terminal, () => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        kernel: { type: 'string' },
        option: { type: 'string', multiple: true, default: [] },
        property: { type: 'string' },
        schedule: { type: 'string' },
        edits: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'max-states': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      terminal.out(USAGE);
      return EXIT.fine;
    }
    const name = readOneName(positionals);
    if (values.schedule !== undefined && values.property === undefined)
      throw new UsageError('--schedule needs --property');
    const source = openSource(name, terminal);
    if (source === null) return EXIT.unreadable;
    const wishes: Wishes = {
      kernel: values.kernel ?? null,
      options: Object.fromEntries(values.option.map(readOption)),
      property: values.property ?? null,
      schedule: values.schedule ?? null,
      limits: { ...DEFAULT_LIMITS, ...readMaxStates(values['max-states']) },
      edits: values.edits,
      json: values.json,
    };
    return say(source, wishes, terminal);
  });
}

function say(source: Source, wishes: Wishes, terminal: Terminal): ExitCode {
  const { name, program } = source;
  const choice = wishes.schedule === null ? orOpening(source, wishes) : wishes;
  const configuration = chooseConfiguration(source, choice, terminal);
  if (configuration === null) return EXIT.unreadable;
  const { config } = configuration;
  const { limits } = wishes;
  const { findings } = searchVerdicts(program, { config, limits, switches: 'never' });
  const asked = findings.filter(({ property }) => property === (wishes.property ?? property));
  if (asked.length === 0) {
    const names = findings.map(({ property }) => property);
    terminal.err(`${name}: no property ${wishes.property}; there are ${names.join(', ')}`);
    return EXIT.unreadable;
  }
  const reports = asked.flatMap(({ property, witness: shortest }): WhyReport[] => {
    const witness = wishes.schedule ?? shortest;
    if (witness === null) return [];
    return [
      finish(
        whyItBroke(program, config, { property, witness, limits, edits: wishes.edits }),
        property,
        terminal,
      ),
    ];
  });
  const reported = linkConfiguration(program, configurationOf(program, config));
  const title = `${name}, ${configurationTitle(reported)}`;
  const undecided = asked.filter(({ verdict }) => verdict === 'unknown').map(undecidedText);
  if (wishes.json) terminal.out(JSON.stringify(reports, null, 2));
  else if (reports.length > 0)
    terminal.out(reports.map((report) => whyText(title, report, terminal.paint)).join('\n\n'));
  else if (undecided.length === 0) terminal.out(`${title}: nothing is violated`);
  for (const text of undecided) terminal.err(`${title}: ${text}`);
  if (undecided.length > 0 || reports.some(({ limits }) => limits.length > 0)) return EXIT.limit;
  return reports.length === 0 ? EXIT.unexpected : EXIT.fine;
}

/** `small is unknown: states 1000`. */
function undecidedText({ property, limit }: Finding): string {
  return `${property} is unknown: ${limit ?? 'a limit was reached'}`;
}

function finish(
  why: ReturnType<typeof whyItBroke>,
  property: string,
  terminal: Terminal,
): WhyReport {
  for (;;) {
    const slice = why.next();
    if (slice.done === true) {
      terminal.progress('');
      return slice.value;
    }
    const { searches, states } = slice.value;
    terminal.progress(
      `${property}: ${searches} searches, ${states.toLocaleString('en-US')} states`,
    );
  }
}
