// The commands as a shell runs them: bundled, with files of somebody's own, by their exit codes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

const COUNTER = `title "Lost update";
change use_lock "increments hold a mutex";
vary use_lock;
kernel "1" = { };
kernel "2" = { use_lock };
int 0..3 n;
mutex m;
void increment()
{
	if (use_lock)
		mutex_lock(&m);
	x = n;
	n = x + 1;
	if (use_lock)
		mutex_unlock(&m);
}
task one 'a' { increment(); }
task two 'b' { increment(); }
finally both "both increments count": n == 2;
`;
const EXPECTED = 'expect both holds when use_lock; violated otherwise;\n';
const UNEXPECTED = 'expect both holds;\n';
const ENDLESS = `int 0..60000 n;
task up 'u' {
again:
	n++;
	goto again;
}
always small: n < 10;
`;

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'counter.race': COUNTER + EXPECTED,
  'surprise.race': COUNTER + UNEXPECTED,
  'endless.race': `${ENDLESS}expect no_deadlock holds;\n`,
  'endless-surprise.race': `${ENDLESS}expect small holds;\n`,
  'hidden.race':
    "int 0..3 n;\n/* Leaves out: the queue (may hide races). */\nvoid put(void) { n = 1; }\ntask one 'a' { put(); }\n",
  // Whether it breaks lies behind a limit: nothing is known to be violated.
  'far.race': `${ENDLESS.replace('n < 10', 'n < 50000')}expect no_deadlock holds;\n`,
  'broken.race': "int 0..3 n;\ntask one 'a' {\n\tn = missing;\n}\n",
  // Called like a library file, and uses it all the same.
  'vm.race': 'use "vm.race";\nstruct page p;\ntask one \'a\' { p.PG_dirty = true; }\n',
  'latin-1.race': Uint8Array.of(0x2f, 0x2f, 0x20, 0xe4, 0x0a),
  'large.race': `/* ${'x'.repeat(300 * 1024)} */\n`,
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pagerace-cli-'));
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

type Command = 'check' | 'show' | 'export' | 'matrix' | 'why';

/** Starts a command as npm does: in the package, with the caller's folder told. */
function run(command: Command, ...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'src/cli/run.mjs'), command, ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, npm_lifecycle_event: command, INIT_CWD: folder },
    },
  );
  return { code: status, out: stdout, err: stderr };
}

function lastLine({ out }: Ended): string {
  return out.trimEnd().split('\n').at(-1) ?? '';
}

describe('on several threads', () => {
  /** What a search took differs from run to run; in the table it stands behind the states. */
  const timeless = ({ out, err, code }: Ended) => ({
    out: out.replaceAll(/"ms": \d+| +\d+ {2}(?=[✓✗∅?])/g, ' –  '),
    err,
    code,
  });

  it.each<[Command, ...string[]]>([
    ['check', 'counter.race', 'surprise.race', 'broken.race', 'endless.race', 'hole-punch'],
    ['check', '--json', 'counter.race', 'surprise.race', 'latin-1.race', 'endless-surprise.race'],
    ['check', '--verbose', '--reduce', 'all', 'hidden.race', 'counter.race', 'munmap'],
    ['matrix', 'truncate'],
    ['matrix', '--json', '--max-states', '100', 'truncate'],
  ])('%s says the same: %s %s %s', (command, ...args) => {
    const alone = timeless(run(command, '--jobs', '1', ...args));
    for (const jobs of ['2', '5'])
      expect(timeless(run(command, '--jobs', jobs, ...args))).toEqual(alone);
  });

  it('asks for a number of threads', () => {
    const { code, err } = run('check', '--jobs', '0', 'counter.race');
    expect(code).toBe(2);
    expect(err).toMatch(/^pagerace: --jobs is a number from 1 to 999, not “0”\n\n/);
  });
});

describe('check', () => {
  it('passes a file whose verdicts are as expected, without colours', () => {
    const ended = run('check', 'counter.race');
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(lastLine(ended)).toBe('2 passed, 0 failed');
    expect(ended.out).not.toContain('\u001B');
    expect(ended.out).toMatch(/^ {2}1 +12 +\d+ {2}✗ ✓ ✓ ✓ ✓$/m);
    expect(ended.out).toMatch(/^ {2}2 +16 +\d+ {2}✓ ✓ ✓ ✓ ✓$/m);
  });

  it('says what “holds” rests on where a comment says that a race may be hidden', () => {
    expect(run('check', 'hidden.race').out).not.toContain('depends on');
    expect(run('check', '--verbose', 'hidden.race').out).toContain(
      '\n      no_oops, no_lock_leak, no_deadlock, no_stuck: holds · depends on put() (left out: the queue); may hide races\n',
    );
    expect(JSON.parse(run('check', '--json', 'hidden.race').out)).toContainEqual(
      expect.objectContaining({
        property: 'no_oops',
        restsOn: [expect.objectContaining({ function: 'put', what: 'the queue' })],
      }),
    );
  });

  it('explains what is not as expected, with a command that shows it', () => {
    const ended = run('check', 'surprise.race');
    expect(ended.code).toBe(1);
    expect(lastLine(ended)).toBe('1 passed, 1 failed');
    expect(ended.out).toContain('✗!');
    expect(ended.out).toContain(
      '  expected holds, found violated\n  shortest run, 4 steps: abab\n',
    );
    const shown = /npm run -s show -- (surprise\.race .*)/.exec(ended.out)?.[1]?.split(' ') ?? [];
    const run2 = run('show', ...shown);
    expect(run2.code).toBe(0);
    expect(run2.out).toContain('*** It does not hold that both increments count (both)');
  });

  it('refuses what it cannot read, each with its reason, and checks the rest', () => {
    const unreadable = ['broken.race', 'latin-1.race', 'large.race', 'nowhere.race', '.'];
    const ended = run('check', 'counter.race', ...unreadable);
    expect(ended.code).toBe(2);
    expect(lastLine(ended)).toBe(`2 passed, 0 failed, 5 not read: ${unreadable.join(', ')}`);
    expect(ended.err).toMatch(/^broken\.race:3:6: error RC101: .*\n.*\n {9}\^+\n/);
    expect(ended.err).toContain('latin-1.race: error RC601');
    expect(ended.err).toContain('large.race: error RC602');
    expect(ended.err).toContain('nowhere.race: no such file');
    expect(ended.err).toContain('\n.: no such file');
  });

  it.each([
    ['an unknown option', '--bogus', "Unknown option '--bogus'"],
    ['a number that is none', '--max-states=many', '--max-states is a number'],
    ['bytes that are none', '--max-bytes=64X', '--max-bytes is a number of bytes'],
    ['a reduction that is none', '--reduce=merge,most', 'there is no reduction “most”: there are'],
  ])('refuses %s', (_, argument, message) => {
    const ended = run('check', argument);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain(message);
  });

  it.each([
    ['its range ends', 'endless.race', [], 3, 'a limit was hit (range n 0..60000)'],
    ['it may keep 100 states', 'endless.race', ['--max-states', '100'], 3, '(states 100)'],
    ['it may take 20 KB', 'endless.race', ['--max-bytes', '20K'], 3, '(memory 20 KB)'],
    ['1 also applies', 'endless-surprise.race', ['--max-states', '100'], 1, '(states 100)'],
  ] as const)('names the limit of an endless count when %s', (_, file, options, code, limit) => {
    const ended = run('check', file, ...options);
    expect(ended.code).toBe(code);
    expect(ended.out).toContain(limit);
    expect(lastLine(ended)).toMatch(/^0 passed, [01] failed$/);
  });

  it('finds the kernel library for a file anywhere, whatever it is called', () => {
    const ended = run('check', 'vm.race');
    expect(ended).toMatchObject({ code: 0, err: '' });
  });

  it('prints one JSON array and nothing else', () => {
    const { code, out, err } = run('check', '--json', 'counter.race');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const rows: unknown = JSON.parse(out);
    expect(rows).toHaveLength(10);
    expect(rows).toContainEqual({
      scenario: 'counter.race',
      kernel: '1',
      config: { use_lock: false },
      property: 'both',
      expected: 'violated',
      verdict: 'violated',
      states: 12,
      transitions: 14,
      ms: expect.any(Number),
      witness: 'abab',
      fewestSwitches: 'ab2a',
    });
    expect(rows).toContainEqual({
      scenario: 'counter.race',
      kernel: '2',
      config: { use_lock: true },
      property: 'no_stuck',
      expected: null,
      verdict: 'holds',
      states: 16,
      transitions: expect.any(Number),
      ms: expect.any(Number),
    });
  });

  it('names the limit in JSON, and no run without switches that were not asked for', () => {
    const ended = run('check', '--json', '--no-switches', '--max-states', '100', 'endless.race');
    const rows: unknown = JSON.parse(ended.out);
    expect(rows).toContainEqual(
      expect.objectContaining({ property: 'no_deadlock', verdict: 'unknown', limit: 'states 100' }),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ property: 'small', verdict: 'violated', witness: 'u10' }),
    );
    expect(ended.out).not.toContain('fewestSwitches');
  });

  it('lists the scenarios and their kernels', () => {
    const { code, out } = run('check', '--list');
    expect(code).toBe(0);
    expect(out).toMatch(/^hole-punch: .*\n(.*\n)* {2}5\.15$/m);
  });
});

describe('show', () => {
  it('prints a run of a scenario by its kernel', () => {
    const { code, out } = run('show', 'hole-punch', '--kernel', '5.15', '--schedule', 'f3p1');
    expect(code).toBe(0);
    expect(out).toMatch(/^hole-punch, kernel 5\.15: 4 steps, nothing is broken\n/);
    expect(out).toMatch(/^CPU0 \(fault\) +CPU1 \(punch\)$/m);
  });

  it('shows the shortest violation where no schedule is given', () => {
    const { code, out } = run('show', 'counter.race', '--property', 'both');
    expect(code).toBe(0);
    expect(out).toContain('both is broken in step');
    expect(run('show', 'counter.race', '--kernel', '2')).toMatchObject({ code: 1, out: '' });
  });

  it('stops at a task that is blocked, and says so', () => {
    const { code, out } = run('show', 'counter.race', '--kernel', '2', '--schedule', 'ab');
    expect(code).toBe(1);
    expect(out).toContain('The schedule stops before step 2: two waits for m, held by one.');
  });

  it('takes options one by one', () => {
    const args = ['--option', 'use_lock=on', '--schedule', 'a'];
    expect(run('show', 'counter.race', ...args).out).toContain('counter.race, kernel 2: 1 step,');
  });

  it.each([
    ['a kernel that there is not', ['--kernel', '3', '--schedule', 'a'], 'no kernel “3”'],
    ['an option that there is not', ['--option', 'x=on', '--schedule', 'a'], 'no option “x”'],
    ['a value without its option', ['--option', 'on', '--schedule', 'a'], 'NAME=VALUE'],
    ['a letter that no task has', ['--schedule', 'abq'], 'no task has the letter “q”'],
  ])('refuses %s', (_, args, message) => {
    const ended = run('show', 'counter.race', ...args);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain(message);
  });
});

describe('export', () => {
  it('prints the exact form of a kernel, and says what cannot be found', () => {
    const ended = run('export', 'counter.race', '--kernel', '2');
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('#define both 1 /* both increments count */');
    expect(run('export', 'counter.race', '--kernel', '3')).toMatchObject({ code: 2, out: '' });
    expect(run('export', 'counter.race', '--form', 'free').err).toContain('exact or natural');
  });

  const written = (...args: readonly string[]): string[] =>
    run('export', 'counter.race', ...args, '--out', 'models')
      .out.trimEnd()
      .split('\n');

  it('writes beside the model what SPIN needs on several cores, and how it is called', () => {
    const files = written('--kernel', '2');
    const names = ['counter-2-exact.pml', 'counter-2-exact-cores.pml', 'counter-2-exact.sh'];
    expect(files).toEqual(names.map((name) => join('models', name)));
    const [, , script = ''] = files.map((file) => readFileSync(join(folder, file), 'utf8'));
    for (const mode of ['-DNCORE', '-DBITSTATE']) expect(script).toContain(mode);
  });

  it('names files by configuration and form, and replaces none of another text unasked', () => {
    const asked = ['--form', 'natural', '--kernel', '1'];
    const [one = ''] = written(...asked);
    expect(written('--form', 'natural', '--kernel', '2')).not.toContain(one);
    expect(written('--kernel', '1')).not.toContain(one);
    expect(written(...asked)).toContain(one);
    writeFileSync(join(folder, one), 'mine');
    const refused = run('export', 'counter.race', ...asked, '--out', 'models');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(`${one} exists and has other contents`);
    expect(readFileSync(join(folder, one), 'utf8')).toBe('mine');
    expect(written(...asked, '--overwrite')).toContain(one);
    expect(readFileSync(join(folder, one), 'utf8')).toContain('proctype');
  });
});

describe('matrix', () => {
  it('prints every set of changes, and the smallest that suffice', () => {
    const ended = run('matrix', 'counter.race');
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toMatch(/1 {7}✗ ✓ ✓ ✓ ✓ the defaults\n {2}2 {7}✓ ✓ ✓ ✓ ✓ use_lock\n/);
    expect(ended.out).toMatch(/all of them, both\n {4}\+ use_lock \(2\)/);
  });

  it('tells a fix by what it adds to the kernel in question, and searches one option alone', () => {
    const whole = run('matrix', 'counter.race', '--kernel', '2').out;
    expect(whole).toContain('Minimal fixes of 2 (use_lock)');
    expect(whole).toMatch(/all of them, both, .*\n {4}holds already/);
    const one = run('matrix', 'counter.race', '--option', 'use_lock=on').out;
    expect(one).toContain('1 combination of fixes');
  });

  it('prints one property as data, and says which there are', () => {
    const { code, out } = run('matrix', 'counter.race', '--property', 'both', '--json');
    const { rows, cures } = JSON.parse(out);
    expect(code).toBe(0);
    expect(rows).toHaveLength(2);
    expect(cures).toEqual([
      {
        property: 'both',
        sets: [{ kernel: '2', changes: { use_lock: true }, added: ['use_lock'], removed: [] }],
      },
    ]);
    expect(run('matrix', 'counter.race', '--property', 'neither')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there are both'),
    });
  });
});

describe('why', () => {
  it('says the critical pair, the window and the fixes, as text and as data', () => {
    const { code, out } = run('why', 'counter.race', '--kernel', '1', '--edits');
    expect(code).toBe(0);
    for (const word of ['point of no return', 'critical pair', 'window', '+mutex new_mutex;'])
      expect(out).toContain(word);
    expect(out).toMatch(/fixes: searched \d+ edits, \d+ closes? it/);
    expect(out).toContain('as in 2');
    const data = JSON.parse(run('why', 'counter.race', '--kernel', '1', '--json').out);
    expect(data).toMatchObject([{ property: 'both', pair: { place: 'n' }, limits: [] }]);
  });

  it('names the limit where the verdict is unknown', () => {
    for (const more of [[], ['--property', 'small'], ['--json']]) {
      const { code, out, err } = run('why', 'far.race', '--max-states', '100', ...more);
      expect(code).toBe(3);
      expect(err).toContain('small is unknown: states 100');
      expect(out).not.toContain('nothing is violated');
    }
  });

  it('has nothing to say where all holds', () => {
    expect(run('why', 'counter.race', '--kernel', '2')).toMatchObject({
      code: 1,
      out: expect.stringContaining('nothing is violated'),
    });
  });
});
