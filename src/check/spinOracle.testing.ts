// SPIN as a judge of a model: its exact Promela form compiled once, and run once for each property.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from '../base/assert.ts';
import { exportPromela } from '../export/promela.ts';
import type { Model } from '../model/model.ts';
import { checkConfiguration } from './checkConfiguration.ts';
import type { Report } from './report.ts';

export interface Judgement {
  readonly states: number;
  /** By property: whether it is violated. */
  readonly violated: Readonly<Record<string, boolean>>;
}

export function spinIsHere(): boolean {
  return [['spin', '-V'], ['gcc', '--version']].every(([command = '', flag = '']) => spawnSync(command, [flag]).status === 0); // prettier-ignore
}

/** The property is chosen when the program starts, so that one program serves them all. */
const CHOSEN = `#include <stdlib.h>
static int chosen_property;
__attribute__((constructor)) static void choose_property(void)
{ char *number = getenv("PROP"); chosen_property = number ? atoi(number) : 0; }
`;
const SPIN = ['-a', '-o1', '-o2', '-o3', '-DPROP=c_expr{chosen_property}', 'model.pml'];
const GCC = ['-O0', '-w', '-include', 'chosen.h', '-DSAFETY', '-DNOREDUCE', '-DVECTORSZ=4096', '-o', 'pan', 'pan.c']; // prettier-ignore
/** Room for 2^20 hash slots and a search 300 000 steps deep. */
const PAN = ['-n', '-w20', '-m300000'];

export function judgeBySpin(model: Model): Judgement {
  const exported = exportPromela(model);
  assert(exported.ok, exported.ok ? '' : exported.reason);
  const pan = join(compile(exported.text), 'pan');
  const asked = model.properties.filter(({ name }) => name !== 'no_stuck');
  const violated = asked.map(({ name }, i) => [name, search(pan, i + 1).errors > 0] as const);
  return { states: search(pan, 0).states, violated: Object.fromEntries(violated) };
}

/** What our own search says, in the same form; what it leaves open is not violated. */
export function judgeOurselves(model: Model): Judgement & { readonly report: Report } {
  const limits = { maxStates: 2_000_000, maxBytes: 2 ** 29 };
  const search = checkConfiguration(model.program, model.config, { limits, switches: false, now: () => 0 }); // prettier-ignore
  let slice = search.next();
  while (slice.done !== true) slice = search.next();
  const report = slice.value;
  const asked = report.findings.filter(({ property }) => property !== 'no_stuck');
  const violated = asked.map(
    ({ property, verdict }) => [property, verdict === 'violated'] as const,
  );
  return { states: report.states, violated: Object.fromEntries(violated), report };
}

/** The folder with the verifier of a model: made once for a text. */
function compile(text: string): string {
  const hash = createHash('sha256')
    .update([text, CHOSEN, ...SPIN, ...GCC].join('\n'))
    .digest('hex');
  const store = join(tmpdir(), 'pagerace-spin');
  const kept = join(store, hash.slice(0, 24));
  if (existsSync(kept)) return kept;
  mkdirSync(store, { recursive: true });
  const made = mkdtempSync(join(store, 'making-'));
  writeFileSync(join(made, 'model.pml'), text);
  writeFileSync(join(made, 'chosen.h'), CHOSEN);
  run('spin', SPIN, made);
  run('gcc', GCC, made);
  // Somebody else may have made the same in the meantime.
  if (existsSync(kept)) rmSync(made, { recursive: true });
  else renameSync(made, kept);
  return kept;
}

function run(command: string, args: readonly string[], cwd: string, property = 0): string {
  const env = { ...process.env, PROP: String(property) };
  const { stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 26 }); // prettier-ignore
  assert(!/error:|Error/.test(stdout + stderr), `${command}: ${stdout.slice(0, 2000)}${stderr.slice(0, 2000)}`); // prettier-ignore
  return stdout;
}

function search(pan: string, property: number): { states: number; errors: number } {
  const said = run(pan, PAN, join(pan, '..'), property);
  const states = /(\d+) states, stored/.exec(said)?.[1];
  const errors = /errors: (\d+)/.exec(said)?.[1];
  assert(states !== undefined && errors !== undefined, `SPIN counts nothing: ${said}`);
  assert(!said.includes('max search depth too small'), 'SPIN goes deep enough');
  return { states: Number(states), errors: Number(errors) };
}
