import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { runOf } from '../build/snippet.testing.ts';

/** What a broken property `p` names after the schedule's last step. */
function concerned(property: string, body: string, start = ''): readonly string[] | undefined {
  const text = `tokens { ZERO "z", A "a" };
    struct block { struct file *owner; data bytes[2]; };
    struct file { struct block *bmap[2]; int 0..3 size; ghost data acked; };
    pool struct file files[2] named F;
    struct file G = { .bmap = { &B1, &B2 } };
    struct block B1, B2;
    int 0..3 count;
    ${start}
    outcome { count };
    always p "p": ${property};
    task a 'a' { atomic { ${body} } }`;
  const run = runOf(text, 'a');
  return at(run.moments, 1).world.concerns['p'];
}

describe('a broken property concerns', () => {
  it.each([
    ['what it compares', 'G.size == 0', 'G.size = 1;', ['G']],
    ['what it looks through', 'G.bmap[0]->bytes[0] == ZERO', 'B1.bytes[0] = A;', ['G', 'B1']],
    ['the rounds that fail', 'forall b in struct block, !b.owner', 'B2.owner = &G;', ['B2']],
    ['the side that fails', 'B1.bytes[0] == ZERO && G.size == 0', 'G.size = 1;', ['G']],
    ['both sides of an or', 'B1.bytes[0] == A || G.size == 0', 'G.size = 1;', ['B1', 'G']],
    ['condition and conclusion', 'G.size == 1 => B1.bytes[0] == A', 'G.size = 1;', ['G', 'B1']],
    [
      'not what might have been there',
      'G.size == 0 || exists b in struct block, b.owner == &G',
      'G.size = 1;',
      ['G'],
    ],
    ['who is there', '!(exists b in struct block, b.owner)', 'B2.owner = &G;', ['B2']],
    ['not who has a ghost', 'B1.bytes[0] == G.acked', 'B1.bytes[0] = A;', ['B1']],
    ['who has a ghost alone', 'G.acked == ZERO', 'x = G.size; ghost G.acked = A;', ['G']],
    ['no globals, which are no object', 'count == 0', 'count = 1;', []],
  ])('%s', (_, property, body, expected) => {
    expect(concerned(property, body)).toEqual(expected);
  });

  it('nothing beyond an array, and is no fault of the next step', () => {
    const run = runOf(
      `int 0..3 count; int 0..1 few[2]; always p: few[count] == 1; task a 'a' { count = 2; count = 1; }`,
      'aa',
    );
    expect(run.stopped).toBeNull();
  });
});
