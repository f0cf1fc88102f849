// A lock written over a range of statements: every way out releases it, and the text stays a program.
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import type { Program } from '../../lang/program/program.ts';
import { sourceOf } from '../source/programSource.ts';
import { applyEdit } from './edit.ts';
import { FunctionTexts } from './functionText.ts';
import { heldRange } from './heldRange.ts';

const WORDS = { take: 'mutex_lock(&m);', release: 'mutex_unlock(&m);' };

function load(text: string): Program {
  const { program, diagnostics } = loadProgram('small', text, new Map());
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return program;
}

/** A function `f` of this body, with the lock over the statements from `first` to `last` of its list. */
function written(body: string, first: number, last: number): string | null {
  const lines = body.split('\n').map((line) => `\t${line}`);
  const program = load(`mutex m;
int 0..3 x, y;
int f(int n)
{
${lines.join('\n')}
}
task a 'a' { r = f(1); x = r; }
`);
  const [definition] = program.functions.get('f') ?? [];
  if (definition === undefined) throw new Error('there is f');
  const within = new FunctionTexts(program).of(definition);
  const splices = heldRange({ within, list: within.body, first, last }, WORDS);
  if (splices === null) return null;
  const { text } = applyEdit(sourceOf(program), splices);
  load(text);
  const [, inside = ''] = /\n\{\n([^]*?)\n\}\n/.exec(text) ?? [];
  return inside.replace(/^\t/gm, '');
}

describe('a held range', () => {
  it.each([
    [
      'statements side by side',
      'x = 1;\ny = 1;\nreturn n;',
      0,
      1,
      'L\nx = 1;\ny = 1;\nU\nreturn n;',
    ],
    [
      'a comment behind the last one',
      'x = 1;   /* one */\nreturn n;',
      0,
      0,
      'L\nx = 1;   /* one */\nU\nreturn n;',
    ],
    ['statements of one line', 'x = 1; y = 1; return n;', 1, 1, 'x = 1; L y = 1; U return n;'],
    ['a return', 'x = 1;\nreturn n;', 0, 1, 'L\nx = 1;\nU\nreturn n;'],
    ['what a return reads', 'y = 1;\nreturn x;', 0, 1, 'L\ny = 1;\nret = x;\nU\nreturn ret;'],
    [
      'a return that a condition governs',
      'x = 1;\nif (n)\n\treturn 2;\ny = 1;\nreturn n;',
      0,
      2,
      'L\nx = 1;\nif (n) {\n\tU\n\treturn 2;\n}\ny = 1;\nU\nreturn n;',
    ],
    [
      'a return in a block',
      'x = 1;\nif (n) {\n\ty = 2;\n\treturn 2;\n}\nreturn n;',
      0,
      1,
      'L\nx = 1;\nif (n) {\n\ty = 2;\n\tU\n\treturn 2;\n}\nU\nreturn n;',
    ],
    [
      'a retry',
      'again:\nx = 1;\ns = x;\nif (s)\n\tgoto again;\nreturn n;',
      1,
      3,
      'again:\nL\nx = 1;\ns = x;\nif (s) {\n\tU\n\tgoto again;\n}\nU\nreturn n;',
    ],
    [
      'a retry inside the range',
      'again:\nx = 1;\ns = x;\nif (s)\n\tgoto again;\nreturn n;',
      0,
      3,
      'L\nagain:\nx = 1;\ns = x;\nif (s)\n\tgoto again;\nU\nreturn n;',
    ],
    [
      'a break of a loop in the range',
      'while (n) {\n\tx = 1;\n\tbreak;\n}\nreturn n;',
      0,
      0,
      'L\nwhile (n) {\n\tx = 1;\n\tbreak;\n}\nU\nreturn n;',
    ],
    [
      'where it is held already',
      'x = 1;\nmutex_lock(&m);\ny = 1;\nmutex_unlock(&m);\nx = 2;\nreturn n;',
      0,
      4,
      'L\nx = 1;\ny = 1;\nx = 2;\nU\nreturn n;',
    ],
    [
      'from where it is taken already',
      'mutex_lock(&m);\nx = 1;\nmutex_unlock(&m);\ny = 1;\nreturn n;',
      0,
      3,
      'L\nx = 1;\ny = 1;\nU\nreturn n;',
    ],
  ])('releases the lock after %s', (_, body, first, last, expected) => {
    const text = expected.replace(/\bL\b/g, WORDS.take).replace(/\bU\b/g, WORDS.release);
    expect(written(body, first, last)).toBe(text);
  });

  it.each([
    ['a jump leads into it', 'if (n)\n\tgoto out;\nx = 1;\nout:\ny = 1;\nreturn n;', 1, 3],
    [
      'a condition governs the lock alone',
      'x = 1;\nif (n)\n\tmutex_lock(&m);\ny = 1;\nreturn n;',
      0,
      2,
    ],
    [
      'it begins with the release',
      'mutex_lock(&m);\nx = 1;\nmutex_unlock(&m);\ny = 1;\nreturn n;',
      2,
      3,
    ],
  ])('cannot be written where %s', (_, body, first, last) => {
    expect(written(body, first, last)).toBeNull();
  });
});
