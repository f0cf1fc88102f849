// The matrix against the definition: every set of changes, folded over its worlds, and no smaller set that suffices.
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { checkConfiguration, DEFAULT_LIMITS } from './checkConfiguration.ts';
import {
  changeWords,
  type FixMatrix,
  fixMatrix,
  isNeverTested,
  type MatrixRow,
  neverTestedIn,
} from './fixMatrix.ts';
import { loadScenario } from '../source/loadScenario.ts';
import type { Config, Report } from './report.ts';

/** Two updates that need a lock, kept by either of two changes, and a world in which nothing can be lost. */
const COUNTER = `
change use_mutex "increments hold a mutex";
change lock = none | spin | sleep "what they hold besides";
change loud "says so";
vary use_mutex, lock, loud;
world second = runs | rests "whether there is a second task";
kernel "1" = { };
kernel "2" = { use_mutex };
require !(use_mutex && lock == sleep);
int 0..3 n;
int 0..1 said;
mutex m;
mutex o;
void increment()
{
	if (use_mutex)
		mutex_lock(&m);
	if (lock != none)
		mutex_lock(&o);
	x = n;
	n = x + 1;
	if (lock != none)
		mutex_unlock(&o);
	if (use_mutex)
		mutex_unlock(&m);
	if (loud)
		said = 1;
}
task one 'a' { increment(); }
task two 'b' { if (second == runs) increment(); else n++; }
finally both "both increments count": n == 2;
finally heard "somebody said so": said == 1;
`;

function load(text: string): Program {
  const { program, diagnostics } = loadProgram('counter', text, new Map());
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

function report(program: Program, config: Config): Report {
  const slices = checkConfiguration(program, config, {
    limits: DEFAULT_LIMITS,
    switches: false,
    now: () => 0,
  });
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
  }
}

function words(rows: readonly MatrixRow[]): string[] {
  return rows.map(({ changes }) => changeWords(changes).join(' ') || '-');
}

function fixesOf(matrix: FixMatrix, property: string | null): string[] {
  return words(matrix.fixes.find((one) => one.property === property)?.sets ?? []);
}

const program = load(COUNTER);
const matrix = fixMatrix(program, (config) => report(program, config));

describe('the rows', () => {
  it('are the valid combinations of fixes, kernels first, then by size', () => {
    expect(words(matrix.rows)).toEqual([
      '-',
      'use_mutex',
      'loud',
      'lock=spin',
      'lock=sleep',
      'lock=spin loud',
      'lock=sleep loud',
      'use_mutex loud',
      'use_mutex lock=spin',
      'use_mutex lock=spin loud',
    ]);
    expect(matrix.rows.slice(0, 3).map(({ kernel }) => kernel)).toEqual(['1', '2', null]);
  });

  it('fold the worlds, and say which one breaks', () => {
    expect(matrix.worlds).toEqual([{ name: 'second', kind: 'world', values: ['runs', 'rests'] }]);
    const cell = matrix.rows[3]?.cells.find(({ property }) => property === 'both');
    expect(cell).toMatchObject({ verdict: 'violated', violated: 1, of: 2 });
    expect(cell?.broken?.world).toEqual(['second=rests']);
    expect(cell?.broken?.config).toMatchObject({ lock: 'spin', second: 'rests' });
    expect(cell?.broken?.witness).not.toBe('');
  });
});

describe('the minimal fixes', () => {
  it.each([
    [null, []],
    ['heard', ['loud']],
    ['no_deadlock', ['-']],
  ] as const)('of %s', (property, sets) => {
    expect(fixesOf(matrix, property)).toEqual(sets);
  });

  it('are those that contain no other one, by the definition', () => {
    const text = COUNTER.replace('else n++', 'else increment()');
    const other = load(text);
    const found = fixMatrix(other, (config) => report(other, config));
    expect(fixesOf(found, 'both')).toEqual(['use_mutex', 'lock=spin', 'lock=sleep']);
    expect(fixesOf(found, null)).toEqual(['lock=spin loud', 'lock=sleep loud', 'use_mutex loud']);
  });

  it('are not said before all is searched', () => {
    const [first] = matrix.rows;
    const known = JSON.stringify(first?.cells[0]?.broken?.config);
    const partly = fixMatrix(program, (config) =>
      JSON.stringify(config) === known ? report(program, config) : null,
    );
    expect(partly).toMatchObject({ searched: 1, configurations: 20, fixes: [] });
    const verdicts = partly.rows.map(({ cells }) => cells[0]?.verdict);
    expect(verdicts.slice(0, 2)).toEqual(['violated', 'waiting']);
  });

  it('of the hole punch are the locks around the fill', () => {
    const holePunch = loadScenario('hole-punch')?.program;
    if (!holePunch) throw new Error('the catalogue has a hole punch');
    const found = fixMatrix(holePunch, (config) => report(holePunch, config));
    expect(fixesOf(found, 'no_foreign_write')).toEqual([
      'fill_lock=i_mmap_sem',
      'fault_locks_page fill_lock=invalidate_lock',
    ]);
  });
});

/** The fix leaves out the write that is asserted; in one world of the text without it, nothing writes either. */
const SKIPPED = `
change skip "nothing is written";
world other = runs | rests;
bool a, b;
assertion written;
task one 'a' { if (!skip) { a = true; t = a; assert(!t, written); } }
task two 'b' when other == runs { b = true; }
always never: b => !a;
expect written violated when !skip; holds vacuously otherwise;
expect never violated when !skip && other == runs; holds vacuously when other == rests; holds otherwise;
`;

describe('what nothing tests', () => {
  const skipped = load(SKIPPED);
  const found = fixMatrix(skipped, (config) => report(skipped, config));
  const [, fixed] = found.rows;

  it('is told from what holds, unless some world tests it', () => {
    const cells = found.rows.map(({ cells }) =>
      cells.map((cell) => `${cell.property} ${isNeverTested(cell)} ${cell.untested}`),
    );
    expect(cells.map((row) => row.slice(0, 2))).toEqual([
      ['written false 0', 'never false 1'],
      ['written true 2', 'never false 1'],
    ]);
  });

  it('is said of a cure that rests on it', () => {
    expect(fixesOf(found, 'written')).toEqual(['skip']);
    expect(fixed && neverTestedIn(fixed, 'written')).toEqual(['written']);
    expect(fixed && neverTestedIn(fixed, 'never')).toEqual([]);
    expect(fixed && neverTestedIn(fixed, null)).toEqual(['written']);
  });
});
