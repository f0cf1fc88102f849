// What the way to a place reads and changes counts as much as the place.
import { describe, expect, it } from 'vitest';
import { peek, stepsOf, worldAfter } from '../build/snippet.testing.ts';

const DECLARED = `
  struct file { int 0..3 x; const bool odd; };
  struct file F[2] = { { .odd = false }, { .odd = true } };
  int 0..3 n, b;
  int 0..3 a[4];
  rwsem locks[2];
`;

describe('the way to a place', () => {
  it.each([
    ['is read in a step, where an address is taken', 'f = &F[n]; f->x = 1;'],
    ['is read in a step, where what lies there never changes', 'odd = F[n].odd; b = 1;'],
  ])('%s', (_, body) => {
    const steps = body.split(';').flatMap((s) => (s.trim() === '' ? [] : [s.trim()]));
    expect(stepsOf(`${DECLARED} task one 'o' { ${body} }`)).toEqual(steps);
  });

  it.each([
    ['of a store', 'a[++n] = 1;'],
    ['of a load', 'b = a[++n];'],
    ['of what is taken by address', 'f = &F[++n]; f->x = 1;'],
    ['of what is swapped', 'old = xchg(a[++n], 2);'],
  ])('changes what it changes: %s', (_, body) => {
    const text = `${DECLARED} task one 'o' { atomic { ${body} } b = 2; }`;
    expect(peek(worldAfter(text, 'o'), 'n')).toBe('1');
  });
});

describe('a lock of an array', () => {
  it('is queued for by who finds it through an index', () => {
    const text = `${DECLARED}
      task first 'a' { down_write(&locks[0]); b = 1; up_write(&locks[0]); }
      task second 'b' { i = n; down_read(&locks[i]); b = 2; up_read(&locks[i]); }
      task third 'c' { wait until (b == 1); down_write(&locks[0]); b = 3; }`;
    // The third task comes behind the second one, which queues.
    const blocked = worldAfter(text, 'aabbcc').tasks.map(({ state }) => state.kind);
    expect(blocked).toEqual(['ready', 'blocked', 'blocked']);
    const freed = worldAfter(text, 'aabbcca').tasks.map(({ state }) => state.kind);
    expect(freed).toEqual(['done', 'ready', 'blocked']);
  });
});
