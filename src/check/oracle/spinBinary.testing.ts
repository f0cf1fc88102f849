// Several models in one Promela form as one SPIN verifier: it is told at its start which model
// to search, and for which property. So a compiler is started once for many models.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, at } from '../../base/assert.ts';
import type { PromelaForm } from '../../export/promela.ts';
import { joinedNatural } from './spinNatural.testing.ts';

/** A model to be put to SPIN. */
export interface Puzzle {
  readonly text: string;
  /** In the order of their numbers in the text, from 1. */
  readonly properties: readonly string[];
  /** About how many states there are: how large SPIN's tables should be. */
  readonly size: number;
}

export interface Judgement {
  readonly states: number;
  /** Whether a range or a pool turned out to be too small: what is not violated is unknown then. Only the natural form says so. */
  readonly limited: boolean;
  /** By property: whether it is violated. */
  readonly violated: Readonly<Record<string, boolean>>;
}

/** The model and the property are chosen when the verifier starts. */
const CHOSEN = `#include <stdlib.h>
static int number_in(const char *name) { char *text = getenv(name); return text ? atoi(text) : 0; }
static int model(void) { static int n = -1; return n < 0 ? n = number_in("MODEL") : n; }
static int property(void) { static int n = -1; return n < 0 ? n = number_in("PROP") : n; }
#define chosen_model model()
#define chosen_property property()
`;
const EXACT = {
  spin: ['-a', '-o1', '-o2', '-o3'],
  /** For each model, which of its numbers is asked: 0 for none, then its properties. */
  asks: (properties: readonly string[]) => ['', ...properties],
};
/** Deadlocks are asked for by the model itself, and one number more says whether a limit is met. */
const NATURAL: typeof EXACT = {
  spin: ['-a'],
  asks: (properties) => ['', ...properties, LIMITED],
};
const LIMITED = 'limit_reached';
const WAYS = { exact: EXACT, natural: NATURAL } as const;
const MODEL = ['-DPROP=c_expr{chosen_property}', 'model.pml'];
const COMPILE = [
  '-w',
  '-include',
  'chosen.h',
  '-DSAFETY',
  '-DNOREDUCE',
  '-DVECTORSZ=8192',
  '-o',
  'pan',
  'pan.c',
];

/** How a judgement was come by: another answer may be had with other tools. */
export function methodOf(form: PromelaForm): string {
  return [CHOSEN, ...WAYS[form].spin, ...MODEL, ...COMPILE].join('\n');
}

/** Why SPIN cannot be asked here; null when it can. It reads its models through gcc itself. */
export function spinIsMissing(): string | null {
  const missing = ['spin', 'gcc'].filter((command) => !answers(command));
  return missing.length === 0 ? null : `${missing.join(' and ')} not installed`;
}

function answers(command: string): boolean {
  return spawnSync(command, ['-v']).error === undefined;
}

/** Puts all to SPIN, in one verifier. */
export function judgeTogether(puzzles: readonly Puzzle[], form: PromelaForm): Judgement[] {
  const folder = mkdtempSync(join(tmpdir(), 'pagerace-spin-'));
  try {
    const texts = puzzles.map(({ text }) => text);
    compile(form === 'exact' ? joined(texts) : joinedNatural(texts), folder, form);
    return judgeAll(folder, puzzles, form);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Models side by side: each runs only when it is the one that is chosen, and the others stand still. */
export function joined(texts: readonly string[]): string {
  return texts.map(alone).join('\n');
}

/** With names of its own, and processes that run when the model is chosen. */
function alone(text: string, model: number): string {
  const declared = [
    ...text.matchAll(/^(?:hidden )?\w+ (\w+)(?: = .*?)?;|^active proctype (\w+)/gm),
  ];
  const own = new Set(declared.map(([, variable, process]) => variable ?? process));
  const macros = [...text.matchAll(/^#define (\w+)/gm)].map(([, name]) => name ?? '');
  const renamed = text
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/\b[A-Za-z_]\w*\b/g, (word) => (own.has(word) ? `${word}__${model}` : word))
    .replaceAll(/^(active proctype \w+\(\)) \{/gm, `$1 provided (c_expr{chosen_model == ${model}}) {`); // prettier-ignore
  return [renamed, ...[...new Set(macros)].filter((name) => name !== 'PROP').map((name) => `#undef ${name}`)].join('\n'); // prettier-ignore
}

function compile(text: string, folder: string, form: PromelaForm): void {
  writeFileSync(join(folder, 'model.pml'), text);
  writeFileSync(join(folder, 'chosen.h'), CHOSEN);
  // It runs for a moment only, so what compiles fastest is best.
  const [command, ...fast] = answers('tcc') ? ['tcc'] : ['gcc', '-O0'];
  run('spin', [...WAYS[form].spin, ...MODEL], folder);
  run(command, [...fast, ...COMPILE], folder);
}

/** One shell runs the verifier again and again: starting it from here each time costs more than most searches. */
function judgeAll(folder: string, puzzles: readonly Puzzle[], form: PromelaForm): Judgement[] {
  const asked = puzzles.map(({ properties }) => WAYS[form].asks(properties));
  const commands = puzzles.flatMap(({ size }, model) =>
    at(asked, model).map((_, property) => searchCommand(model, property, size, form)),
  );
  const answers = run('sh', ['-c', commands.join('\n')], folder)
    .split(/^@$/m)
    .slice(1)
    .map(answerOf);
  let next = 0;
  return puzzles.map((_, model) => {
    const { states } = at(answers, next++);
    const [, ...names] = at(asked, model);
    const found = names.map((name) => [name, at(answers, next++).errors > 0] as const);
    const violated = Object.fromEntries(found.filter(([name]) => name !== LIMITED));
    return { states, violated, limited: found.some(([name, met]) => name === LIMITED && met) };
  });
}

/** `size`: our number of states; in the natural form there are more, and a step is many of SPIN's moves. */
function searchCommand(model: number, property: number, size: number, form: PromelaForm): string {
  const states = form === 'exact' ? size : 4 * size;
  const slots = Math.min(24, Math.max(10, Math.ceil(Math.log2(states + 1)) + 1));
  const depth = Math.min(4_000_000, 50_000 + 40 * states);
  const ends = form === 'exact' ? '' : ' -E';
  return `echo @; MODEL=${model} PROP=${property} ./pan 2>&1 -n -w${slots} -m${depth}${ends}`;
}

function answerOf(reported: string): { readonly states: number; readonly errors: number } {
  const states = /(\d+) states, stored/.exec(reported)?.[1];
  const errors = /errors: (\d+)/.exec(reported)?.[1];
  assert(states !== undefined && errors !== undefined, `SPIN counts nothing: ${reported}`);
  assert(!reported.includes('max search depth too small'), 'SPIN goes deep enough');
  return { states: Number(states), errors: Number(errors) };
}

function run(command: string, args: readonly string[], cwd: string): string {
  const options = { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { stdout, stderr, error } = spawnSync(command, args, options);
  const reported = `${error?.message ?? ''}${stdout}${stderr}`;
  const failed = error !== undefined || /error:|Error/.test(reported);
  assert(!failed, `${command}: ${reported.slice(0, 3000)}`);
  return stdout;
}
