// What the steps of a run read and wrote, and from what each change was computed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { modelOf, runOf } from '../build/snippet.testing.ts';
import type { Value } from '../world/world.ts';
import { type Source, stepValues, valueTrace } from './valueTrace.ts';

const TEXT = `tokens { Z, A }; word struct entry { struct node *to; bool ok; };
  struct node { bool flag; int 0..3 count; struct entry e; data bytes[2]; ghost bool seen; };
  pool struct node nodes[2] named N; struct node S; int 0..3 x = 1, y; bool f; struct node *root; assertion ok;`;

/** The last step of a run in which the only task does all this. */
function lastStep(body: string): string {
  const model = modelOf(`${TEXT} task a 'a' { ${body} }`);
  const run = longest(model);
  const values = at(stepValues(model, run.moves), run.moves.length - 1);
  const cell = ({ object, field }: { object: string; field: string }): string =>
    object === '(globals)' ? field : `${object}.${field}`;
  return [
    ...values.reads.map((read) => `${cell(read.cell)}=${textOf(read.value)}`),
    ...values.writes.map(
      (write) => `${cell(write.cell)} ${textOf(write.before)}→${textOf(write.after)}`,
    ),
    ...values.locals.map(({ name, value }) => `${name}:=${textOf(value)}`),
  ].join(', ');
}

function textOf(value: Value): string {
  if (value.kind === 'int') return `${value.value}`;
  return value.kind === 'token' ? value.token : value.kind;
}

function longest(model: ReturnType<typeof modelOf>) {
  let run = runOf(model, '');
  for (let steps = 1; run.stopped === null; steps += 1) {
    const next = runOf(model, `a${steps}`);
    if (next.stopped !== null) break;
    run = next;
  }
  return run;
}

describe('what a step read, wrote and set', () => {
  it.each([
    ['a read', 'n = x;', 'x=1, n:=1'],
    ['a write', 'x = 2;', 'x 1→2'],
    ['a count', 'x++;', 'x=1, x 1→2'],
    ['a sum with local work behind it', 'n = x; m = n + 1; S.count = m;', 'S.count 0→2'],
    [
      'local work that rides on the step',
      'n = x; m = n + 1; if (m == 2) m = 3;',
      'x=1, n:=1, m:=3',
    ],
    ['an exchange', 'n = xchg(x, 3);', 'x=1, x 1→3, n:=1'],
    ['a test', 'if (x == 1) y = 2;', 'y 0→2'],
    ['a place behind a pointer', 'root = &S; p = root; p->bytes[1] = A;', 'S.bytes[1] Z→A'],
    ['no ghost', 'p = &S; x = 2; ghost p->seen = true;', 'x 1→2'],
    ['no assertion', 'x = 2; assert(y == 0, ok);', 'x 1→2'],
    ['no object that is put back', 'p = alloc(nodes); free(p);', ''],
    ['an atomic, all of it', 'atomic { x = 2; n = y; }', 'y=0, x 1→2, n:=0'],
  ])('%s', (_, body, reported) => {
    expect(lastStep(body)).toBe(reported);
  });
});

describe('from what a change was computed', () => {
  const from = (body: string): string[] => {
    const model = modelOf(`${TEXT} task a 'a' { ${body} }`);
    const last = valueTrace(model, longest(model).moves).findLast(
      ({ changes }) => changes.length > 0,
    );
    return last?.changes.flatMap((change) => change.from.map(sourceName)) ?? [];
  };
  const sourceName = (source: Source): string =>
    source.kind === 'local' ? source.name : source.cell.field;

  it.each([
    ['a cell', 'n = x; y = n;', ['n']],
    ['a local', 'n = x;', ['x']],
    ['the pointer to it too', 'root = &S; p = root; p->count = 1;', ['p']],
    ['a constant, of nothing', 'x = 2;', []],
    [
      'both sides where the left one does not decide',
      'n = x; m = y; b = n == 1 && m == 0; f = b; ',
      ['b'],
    ],
  ])('%s', (_, body, names) => {
    expect(from(body)).toEqual(names);
  });
});

it('changes nothing of what the steps do', () => {
  const model = modelOf(
    `${TEXT} task a 'a' { n = x; S.bytes[n] = A; x++; } task b 'b' { x = 0; m = x; y = m; }`,
  );
  fc.assert(
    fc.property(
      fc.shuffledSubarray(['a', 'a', 'a', 'b', 'b', 'b'], { minLength: 1 }),
      (letters) => {
        const plain = runOf(model, letters.join(''));
        const before = plain.moments.map(({ world }) => world);
        valueTrace(model, plain.moves);
        expect(runOf(model, letters.join('')).moments.map(({ world }) => world)).toEqual(before);
      },
    ),
  );
});
