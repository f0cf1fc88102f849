// Results for other services: workflow commands, JUnit XML, links; and the package that runs without a checkout.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLink } from '../../check/link/link.ts';
import * as textLink from '../../check/link/textLink.ts';
import type { CheckedProperty } from './checkedProperty.ts';
import { githubAnnotations } from './githubAnnotations.ts';
import { junitText } from './junitText.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const RACE = `title "Lost update";
int 0..3 n;
task one 'a' { x = n; n = x + 1; }
task two 'b' { x = n; n = x + 1; }
finally both "both increments count": n == 2;
expect both holds;
`;

const passed: CheckedProperty = {
  file: 'a,b.race',
  line: 6,
  configuration: 'kernel 1',
  property: 'both',
  outcome: 'passed',
  message: '',
  seconds: 0.25,
};
const failed: CheckedProperty = {
  ...passed,
  outcome: 'failed',
  message: '100% <wrong>\nrun: "aabb"',
};
const undecided: CheckedProperty = { ...passed, outcome: 'undecided', message: 'unknown (states)' };

describe('results', () => {
  it('are workflow commands where they are not as expected', () => {
    expect(githubAnnotations([passed, failed, undecided])).toEqual([
      '::error file=a%2Cb.race,line=6,title=both%2C kernel 1::100%25 <wrong>%0Arun: "aabb"',
      '::warning file=a%2Cb.race,line=6,title=both%2C kernel 1::unknown (states)',
    ]);
  });

  it('are cases of a suite', () => {
    const text = junitText([passed, failed, undecided], ['bad.race']);
    expect(text).toContain(
      '<testsuite name="a,b.race" tests="3" failures="1" errors="0" skipped="1">',
    );
    expect(text).toContain(
      '<failure message="100% &#60;wrong&#62;">100% &#60;wrong&#62;\nrun: &#34;aabb&#34;</failure>',
    );
    expect(text).toContain('<skipped message="unknown (states)"/>');
    expect(text).toContain('<testcase classname="bad.race" name="can be read"><error');
    expect(text).toContain('time="0.250"/>');
  });
});

describe('the package', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pagerace-pack-'));
    writeFileSync(join(folder, 'lost.race'), RACE);
    const file = execFileSync(process.execPath, ['.ci/packCli.mjs', folder], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, INIT_CWD: folder },
    }).trim();
    execFileSync('npm', [
      'install',
      '--offline',
      '--silent',
      '--no-save',
      '--prefix',
      folder,
      file,
    ]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the installed command, with no checkout around it. */
  const pagerace = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['node_modules/pagerace/pagerace.mjs', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });

  it('checks a file, and says the expected and the found verdict where a service reads it', () => {
    const { status, stdout } = pagerace(
      'check',
      '--format',
      'github',
      '--junit',
      'out.xml',
      'lost.race',
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=lost\.race,line=6,title=both%2C default options::/m);
    expect(readFileSync(join(folder, 'out.xml'), 'utf8')).toContain('failures="1"');
  });

  it('prints a link that carries the text and the run', () => {
    const { stdout } = pagerace('check', '--link', '--base', 'https://example.org/p/', 'lost.race');
    const [, link = ''] = /^ {4}both: (\S+)$/m.exec(stdout) ?? [];
    expect(link).toMatch(/^https:\/\/example\.org\/p\/#\/lost\.race\/default\//);
    const parsed = parseLink(new URL(link).hash, textLink);
    expect(parsed).toMatchObject({ kind: 'link', text: RACE, link: { run: { at: 4 } } });
  });

  it('has the catalogue and the kernel library', () => {
    expect(pagerace('draw', 'munmap', '--schedule', 'x', '--out', 'x.svg').status).toBe(2);
    expect(pagerace('check', '--list').stdout).toContain('hole-punch');
  });
});
