// The script beside an exported model does what its head says, in each of its ways, with each form.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assert } from '../../base/assert.ts';
import { promelaFiles } from '../../export/promelaFiles.ts';
import { firstConfiguration } from '../worker/question.testing.ts';
import { spinIsMissing } from './spinBinary.testing.ts';

const RACE = `int 0..7 x; always low: x < 2; finally two: x == 2; task a 'a' { n = x; x = n + 1; } task b 'b' { n = x; x = n + 1; }`;

const missing = spinIsMissing();

/** In a folder of its own: what the script says and which files it leaves, with these settings in its environment. */
function runScript(form: 'exact' | 'natural', way: string, settings: Record<string, string>) {
  const { program, config } = firstConfiguration(RACE);
  const exported = promelaFiles(program, config, form);
  assert(exported.ok, 'the program can be written');
  const folder = mkdtempSync(join(tmpdir(), 'pagerace-script-'));
  try {
    for (const [name, text] of exported.files) writeFileSync(join(folder, name), text);
    const script = [...exported.files.keys()].find((name) => name.endsWith('.sh')) ?? '';
    const env = { ...process.env, DEPTH: '10000', MEMORY: '500', ...settings };
    const { stdout, stderr } = spawnSync('sh', [script, way], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    return { reported: stdout + stderr, files: readdirSync(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe(`the exported script${missing === null ? '' : ` (not run: ${missing})`}`, () => {
  const run = it.runIf(missing === null);

  run.each(['exact', 'natural'] as const)('searches the %s form on one core', (form) => {
    expect(runScript(form, 'one', { PROP: '0' }).reported).toContain('errors: 0');
    expect(runScript(form, 'one', { PROP: '1' }).reported).toContain('errors: 1');
  });

  run.each(['exact', 'natural'] as const)('searches the %s form as a swarm', (form) => {
    const { reported, files } = runScript(form, 'swarm', { PROP: '1', RUNS: '3', BITS: '20' });
    expect(reported).toContain('violated in 3 of 3 searches');
    expect(files.filter((name) => /^swarm-\d\.txt$/.test(name))).toHaveLength(3);
    expect(files.filter((name) => /\.trail\d$/.test(name))).toHaveLength(3);
    expect(runScript(form, 'swarm', { PROP: '3', RUNS: '2' }).reported).toContain(
      'violated in 0 of 2',
    );
  });
});
