// Why runs break: small programs whose answers can be told by hand, the same lock written into their
// text and checked again, and the two scenarios whose cures history knows.
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import { applyEdit } from '../edit/edit.ts';
import { sourceOf } from '../source/programSource.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { namedConfiguration } from '../link/namedConfiguration.ts';
import type { Config, Limits, Report } from '../verdict/report.ts';
import { whyItBroke } from './whyItBroke.ts';
import type { TextFix } from '../fix/fixReport.ts';
import type { StepText, WhyReport } from './whyReport.ts';

const LOST_UPDATE = `int 0..2 count;
task a 'a' {
	n = count;
	count = n + 1;
}
task b 'b' {
	n = count;
	count = n + 1;
}
finally right "both have counted": count == 2;
`;

const CHECK_THEN_ACT = `bool gone;
bool mapped;
task fault 'f' {
	g = gone;
	if (!g)
		mapped = true;
}
task truncate 't' {
	gone = true;
	mapped = false;
}
finally right "nothing is mapped once it is gone": gone => !mapped;
`;

const TWO_LOOKS = `int 0..1 slot;
int 0..1 block = 1;
bool stale;
task fill 'f' {
	slot = 1;
	b = block;
	stale = b == 1;
}
task punch 'p' {
	s = slot;
	if (s == 1)
		stale = false;
	block = 0;
}
finally right "what is filled is not stale": slot == 1 => !stale;
`;

const PROGRAMS = { LOST_UPDATE, CHECK_THEN_ACT, TWO_LOOKS };

function load(text: string): Program {
  const { program, diagnostics } = loadProgram('small', text, new Map());
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

function finish<T>(search: Generator<unknown, T>): T {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

function check(program: Program, config: Config): Report {
  const options = { limits: DEFAULT_LIMITS, switches: false, now: () => 0 };
  return finish(checkConfiguration(program, config, options));
}

function why(
  program: Program,
  kernel: string | null,
  property: string,
  limits: Limits = DEFAULT_LIMITS,
): WhyReport {
  const config = namedConfiguration(program, kernel)?.config ?? {};
  const finding = check(program, config).findings.find((one) => one.property === property);
  return finish(
    whyItBroke(program, config, { property, witness: finding?.witness ?? '', limits, edits: true }),
  );
}

function scenario(name: string): Program {
  const program = loadScenario(name)?.program;
  if (!program) throw new Error(`the catalogue has ${name}`);
  return program;
}

const reported = (step: StepText | null | undefined): string =>
  step ? [step.task, ...step.calls.slice(-1), step.text].join(': ') : '-';

/** The fixes of a report that are changes of the text. */
function editsIn({ fixes }: WhyReport): TextFix[] {
  return (fixes?.fixes ?? []).filter((fix) => fix.kind !== 'history');
}

/** Those of them that take a lock over statements, or add one. */
function locksIn(report: WhyReport): TextFix[] {
  return editsIn(report).filter(({ kind }) => kind === 'take' || kind === 'new lock');
}

/** The program with a proposal in its text. */
function withLock(program: Program, { edit }: TextFix): Program {
  const { text } = applyEdit(sourceOf(program), edit);
  return load(text);
}

/** The lines that a proposal adds, and those that it holds. */
function held({ diff }: TextFix): string[] {
  const lines = diff.split('\n').map((line) => line.trimEnd());
  return lines.filter((line) => /^[+ ]\t/.test(line)).map((line) => line.replace(/^.\t/, ''));
}

describe('of small programs', () => {
  it.each([
    ['LOST_UPDATE', 'b: n = count;', 'a: count = n + 1;', 'count'],
    ['CHECK_THEN_ACT', 'fault: g = gone;', 'truncate: gone = true;', 'gone'],
    ['TWO_LOOKS', 'fill: b = block;', 'punch: block = 0;', 'block'],
  ] as const)('%s: the pair', (name, first, second, place) => {
    const { pair } = why(load(PROGRAMS[name]), null, 'right');
    expect([reported(pair?.first), reported(pair?.second), pair?.place]).toEqual([
      first,
      second,
      place,
    ]);
  });

  it('the window of a check is from there to the use', () => {
    const { window, noReturn } = why(load(CHECK_THEN_ACT), null, 'right');
    expect([window?.task, reported(window?.from), reported(window?.to)]).toEqual([
      'fault',
      'fault: g = gone;',
      'fault: mapped = true;',
    ]);
    expect(window?.inside.map(reported)).toEqual([
      'truncate: gone = true;',
      'truncate: mapped = false;',
    ]);
    expect(noReturn.kind === 'step' && reported(noReturn.at)).toBe('truncate: mapped = false;');
  });

  it('the window of a look is from there to what is done upon it', () => {
    const { window } = why(load(TWO_LOOKS), null, 'right');
    expect([window?.task, reported(window?.from), reported(window?.to)]).toEqual([
      'punch',
      'punch: s = slot;',
      'punch: block = 0;',
    ]);
    expect(window?.inside[0]?.task).toBe('fill');
  });

  it.each(Object.entries(PROGRAMS))('%s holds with the lock written into its text', (_, text) => {
    const program = load(text);
    const locks = locksIn(why(program, null, 'right'));
    expect(locks).toHaveLength(1);
    for (const lock of locks) {
      const { findings, states } = check(withLock(program, lock), {});
      expect(findings.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
      expect(lock.states).toBe(states);
    }
  });

  it('holds no statement that need not be held', () => {
    const text = `bool pte = true, tlb = true, freed;
int 0..3 tail;

task move 'm' {
	pte = false;
	tlb = false;                    /* the flush */
	tail = 1;
	tail = 2;
	tail = 3;
}
task cut 'f' {
	p = pte;
	if (!p)
		freed = true;
}

always flushed "what is free is in no TLB": freed => !tlb;
`;
    const [lock] = locksIn(why(load(text), null, 'flushed'));
    expect(lock && held(lock)).toEqual([
      'down_write(&new_rwsem);',
      'pte = false;',
      'tlb = false;                    /* the flush */',
      'up_write(&new_rwsem);',
      'tail = 1;',
      'tail = 2;',
      'tail = 3;',
      'down_read(&new_rwsem);',
      'p = pte;',
      'up_read(&new_rwsem);',
      'if (!p)',
      '\tfreed = true;',
    ]);
  });

  it('leaves a task as it is that holds the lock already', () => {
    const text = `mutex m;
bool gone;
bool mapped;
task fault 'f' {
	g = gone;
	if (!g)
		mapped = true;
}
task truncate 't' {
	mutex_lock(&m);
	gone = true;
	mapped = false;
	mutex_unlock(&m);
}
finally right "nothing is mapped once it is gone": gone => !mapped;
`;
    const locks = locksIn(why(load(text), null, 'right'));
    expect(locks.map(({ title }) => title)).toEqual([
      'Take m in fault()',
      'Add a new rw_semaphore in fault() and truncate()',
    ]);
    expect(locks[0]?.diff.split('\n').filter((line) => /^[+-]\t/.test(line))).toEqual([
      '+\tmutex_lock(&m);',
      '+\tmutex_unlock(&m);',
    ]);
  });

  it('proposes nothing that breaks what held', () => {
    const text = `mutex m, o;
int 0..2 count;
task a 'a' {
	mutex_lock(&m);
	n = count;
	mutex_lock(&o);
	mutex_unlock(&o);
	count = n + 1;
	mutex_unlock(&m);
}
task b 'b' {
	mutex_lock(&o);
	n = count;
	count = n + 1;
	mutex_unlock(&o);
}
finally right "both have counted": count == 2;
`;
    const report = why(load(text), null, 'right');
    const edits = editsIn(report);
    expect(edits.length).toBeGreaterThan(0);
    for (const lock of edits)
      expect(
        check(withLock(load(text), lock), {}).findings.every(({ verdict }) => verdict === 'holds'),
      ).toBe(true);
    expect(report.fixes?.searched).toBeGreaterThan(edits.length);
  });

  it('says that no lock helps where the order of whole tasks is wrong already', () => {
    const text = `int 0..2 last;
task a 'a' { last = 1; }
task b 'b' { last = 2; }
finally right "b comes last": last == 2;
`;
    const report = why(load(text), null, 'right');
    expect(locksIn(report)).toEqual([]);
    expect(report.tried).toMatchObject({ tasks: [], inTurn: true });
    expect([reported(report.pair?.first), reported(report.pair?.second)]).toEqual([
      'b: last = 2;',
      'a: last = 1;',
    ]);
  });

  it('finds that nothing ever ends well', () => {
    const text = `int 0..1 n;
task a 'a' { n = 1; }
finally right "never": n == 0;
`;
    expect(why(load(text), null, 'right')).toMatchObject({
      noReturn: { kind: 'never' },
      pair: null,
      window: null,
      fixes: { fixes: [] },
    });
  });

  it('tells a deadlock by the two locks that cross', () => {
    const text = `mutex m;
mutex o;
task a 'a' {
	mutex_lock(&m);
	mutex_lock(&o);
	mutex_unlock(&o);
	mutex_unlock(&m);
}
task b 'b' {
	mutex_lock(&o);
	mutex_lock(&m);
	mutex_unlock(&m);
	mutex_unlock(&o);
}
`;
    const report = why(load(text), null, 'no_deadlock');
    expect(report.noReturn).toMatchObject({ kind: 'step', at: { step: 2 } });
    const [lock] = locksIn(report);
    expect(lock).toBeDefined();
    if (lock === undefined) return;
    expect(check(withLock(load(text), lock), {}).findings).toMatchObject(
      ['no_oops', 'no_lock_leak', 'no_deadlock', 'no_stuck'].map((property) => ({
        property,
        verdict: 'holds',
      })),
    );
  });

  it('names the limit that hid the answer', () => {
    const limits = { maxStates: 2, maxBytes: 1_000_000 };
    const report = why(load(LOST_UPDATE), null, 'right', limits);
    expect(report.limits).toContain('states 2');
    expect(editsIn(report)).toEqual([]);
  });

  it('refuses a run that breaks nothing', () => {
    const program = load(LOST_UPDATE);
    const question = { property: 'right', witness: 'aabb', limits: DEFAULT_LIMITS, edits: false };
    expect(() => finish(whyItBroke(program, {}, question))).toThrow(
      'aabb does not break right here',
    );
  });
});

describe('of what history knows', () => {
  const holePunch = scenario('hole-punch');

  it('the hole punch of 2.6.23: the fill falls between the eviction and the freeing', () => {
    const { pair, window } = why(holePunch, '2.6.23', 'no_foreign_read');
    expect(pair?.first.calls).toContain('get_block');
    expect(pair?.second.calls).toContain('free_block');
    expect([window?.task, window?.from.calls.at(-1)]).toEqual(['punch', 'find_get_page']);
  });

  it('the truncate of 2.4: i_size is lowered between the look at it and the PTE', () => {
    const { pair, window } = why(scenario('truncate'), '2.4', 'no_orphan');
    expect([reported(pair?.first), pair?.second.text, pair?.place]).toEqual([
      'fault: filemap_fault: size = mapping->host->i_size;',
      'inode->i_size = 0;',
      'F.i_size',
    ]);
    expect(window?.task).toBe('fault');
  });
});
