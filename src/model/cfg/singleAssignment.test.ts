// Which locals are set in one place only.
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { singleAssignmentLocals } from './singleAssignment.ts';

/** Names of the locals of the only task that are set once; `fill` sets what it is given. */
function singleAssignment(body: string): string[] {
  const text = `int 0..3 n;
struct thing { int 0..3 v; };
struct thing T;
void fill(struct thing **p) { *p = &T; }
task t 't' { ${body} }`;
  const { program, diagnostics } = loadProgram('toy', text, new Map());
  const task = program?.tasks[0];
  if (!program || !task) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return [...singleAssignmentLocals(program, task)].map((local) => task.locals[local]?.name ?? '');
}

describe('localsSetOnce', () => {
  it.each([
    ['one statement', 'x = 1; n = x;', ['x']],
    ['two statements', 'x = 1; n = x; x = 2; n = x;', []],
    ['one statement in a loop', 'while (n < 3) { x = 1; n = x; }', ['x']],
    ['a loop that is written out, but for its own', 'for (i in 0..1) { x = i; n = x; }', ['i']],
    ['a branch and before it', 'x = 1; if (n == 0) x = 2; n = x;', []],
    ['a call that is given the local', 'struct thing *p = NULL; fill(&p); p->v = 1;', []],
    ['a declaration with its value', 'struct thing *p = &T; p->v = 1;', ['p']],
  ])('%s', (_, body, names) => {
    expect(singleAssignment(body)).toEqual(names);
  });
});
