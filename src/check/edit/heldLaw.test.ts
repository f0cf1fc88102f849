// The law of held ranges, on random programs: whatever statements a new lock is held over, each way out releases it.
import { expect, it } from 'vitest';
import { explore } from '../../explore/search/explore.ts';
import { enumerateConfigurations } from '../../lang/program/configurations.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { Dice } from '../../lang/random/dice.testing.ts';
import { randomQuestions } from '../../lang/random/randomQuestions.testing.ts';
import { buildModel } from '../../model/build/model.ts';
import { sourceOf } from '../source/programSource.ts';
import { applyEdit } from './edit.ts';
import { FunctionTexts } from './functionText.ts';
import { heldRange } from './heldRange.ts';
import { everyStatementOf, listsOf, settled, type StatementRange } from './statementRange.ts';

const SEED = Number(process.env['WHY_SEED'] ?? 1);
const PROGRAMS = Number(process.env['WHY_PROGRAMS'] ?? 300);
const LIMITS = { maxStates: 20_000, maxBytes: 100_000_000 };
const WORDS = { take: 'mutex_lock(&one_more);', release: 'mutex_unlock(&one_more);' };

function load(text: string): Program | null {
  return loadProgram('random', text, new Map()).program;
}

function rangesOf(program: Program): StatementRange[] {
  const texts = new FunctionTexts(program);
  const bodies = [...program.tasks, ...[...program.functions.values()].flat()];
  return bodies.flatMap((body) => {
    const within = texts.of(body);
    if (within.atomic) return [];
    const lists = [within.body, ...everyStatementOf(within.body).flatMap(listsOf)];
    return lists.flatMap((list) =>
      list.flatMap((_, first) =>
        list
          .slice(first)
          .flatMap((_, n) => settled({ within, list, first, last: first + n }) ?? []),
      ),
    );
  });
}

/** Verdicts of the built-in properties; null where the search met a limit. */
function builtIn(program: Program): Map<string, string> | null {
  const config = enumerateConfigurations(program)[0]?.config ?? {};
  const model = buildModel(program, config);
  if (model.startFault !== null) return null;
  const search = explore(model.machine, LIMITS);
  for (;;) {
    const slice = search.next();
    if (slice.done !== true) continue;
    const { verdicts, limits } = slice.value;
    if (limits.length > 0) return null;
    return new Map(verdicts.map(({ name, verdict }) => [name, verdict]));
  }
}

/** Whether the law was asked of the program: one of its ranges, held under a new lock, loads and is searched whole. */
function judge(program: Program, dice: Dice, which: string): 'judged' | 'refused' | 'passed' {
  const ranges = rangesOf(program);
  const splices = ranges.length === 0 ? null : heldRange(dice.pick(ranges), WORDS);
  if (splices === null) return 'passed';
  const edited = applyEdit(sourceOf(program), splices);
  const locked = load(`mutex one_more;\n${edited.text}`);
  if (locked === null) return 'refused';
  const before = builtIn(program);
  const after = builtIn(locked);
  if (before?.get('no_oops') !== 'holds' || before.get('no_lock_leak') !== 'holds') return 'passed';
  if (after === null) return 'passed';
  expect([after.get('no_lock_leak'), after.get('no_oops')], which).toEqual(['holds', 'holds']);
  return 'judged';
}

it(`no way out keeps the lock (seed ${SEED})`, () => {
  const counts = { judged: 0, refused: 0, passed: 0 };
  for (const { program, seed } of randomQuestions(SEED, PROGRAMS))
    counts[judge(program, new Dice(seed), `seed ${seed}`)] += 1;
  expect(counts.judged).toBeGreaterThan(5);
  expect(counts.refused).toBeLessThan(PROGRAMS);
});
