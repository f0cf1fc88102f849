// An exported model as SPIN's verifier: the CPU time of its compilation and of each search.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A form of the model and the flags of SPIN for it. */
export interface SpinManner {
  /** Flags of `spin -a`. */
  readonly translate: readonly string[];
  /** Flags of gcc. */
  readonly compile: readonly string[];
}

export interface SpinRun {
  readonly states: number;
  /** CPU time of the search. */
  readonly seconds: number;
  /** States, their table and the part of the stack that was used, by SPIN's own account. */
  readonly bytesPerState: number;
}

/** Megabytes that SPIN may take. */
const MEMORY = 4000;
const MOST_DEPTH = 3_000_000;
const ALWAYS = ['-w', '-DSAFETY', '-DVECTORSZ=4096', `-DMEMLIM=${MEMORY}`];
/** Where verifiers are kept: gcc takes minutes for a large one. Beside the packages, where nothing is committed. */
const CACHE = 'node_modules/.cache/pagerace-spin-verifiers';
const BUILT = 'built.json';

/** Why SPIN cannot be run here; null if it can. */
export function spinIsMissing(): string | null {
  const answers = (command: string) => spawnSync(command, ['-v']).error === undefined;
  const missing = ['spin', 'gcc'].filter((command) => !answers(command));
  return missing.length === 0 ? null : `${missing.join(' and ')} not installed`;
}

/** A compiled verifier. It is cached, with the CPU time of its build, by model, flags and compiler version. */
export class SpinVerifier {
  /** CPU time of `spin -a` and gcc together, when they ran. */
  readonly buildSeconds: number;
  private readonly folder: string;

  constructor(text: string, { translate, compile }: SpinManner) {
    const made = [versions(), ...translate, ...ALWAYS, ...compile, text].join('\n');
    this.folder = join(CACHE, createHash('sha256').update(made).digest('hex').slice(0, 32));
    if (!existsSync(this.folder)) this.build(text, { translate, compile });
    const built: unknown = JSON.parse(readFileSync(join(this.folder, BUILT), 'utf8'));
    this.buildSeconds = Number(built);
  }

  /** Written atomically, since a build may be interrupted. */
  private build(text: string, { translate, compile }: SpinManner): void {
    const unfinished = `${this.folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(unfinished, 'model.pml'), text);
    const made = run(unfinished, 'spin', ['-a', ...translate, 'model.pml']);
    const built = run(unfinished, 'gcc', [...ALWAYS, ...compile, '-o', 'pan', 'pan.c']);
    writeFileSync(join(unfinished, BUILT), JSON.stringify(made.seconds + built.seconds));
    rmSync(this.folder, { recursive: true, force: true });
    renameSync(unfinished, this.folder);
  }

  /**
   * Searches every state so many times, with a table for about that many states; the time is that of one search. Null
   * if the memory is not enough.
   */
  search(states: number, times: number): SpinRun | null {
    const table = Math.max(16, Math.ceil(Math.log2(states)) + 1);
    const depth = Math.min(MOST_DEPTH, 100_000 + 10 * states);
    const pan = `./pan -n -E -m${depth} -w${table}`;
    const { out, seconds } = run(this.folder, 'sh', ['-c', Array(times).fill(pan).join('\n')]);
    return isComplete(out) ? { ...sizeIn(out, depth), seconds: seconds / times } : null;
  }
}

function versions(): string {
  return ['spin -V', 'gcc --version']
    .map((command) => spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout)
    .join('');
}

/** A shell prints the CPU time of the command that it ran. */
function run(folder: string, command: string, args: readonly string[]) {
  const shell = ['-c', '"$@"; code=$?; times >&2; exit $code', 'sh', command, ...args];
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { stdout, stderr, status } = spawnSync('sh', shell, options);
  if (status !== 0 && command !== 'sh') throw new Error(`${command}: ${stderr}`);
  const [user = '', system = ''] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ');
  return { out: stdout, seconds: secondsIn(user) + secondsIn(system) };
}

function isComplete(out: string): boolean {
  return /errors: 0/.test(out) && !/not completed|too small|out of memory/.test(out);
}

function sizeIn(out: string, depth: number): Pick<SpinRun, 'states' | 'bytesPerState'> {
  const number = (pattern: RegExp): number => Number(pattern.exec(out)?.[1] ?? 0);
  const states = number(/^\s*(\d+) states, stored/m);
  const table = number(/^\s*([\d.]+)\s+memory used for hash table/m);
  const stack = number(/^\s*([\d.]+)\s+memory used for DFS stack/m);
  const kept = number(/^\s*([\d.]+)\s+actual memory usage for states/m);
  const used = Math.min(1, number(/depth reached (\d+)/) / depth);
  return { states, bytesPerState: ((kept + table + stack * used) * 1024 * 1024) / states };
}

/** `0m1.250s` */
function secondsIn(text: string): number {
  const [, minutes = '0', seconds = '0'] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
