// What a run tells of each of its steps, and why it stops.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { at } from '../../base/assert.ts';
import { kernelConfig } from '../../lang/program/configurations.ts';
import { buildModel, type Model } from '../build/model.ts';
import { Replayer } from './replay.ts';
import type { Run } from '../world/run.ts';
import {
  modelOf,
  movesOf,
  runOf,
  scenarioProgram,
  describeEvent,
  describeLastStep,
} from '../build/snippet.testing.ts';

const TEXT = `tokens { Z, A }; word struct entry { struct node *to; bool ok; };
  struct part { int 0..3 v; }; struct node { bool flag; int 0..3 count; struct part part; struct entry entries[2]; data bytes[2]; bitlock lk; };
  pool struct node nodes[2] named N; struct node S; struct node row[2]; int 0..3 x, y; int 0..3 list[3]; struct node *root; struct entry cell; ghost int 0..3 g; assertion ok; outcome { g };`;

describe('effects', () => {
  it.each([
    ['a write', 'x = 2;', ['write x 0→2']],
    ['a read', 'n = x;', ['read x=0']],
    ['a count', 'x++;', ['write x 0→1']],
    ['a sum', 'x += 2;', ['write x 0→2']],
    ['an exchange', 'n = xchg(x, 3);', ['write x 0→3']],
    ['an element by its number', 'x = 1; n = x; list[n] = 3;', ['write list[1] 0→3']],
    ['a field of an object', 'p = &S; p->count = 1;', ['write S.count 0→1']],
    ['a field of one in a row', 'x = 1; n = x; row[n].flag = true;', ['write row[1].flag 0→1']],
    ['a part of an embedded object', 'p = &S; q = &p->part; q->v = 2;', ['write S.part.v 0→2']],
    ['a whole word', 'cell = {&S, true};', ['write cell {NULL,0}→{S,1}']],
    [
      'a part of a word in an array in an object',
      'x = 1; n = x; S.entries[n].ok = true;',
      ['write S.entries[1].ok 0→1'],
    ],
    ['a word that is read', 'w = S.entries[1]; if (w.ok) x = 1;', ['read S.entries[1]={NULL,0}']],
    [
      'a word that is exchanged',
      'w = xchg(cell, {&S, true}); if (w.ok) x = 1;',
      ['write cell {NULL,0}→{S,1}'],
    ],
    ['a token', 'S.bytes[1] = A;', ['write S.bytes[1] Z→A']],
    ['a test', 'if (x == 1) y = 1;', ['read x=0']],
    ['a wait', 'wait until (x == 0);', ['read x=0']],
    ['an allocation', 'p = alloc(nodes);', ['alloc N1']],
    ['a free', 'p = alloc(nodes); free(p);', ['free N1']],
    [
      'all of an atomic, in order',
      'atomic { x = 1; n = y; list[n] = x; }',
      ['write x 0→1', 'read y=0', 'read x=1', 'write list[0] 0→1'],
    ],
    ['no ghost, no assertion', 'x = 1; ghost g = 2; assert(g == x, ok);', ['write x 0→1']],
    ['no lock', 'bit_lock(&S.lk);', []],
  ])('of %s', (_, body, effects) => {
    const model = modelOf(`${TEXT} task a 'a' { ${body} }`);
    expect(describeLastStep(longestRun(model)).effects).toEqual(effects);
  });

  it('are what the step did, when others come in between', () => {
    const text = `int 0..3 x; task a 'a' { n = x; x = n; } task b 'b' { x = 2; }`;
    const effects = (schedule: string) => describeLastStep(runOf(text, schedule)).effects;
    expect([effects('ab'), effects('aba')]).toEqual([['write x 0→2'], ['write x 2→0']]);
  });
});

/** Task a alone, to its end. */
function longestRun(model: Model): Run {
  return new Replayer(model).replay(Array.from({ length: 20 }, () => ({ task: 0, choice: null })));
}

describe('a step', () => {
  it('knows its statement, its task and its number', () => {
    const text = `int 0..3 x;\nvoid inner(void)\n{\nset: x = 1; /* now */\n}\nvoid outer(void) { inner(); }\ntask a 'a' { outer(); }`;
    const { step } = at(runOf(text, 'a').moments, 1);
    expect(step).toMatchObject({
      index: 1,
      task: 0,
      choice: null,
      site: {
        key: 'a/outer/inner: x=1;',
        file: 'snippet.race',
        line: 4,
        calls: ['outer', 'inner'],
        text: 'x = 1;',
        label: 'set',
      },
    });
  });

  it('knows which branch it took', () => {
    const text = `int 0..3 x; task c 'c' { choose { merge: x = 1; split: x = 2; } }`;
    expect(runOf(text, 'c.s1c').moments.map(({ step }) => step?.choice)).toEqual([
      undefined,
      'split',
      null,
    ]);
  });

  it.each([
    [
      'the same statement in two places',
      'x = 1; y = 1; x = 1;',
      ['a: x=1;', 'a: y=1;', 'a: x=1;~2'],
    ],
    ['the same call in two places', 'f(); f();', ['a/f: x=2;', 'a/f~2: x=2;']],
    [
      'calls in conditions',
      'if (g(1) == 1) x = 1; if (g(2) == 1) x = 1;',
      ['a/g: return x;', 'a: x=1;', 'a/g~2: return x;', 'a: x=1;~2'],
    ],
    ['every round of a for', 'for (i in 0..1) x = 3;', ['a: x=3;', 'a: x=3;']],
  ])('has a key of its own: %s', (_, body, keys) => {
    const text = `int 0..3 x, y; void f(void) { x = 2; } int g(int n) { return x; } task a 'a' { ${body} }`;
    const model = modelOf(text);
    const found = model.codes.flatMap(({ cfg }) =>
      cfg.nodes.flatMap(({ site }) => site?.key ?? []),
    );
    expect(found).toEqual(keys);
  });
});

describe('a run stops', () => {
  const text = `mutex m; int 0..3 x; task a 'a' { mutex_lock(&m); x = 3; x++; mutex_unlock(&m); } task b 'b' { mutex_lock(&m); x = 1; mutex_unlock(&m); }
    task d 'd' { x = 0; } task c 'c' { choose { l: x = 1; r: x = 2; } } task o 'o' { BUG_ON(x == 1); }`;

  it.each([
    [
      'at a task that is blocked',
      'abd',
      {
        kind: 'blocked',
        at: 1,
        task: 1,
        on: { object: '(globals)', field: 'm', kind: 'mutex', name: 'm' },
      },
    ],
    ['at one that has ended', 'dd', { kind: 'done', at: 1, task: 2 }],
    ['at a limit', 'a3', { kind: 'limit', at: 2, task: 0, limit: 'range x 0..3' }],
    ['at a choice without a label', 'c', { kind: 'no-choice', at: 0, task: 3, choice: null }],
    ['after an oops', 'b2od', { kind: 'ended', at: 3, oops: 'BUG_ON' }],
    ['not at its end', 'b3', null],
  ])('%s', (_, schedule, stopped) => {
    const run = runOf(text, schedule);
    expect(run.stopped).toEqual(stopped);
    expect(run.moments).toHaveLength(run.moves.length + 1);
  });
});

describe('worlds', () => {
  it.each([
    ['a lock that is taken', 'mutex m', '', 'mutex_lock(&S.m); mutex_unlock(&S.m);', true],
    ['a lock that nobody takes', 'mutex m', '', '', false],
    ['what changes', 'bool m @flag', '', 'S.m = true;', true],
    ['what is only ever written as it was', 'bool m @flag', '', 'S.m = false;', false],
    ['what is read and set', 'bool m @flag', '.m = true', 'b = S.m;', true],
    ['what is read and never set', 'bool m @flag', '', 'b = S.m;', false],
    ['what is set and nobody reads', 'bool m @flag', '.m = true', '', false],
    ['data that is read', 'data m @data', '', 'b = S.m;', true],
    ['data that nobody reads', 'data m @data', '', '', false],
    ['a place of the file that is set', 'struct n *m @slot', '.m = &S', '', true],
    ['a place of the file that is never set', 'struct n *m @slot', '', '', false],
    ['what is constant', 'const struct n *m', '', '', true],
    ['a ghost that nobody asks for', 'ghost bool m', '', 'ghost S.m = true;', false],
  ])('show what is in use: %s', (_, field, start, body, shown) => {
    const text = `tokens { ZERO "z", A "a" }; struct n { ${field}; }; struct n S = { ${start} };
      int 0..1 g; outcome { g }; task a 'a' { g = 1; ${body} }`;
    const { world } = at(runOf(text, '').moments, 0);
    const S = world.objects.find(({ id }) => id === 'S');
    expect(S?.fields.map(({ name }) => name)).toEqual(shown ? ['m'] : []);
  });

  it('leave out a pool of which nobody takes an element', () => {
    const objects = (body: string) => {
      const text = `struct n { bool b; }; pool struct n ns[2]; int 0..1 g; outcome { g }; task a 'a' { g = 1; ${body} }`;
      return at(runOf(text, '').moments, 0).world.objects.map(({ id }) => id);
    };
    expect(objects('')).toEqual(['(globals)']);
    expect(objects('p = alloc(ns); p->b = true;')).toEqual(['ns[0]', 'ns[1]', '(globals)']);
  });

  it('say which locals are alive, words by their parts', () => {
    const text = `word struct entry { bool a, b; }; struct entry cell; int 0..3 x; task a 'a' { w = cell; n = x; x = n; cell.a = w.b; }`;
    const locals = (schedule: string) =>
      at(runOf(text, schedule).moments, schedule.length).world.tasks[0]?.locals.map(
        ({ name }) => name,
      );
    expect([locals(''), locals('a'), locals('aa'), locals('aaa')]).toEqual([
      [],
      ['w.b'],
      ['w.b', 'n'],
      ['w.b'],
    ]);
  });
});

describe('a replayer that remembers', () => {
  const program = scenarioProgram('hole-punch');
  const models = program.kernels.flatMap((kernel) => {
    const config = kernelConfig(program, kernel);
    return config === null ? [] : [buildModel(program, config)];
  });

  it('says the same as one that does not', () => {
    const old = models.map((model) => new Replayer(model));
    const asked = fc.array(
      fc.tuple(fc.nat({ max: models.length - 1 }), fc.array(fc.nat({ max: 3 }), { maxLength: 30 })),
      { minLength: 2, maxLength: 5 },
    );
    fc.assert(
      fc.property(asked, (schedules) => {
        for (const [which, tasks] of schedules) {
          const moves = tasks.flatMap((task) => [0, 1, 2].map(() => ({ task, choice: null })));
          expect(at(old, which).replay(moves)).toEqual(
            new Replayer(at(models, which)).replay(moves),
          );
        }
      }),
      drawn(20),
    );
  });

  it.each([
    ['forks from the past', 'ffffpp', 'ffp'],
    ['goes back', 'ffffpp', 'f'],
    ['goes on', 'ff', 'ffpp'],
    ['begins anew', 'pppp', 'ffff'],
  ])('%s', (_, first, second) => {
    const model = at(models, 1);
    const replayer = new Replayer(model);
    replayer.replay(movesOf(model, first));
    expect(replayer.replay(movesOf(model, second))).toEqual(runOf(model, second));
  });

  it('is not led astray by the state that was looked at last', () => {
    const text = `int 0..1 x; daemon w 'w' { x = 1; } task e 'e' after all { x = 0; }`;
    const model = modelOf(text);
    const replayer = new Replayer(model);
    replayer.replay(movesOf(model, 'e'));
    expect(replayer.replay(movesOf(model, 'w')).stopped).toBeNull();
  });
});

describe('the shortest bad run of 2.6.23', () => {
  const program = scenarioProgram('hole-punch');
  const kernel = at(
    program.kernels.filter(({ name }) => name === '2.6.23'),
    0,
  );
  const config = kernelConfig(program, kernel);
  const run = config === null ? null : runOf(buildModel(program, config), 'f6p5f21p3w15');

  it('tells its lock transitions', () => {
    const described = run?.moments.flatMap(({ step }) =>
      (step?.locks ?? []).map((event) => `${step?.index} ${describeEvent(event)}`),
    );
    expect(`${described?.join('\n')}\n`).toMatchFileSnapshot('replay.locks.txt');
  });

  it('ends with a write to a block that the file no longer owns', () => {
    const { step, world } = at(run?.moments ?? [], (run?.moments.length ?? 0) - 1);
    expect([step?.breaks, run?.stopped, world.ending]).toEqual([
      ['no_foreign_write'],
      null,
      'running',
    ]);
  });
});
