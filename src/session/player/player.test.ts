import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { defaultPolicy } from './pausePolicy.ts';
import { type Follow, maxRunSteps, type Offer, type Stop } from './playback.ts';
import { type PlayerEvent, playerMachine } from './player.ts';
import { runLength } from './reason.ts';
import { toyModel, toyMoves, toyRun } from './toyModel.testing.ts';

const model = toyModel({
  fault: [
    'look up',
    'lock P.PG_locked',
    'lock mm.ptl',
    'set pte',
    'unlock mm.ptl',
    'unlock P.PG_locked',
  ],
  punch: ['evict', 'lock P.PG_locked', 'taint orphan', 'unlock P.PG_locked'],
  choice: ['choose a b', 'spin'],
  zero: ['z1', 'z2', 'z3', 'z4', 'z5'],
});
const letters = (moves: readonly { task: number }[]) =>
  moves.map((move) => model.tasks[move.task]?.letter).join('');
const byLetters: Follow = (place, to) => ({ run: to.replay(place.moves), cursor: place.cursor });
const witness: Offer = {
  kind: 'witness',
  property: 'orphan',
  moves: toyMoves(model, 'f6p3'),
  shortest: true,
};

function player(policy = defaultPolicy) {
  const clock = new SimulatedClock();
  const input = { stepper: model, follow: byLetters, policy, stepMs: 100 };
  const actor = createActor(playerMachine, { input, clock }).start();
  return {
    actor,
    clock,
    now: () => actor.getSnapshot().context,
    mode: () => actor.getSnapshot().value,
    send: (...events: PlayerEvent[]) => {
      for (const event of events) actor.send(event);
    },
    /** Fires one timer at a time, since a timer set while others fire starts from the new now. */
    wait: (ms: number) => {
      for (let passed = 0; passed < ms; passed += 100) clock.increment(100);
    },
  };
}

/** `reached 2: acquire`, `refused blocked`, `start`. */
function reported(stop: Stop | null): string {
  if (stop === null) return 'none';
  if (stop.kind === 'refused') return `refused ${stop.refusal.stop.kind}`;
  if (stop.kind !== 'reached') return stop.kind;
  const [first] = stop.reasons;
  return `reached ${stop.at}: ${first?.kind === 'lock' ? first.event.kind : first?.kind}`;
}

const load = (schedule: string, cursor: number): PlayerEvent => ({
  type: 'load',
  stepper: model,
  run: toyRun(model, schedule),
  cursor,
});
const take = (schedule: string): PlayerEvent[] =>
  toyMoves(model, schedule).map((move) => ({ type: 'take', ...move }));

/** what happens · where it leaves us · why we stand · the run */
const table: [string, PlayerEvent[], number, string, string][] = [
  ['nothing', [], 0, 'start', ''],
  ['a step', take('f'), 1, 'reached 1: step', 'f'],
  ['a step that takes a lock', take('f2'), 2, 'reached 2: acquire', 'ff'],
  ['a step that leaves the task before a lock', take('f2p'), 3, 'reached 3: contend', 'ffp'],
  ['a step of a blocked task', take('f2pp'), 3, 'refused blocked', 'ffp'],
  ['a step of a finished task', take('z6'), 5, 'refused done', 'zzzzz'],
  ['a step of a task that has to choose', take('c'), 0, 'refused no-choice', ''],
  ['a branch', take('c.b'), 1, 'reached 1: step', 'c'],
  ['a branch that is not there', take('c.x'), 0, 'refused no-choice', ''],
  ['the next step of a run', [load('f2', 0), { type: 'next' }], 1, 'reached 1: step', 'ff'],
  ['the step before', [load('f2', 2), { type: 'previous' }], 1, 'reached 1: step', 'ff'],
  ['back from the start', [load('f2', 0), { type: 'previous' }], 0, 'start', 'ff'],
  ['on from the end', [load('f2', 2), { type: 'next' }], 2, 'nothing-to-play', 'ff'],
  ['a place', [load('f6', 0), { type: 'seek', to: 6 }], 6, 'reached 6: release', 'ffffff'],
  [
    'a place beyond the end',
    [load('f2', 0), { type: 'seek', to: 99 }],
    2,
    'reached 2: acquire',
    'ff',
  ],
  ['a place before the start', [load('f2', 1), { type: 'seek', to: -4 }], 0, 'start', 'ff'],
  ['no place at all', [load('f2', 1), { type: 'seek', to: NaN }], 0, 'start', 'ff'],
  [
    'the run’s own next step, taken',
    [load('f6', 2), ...take('f')],
    3,
    'reached 3: acquire',
    'ffffff',
  ],
  ['another step from the past', [load('f6', 2), ...take('p')], 3, 'reached 3: contend', 'ffp'],
  [
    'undo of it',
    [load('f6', 2), ...take('p'), { type: 'undo' }],
    2,
    'reached 2: acquire',
    'ffffff',
  ],
  [
    'redo of that',
    [load('f6', 2), ...take('p'), { type: 'undo' }, { type: 'redo' }],
    3,
    'reached 3: contend',
    'ffp',
  ],
  ['undo of nothing', [load('f2', 1), { type: 'undo' }], 1, 'reached 1: step', 'ff'],
  [
    'a step after an undo, and redo of nothing',
    [...take('f'), { type: 'undo' }, ...take('z'), { type: 'redo' }],
    1,
    'reached 1: step',
    'z',
  ],
  ['a schedule that asks for a blocked task', [load('f2p2', 3)], 3, 'reached 3: halted', 'ffp'],
  [
    'the next stop',
    [load('f6', 0), { type: 'skip', policy: null }],
    2,
    'reached 2: acquire',
    'ffffff',
  ],
  [
    'the stop before',
    [load('f6', 6), { type: 'skip-back', policy: null }],
    2,
    'reached 2: acquire',
    'ffffff',
  ],
  [
    'the next switch',
    [load('fpf', 0), { type: 'skip', policy: { ...defaultPolicy, on: 'switch' } }],
    1,
    'reached 1: switch',
    'fpf',
  ],
  ['play without run or witness', [{ type: 'play' }], 0, 'nothing-to-play', ''],
  [
    'next without run, with a witness',
    [{ type: 'offer', offer: witness }, { type: 'next' }],
    1,
    'reached 1: step',
    'ffffffppp',
  ],
  [
    'skip without run, with a witness',
    [
      { type: 'offer', offer: witness },
      { type: 'skip', policy: null },
    ],
    2,
    'reached 2: acquire',
    'ffffffppp',
  ],
  [
    'next after a run that does not lead to the witness',
    [{ type: 'offer', offer: witness }, ...take('z'), { type: 'next' }],
    1,
    'nothing-to-play',
    'z',
  ],
];

describe('the player stands', () => {
  it.each(table)('after %s', (_what, events, cursor, stop, schedule) => {
    const { send, now, mode } = player();
    send(...events);
    expect(mode()).toBe('paused');
    expect([now().cursor, reported(now().stop), letters(now().run.moves)]).toEqual([
      cursor,
      stop,
      schedule,
    ]);
  });

  it('before a lock, and knows who holds it', () => {
    const { send, now } = player();
    send(...take('f2pp'));
    expect(now().stop).toMatchObject({
      refusal: { stop: { on: { name: 'P.PG_locked' } }, waitsFor: [{ task: 0, why: 'holds' }] },
    });
  });
});

describe('play', () => {
  it('never begins by itself', () => {
    const { send, wait, now, mode } = player();
    send(load('f6', 0), { type: 'offer', offer: witness });
    wait(5000);
    expect([mode(), now().cursor]).toEqual(['paused', 0]);
  });

  it('takes the first step at once and the others by the clock', () => {
    const { send, clock, now, mode } = player();
    send(load('z5', 0), { type: 'play' });
    expect([mode(), now().cursor, now().stop]).toEqual(['playing', 1, null]);
    clock.increment(99);
    expect(now().cursor).toBe(1);
    clock.increment(1);
    expect(now().cursor).toBe(2);
  });

  it('pauses at each lock transition without page-table locks, and goes on from there', () => {
    const { send, wait, now, mode } = player();
    send(load('f6p3', 0));
    const stops: string[] = [];
    for (let stop = 0; stop < 9 && now().cursor < 9; stop++) {
      send({ type: 'play' });
      wait(2000);
      expect(mode()).toBe('paused');
      stops.push(reported(now().stop));
    }
    expect(stops).toEqual([
      'reached 2: acquire',
      'reached 6: release',
      'reached 8: acquire',
      'reached 9: broken',
    ]);
  });

  it('follows the rest of the run before the witness', () => {
    const { send, now } = player();
    send({ type: 'offer', offer: witness }, load('z2', 1), { type: 'play' });
    expect(letters(now().run.moves)).toBe('zz');
  });

  it('goes on to the witness where the run leads to it', () => {
    const { send, now } = player();
    send({ type: 'offer', offer: witness }, ...take('f'), { type: 'play' });
    expect([now().cursor, letters(now().run.moves)]).toEqual([2, 'ffffffppp']);
  });

  it('plays the witness from its start where the run does not lead to it, and undo returns', () => {
    const { send, now } = player();
    send({ type: 'offer', offer: witness }, ...take('z'), { type: 'play' });
    expect([now().cursor, letters(now().run.moves)]).toEqual([1, 'ffffffppp']);
    send({ type: 'undo' });
    expect([now().cursor, letters(now().run.moves)]).toEqual([1, 'z']);
  });

  it('plays the witness again after its end and leaves nothing to undo', () => {
    const { send, now } = player();
    send(load('f6p3', 9), { type: 'offer', offer: witness }, { type: 'play' });
    expect([now().cursor, now().past.length]).toEqual([1, 0]);
  });

  it('says so when the property is broken before the first step', () => {
    const { send, now } = player();
    send({ type: 'offer', offer: { ...witness, moves: [] } }, { type: 'play' });
    expect(reported(now().stop)).toBe('nothing-to-play');
  });

  it.each([
    ['a pause', { type: 'pause' }, 1, 'paused'],
    ['a seek', { type: 'seek', to: 0 }, 0, 'start'],
    ['a step', { type: 'take', task: 3, choice: null }, 2, 'reached 2: step'],
    [
      'a step that cannot be taken',
      { type: 'take', task: 2, choice: null },
      1,
      'refused no-choice',
    ],
    ['a step back', { type: 'previous' }, 0, 'start'],
  ] as const)('ends with %s', (_what, event, cursor, stop) => {
    const { send, wait, now, mode } = player();
    send(load('z5', 0), { type: 'play' }, event);
    wait(1000);
    expect([mode(), now().cursor, reported(now().stop)]).toEqual(['paused', cursor, stop]);
  });

  it('obeys another policy and another pace from the next step on', () => {
    const { send, clock, now, mode } = player();
    send(load('z5', 0), { type: 'play' }, { type: 'pace', stepMs: 10 });
    clock.increment(100);
    clock.increment(10);
    expect(now().cursor).toBe(3);
    send({ type: 'policy', policy: { ...defaultPolicy, on: 'step' } });
    expect(mode()).toBe('playing');
    clock.increment(10);
    expect([mode(), reported(now().stop)]).toEqual(['paused', 'reached 4: step']);
  });
});

describe('undo', () => {
  it('brings back why a schedule could not go on', () => {
    const { send, now } = player();
    send(load('c.x', 0), ...take('z'), { type: 'undo' });
    expect(now().stop).toMatchObject({
      reasons: [{ kind: 'halted', refusal: { stop: { kind: 'no-choice', choice: 'x' } } }],
    });
  });

  it('follows a run into the program that is loaded now', () => {
    const other = toyModel({ fault: ['look up'], punch: [], choice: [], zero: [] });
    const { send, now } = player();
    send(
      ...take('f2'),
      { type: 'remap', stepper: other, run: other.replay([]), cursor: 0 },
      { type: 'undo' },
    );
    expect(now().stepper).toBe(other);
    expect([now().cursor, runLength(now().run)]).toEqual([1, 1]);
  });

  it('ends where another scenario began', () => {
    const { send, now } = player();
    send(...take('f2'), load('', 0));
    expect(now().past).toEqual([]);
  });
});

it('no run grows beyond its limit', () => {
  const endless = { replay: () => run };
  const moment = toyRun(model, '').moments[0];
  const moves = toyMoves(model, `z${maxRunSteps}`);
  const run = {
    moves,
    moments: Array.from({ length: maxRunSteps + 1 }, () => moment!),
    stopped: null,
  };
  const { send, now } = player();
  send({ type: 'load', stepper: endless, run, cursor: maxRunSteps }, ...take('z'));
  expect(now().stop).toMatchObject({ kind: 'refused', refusal: { stop: { kind: 'limit' } } });
});

describe('whatever is asked of it', () => {
  const event: fc.Arbitrary<PlayerEvent> = fc.oneof(
    fc.constantFrom<PlayerEvent>(
      { type: 'next' },
      { type: 'previous' },
      { type: 'play' },
      { type: 'pause' },
      { type: 'undo' },
      { type: 'redo' },
      { type: 'skip', policy: null },
      { type: 'skip-back', policy: null },
      { type: 'offer', offer: witness },
      load('f6p3', 4),
    ),
    fc.record({ type: fc.constant('seek' as const), to: fc.integer({ min: -3, max: 20 }) }),
    fc.record({
      type: fc.constant('take' as const),
      task: fc.nat({ max: 3 }),
      choice: fc.constantFrom(null, null, 'a'),
    }),
  );
  const deed = fc.oneof(
    { weight: 4, arbitrary: event },
    { weight: 1, arbitrary: fc.constant('wait' as const) },
  );

  it('the position lies in the run, and time runs exactly when nothing stops it', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const { send, wait, now, mode } = player();
        for (const each of deeds) {
          if (each === 'wait') wait(100);
          else send(each);
          expect(now().cursor).toBeGreaterThanOrEqual(0);
          expect(now().cursor).toBeLessThanOrEqual(runLength(now().run));
          expect(now().stop === null).toBe(mode() === 'playing');
        }
      }),
    );
  });

  it('the run is what its moves replay to', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const { send, now } = player();
        send(...events);
        expect(now().run).toEqual(model.replay(now().run.moves));
      }),
    );
  });

  it('undo brings back what a step replaced, and redo the step', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), fc.nat({ max: 3 }), (events, task) => {
        const { send, now } = player();
        send(...events);
        const before = now();
        send({ type: 'take', task, choice: null });
        const after = now();
        fc.pre(after.past.length > before.past.length);
        send({ type: 'undo' });
        expect([now().run.moves, now().cursor]).toEqual([before.run.moves, before.cursor]);
        send({ type: 'redo' });
        expect([now().run.moves, now().cursor]).toEqual([after.run.moves, after.cursor]);
      }),
    );
  });

  it('every stop of a short run can be reached', () => {
    const input = { stepper: model, follow: byLetters, policy: defaultPolicy, stepMs: 100 };
    const paths = getShortestPaths(playerMachine, {
      input,
      events: [load('f2p', 0), { type: 'play' }, { type: 'pause' }, { type: 'next' }, ...take('p')],
      serializeState: (state) =>
        JSON.stringify([
          state.value,
          state.context.cursor,
          state.context.run.moves,
          reported(state.context.stop),
        ]),
      stopWhen: (state) => state.context.past.length > 1 || runLength(state.context.run) > 4,
      limit: 2000,
    });
    const reached = new Set(paths.map((path) => reported(path.state.context.stop)));
    expect([...reached].toSorted()).toMatchInlineSnapshot(`
      [
        "none",
        "nothing-to-play",
        "paused",
        "reached 1: step",
        "reached 2: acquire",
        "reached 2: step",
        "reached 3: acquire",
        "reached 3: contend",
        "refused blocked",
        "start",
      ]
    `);
  });
});
