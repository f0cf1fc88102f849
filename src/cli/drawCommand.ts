// `draw`: a run at one step as a picture.

import { writeFileSync } from 'node:fs';
import { configurationTitle } from '../check/link/configurationWords.ts';
import { linkConfiguration } from '../check/link/linkedConfiguration.ts';
import { configurationOf } from '../check/link/namedConfiguration.ts';
import { runSchedule } from '../check/link/runSchedule.ts';
import { brokenSubject } from '../check/catalogue/brokenSubject.ts';
import { DEFAULT_LIMITS, checkConfiguration } from '../check/verdict/checkConfiguration.ts';
import type { Config, Report } from '../check/verdict/report.ts';
import type { Program } from '../lang/program/program.ts';
import type { PicturePart } from '../picture/runPicture.tsx';
import { drawRun } from '../picture/runPicture.tsx';
import type { PictureTheme } from '../picture/pictureStyle.ts';
import { chooseConfiguration } from './chooseConfiguration.ts';
import { EXIT, type ExitCode } from './exitCode.ts';
import { openSource, type Source } from './openSource.ts';
import { readArguments, readOneName, UsageError, withUsage } from './readArguments.ts';
import { readOption } from './readOption.ts';
import type { Terminal } from './terminal.ts';

const USAGE = `Draws a run of a .race scenario at one step, as an SVG file that needs nothing else.

usage: npm run -s draw -- FILE [--kernel NAME] [--option NAME=VALUE]… [--schedule f3p5w2] [--step N]
                          [--part world|time|both] [--theme light|dark] --out PICTURE.svg

  FILE               path of a .race file, or the name of a scenario of the catalogue
  --kernel NAME      the named kernel; without it, the scenario's default options
  --option NAME=VALUE
                     an option that differs from the kernel's (on or off for a switch)
  --schedule TEXT    the run, as \`show\` reads it; without it, a shortest run that breaks what the scenario is about
  --step N           how many steps are taken; without it, all
  --part PART        the world, the time diagram, or (the default) both
  --theme THEME      light (the default) or dark
  --out PICTURE.svg  the file that is written
  --help             print this

exit: 2  something could not be read: an option, a file, a program, the schedule; or the file could not be written
      1  nothing is broken here, and no --schedule was given
      0  drawn`;

interface DrawWish {
  readonly kernel: string | null;
  readonly options: Config;
  /** Null: the shortest run that breaks what the scenario is about. */
  readonly schedule: string | null;
  readonly step: number | null;
  readonly part: PicturePart;
  readonly theme: PictureTheme;
  readonly out: string;
}

export function drawCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return withUsage(USAGE, terminal, () => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        kernel: { type: 'string' },
        option: { type: 'string', multiple: true, default: [] },
        schedule: { type: 'string' },
        step: { type: 'string' },
        part: { type: 'string', default: 'both' },
        theme: { type: 'string', default: 'light' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      terminal.out(USAGE);
      return EXIT.fine;
    }
    const name = readOneName(positionals);
    if (values.out === undefined) throw new UsageError('which file is written? (--out)');
    const { kernel = null, schedule = null, out } = values;
    const wish: DrawWish = {
      kernel,
      schedule,
      out,
      options: Object.fromEntries(values.option.map(readOption)),
      step: values.step === undefined ? null : readStep(values.step),
      part: readWord('part', values.part, ['world', 'time', 'both']),
      theme: readWord('theme', values.theme, ['light', 'dark']),
    };
    const source = openSource(name, terminal);
    return source === null ? EXIT.unreadable : draw(source, wish, terminal);
  });
}

function readStep(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new UsageError(`--step ${text}: not a number of steps`);
  return Number(text);
}

function readWord<T extends string>(option: string, text: string, words: readonly T[]): T {
  const known = words.find((word) => word === text);
  if (known === undefined) throw new UsageError(`--${option} ${text}: one of ${words.join(', ')}`);
  return known;
}

function draw(source: Source, wish: DrawWish, terminal: Terminal): ExitCode {
  const { name, program } = source;
  const configuration = chooseConfiguration(source, wish, terminal);
  if (configuration === null) return EXIT.unreadable;
  const { config } = configuration;
  const subject = wish.schedule === null ? shortestRun(program, config) : null;
  const schedule = wish.schedule ?? subject?.witness ?? null;
  if (schedule === null) {
    terminal.err(`${name}: no property is broken in this configuration; give a --schedule`);
    return EXIT.unexpected;
  }
  const shown = runSchedule(program, config, schedule);
  if (!shown.ok) {
    terminal.err(`${name}: ${shown.message}\n    ${schedule}\n    ${' '.repeat(shown.at)}^`);
    return EXIT.unreadable;
  }
  const { model, run } = shown;
  const last = run.moments.length - 1;
  const step = Math.min(wish.step ?? last, last);
  const reported = linkConfiguration(program, configurationOf(program, config));
  const picture = drawRun({
    model,
    run,
    step,
    properties: model.properties,
    chosen: subject?.property ?? null,
    title: `${program.title ?? name}, ${configurationTitle(reported)}, step ${step} of ${last}`,
    theme: wish.theme,
    part: wish.part,
  });
  return write(wish.out, picture.svg, terminal);
}

/** The finding whose witness the page would play; null where nothing is broken. */
function shortestRun(program: Program, config: Config): Report['findings'][number] | null {
  const search = checkConfiguration(program, config, {
    limits: DEFAULT_LIMITS,
    switches: false,
    reduce: [],
    now: () => performance.now(),
  });
  let step = search.next();
  while (step.done !== true) step = search.next();
  return brokenSubject(program, step.value.findings);
}

function write(path: string, text: string, terminal: Terminal): ExitCode {
  try {
    writeFileSync(path, text);
    return EXIT.fine;
  } catch (error) {
    terminal.err(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return EXIT.unreadable;
  }
}
