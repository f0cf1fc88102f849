// The rules by which a lock is said to help, on programs of a few lines; each lock that is named is one of the text.
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import { whyItBroke } from './whyItBroke.ts';
import type { CoveringLock, WhyReport } from './whyReport.ts';

function finish<T>(search: Generator<unknown, T>): T {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

function why(text: string, property = 'right', limits = DEFAULT_LIMITS): WhyReport {
  const { program, diagnostics } = loadProgram('small', text, new Map());
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const options = { limits: DEFAULT_LIMITS, switches: false, now: () => 0 };
  const { findings } = finish(checkConfiguration(program, {}, options));
  const witness = findings.find((one) => one.property === property)?.witness ?? null;
  if (witness === null) throw new Error(`${property} holds`);
  return finish(whyItBroke(program, {}, { property, witness, limits }));
}

/** `fault shared 2-3 already, punch exclusive 1-end` */
function said(lock: CoveringLock | undefined): string | undefined {
  return lock?.spans
    .map(({ task, mode, from, to, already, through }) =>
      [
        task,
        ...(through === null ? [] : [`(${through})`]),
        mode,
        `${from.text} .. ${to === null ? 'its end' : to.text}`,
        ...(already ? ['already'] : []),
      ].join(' '),
    )
    .join('; ');
}

const outcomes = ({ tried }: WhyReport): Record<string, string> =>
  Object.fromEntries(tried.locks.map(({ name, outcome }) => [name, outcome]));
const named = ({ locks }: WhyReport, name: string | null): CoveringLock | undefined =>
  locks.find((lock) => lock.name === name);

/** Checked, then changed, then used; `inner` is done between the look and the use. */
const checkThenAct = (globals: string, inner: string, truncate: string): string => `
bool gone; bool mapped; bool other; ${globals}
task fault 'f' {
	g = gone;
	${inner}
	if (!g)
		mapped = true;
}
task truncate 't' { ${truncate} }
task user 'u' { other = true; }
finally right: gone => !mapped;
`;

const TRUNCATE = 'gone = true; mapped = false;';

describe('which lock', () => {
  it('one more spinlock, where nobody sleeps', () => {
    const report = why(checkThenAct('', '', TRUNCATE));
    expect(named(report, null)).toMatchObject({ kind: 'spinlock', either: false });
  });

  it.each([
    ['a mutex is taken', 'mutex m;', 'mutex_lock(&m); mutex_unlock(&m);'],
    ['a page is locked', 'bitlock b;', 'bit_lock(&b); bit_unlock(&b);'],
    ['an rw_semaphore is taken', 'rwsem r;', 'down_read(&r); up_read(&r);'],
    ['something is waited for', '', 'wait until (other);'],
  ])('not a spinlock, where %s in the window', (_, globals, inner) => {
    const text = checkThenAct(
      `spinlock s; ${globals}`,
      inner,
      `spin_lock(&s); ${TRUNCATE} spin_unlock(&s);`,
    );
    const report = why(text);
    expect(named(report, null)).toMatchObject({ kind: 'rwsem', either: true });
    expect(outcomes(report)['s']).toBe('sleeps');
  });

  it('a spinlock across another', () => {
    const text = checkThenAct(
      'spinlock s, o;',
      'spin_lock(&o); spin_unlock(&o);',
      `spin_lock(&s); ${TRUNCATE} spin_unlock(&s);`,
    );
    expect(said(named(why(text), 's'))).toBe(
      'fault exclusive g = gone; .. mapped = true;; truncate exclusive gone = true; .. gone = true; already',
    );
  });

  it('none that sleeps under a spinlock', () => {
    const text = `bool gone; bool mapped; bool done; mutex m; spinlock s;
task fault 'f' {
	spin_lock(&s);
	g = gone;
	if (!g)
		mapped = true;
	spin_unlock(&s);
}
task truncate 't' { mutex_lock(&m); gone = true; mapped = false; mutex_unlock(&m); }
finally right: gone => !mapped;
`;
    const report = why(text);
    expect(named(report, null)?.kind).toBe('spinlock');
    expect(outcomes(report)).toEqual({ m: 'sleeps', s: 'helps' });
  });

  it('an rw_semaphore exclusive against one who holds it shared: readers do not exclude each other', () => {
    const text = checkThenAct('rwsem r;', '', `down_read(&r); ${TRUNCATE} up_read(&r);`)
      .replace('g = gone;', 'down_read(&r); g = gone;')
      .replace('mapped = true;', '{ mapped = true; up_read(&r); return; } up_read(&r);');
    const lock = named(why(text), 'r');
    expect(lock?.spans.map(({ mode }) => mode).toSorted()).toEqual(['exclusive', 'shared']);
    for (const { mode, already } of lock?.spans ?? []) expect(already).toBe(mode === 'shared');
  });

  it('shared for whom it is shared elsewhere', () => {
    const text = checkThenAct(
      'rwsem r;',
      'down_read(&r); up_read(&r);',
      `gone = true; down_write(&r); mapped = false; up_write(&r);`,
    );
    const modes = named(why(text), 'r')?.spans.map(({ task, mode }) => [task, mode]);
    expect(modes).toEqual([
      ['fault', 'shared'],
      ['truncate', 'exclusive'],
    ]);
  });

  it('not one by which two tasks wait for each other', () => {
    const text = `int 0..2 count; mutex m, o;
task a 'a' {
	mutex_lock(&o);
	n = count;
	count = n + 1;
	mutex_unlock(&o);
}
task b 'b' {
	mutex_lock(&m);
	n = count;
	count = n + 1;
	mutex_lock(&o);
	mutex_unlock(&o);
	mutex_unlock(&m);
}
finally right: count == 2;
`;
    const report = why(text);
    expect(outcomes(report)).toEqual({ m: 'deadlocks', o: 'helps' });
    expect(named(report, 'o')?.spans.find(({ task }) => task === 'a')?.already).toBe(true);
  });

  it('not one that a task holds there shared, and would have to hold exclusive', () => {
    const text = `int 0..2 count; rwsem r;
task a 'a' { down_read(&r); n = count; count = n + 1; up_read(&r); }
task b 'b' { n = count; down_read(&r); count = n + 1; up_read(&r); }
task c 'c' { down_read(&r); up_read(&r); }
finally right: count == 2;
`;
    const lock = named(why(text), 'r');
    expect(lock?.spans.map(({ task, mode }) => `${task} ${mode}`).toSorted()).toEqual([
      'a shared',
      'b exclusive',
    ]);
  });

  it('that of the page to which a local of each points', () => {
    const text = `struct page { bitlock PG_locked; bool there, mapped; };
pool struct page pages[2] named P;
struct page *slot;
init { p = alloc(pages); p->there = true; slot = p; }
task fault 'f' {
	page = slot;
	t = page->there;
	if (t)
		page->mapped = true;
}
task truncate 't' {
	page = slot;
	bit_lock(&page->PG_locked);
	page->mapped = false;
	page->there = false;
	bit_unlock(&page->PG_locked);
}
finally right: forall p in pages, p.mapped => p.there;
`;
    const [lock] = why(text).locks;
    expect(lock).toMatchObject({ name: 'P1.PG_locked', kind: 'bitlock' });
    expect(said(lock)).toBe(
      [
        'truncate (page) exclusive page->mapped = false; .. page->there = false; already',
        'fault (page) exclusive t = page->there; .. page->mapped = true;',
      ].join('; '),
    );
  });

  it('not a page’s where one of them knows no page', () => {
    const text = `struct page { bitlock PG_locked; bool set; };
pool struct page pages[1] named P;
int 0..2 count;
struct page *slot;
init { slot = alloc(pages); }
task a 'a' { page = slot; bit_lock(&page->PG_locked); n = count; count = n + 1; bit_unlock(&page->PG_locked); }
task b 'b' { n = count; count = n + 1; }
finally right: count == 2;
`;
    expect(outcomes(why(text))).toEqual({ PG_locked: 'no object' });
  });

  it('none in user mode: it is let go before the task goes on by itself', () => {
    const text = `word struct tlb_entry { bool there; };
struct cpu @cpu { struct tlb_entry tlb[1] @tlb; };
struct cpu cpu0, cpu1;
bool freed; bool stale; mutex m;
init { cpu0.tlb[0].there = true; }
task user 'u' on cpu0 {
	atomic {
		t = current->cpu->tlb[0];
		if (t.there)
			stale = freed;
	}
}
task unmap 'm' on cpu1 { mutex_lock(&m); freed = true; cpu0.tlb[0].there = false; mutex_unlock(&m); }
finally right: !stale;
`;
    const kernel = why(text.replaceAll('tlb[1] @tlb', 'tlb[1]'));
    expect(named(kernel, 'm')).toBeDefined();
    const report = why(text);
    expect(report.locks).toEqual([]);
    expect(report.tried).toMatchObject({ tasks: ['unmap', 'user'], inTurn: false });
  });
});

describe('whom it excludes', () => {
  const COUNT = (names: string): string =>
    [
      `int 0..${names.length} count;`,
      ...[...names].map((name) => `task ${name} '${name}' { n = count; count = n + 1; }`),
      `finally right: count == ${names.length};`,
    ].join('\n');

  it.each(['ab', 'abc', 'abcd'])('all who do the same harm: %s', (names) => {
    const report = why(COUNT(names));
    const lock = named(report, null);
    expect(lock?.spans.map(({ task }) => task).toSorted()).toEqual([...names]);
    for (const { from, to } of lock?.spans ?? [])
      expect([from.text, to?.text]).toEqual(['n = count;', 'count = n + 1;']);
    expect(report.tried.tasks.toSorted()).toEqual([...names]);
  });

  it('a writer from its readers, and not them from each other', () => {
    const reader = (name: string, letter: string): string =>
      `task ${name} '${letter}' { p = x; q = y; if (p != q) torn = true; }`;
    const report = why(`bool x; bool y; bool torn;
task write 'w' { x = true; y = true; }
${reader('one', 'o')}
${reader('two', 't')}
always right: !torn;
`);
    expect(named(report, null)?.kind).toBe('rwsem');
    const modes = named(report, null)?.spans.map(({ task, mode }) => `${task} ${mode}`);
    expect(modes?.toSorted()).toEqual(['one shared', 'two shared', 'write exclusive']);
  });

  it('nobody who does no harm', () => {
    const report = why(`${COUNT('ab').replace('0..2', '0..4')}
bool seen;
task watch 'w' { n = count; if (n == 2) seen = true; }
`);
    expect(
      named(report, null)
        ?.spans.map(({ task }) => task)
        .toSorted(),
    ).toEqual(['a', 'b']);
  });

  it('so that nobody tries again for ever', () => {
    const text = `int 0..2 count; bool ready;
task a 'a' {
	n = count;
	count = n + 1;
again:
	r = ready;
	if (!r)
		goto again;
}
task b 'b' {
	ready = true;
	n = count;
	count = n + 1;
}
finally right: count == 2;
`;
    const spans = named(why(text), null)?.spans ?? [];
    const a = spans.find(({ task }) => task === 'a');
    expect([a?.from.text, a?.to?.text]).toEqual(['n = count;', 'count = n + 1;']);
  });

  it('nobody at all, where the order of whole tasks is wrong already', () => {
    const text = `int 0..2 last; mutex m;
task a 'a' { mutex_lock(&m); last = 1; mutex_unlock(&m); }
task b 'b' { last = 2; }
finally right: last == 2;
`;
    const report = why(text);
    expect(report).toMatchObject({ locks: [], tried: { inTurn: true, locks: [] } });
  });

  it('the limit that hid it is named', () => {
    const report = why(COUNT('abc'), 'right', { maxStates: 12, maxBytes: 1_000_000 });
    expect(report).toMatchObject({ locks: [], limits: ['states 12'] });
  });
});
