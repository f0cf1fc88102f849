// Runs as commit messages show them: golden text, since that is what people paste.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../base/drawn.testing.ts';
import { enumerateConfigurations } from '../lang/program/configurations.ts';
import { loadProgram } from '../lang/load/loadProgram.ts';
import { library, scenarios } from '../lang/syntax/raceFiles.testing.ts';
import { choiceLabels } from '../model/replay/choiceLabels.ts';
import { buildModel, type Model } from '../model/build/model.ts';
import { Replayer } from '../model/replay/replay.ts';
import type { Move } from '../model/world/run.ts';
import { parseSchedule } from '../model/world/schedule.ts';
import { columns } from './columns.ts';

function modelOf(text: string, kernel: string | null = null): Model {
  const { program, diagnostics } = loadProgram('toy', text, library);
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const found = enumerateConfigurations(program).find((one) => one.kernel === kernel);
  if (found === undefined) throw new Error(`no configuration of kernel ${kernel}`);
  return buildModel(program, found.config);
}

function draw(model: Model, schedule: string): string {
  const parsed = parseSchedule(schedule, model.tasks, choiceLabels(model));
  if (!parsed.ok) throw new Error(parsed.message);
  return columns(model, new Replayer(model).replay(parsed.moves), 'toy');
}

const COUNTER = `
int 0..3 n;
mutex m;
void increment()
{
	mutex_lock(&m);
	x = n;
	n = x + 1;
	mutex_unlock(&m);
}
task one 'a' { increment(); }
task two 'b' { x = n; n = x + 1; }
finally both "both increments count": n == 2;
`;

const CROSSED = `
mutex left, right;
struct cpu @cpu { bool idle; };
struct cpu cpu0;
struct cpu cpu1;
void take_both_of_them_the_left_one_first() { mutex_lock(&left); mutex_lock(&right); }
task one 'a' on cpu0 { take_both_of_them_the_left_one_first(); }
task two 'b' on cpu1 { mutex_lock(&right); mutex_lock(&left); }
`;

const CROWD = `
struct page { int 0..3 refcount; bool dirty; };
pool struct page pages[1] named P;
struct file { rwsem lock; struct page *page; };
struct file F;
atomic void put_page(struct page *page) { if (--page->refcount == 0) free(page); }
init { p = alloc(pages); p->refcount = 1; F.page = p; }
task reader 'r' { down_read(&F.lock); p = F.page; up_read(&F.lock); p->dirty = true; }
task writer 'w' {
	if (!down_write_trylock(&F.lock))
		down_write(&F.lock);
	p = F.page;
	F.page = NULL;
	downgrade_write(&F.lock);
	put_page(p);
	up_read(&F.lock);
}
task chooser 'c' { choose { yes: F.page = NULL; no: wait until (!F.page); } }
task late 'l' { atomic { wait until (!F.page); p = alloc(pages); p->refcount = 2; F.page = p; } }
`;

describe('columns', () => {
  it.each([
    ['a lost update', COUNTER, 'a2b2a2'],
    ['a task that has ended', COUNTER, 'b3'],
    ['a deadlock', CROSSED, 'aba'],
    ['a deadlock without its last step', CROSSED, 'ab'],
    ['a crowd: queue, downgrade, allocation', CROWD, 'r2w2rw6lrc.n1r'],
    ['a use after free', CROWD, 'r3w5r'],
    ['a choice that is left open', CROWD, 'c'],
    ['no step at all', COUNTER, ''],
  ])('show %s', async (name, text, schedule) => {
    const file = `./golden/${name.replaceAll(/\W+/g, '-')}.txt`;
    await expect(draw(modelOf(text), schedule)).toMatchFileSnapshot(file);
  });

  it('show the hole punch as its scenario’s witness has it', async () => {
    const model = modelOf(scenarios.get('hole-punch.race') ?? '', '2.6.23');
    await expect(draw(model, 'p5f27p3w15')).toMatchFileSnapshot('./golden/hole-punch.txt');
  });
});

describe('any run of a scenario', () => {
  const models = [...scenarios.values()].flatMap((text) => {
    const { program } = loadProgram('toy', text, library);
    const kernels = program?.kernels.map(({ name }) => name) ?? [];
    return kernels.map((kernel) => modelOf(text, kernel));
  });

  /** Takes the n-th of the moves that can be taken, again and again. */
  function walk(model: Model, picks: readonly number[]): Move[] {
    const { machine } = model;
    const state = new Uint32Array(machine.words);
    machine.start(state, 0);
    return picks.flatMap((pick) => {
      machine.open(state, 0);
      const open = model.moves.flatMap((_, move) => (machine.isEnabled(move) ? [move] : []));
      const move = open[pick % open.length];
      if (move === undefined || machine.take(move, state, 0) < 0) return [];
      return model.moves[move] ?? [];
    });
  }

  it('keeps to 75 characters a line, and cuts no name', () => {
    const picks = fc.array(fc.nat(9), { maxLength: 120 });
    fc.assert(
      fc.property(fc.constantFrom(...models), picks, (model, chosen) => {
        const run = new Replayer(model).replay(walk(model, chosen));
        const text = columns(model, run, 'toy');
        expect(text.split('\n').filter((line) => line.length > 75)).toEqual([]);
        const known = new Set(model.program.files.flatMap((file) => file.text.match(/\w+/g) ?? []));
        const reported = text.split('\n\n').slice(2).join('\n\n').split('\nThe schedule')[0] ?? '';
        const names = (reported.match(/\b[a-z]\w*_\w+/g) ?? []).filter((name) => !known.has(name));
        expect(names.filter((name) => !name.startsWith('no_'))).toEqual([]);
      }),
      drawn(60),
    );
  });
});
