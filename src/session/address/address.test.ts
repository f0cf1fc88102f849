import { SimulatedClock } from 'xstate';
import { describe, expect, it } from 'vitest';
import { createAddress, restMs } from './address.ts';
import { fakeBar } from './fakeBar.testing.ts';

function address(start = '') {
  const clock = new SimulatedClock();
  const bar = fakeBar(start);
  const moves: string[] = [];
  const pending: boolean[] = [];
  const made = createAddress({
    bar,
    clock: {
      setTimeout: (callback, ms) => clock.setTimeout(callback, ms),
      clearTimeout: (id) => clock.clearTimeout(Number(id)),
    },
    move: (hash) => moves.push(hash),
    pending: (now) => pending.push(now),
  });
  return { address: made, bar, clock, moves, pending };
}

describe('the address', () => {
  it('is rewritten when steps have come to rest, and only once', () => {
    const { address: a, bar, clock, pending } = address('#/x');
    for (const hash of ['#/x/1', '#/x/2', '#/x/3']) {
      a.step(hash);
      clock.increment(restMs - 1);
    }
    expect(bar.entries()).toEqual(['#/x']);
    clock.increment(1);
    expect([bar.entries(), bar.writes(), pending.at(-1)]).toEqual([['#/x/3'], 1, false]);
  });

  it('is left alone when steps come back to where it stands', () => {
    const { address: a, bar, clock, pending } = address('#/x');
    a.step('#/x/1');
    a.step('#/x');
    clock.increment(restMs);
    expect([bar.writes(), pending.at(-1)]).toEqual([0, false]);
  });

  it('keeps the last step of a place that is left', () => {
    const { address: a, bar } = address('#/x');
    a.step('#/x/1');
    a.place('#/y');
    expect(bar.entries()).toEqual(['#/x/1', '#/y']);
  });

  it('makes no entry for the place that it shows', () => {
    const { address: a, bar } = address('#/x');
    a.place('#/x');
    a.settle('#/x/1');
    expect(bar.entries()).toEqual(['#/x/1']);
  });

  it('tells where the person went, and forgets what it was about to write', () => {
    const { address: a, bar, clock, moves } = address('#/x');
    a.place('#/y');
    a.step('#/y/1');
    bar.back();
    clock.increment(restMs);
    expect([moves, bar.entries()]).toEqual([['#/x'], ['#/x', '#/y']]);
    bar.forward();
    expect(moves).toEqual(['#/x', '#/y']);
  });

  it('tells a move once, though browsers tell it twice', () => {
    const { bar, moves } = address('#/x');
    bar.type('#/y');
    bar.notify();
    expect(moves).toEqual(['#/y']);
  });

  it('hears nothing after it was closed', () => {
    const { address: a, bar, clock, moves } = address('#/x');
    a.step('#/x/1');
    a.close();
    clock.increment(restMs);
    bar.type('#/y');
    expect([moves, bar.writes()]).toEqual([[], 0]);
  });
});
