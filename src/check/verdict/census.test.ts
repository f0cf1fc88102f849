import { describe, expect, it } from 'vitest';
import { assert } from '../../base/assert.ts';
import { validConfigs } from '../../lang/program/configurations.ts';
import { checkConfiguration, DEFAULT_LIMITS } from './checkConfiguration.ts';
import { FIRST_SCENARIO } from '../catalogue/scenarioUses.ts';
import { loadScenario, loadText } from '../source/loadScenario.ts';
import type { Census, Outcome } from './report.ts';
import { runSchedule } from '../link/runSchedule.ts';

function programOf(text: string) {
  const { program, diagnostics } = loadText('snippet', `title "T";\ntokens { ZERO, A };\n${text}`);
  // One declaration part serves many programs: warnings of what one of them leaves unused are right.
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  assert(program !== null, 'a program without errors');
  return program;
}

function censusOf(program: ReturnType<typeof programOf>, limits = DEFAULT_LIMITS): Census {
  const [config] = validConfigs(program);
  assert(config !== undefined, 'a configuration');
  const search = checkConfiguration(program, config, { limits, switches: false, now: () => 0 });
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value.census;
  }
}

/** `x = 1 · finished ×2 ab | right 1 ba`: the values, the ending, the states, a witness; what is broken. */
function textOf({ values, ending, states, broken, witness }: Outcome): string {
  const described = [...values.map(({ place, value }) => `${place} = ${value}`), ending].join(
    ' · ',
  );
  const marks = broken.map((one) => ` | ${one.property} ${one.states} ${one.witness}`);
  return `${described} ×${states} ${witness}${marks.join('')}`;
}

describe('the outcomes of a program', () => {
  it.each<[what: string, text: string, outcomes: string[]]>([
    [
      'the broken one first, though it is rarer',
      `int 0..2 x; task a 'a' { x = 1; } task b 'b' { x = 2; }
       finally a_last "a is last": x == 1; outcome { x };`,
      ['x = 2 · finished ×1 ab | a_last 1 ab', 'x = 1 · finished ×1 ba'],
    ],
    [
      'states that differ elsewhere count as one outcome, each break with its own run',
      `int 0..2 x; int 0..2 y; task a 'a' { x = 1; y = 1; } task b 'b' { y = 2; }
       finally y_is_2 "b is last": y == 2; outcome { x };`,
      ['x = 1 · finished ×2 a2b | y_is_2 1 aba'],
    ],
    [
      'a deadlock by who is stuck, beside the end that is none',
      `struct box { spinlock m; spinlock n; }; struct box B;
       task a 'a' { spin_lock(&B.m); spin_lock(&B.n); spin_unlock(&B.n); spin_unlock(&B.m); }
       task b 'b' { spin_lock(&B.n); spin_lock(&B.m); spin_unlock(&B.m); spin_unlock(&B.n); }
       daemon d 'd' runs 1 { wait until (false); }`,
      ['deadlocked: a, b ×1 ab | no_deadlock 1 ab', 'finished ×1 a4b4'],
    ],
    [
      'a task after all others that waits for what never comes',
      `int 0..2 x; task a 'a' { x = 1; } task s 's' after all { wait until (x == 2); x = 0; }`,
      ['deadlocked: s ×1 a | no_deadlock 1 a'],
    ],
    [
      'an oops by its name',
      `struct box { int 0..1 x; struct box *next; }; struct box B; struct box *p = &B;
       task a 'a' { p = NULL; } task b 'b' { q = p; q->x = 1; } outcome { p, B.x };`,
      [
        'p = NULL · B.x = 0 · oops: NULL dereference ×1 ab2 | no_oops 1 ab2',
        'p = NULL · B.x = 1 · finished ×1 bab',
      ],
    ],
  ])('%s', (_, text, outcomes) => {
    expect(censusOf(programOf(text)).outcomes.map(textOf)).toEqual(outcomes);
  });

  it('are all of them only where no limit was reached', () => {
    const program = programOf(`int 0..2 x; task a 'a' { x = 1; x = 2; } outcome { x };`);
    expect(censusOf(program)).toMatchObject({ complete: true, outcomes: [{ states: 1 }] });
    const limits = { ...DEFAULT_LIMITS, maxStates: 2 };
    expect(censusOf(program, limits)).toEqual({ complete: false, outcomes: [] });
  });
});

describe('a value of the outcome line', () => {
  const declared = `enum mood { CALM, WILD };
    word struct bits { bool set; data byte; };
    struct box { int 0..3 x; data byte; struct bits w; struct box *next; };
    pool struct box boxes[2] named X;
    struct box B = { .x = 3, .byte = A, .w = { true, A } }; struct box *p; enum mood m; bool on;`;

  it.each([
    ['p', '{ p = &B; }', 'B'],
    ['p', '{ q = alloc(boxes); p = q; }', 'boxes[0]'],
    ['p', '{ q = alloc(boxes); p = q; free(q); }', 'boxes[0] (free)'],
    ['p', '{ p = NULL; }', 'NULL'],
    ['p->x', '{ p = NULL; }', 'out of reach'],
    ['p->x', '{ p = &B; }', '3'],
    ['B.byte', '{ p = &B; }', 'A'],
    ['B.x == 3', '{ p = &B; }', 'true'],
    ['p->x == 3', '{ p = NULL; }', 'false'],
    ['forall b in boxes, b.x == 3', '{ q = alloc(boxes); p = q; }', 'false'],
    ['B.w', '{ p = &B; }', '{ true, A }'],
    ['m', '{ m = WILD; }', 'WILD'],
    ['on', '{ on = true; }', 'true'],
  ])('%s after %s is %s', (place, task, value) => {
    const { outcomes } = censusOf(
      programOf(`${declared} task a 'a' ${task} outcome { ${place} };`),
    );
    expect(outcomes.map(({ values }) => values)).toEqual([[{ place, value }]]);
  });
});

it('every witness of a scenario leads to the end that it is a witness of', () => {
  const program = loadScenario(FIRST_SCENARIO)?.program;
  assert(program != null, 'the first scenario is a program');
  const [config] = validConfigs(program);
  assert(config !== undefined, 'a configuration');
  const { outcomes, complete } = censusOf(program);
  expect(complete).toBe(true);
  expect(outcomes.length).toBeGreaterThan(1);
  for (const { values, broken, witness } of outcomes) {
    for (const { property, witness: schedule } of [...broken, { property: null, witness }]) {
      const played = runSchedule(program, config, schedule);
      assert(played.ok, schedule);
      const world = played.run.moments.at(-1)?.world;
      expect(played.run.stopped).toBeNull();
      expect(world?.ending).toBe('quiescent');
      if (property !== null) expect(world?.broken).toContain(property);
      const block = world?.objects.find(({ name }) => name === 'B1');
      const owner = block?.fields.find(({ name }) => name === 'owner')?.value;
      const target = owner?.kind === 'ref' ? (owner.target ?? 'NULL') : '';
      expect(values.find(({ place }) => place === 'B1.owner')?.value).toBe(target);
    }
  }
});
