import { describe, expect, it } from 'vitest';
import { FIRST_LOOK, isBad, openFirstLook } from './firstLook.ts';

describe('the small program of the landing page', () => {
  it('goes wrong in one of its ten orders, and the witness is that one', () => {
    const { orders, bad, witness, replayer } = openFirstLook(false);
    expect([orders, bad]).toEqual([10, 1]);
    const letters = witness.map(({ task }) => 'rw'.charAt(task)).join('');
    expect(letters).toBe('rrwwr');
    expect(isBad(replayer.replay(witness))).toBe(true);
  });

  it('goes wrong in none with the lock', () => {
    const { orders, bad, witness } = openFirstLook(true);
    expect(orders).toBeGreaterThan(1);
    expect([bad, witness]).toEqual([0, []]);
  });

  it('is what its words say: the disk has OLD at first, and write puts NEW there', () => {
    expect(FIRST_LOOK).toContain('.bytes = { OLD }');
    const { replayer } = openFirstLook(false);
    const after = replayer.replay([{ task: 1, choice: null }]).moments.at(-1)?.world;
    const disk = after?.objects.find(({ name }) => name === 'disk');
    expect(JSON.stringify(disk?.fields)).toContain('NEW');
  });
});
