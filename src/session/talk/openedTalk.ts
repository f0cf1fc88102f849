// A talk with its permalinks followed: each beat with the run and the step that it shows. A permalink that does not fit any more is
// reported with its beat; the beat is shown as far as the permalink can be followed.

import { parseLink } from '../../check/link/link.ts';
import { optionWords } from '../../check/link/configurationWords.ts';
import { linkConfiguration } from '../../check/link/linkedConfiguration.ts';
import type { Configuration } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Model } from '../../model/build/model.ts';
import { type Beat, hashesOf, type Talk } from '../../talk/talk.ts';
import type { Place } from '../../talk/travel.ts';
import { openLinked } from '../address/opening.ts';
import type { OwnLibrary } from '../state/library.ts';
import { configKey } from '../state/replayers.ts';

/** A place of a run, with what it belongs to. */
export interface StagePlace extends Place {
  readonly program: Program;
  readonly configuration: Configuration;
  readonly model: Model;
  /** `Linux 2.6.23`, or how the options differ. */
  readonly kernel: string;
  /** Equal for places of one program in one configuration. */
  readonly key: string;
  /** The permalink that led here. */
  readonly hash: string;
}

export interface OpenedBeat {
  readonly beat: Beat;
  /** One for each permalink of the beat that could be followed. */
  readonly places: readonly StagePlace[];
  /** What could not be followed, without the beat's name; null if everything was. */
  readonly problem: string | null;
}

export interface OpenedTalk {
  readonly talk: Talk;
  readonly beats: readonly OpenedBeat[];
}

export function openTalk(talk: Talk, library: OwnLibrary): OpenedTalk {
  const places = new Map<string, StagePlace>();
  const beats = talk.beats.map((beat) => openBeat(beat, library, places));
  return { talk, beats };
}

function openBeat(beat: Beat, library: OwnLibrary, known: Map<string, StagePlace>): OpenedBeat {
  const opened = hashesOf(beat.scene).map((hash) => openHash(hash, library, known));
  const problems = [
    ...opened.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    ...unknownNames(beat, opened[0]?.place ?? null),
  ];
  return {
    beat,
    places: opened.flatMap(({ place }) => (place === null ? [] : [place])),
    problem: problems.length > 0 ? problems.join('. ') : null,
  };
}

interface OpenedHash {
  readonly place: StagePlace | null;
  readonly problem: string | null;
}

/** Beats along one run share its replay, so that nothing is laid out twice. */
function openHash(hash: string, library: OwnLibrary, known: Map<string, StagePlace>): OpenedHash {
  const { opening, notice } = openLinked(parseLink(hash), library, null);
  if (opening === null) return { place: null, problem: notice?.text ?? null };
  const { staged, configuration, replayer, run, cursor } = opening;
  const key = `${staged.scenario} ${configKey(configuration.config)}`;
  const runKey = `${key} ${run.moves.map(({ task, choice }) => `${task}${choice ?? ''}`).join()}`;
  const same = known.get(runKey);
  const place: StagePlace = {
    run: same?.run ?? run,
    cursor,
    program: same?.program ?? staged.program,
    configuration: same?.configuration ?? configuration,
    model: same?.model ?? replayer.model,
    kernel: kernelWords(staged.program, configuration),
    key,
    hash,
  };
  known.set(runKey, place);
  return { place, problem: notice?.text ?? null };
}

function kernelWords(program: Program, configuration: Configuration): string {
  const { kernel } = configuration;
  const named = kernel === null ? [] : [/^\d+\.\d[^ ]*$/.test(kernel) ? `Linux ${kernel}` : kernel];
  const words = [...named, ...optionWords(linkConfiguration(program, configuration))];
  return words.join(', ') || 'default options';
}

/** Names of the camera's focus that the world does not have. */
function unknownNames({ scene }: Beat, place: StagePlace | null): string[] {
  if (place === null || !('focus' in scene)) return [];
  const names = namesIn(place);
  return scene.focus
    .filter((name) => !names.has(name))
    .map((name) => `There is no task and no object “${name}” to look at`);
}

function namesIn({ run, model }: StagePlace): ReadonlySet<string> {
  return new Set([
    ...model.tasks.map(({ name }) => name),
    ...run.moments.flatMap(({ world }) => world.objects.map(({ name }) => name)),
  ]);
}
