// When hints show and go, on a clock that the test moves.
import { describe, expect, it } from 'vitest';
import { type ShownTip, TipTimer } from './tipTimer.ts';

/** An element, as far as the timer looks. */
function elementLike(isConnected = true): Element {
  const like: Partial<Element> = { isConnected };
  return like as Element;
}

function timed() {
  let now = 0;
  let waiting: { readonly at: number; readonly then: () => void } | null = null;
  const shown: (string | null)[] = [];
  const clock = {
    after: (ms: number, then: () => void): number => {
      waiting = { at: now + ms, then };
      return 1;
    },
    cancel: (): void => {
      waiting = null;
    },
  };
  const timer = new TipTimer(clock, (tip) => shown.push(tip === null ? null : String(tip.text)));
  const pass = (ms: number): void => {
    now += ms;
    if (waiting === null || waiting.at > now) return;
    const { then } = waiting;
    waiting = null;
    then();
  };
  return { timer, shown, pass };
}

function tip(text: string): ShownTip {
  return { text, anchor: elementLike() };
}

describe('a hint', () => {
  it('comes when the pointer has rested, and goes a moment after it left', () => {
    const { timer, shown, pass } = timed();
    timer.enter(tip('a'));
    pass(399);
    expect(shown).toEqual([]);
    pass(1);
    expect(shown).toEqual(['a']);
    timer.leave();
    expect(shown).toEqual(['a']);
    pass(150);
    expect(shown).toEqual(['a', null]);
  });

  it('does not come where the pointer only passes', () => {
    const { timer, shown, pass } = timed();
    timer.enter(tip('a'));
    pass(200);
    timer.leave();
    pass(1000);
    expect(shown).toEqual([]);
  });

  it('stays while the pointer is on the hint itself', () => {
    const { timer, shown, pass } = timed();
    timer.focus(tip('a'));
    timer.leave();
    timer.keep();
    pass(1000);
    expect(shown).toEqual(['a']);
  });

  it('gives way to the next at once, and to the keyboard at once', () => {
    const { timer, shown } = timed();
    timer.focus(tip('a'));
    timer.enter(tip('b'));
    expect(shown).toEqual(['a', 'b']);
  });

  it('ends with a press, and with its element', () => {
    const { timer, shown } = timed();
    const a = tip('a');
    timer.focus(a);
    timer.close();
    timer.focus(a);
    timer.drop(elementLike());
    expect(shown).toEqual(['a', null, 'a']);
    timer.drop(a.anchor);
    expect(shown).toEqual(['a', null, 'a', null]);
  });
});
