// A whole session without a browser: an address bar, a clock that passes when a test says so, a
// checker that answers when a test says so, and two small scenarios.

import { SimulatedClock } from 'xstate';
import { checkConfiguration } from '../../check/verdict/checkConfiguration.ts';
import type { Checker, CheckNews } from '../../check/worker/checkerClient.ts';
import { programOf } from '../../check/source/programSource.ts';
import type { CheckRequest } from '../../check/worker/checkerMessage.ts';
import type { Limits, Report } from '../../check/verdict/report.ts';
import * as textLink from '../../check/link/textLink.ts';
import { drawGraph } from '../../check/graph/drawGraph.ts';
import { explainRequest } from '../../check/explain/explainRequest.ts';
import { whyItBroke } from '../../check/why/whyItBroke.ts';
import type { WhyProgress, WhyReport } from '../../check/why/whyReport.ts';
import type { WhyRequest } from '../../check/why/whyRequest.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { fakeBar } from '../address/fakeBar.testing.ts';
import type { Library } from '../state/library.ts';
import type { Storage } from '../state/panels.ts';
import { plain } from '../player/explanation.ts';
import { createSession, type SessionPorts } from './session.ts';
import { selectExplanations } from '../state/select.ts';

/** A page lock that a kernel takes or not, and a store that must not come after the other's. */
export const counterText = `
title "Two tasks and a slot";
tokens { ZERO, A, B };
struct slot { mutex guard; data value; bool stale; };
struct slot S;

change guarded "both take the guard";
world begun = no | yes "whether the slot was written before";
require begun == yes => !guarded;
kernel "old" = { };
kernel "new" = { guarded };

task fault 'f' {
	if (guarded)
		mutex_lock(&S.guard);
	S.value = A;
	S.stale = false;
	if (guarded)
		mutex_unlock(&S.guard);
}
task punch 'p' {
	if (guarded)
		mutex_lock(&S.guard);
	S.value = B;
	S.stale = true;
	if (guarded)
		mutex_unlock(&S.guard);
}

finally untouched "nobody writes the slot": S.value == ZERO;
finally agree "the flag tells whose value it is": S.stale == (S.value == B);
expect agree holds when guarded; violated otherwise;
expect untouched violated;
`;

export const choiceText = `
title "A choice";
tokens { ZERO, A };
struct slot { data value; };
struct slot S;
task pick 'c' {
	choose {
		map: S.value = A;
		skip: S.value = ZERO;
	}
}
`;

const texts = new Map([
  ['counter', counterText],
  ['choice', choiceText],
]);

export const toyLibrary: Library = {
  names: [...texts.keys()],
  first: 'counter',
  load: (name) => {
    const text = texts.get(name);
    return text === undefined ? null : loadProgram(name, text, new Map());
  },
  loadText: (name, text) => loadProgram(name, text, new Map()),
  original: () => undefined,
  has: () => true,
  fetch: () => Promise.resolve(),
};

export const toyLimits = { maxStates: 10_000, maxBytes: 10_000_000 };

/** The report of the real check, at once. */
function reportOf({ source, config, limits, reduce = [] }: CheckRequest): Report {
  const check = checkConfiguration(programOf(source), config, {
    limits,
    switches: true,
    reduce,
    now: () => 0,
  });
  for (;;) {
    const slice = check.next();
    if (slice.done === true) return slice.value;
  }
}

/** Answers why at once. */
function immediateAsker(): Checker<WhyRequest, WhyReport, WhyProgress> {
  return {
    start: ({ source, config, ...question }, hear) => {
      const why = whyItBroke(programOf(source), config, { ...question, edits: true });
      for (;;) {
        const slice = why.next();
        if (slice.done !== true) continue;
        hear({ kind: 'done', report: slice.value });
        return () => {};
      }
    },
    close: () => {},
  };
}

/** Explains at once. */
function immediateExplainer(): SessionPorts['explainer'] {
  return {
    start: (request, hear) => {
      const search = explainRequest(request);
      let step = search.next();
      while (step.done !== true) step = search.next();
      hear({ kind: 'done', report: step.value });
      return () => {};
    },
    close: () => {},
  };
}

/** Counts while one waits. */
function immediateMeasurer(): Checker {
  return {
    start: (request, hear) => {
      hear({ kind: 'done', report: reportOf(request) });
      return () => {};
    },
    close: () => {},
  };
}

/** Draws the state graph while one waits. */
function immediateGrapher(): SessionPorts['grapher'] {
  return {
    start: ({ source, config, ...wish }, hear) => {
      const drawing = drawGraph(programOf(source), config, wish);
      for (;;) {
        const slice = drawing.next();
        if (slice.done !== true) continue;
        hear({ kind: 'done', report: slice.value });
        return () => {};
      }
    },
    close: () => {},
  };
}

interface FakeCheck {
  readonly request: CheckRequest;
  readonly hear: (news: CheckNews) => void;
  cancelled: boolean;
}

export function memoryStorage(): Storage & { readonly kept: ReadonlyMap<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

export function toySession(hash: string, storage: Storage | null = null) {
  return hostSession(hash, toyLibrary, toyLimits, storage);
}

export function hostSession(
  hash: string,
  library: Library,
  limits: Limits,
  storage: Storage | null = null,
  others: Partial<SessionPorts> = {},
) {
  const clock = new SimulatedClock();
  const bar = fakeBar(hash);
  const asked: FakeCheck[] = [];
  const checker: Checker = {
    start: (request, hear) => {
      const check: FakeCheck = { request, hear, cancelled: false };
      asked.push(check);
      return () => {
        check.cancelled = true;
      };
    },
    close: () => {},
  };
  const timers = {
    setTimeout: (callback: () => void, ms: number) => clock.setTimeout(callback, ms),
    clearTimeout: (id: unknown) => clock.clearTimeout(Number(id)),
  };
  let nowMs = 0;
  const session = createSession({
    library,
    bar,
    checker,
    asker: immediateAsker(),
    explainer: immediateExplainer(),
    grapher: immediateGrapher(),
    measurer: immediateMeasurer(),
    codec: textLink,
    loadCodec: () => Promise.resolve(textLink),
    storage,
    limits,
    clock: timers,
    now: () => nowMs,
    prefersDark: () => false,
    ...others,
  });
  const state = () => session.store.getState();
  /** Lets the last search that was asked for end. */
  const answer = (): boolean => {
    const check = asked.at(-1);
    if (check === undefined || check.cancelled) return false;
    const before = asked.length;
    check.hear({ kind: 'done', report: reportOf(check.request) });
    return asked.length > before;
  };
  return {
    session,
    bar,
    asked,
    state,
    answer,
    answerAll: () => {
      while (answer());
    },
    /** Timers one after the other: one that is set while others fire counts from then. */
    wait: (ms: number) => {
      for (let passed = 0; passed < ms; passed += 50) {
        nowMs += 50;
        clock.increment(50);
      }
    },
    take: (...letters: readonly string[]) => {
      for (const letter of letters) {
        const task = state().model.tasks.findIndex((info) => info.letter === letter);
        session.send({ type: 'take', task, choice: null });
      }
    },
    reported: () => selectExplanations(state()).map(plain),
    noticed: () => state().notices.map(({ text }) => text),
  };
}
