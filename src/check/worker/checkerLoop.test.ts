import { describe, expect, it } from 'vitest';
import { createCheckerLoop } from './checkerLoop.ts';
import type { CheckRequest, FromChecker, ToChecker } from './checkerMessage.ts';
import type { Progress, Report } from '../verdict/report.ts';

const request: CheckRequest = {
  source: { name: 'toy', text: '', library: new Map() },
  config: {},
  limits: { maxStates: 10, maxBytes: 10 },
};
const report: Report = {
  scenario: 'toy',
  kernel: null,
  config: {},
  findings: [],
  census: { outcomes: [], complete: true },
  states: 3,
  transitions: 4,
  depth: 2,
  quiescent: 1,
  bytes: 72,
  limits: [],
  reduce: [],
  ms: 1,
};
const progress = (states: number): Progress => ({ states, transitions: 0, frontier: 0, depth: 0 });

/** A loop whose searches take `msPerSlice` a slice on a clock that only they move. */
function loop(slices: number, msPerSlice: number, fail?: Error) {
  let ms = 0;
  const reported: FromChecker[] = [];
  const atListen: ToChecker[] = [];
  function* search() {
    for (let slice = 1; slice <= slices; slice++) {
      ms += msPerSlice;
      yield progress(slice);
    }
    if (fail) throw fail;
    return report;
  }
  let listened = 0;
  const receive = createCheckerLoop({
    search,
    post: (message) => reported.push(message),
    now: () => ms,
    listen: async () => {
      listened += 1;
      const waiting = atListen.splice(0);
      for (const message of waiting) void receive(message);
    },
  });
  return { receive, reported, atListen, listened: () => listened };
}

describe('the loop', () => {
  it('ends with the report', async () => {
    const { receive, reported } = loop(3, 1);
    await receive({ type: 'start', id: 7, request });
    expect(reported).toEqual([{ type: 'done', id: 7, report }]);
  });

  it('tells progress every 100 ms at most', async () => {
    const { receive, reported } = loop(100, 9);
    await receive({ type: 'start', id: 1, request });
    const reportedAt = reported.filter((message) => message.type === 'progress');
    expect(reportedAt.map((message) => message.progress.states)).toEqual([
      12, 24, 36, 48, 60, 72, 84, 96,
    ]);
  });

  it('listens every 20 ms, and not at every slice', async () => {
    const { receive, listened } = loop(100, 5);
    await receive({ type: 'start', id: 1, request });
    expect(listened()).toBe(25);
  });

  it('stops when a cancel reaches it', async () => {
    const { receive, reported, atListen } = loop(1_000_000, 10);
    atListen.push({ type: 'cancel', id: 1 });
    await receive({ type: 'start', id: 1, request });
    expect(reported).toEqual([{ type: 'cancelled', id: 1 }]);
  });

  it('does not stop for a cancel of another search', async () => {
    const { receive, reported, atListen } = loop(8, 10);
    atListen.push({ type: 'cancel', id: 2 });
    await receive({ type: 'start', id: 1, request });
    expect(reported).toEqual([{ type: 'done', id: 1, report }]);
  });

  it('says in one line why a search failed, and takes the next', async () => {
    const { receive, reported } = loop(1, 1, new Error('the layout has 0 bits\n    at somewhere'));
    await receive({ type: 'start', id: 1, request });
    await receive({ type: 'start', id: 2, request });
    expect(reported).toEqual([
      { type: 'failed', id: 1, message: 'the layout has 0 bits' },
      { type: 'failed', id: 2, message: 'the layout has 0 bits' },
    ]);
  });
});
