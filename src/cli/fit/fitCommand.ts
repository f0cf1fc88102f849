// `fit`: holds a recording of a running kernel against a scenario's text.

import { FIT_LIMITS, fitRecording, type FitReport } from '../../check/fit/fitRecording.ts';
import { fitText } from '../../check/fit/fitText.ts';
import { workloadNames } from '../../check/fit/workloads.ts';
import { showLine } from '../../check/link/configurationWords.ts';
import { linkConfiguration } from '../../check/link/linkedConfiguration.ts';
import { configurationOf } from '../../check/link/namedConfiguration.ts';
import type { Program } from '../../lang/program/program.ts';
import { observe, type Window } from '../../recording/observations.ts';
import type { Recording } from '../../recording/recording.ts';
import { EXIT, type ExitCode } from '../exitCode.ts';
import { readMaxStates } from '../maxStates.ts';
import { openTrace } from './openTrace.ts';
import { openWorkload, type Workload } from './openWorkload.ts';
import { readArguments, UsageError, withUsage } from '../readArguments.ts';
import type { Terminal } from '../terminal.ts';

const USAGE = `Says whether a recording of a running kernel is a run of a scenario's text: looks for a run of the model
that takes the recorded events in their order, and names the first event that no run explains.

usage: npm run -s fit -- NAME|FILE.race TRACE [--from S] [--to S] [--tolerance US] [--json]

  NAME               what was recorded: ${workloadNames.join(', ')}
  FILE.race          a text of your own, with the map FILE.map beside it (docs/RECORDING.md)
  TRACE              the text of a trace: cat trace of function_graph or of events, or trace-cmd report
  --from S, --to S   only the events between these times, in seconds as the trace prints them
  --tolerance US     how many microseconds the clocks of two CPUs may differ; without it, what the recording shows
  --max-states N     keep at most N states (${FIT_LIMITS.maxStates.toLocaleString('en-US')})
  --json             print the report as JSON
  --help             print this

exit: 2  something could not be read: an option, a file, a map
      1  no run of the model explains the recording
      3  a limit cut the search short
      0  it fits`;

interface Wishes {
  readonly window: Window;
  readonly maxStates: number;
  readonly json: boolean;
}

export function fitCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return withUsage(USAGE, terminal, () => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        tolerance: { type: 'string' },
        'max-states': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      terminal.out(USAGE);
      return EXIT.fine;
    }
    const [name, trace, ...more] = positionals;
    if (name === undefined || trace === undefined || more.length > 0)
      throw new UsageError('a scenario and a trace are expected');
    const wishes: Wishes = {
      window: {
        from: readNumber('--from', values.from, 1e6),
        to: readNumber('--to', values.to, 1e6),
        tolerance: readNumber('--tolerance', values.tolerance, 1),
      },
      maxStates: FIT_LIMITS.maxStates,
      json: values.json,
      ...readMaxStates(values['max-states']),
    };
    const workload = openWorkload(name, terminal);
    const recording = workload === null ? null : openTrace(trace, terminal);
    if (workload === null || recording === null) return EXIT.unreadable;
    return fit(workload, trace, recording, wishes, terminal);
  });
}

function readNumber(option: string, text: string | undefined, unit: number): number | null {
  if (text === undefined) return null;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`${option} is a number, not “${text}”`);
  return Number(text) * unit;
}

function fit(
  { program, map, path }: Workload,
  trace: string,
  recording: Recording,
  { window, maxStates, json }: Wishes,
  terminal: Terminal,
): ExitCode {
  const observed = observe(recording, map, window);
  const search = fitRecording(program, map, observed, { ...FIT_LIMITS, maxStates });
  let slice = search.next();
  for (; slice.done !== true; slice = search.next())
    terminal.progress(`${slice.value.toLocaleString('en-US')} states`);
  terminal.progress('');
  const outcome = slice.value;
  if (!outcome.ok) {
    for (const problem of outcome.problems) terminal.err(`${trace}: ${problem}`);
    return EXIT.unreadable;
  }
  const { report } = outcome;
  if (json) terminal.out(JSON.stringify(report, null, 2));
  else terminal.out(`${fitText(trace, observed, report)}\n${runLine(program, path, report)}`);
  return EXITS[report.kind];
}

const EXITS: Readonly<Record<FitReport['kind'], ExitCode>> = {
  fits: EXIT.fine,
  refused: EXIT.unexpected,
  limit: EXIT.limit,
};

function runLine(program: Program, path: string, { kind, config, schedule }: FitReport): string {
  if (schedule === '') return 'no event before it was explained';
  const linked = linkConfiguration(program, configurationOf(program, config));
  const what = kind === 'fits' ? 'the run' : 'the longest part that fits';
  return `${what}:\n  ${showLine(path, linked, schedule)}`;
}
