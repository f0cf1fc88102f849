// The exact form of a small program, word for word; that it is true is for src/check/oracle/spinOracle.test.ts.
import { describe, expect, it } from 'vitest';
import { assert, at } from '../base/assert.ts';
import { validConfigs } from '../lang/program/configurations.ts';
import { loadProgram } from '../lang/load/loadProgram.ts';
import { buildModel } from '../model/build/model.ts';
import { exportPromela } from './promela.ts';

const TURNS = `
title "Two turns";
mutex m;
struct o { int 0..2 v; };
struct o A, *p = &A;
always never_two "v stays below two": A.v < 2;
task a 'a' { mutex_lock(&m); n = p; n->v = 1; mutex_unlock(&m); }
task run 'r' { n = A.v; p = NULL; choose { up: A.v = n + 1; stay: n = 0; } }
`;

/** A local that lives within one atomic only. */
const SCRATCH = `int 0..3 x, y; task a 'a' { atomic { n = x; x = n + 1; y = n; } }`;

function textOf(text: string, cores: 'one' | 'several' = 'one'): string {
  const { program, diagnostics } = loadProgram('snippet.race', text, new Map());
  assert(program !== null, diagnostics.map(({ message }) => message).join());
  const exported = exportPromela(buildModel(program, at(validConfigs(program), 0)), 'exact', cores);
  return exported.ok ? exported.text : `not exported: ${exported.reason}`;
}

describe('exportPromela', () => {
  it('writes a small program', () => {
    expect(textOf(TURNS)).toMatchInlineSnapshot(`
      "/* Two turns
       * snippet.race
       * spin -a -o1 -o2 -o3 -DPROP=n; gcc -DSAFETY -DNOREDUCE; pan -n
       * struct o *: 0 NULL, 1 A
       */
      #ifndef PROP
      #define PROP 0
      #endif
      #define never_two 1 /* v stays below two */
      #define no_oops 2 /* no NULL dereference, no use after free, no BUG_ON */
      #define no_lock_leak 3 /* no task ends with a lock held */
      #define no_deadlock 4 /* until all tasks have ended, some task can always take a step */

      byte oops = 0;
      byte A_v = 0;
      byte m = 0;
      bool p = 1;
      byte at_a = 1;
      bool a_n = 0;
      byte at_run = 1;
      byte run_n = 0;


      #define set_o_v(p, v) if :: (p) == 1 -> A_v = v :: else -> skip fi
      #define QUIESCENT (oops == 0 && (at_a == 0) && (at_run == 0))
      #define OOPS(code) oops = code; assert(PROP != no_oops)

      active proctype a() {
      end:
      do
      /* snippet.race:7 mutex_lock(&m) */
      :: atomic {
           (oops == 0 && at_a == 1 && m == 0) ->
           m = 1;
           at_a = 2
         }
      /* snippet.race:7 n = p; */
      :: atomic {
           (oops == 0 && at_a == 2) ->
           a_n = p;
           at_a = 3
         }
      /* snippet.race:7 n->v = 1; */
      :: atomic {
           (oops == 0 && at_a == 3) ->
           if
           :: a_n == 0 -> OOPS(1) /* NULL dereference */
           :: else ->
              set_o_v(a_n, 1);
              a_n = 0;
              at_a = 4
           fi
         }
      /* snippet.race:7 mutex_unlock(&m) */
      :: atomic {
           (oops == 0 && at_a == 4) ->
           if
           :: m != 1 -> OOPS(4) /* unlock of a lock that is not held */
           :: else ->
              m = 0;
              assert(PROP != no_lock_leak || !(m == 1));
              at_a = 0
           fi
         }
      od
      }

      active proctype run_() {
      end:
      do
      /* snippet.race:8 n = A.v; */
      :: atomic {
           (oops == 0 && at_run == 1) ->
           run_n = A_v;
           at_run = 2
         }
      /* snippet.race:8 p = NULL; */
      :: atomic {
           (oops == 0 && at_run == 2) ->
           p = 0;
           at_run = 3
         }
      /* snippet.race:8 choose { up: A.v = n + 1; stay: n = 0; }: up */
      :: atomic {
           (oops == 0 && at_run == 3) ->
           at_run = 4
         }
      /* snippet.race:8 choose { up: A.v = n + 1; stay: n = 0; }: stay */
      :: atomic {
           (oops == 0 && at_run == 3) ->
           run_n = 0;
           assert(PROP != no_lock_leak || !(m == 2));
           run_n = 0;
           at_run = 0
         }
      /* snippet.race:8 A.v = n + 1; */
      :: atomic {
           (oops == 0 && at_run == 4) ->
           if
           :: (run_n + 1) > 2 -> skip /* limit: range v 0..2 */
           :: else ->
              A_v = (run_n + 1);
              assert(PROP != no_lock_leak || !(m == 2));
              run_n = 0;
              at_run = 0
           fi
         }
      od
      }

      active proctype monitor() {
      end:
      do
      :: atomic { PROP == never_two && !(A_v < 2) -> assert(PROP != never_two) }
      :: atomic { timeout -> assert(PROP != no_deadlock || oops != 0 || QUIESCENT) }
      od
      }
      "
    `);
  });

  it('jumps back where local work does, and counts it as the machine does', () => {
    const text = `int 0..7 x; task a 'a' { n = x; while (n < 3) n = n + 1; x = n; }`;
    const lines = textOf(text).split('\n');
    const jump = lines.findIndex((line) => line.includes('goto again_1_0_0'));
    const label = lines.findIndex((line) =>
      line.includes('again_1_0_0: local_moves = local_moves + 1;'),
    );
    expect(label).toBeGreaterThan(0);
    expect(jump).toBeGreaterThan(label);
    expect(
      lines.filter((line) => line.includes('limit: local moves without a shared access')),
    ).not.toEqual([]);
  });

  it('says what goes wrong before the first step', () => {
    const text = `int 0..3 x[2]; int 0..1 y; task a 'a' { int 0..2 n = 0; n = n - 1; y = n; }`;
    expect(textOf(text)).toBe('not exported: range n 0..2');
  });

  it.each([
    ['timeout', 'bool timeout_ = 0; /* timeout is a reserved word */'],
    ['oops', 'bool oops_2 = 0;'],
  ])('gives a variable called %s another name', (name, declared) => {
    expect(textOf(`int 0..1 ${name}; task a 'a' { ${name} = 1; }`)).toContain(declared);
  });
});

describe('scratch', () => {
  it('is hidden from the state', () => {
    expect(textOf(SCRATCH)).toMatch(/^hidden short \w+;/m);
  });

  it('is forgotten in each step for several cores', () => {
    const text = textOf(SCRATCH, 'several');
    expect(text).not.toContain('hidden');
    for (const [, name] of text.matchAll(/^short (\w+);/gm)) expect(text).toContain(`${name} = 0`);
  });

  it('is forgotten on every way out of a loop without a step, and not on the jump back', () => {
    const text = `int 0..7 x; task a 'a' { n = x; while (n < 3) { k = n; n = k + 1; } x = n; }`;
    const [loop = ''] = /local_moves = 0;[^]*?\n   }/.exec(textOf(text, 'several')) ?? [];
    const ways = loop.match(/limit: |at_a = 2/g) ?? [];
    expect(loop.match(/a_k = 0/g)).toHaveLength(ways.length);
    expect(loop.match(/local_moves = 0;?\s/g)).toHaveLength(1 + ways.length);
    expect(loop).not.toMatch(/= 0;\s+goto/);
  });
});
