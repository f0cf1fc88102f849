// The small picture on the landing page: one file, one page, one disk, and two tasks. It is a program like every other one,
// run by the same engine.

import { assert } from '../../base/assert.ts';
import { namedConfiguration } from '../../check/link/namedConfiguration.ts';
import { textFrom } from '../../check/source/loadFrom.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Replayer } from '../../model/replay/replay.ts';
import type { Move, Run } from '../../model/world/run.ts';
import { replayerOf } from './replayers.ts';

/** read() fills the cache; write() goes to the disk directly, and then drops the page that the cache may have. */
export const FIRST_LOOK = `title "A page cache, and how it goes wrong";
tokens {
	NONE "nothing yet",
	OLD "what the disk held before",
	NEW "what write puts on the disk"
};

struct block @block { data bytes[1] @data; };
struct page @page { data bytes[1] @data; };
struct inode @file {
	mutex i_mutex;
	struct page *i_pages[1] @slot;
};

struct inode F;
struct page P;
struct block disk = { .bytes = { OLD } };

change lock "both take a lock around what they do to the cache";
kernel "without a lock" = { };
kernel "with a lock" = { lock };

task read 'r' {
	if (lock)
		mutex_lock(&F.i_mutex);
	page = F.i_pages[0];
	if (!page) {
		atomic { P.bytes[0] = disk.bytes[0]; }
		F.i_pages[0] = &P;
	}
	if (lock)
		mutex_unlock(&F.i_mutex);
}
task write 'w' {
	if (lock)
		mutex_lock(&F.i_mutex);
	disk.bytes[0] = NEW;
	F.i_pages[0] = NULL;
	if (lock)
		mutex_unlock(&F.i_mutex);
}

finally no_stale_page "a page in the cache is what the disk holds"
	else "The cache holds OLD, and the disk holds NEW":
	F.i_pages[0] => F.i_pages[0].bytes[0] == disk.bytes[0];
`;

export interface FirstLook {
  readonly replayer: Replayer;
  /** How many orders of all steps there are, and how many of them end badly. */
  readonly orders: number;
  readonly bad: number;
  /** One of those; empty where there is none. */
  readonly witness: readonly Move[];
}

/** Tries every order. */
export function openFirstLook(locked: boolean): FirstLook {
  const replayer = replayerOf(firstLookProgram(), configOf(locked));
  const ends = endsFrom(replayer, []);
  const bad = ends.filter(isBad);
  return { replayer, orders: ends.length, bad: bad.length, witness: bad[0]?.moves ?? [] };
}

/** Whether a run has ended with a page that is not what the disk holds. */
export function isBad({ moments }: Run): boolean {
  return (moments.at(-1)?.world.broken.length ?? 0) > 0;
}

let program: Program | null = null;

function firstLookProgram(): Program {
  program ??= textFrom({ kernel: new Map(), scenarios: new Map() }, 'first-look', FIRST_LOOK).program; // prettier-ignore
  assert(program !== null, 'the small program of the landing page has no error');
  return program;
}

function configOf(locked: boolean) {
  const name = locked ? 'with a lock' : 'without a lock';
  const named = namedConfiguration(firstLookProgram(), name);
  assert(named !== null, `the small program has the kernel ${name}`);
  return named.config;
}

/** The runs of all orders of steps, each to its end. */
function endsFrom(replayer: Replayer, moves: readonly Move[]): Run[] {
  const run = replayer.replay(moves);
  const tasks = run.moments.at(-1)?.world.tasks ?? [];
  const ready = tasks.filter(({ state }) => state.kind === 'ready');
  if (ready.length === 0) return [run];
  return ready.flatMap(({ index }) =>
    endsFrom(replayer, [...moves, { task: index, choice: null }]),
  );
}
