// The natural form of small programs, word for word; that its verdicts are ours is for src/check/oracle/naturalForm.test.ts.
import { describe, expect, it } from 'vitest';
import { assert, at } from '../../base/assert.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { validConfigs } from '../../lang/program/configurations.ts';
import { NaturalForm } from './naturalForm.ts';

function textOf(text: string): string {
  const { program, diagnostics } = loadProgram('snippet.race', text, new Map());
  assert(program !== null, diagnostics.map(({ message }) => message).join());
  return new NaturalForm(program, at(validConfigs(program), 0)).text();
}

/** What stands between the braces of a process, without comments. */
function processOf(text: string, name: string): string {
  const body =
    new RegExp(`^proctype ${name}\\(\\).*\\{\\n([^]*?)^\\}`, 'm').exec(textOf(text))?.[1] ?? '';
  return body.replaceAll(/ *\/\*[^]*?\*\//g, '');
}

describe('the natural form', () => {
  it('is a process a task, with an atomic a step', () => {
    expect(
      textOf(`
title "Two turns";
mutex m;
struct o { int 0..2 v; };
struct o A, *p = &A;
always never_two "v stays below two": A.v < 2;
task a 'a' { mutex_lock(&m); n = p; n->v = 1; mutex_unlock(&m); }
task run 'r' { n = A.v; p = NULL; choose { up: A.v = n + 1; stay: n = 0; } }
`),
    ).toMatchInlineSnapshot(`
      "/* Two turns
       * snippet.race
       * spin -a -DPROP=n; gcc -O2 -DSAFETY; pan -n -E
       * Where limit_reached is violated, a range or a pool of the model is too small: a property without an error is unknown then.
       */
      #ifndef PROP
      #define PROP 0
      #endif
      #define never_two 1 /* v stays below two */
      #define no_oops 2 /* no NULL dereference, no use after free, no BUG_ON, no wrong unlock */
      #define no_lock_leak 3 /* no task ends with a lock held */
      #define no_deadlock 4 /* some task can always go on until all have ended */
      #define limit_reached 5 /* whether the model is too small to say what does not happen */

      #define NULL 0
      #define TASK_a 1
      #define A 1
      #define TASK_run 2
      #define NULL_DEREFERENCE 1
      #define USE_AFTER_FREE 2
      #define BUG 3
      #define NOT_HELD 4
      #define DOUBLE_FREE 5
      #define HELD_ALREADY 6
      #define LIMIT_REACHED 7

      typedef struct_o {
         byte v;
      };
      struct_o o[2];

      byte m;
      bool p;

      byte stopped; /* by an oops, or by a limit: then nothing moves any more */
      bool a_done;
      bool run__done;

      #define QUIESCENT (stopped == 0 && a_done && run__done)
      #define OOPS(why) assert(PROP != no_oops); stopped = why; false
      #define LIMIT assert(PROP != limit_reached); stopped = LIMIT_REACHED; false

      inline unlock(_lock, _who) {
         if
         :: _lock != _who -> OOPS(NOT_HELD)
         :: else
         fi;
         _lock = 0
      }
      inline reach_o(_object) {
         if
         :: _object == NULL -> OOPS(NULL_DEREFERENCE)
         :: else
         fi
      }
      #define HOLDS_A_LOCK_TASK_a (m == TASK_a)
      #define HOLDS_A_LOCK_TASK_run (m == TASK_run)

      proctype a() provided (stopped == 0) {
         bool n;
      a_7: /* snippet.race:7 mutex_lock(&m) */
         atomic {
            (m == 0);
            m = TASK_a
         };
      a_7_2: /* snippet.race:7 n = p; */
         atomic {
            n = p
         };
      a_7_3: /* snippet.race:7 n->v = 1; */
         atomic {
            reach_o(n);
            o[n].v = 1
         };
      a_7_4: /* snippet.race:7 mutex_unlock(&m) */
         atomic {
            unlock(m, TASK_a);
            assert(PROP != no_lock_leak || !HOLDS_A_LOCK_TASK_a);
            a_done = true
         }
      }

      proctype run_() provided (stopped == 0) {
         byte n;
      run_8: /* snippet.race:8 n = A.v; */
         atomic {
            n = o[A].v
         };
      run_8_2: /* snippet.race:8 p = NULL; */
         atomic {
            p = NULL
         };
      run_8_3: /* snippet.race:8 choose */
         atomic {
            if
            :: true -> goto run_8_4
            :: true -> goto run_8_5
            fi
         };
      run_8_4: /* snippet.race:8 A.v = n + 1; */
         atomic {
            if
            :: (n + 1) > 2 -> LIMIT /* range v 0..2 */
            :: else -> skip
            fi;
            o[A].v = (n + 1);
            goto line_7;
            run_8_5: skip;
            n = 0;
            line_7: skip;
            assert(PROP != no_lock_leak || !HOLDS_A_LOCK_TASK_run);
            run__done = true
         }
      }

      proctype monitor() {
         do
         :: atomic { PROP == never_two && stopped == 0 && !(o[A].v < 2) -> assert(PROP != never_two) }
         :: atomic { PROP == no_deadlock && timeout -> assert(PROP != no_deadlock || stopped != 0 || QUIESCENT) }
         od
      }

      init {
         atomic {
            p = A;
            run monitor();
            run a();
            run run_()
         }
      }
      "
    `);
  });

  it('computes a returned value that the caller drops', () => {
    const text = `bool f = true; bool take(void) { return xchg(f, false); } task a 'a' { take(); }`;
    expect(processOf(text, 'a')).toMatchInlineSnapshot(`
      "take_1:
         atomic {
            f = false;
            assert(PROP != no_lock_leak || !HOLDS_A_LOCK_TASK_a);
            a_done = true
         }
      "
    `);
  });

  it('begins the step of an atomic with what observes first in it', () => {
    const text = `bool f; ghost int 0..2 g; task a 'a' { f = true; atomic { ghost g++; f = false; } }`;
    expect(processOf(text, 'a')).toMatchInlineSnapshot(`
      "a_1:
         atomic {
            f = true
         };
      a_1_2:
         atomic {
            if
            :: (g + 1) > 2 -> LIMIT
            :: else -> skip
            fi;
            g = g + 1;
            f = false;
            assert(PROP != no_lock_leak || !HOLDS_A_LOCK_TASK_a);
            a_done = true
         }
      "
    `);
  });

  it('waits for the operation of an atomic before what observes ahead of it', () => {
    const text = `mutex m; ghost int 0..2 g; task a 'a' { atomic { ghost g = 1; mutex_lock(&m); } mutex_unlock(&m); }`;
    expect(processOf(text, 'a')).toMatchInlineSnapshot(`
      "a_1:
         atomic {
            (m == 0);
            g = 1;
            m = TASK_a
         };
      a_1_2:
         atomic {
            unlock(m, TASK_a);
            assert(PROP != no_lock_leak || !HOLDS_A_LOCK_TASK_a);
            a_done = true
         }
      "
    `);
  });

  it('lets tasks do their local work one after the other, before any step', () => {
    const text = `int 0..3 x; ghost int 0..3 g; task a 'a' { ghost g = 1; x = 1; } task b 'b' { x = 2; }`;
    expect(processOf(text, 'a')).toMatchInlineSnapshot(`
      "   atomic {
            (begun == 0);
            g = 1;
            begun = 1
         };
      a_1:
         atomic {
            (begun == 1);
            x = 1;
            assert(PROP != no_lock_leak || !HOLDS_A_LOCK_TASK_a);
            a_done = true
         }
      "
    `);
    expect(processOf(text, 'b')).toMatchInlineSnapshot(`
      "b_1:
         atomic {
            (begun == 1);
            x = 2;
            assert(PROP != no_lock_leak || !HOLDS_A_LOCK_TASK_b);
            b_done = true
         }
      "
    `);
  });

  it('goes round in a daemon, which rests before each pass', () => {
    expect(processOf(`int 0..3 x; daemon d 'd' runs 2 { x++; }`, 'd')).toMatchInlineSnapshot(`
      "   byte passes;
      d_1:
         atomic {
            d_rests = false;
            if
            :: (x + 1) > 3 -> LIMIT
            :: else -> skip
            fi;
            x = x + 1;
            assert(PROP != no_lock_leak || !HOLDS_A_LOCK_TASK_d);
            passes = passes + 1;
            if
            :: passes == 2 -> d_done = true
            :: else ->
               d_rests = true;
               goto d_1
            fi
         }
      "
    `);
  });

  it('calls nothing of the model by a word that Promela, C or the model itself has for another thing', () => {
    const text = `struct live { int 0..1 stopped, F; }; struct live F; int 0..1 timeout; task join 'j' { F.stopped = 1; timeout = 1; F.F = 1; }`;
    expect(textOf(text)).toMatch(/^struct_live_2 live_2\[2\];$/m);
    expect(processOf(text, 'join_2')).toMatchInlineSnapshot(`
      "join_1:
         atomic {
            live_2[F].stopped_2 = 1
         };
      join_1_2:
         atomic {
            timeout_ = 1
         };
      join_1_3:
         atomic {
            live_2[F].F_2 = 1;
            assert(PROP != no_lock_leak || !HOLDS_A_LOCK_TASK_join);
            join_2_done = true
         }
      "
    `);
  });
});
