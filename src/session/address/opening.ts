// What an address opens: a scenario, a configuration, a run and a position, and one line about the parts of the
// address that could not be followed.

import { findConfiguration, meant } from '../../check/link/linkedConfiguration.ts';
import type { Link, LinkedRun, ParsedLink } from '../../check/link/link.ts';
import { scheduleLength } from '../../check/link/link.ts';
import { locateDiagnostics } from '../../check/source/locatedDiagnostic.ts';
import { openingConfiguration } from '../../check/link/namedConfiguration.ts';
import type { Configuration } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { choiceLabels } from '../../model/replay/choiceLabels.ts';
import type { Model } from '../../model/build/model.ts';
import type { Replayer } from '../../model/replay/replay.ts';
import type { Move, Run } from '../../model/world/run.ts';
import { parseSchedule } from '../../model/world/schedule.ts';
import type { OwnLibrary } from '../state/library.ts';
import type { Notice } from '../state/notice.ts';
import { isOwnFile, originOf } from '../state/ownFile.ts';
import { refusalAt, runLength } from '../player/reason.ts';
import { replayerOf } from '../state/replayers.ts';
import type { OwnText, Source } from '../state/store.ts';
import { plain, explainRefusal } from '../player/explanation.ts';

/** A scenario's text and the program on the stage. */
export interface Staged {
  readonly scenario: string;
  readonly source: Source;
  readonly program: Program;
}

export interface Opening {
  readonly staged: Staged;
  readonly configuration: Configuration;
  /** The configuration shown beside it; null: none. */
  readonly beside: Configuration | null;
  readonly replayer: Replayer;
  readonly run: Run;
  readonly cursor: number;
}

export interface Opened {
  /** Null when the address is invalid: then the stage stays as it is. */
  readonly opening: Opening | null;
  /** What could not be followed; null if everything was. */
  readonly notice: Notice | null;
}

/** A scenario's text; null where there is none of that name. */
export function stageScenario(library: OwnLibrary, name: string): Staged | null {
  const own = library.own(name);
  if (own !== null) return stageOwn(library, name, own);
  const loaded = library.load(name);
  if (loaded === null || loaded.program === null) return null;
  const text = textOf(loaded.program);
  const source = { text, staged: text, original: true, diagnostics: locateDiagnostics(loaded) };
  return { scenario: name, source, program: loaded.program };
}

/**
 * The library may have changed after a text was stored. If the stored text has errors now, the original is
 * opened.
 */
function stageOwn(library: OwnLibrary, name: string, { text, staged }: OwnText): Staged | null {
  const { program } = library.loadText(name, staged);
  const diagnostics = locateDiagnostics(library.loadText(name, text));
  if (program !== null)
    return { scenario: name, source: { text, staged, original: false, diagnostics }, program };
  const origin = library.load(originOf(name, library.names) ?? library.first)?.program ?? null;
  if (origin === null) return null;
  const source = { text, staged: textOf(origin), original: false, diagnostics };
  return { scenario: name, source, program: origin };
}

/** A scenario as it opens without a run in the address. */
export function openStaged(staged: Staged): Opening {
  const configuration = openingConfiguration(staged.program);
  const replayer = replayerOf(staged.program, configuration.config);
  return { staged, configuration, beside: null, replayer, run: replayer.replay([]), cursor: 0 };
}

/** `current` is what is on the stage; a link into its scenario uses the text on the stage. */
export function openLinked(
  parsed: ParsedLink,
  library: OwnLibrary,
  current: Staged | null,
): Opened {
  if (parsed.kind === 'damaged')
    return { opening: null, notice: linkNotice('error', parsed.damage.message) };
  const scenario = parsed.kind === 'link' ? parsed.link.scenario : library.first;
  const staged = current?.scenario === scenario ? current : stageScenario(library, scenario);
  if (staged === null)
    return { opening: null, notice: linkNotice('error', missing(scenario, library)) };
  if (parsed.kind === 'none') return { opening: openStaged(staged), notice: null };
  return openLink(parsed.link, staged);
}

function missing(scenario: string, { names }: OwnLibrary): string {
  if (!isOwnFile(scenario)) return `There is no scenario “${scenario}”${meant(scenario, names)}`;
  return `This link names the file ${scenario}, which is not in the catalogue. Open the file first`;
}

function openLink(link: Link, staged: Staged): Opened {
  const { program } = staged;
  const { configuration: linked, run: linkedRun } = link;
  const own =
    linked === null
      ? { configuration: openingConfiguration(program), problems: [] }
      : findConfiguration(program, linked);
  const other = linked === null ? null : (link.beside ?? null);
  const found = other && findConfiguration(program, other);
  const { configuration } = own;
  const beside = found?.configuration ?? null;
  const problems = [...own.problems, ...(found?.problems ?? [])];
  const replayer = replayerOf(program, configuration.config);
  const { run, cursor, notice } = followLink(linkedRun, replayer);
  const opening = { staged, configuration, beside, replayer, run, cursor };
  if (problems.length === 0) return { opening, notice };
  const lines = [...problems, ...(notice === null ? [] : [notice.text])];
  return { opening, notice: linkNotice('error', lines.join('. ')) };
}

interface FollowedLink {
  readonly run: Run;
  readonly cursor: number;
  /** Null when the run is exactly the link's. */
  readonly notice: Notice | null;
}

/** Takes the moves of the link as far as possible. */
function followLink(linked: LinkedRun | null, replayer: Replayer): FollowedLink {
  if (linked === null) return { run: replayer.replay([]), cursor: 0, notice: null };
  const { model } = replayer;
  const { moves, unread } = readSchedule(linked.schedule, model);
  const run = replayer.replay(moves);
  const asked = scheduleLength(linked.schedule);
  const why = whyStopped(run, model) ?? unread;
  const because = why === null ? '' : `; ${why}`;
  const counts = { taken: runLength(run), asked };
  const notice = followNotice(linked.fingerprint, model.fingerprint, counts, because);
  return { run, cursor: Math.min(linked.at, runLength(run)), notice };
}

/** The moves up to the first that does not exist in this model, and the reason. */
function readSchedule(
  text: string,
  model: Model,
): { moves: readonly Move[]; unread: string | null } {
  const parsed = parseSchedule(text, model.tasks, choiceLabels(model));
  if (parsed.ok) return { moves: parsed.moves, unread: null };
  return { moves: readSchedule(text.slice(0, parsed.at), model).moves, unread: parsed.message };
}

function whyStopped(run: Run, model: Model): string | null {
  return run.stopped && plain(explainRefusal(refusalAt(run, runLength(run), run.stopped), model));
}

function followNotice(
  linked: string | null,
  fingerprint: string,
  { taken, asked }: { readonly taken: number; readonly asked: number },
  because: string,
): Notice | null {
  if (linked !== null && linked !== fingerprint) {
    const text = `The model changed: followed ${taken} of ${asked} steps${because}`;
    return linkNotice('warning', text);
  }
  if (taken < asked) {
    return linkNotice('info', `Followed ${taken} of the link’s ${asked} steps${because}`);
  }
  return null;
}

function linkNotice(tone: Notice['tone'], text: string): Notice {
  return { topic: 'link', tone, text };
}

/** A program's own file is its last. */
function textOf(program: Program): string {
  return program.files.at(-1)?.text ?? '';
}
