// Rest before work: with a clock that passes when the test says so.
import { SimulatedClock } from 'xstate';
import { expect, it } from 'vitest';
import { createDebounce } from './debounce.ts';

function patient() {
  const clock = new SimulatedClock();
  const heard: string[] = [];
  const timers = {
    setTimeout: (act: () => void, ms: number) => clock.setTimeout(act, ms),
    clearTimeout: (id: unknown) => clock.clearTimeout(Number(id)),
  };
  const debounce = createDebounce(timers, { restMs: 100, longestMs: 250 }, (waits) =>
    heard.push(waits ? 'waits' : 'rests'),
  );
  return { clock, heard, debounce, say: (word: string) => () => void heard.push(word) };
}

it('does the last thing, once, after a rest', () => {
  const { clock, heard, debounce, say } = patient();
  debounce.ask(say('first'));
  clock.increment(99);
  debounce.ask(say('second'));
  clock.increment(99);
  expect(heard).toEqual(['waits']);
  clock.increment(1);
  clock.increment(1000);
  expect(heard).toEqual(['waits', 'second', 'rests']);
});

it('does it at once when it has to, and not again', () => {
  const { clock, heard, debounce, say } = patient();
  debounce.flush();
  debounce.ask(say('now'));
  debounce.flush();
  clock.increment(1000);
  expect(heard).toEqual(['waits', 'now', 'rests']);
});

it('does it after the longest wait where nobody rests', () => {
  const { clock, heard, debounce, say } = patient();
  for (let i = 1; i <= 3; i += 1) {
    debounce.ask(say(`word ${i}`));
    clock.increment(80);
  }
  expect(heard).toEqual(['waits']);
  clock.increment(10);
  expect(heard).toEqual(['waits', 'word 3', 'rests']);
  debounce.ask(say('again'));
  clock.increment(99);
  expect(heard.slice(3)).toEqual(['waits']);
});
