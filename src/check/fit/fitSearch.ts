// Trace validation: is there a run of the model that takes the recorded steps in the recorded order?
//
// A state of the search is a state of the model together with how far each lane of the recording has been followed.
// So the recorded events are a partial order, of which the search visits the downward closed sets that some run
// reaches: events within the clock's tolerance are in no order, and none of their permutations is listed.

import { at } from '../../base/assert.ts';
import { Budget } from '../../explore/machine/budget.ts';
import { hashWords } from '../../explore/machine/hashWords.ts';
import { ABSENT, StateSet } from '../../explore/machine/stateSet.ts';
import type { Model } from '../../model/build/model.ts';
import type { Move } from '../../model/world/run.ts';
import type { StepPattern } from '../../recording/eventMap.ts';
import { StepLabels, UNSEEN } from './stepLabels.ts';

/** A recorded step, as the search needs it. */
export interface FitEvent {
  /** Indexes into the patterns: it is one of these steps. */
  readonly labels: readonly number[];
  readonly from: number;
  readonly to: number;
}

export interface FitLane {
  /** Index of the model's task; null: a step of any task. */
  readonly task: number | null;
  readonly events: readonly FitEvent[];
}

export interface FitQuestion {
  readonly lanes: readonly FitLane[];
  readonly patterns: readonly StepPattern[];
  readonly tolerance: number;
  /** Tasks without a lane that may take steps, if those have no label. */
  readonly free: readonly number[];
  readonly maxStates: number;
  readonly maxBytes: number;
}

/** A step of the run that a recorded event shows. */
export interface MatchedEvent {
  readonly lane: number;
  readonly event: number;
  /** The move that takes it: `moves[move]`. */
  readonly move: number;
}

export interface FitAnswer {
  readonly kind: 'fits' | 'refused' | 'limit';
  /** A run that contains the events of `matched`: all of them where it fits, else as many as any run contains. */
  readonly moves: readonly Move[];
  readonly matched: readonly MatchedEvent[];
  /** Where no run goes on; null where it fits. */
  readonly stop: FitStop | null;
  readonly states: number;
}

export interface FitStop {
  /** The first recorded event that no run explains. */
  readonly lane: number;
  readonly event: number;
  /** Recorded steps that the model could have taken there instead. */
  readonly allowed: readonly { readonly task: number; readonly label: number }[];
}

const NO_LANE = -1;

export function* fitModel(model: Model, question: FitQuestion): Generator<number, FitAnswer> {
  return yield* new FitSearch(model, question).run();
}

/** Moves between two reports of progress. */
const SLICE = 4096;

interface Frontier {
  readonly state: number;
  readonly positions: readonly number[];
  readonly allowed: Map<string, { readonly task: number; readonly label: number }>;
}

class FitSearch {
  private readonly model: Model;
  private readonly question: FitQuestion;
  private readonly labels: StepLabels;
  private readonly visited: StateSet;
  private readonly words: number;
  /** By state: where it was found from, by which move, and which lane the move followed. */
  private readonly parents: number[] = [];
  private readonly moves: number[] = [];
  private readonly followed: number[] = [];
  private readonly stack: number[] = [];
  private readonly record: Uint32Array;
  private readonly open: Uint32Array;
  private readonly positions: number[];
  /** By task: its lane; `NO_LANE` for none. */
  private readonly laneOf: readonly number[];
  private readonly anyLanes: readonly number[];
  private best = -1;
  private frontiers = new Map<string, Frontier>();
  private limited = false;

  constructor(model: Model, question: FitQuestion) {
    this.model = model;
    this.question = question;
    this.labels = new StepLabels(model, question.patterns);
    this.words = model.machine.words;
    const width = this.words + question.lanes.length;
    this.visited = new StateSet(width, new Budget(question.maxBytes));
    this.record = new Uint32Array(width);
    this.open = new Uint32Array(width);
    this.positions = question.lanes.map(() => 0);
    this.laneOf = model.tasks.map(({ index }) =>
      question.lanes.findIndex(({ task }) => task === index),
    );
    this.anyLanes = question.lanes.flatMap(({ task }, lane) => (task === null ? [lane] : []));
  }

  *run(): Generator<number, FitAnswer> {
    this.model.machine.start(this.record, 0);
    this.record.fill(0, this.words);
    this.add(-1, -1, NO_LANE);
    for (let n = 1; this.stack.length > 0; n += 1) {
      if (n % SLICE === 0) yield this.visited.count;
      const state = this.stack.pop() as number;
      this.load(state);
      if (this.isEnd()) return this.answer('fits', state);
      this.noteFrontier(state);
      this.expand(state);
      if (this.limited) break;
    }
    return this.answer(this.limited ? 'limit' : 'refused', null);
  }

  private load(state: number): void {
    const { states } = this.visited;
    const [page, from] = [states.page(state), states.offset(state)];
    for (let i = 0; i < this.open.length; i += 1) this.open[i] = page[from + i] as number;
    this.positions.forEach((_, lane) => {
      this.positions[lane] = this.open[this.words + lane] as number;
    });
  }

  private isEnd(): boolean {
    return this.question.lanes.every(({ events }, lane) => this.positions[lane] === events.length);
  }

  private next(lane: number): FitEvent | undefined {
    return this.question.lanes[lane]?.events[this.positions[lane] ?? 0];
  }

  /** Whether no other lane still has an event that was recorded before this one. */
  private isMinimal(lane: number, { from }: FitEvent): boolean {
    return this.question.lanes.every((_, other) => {
      const waits = other === lane ? undefined : this.next(other);
      return waits === undefined || waits.to + this.question.tolerance >= from;
    });
  }

  private expand(state: number): void {
    const { machine } = this.model;
    machine.open(this.open, 0);
    const enabled = machine.enabled();
    const unseen: number[] = [];
    const seen: number[] = [];
    for (let move = 0; move < machine.moveCount; move += 1) {
      if (((enabled >> move) & 1) === 0) continue;
      const task = at(machine.moveTask, move);
      const lane = at(this.laneOf, task);
      if (lane === NO_LANE && !this.question.free.includes(task)) continue;
      const added = this.take(state, move, task, lane);
      if (added < 0) continue;
      (this.followed[added] === NO_LANE ? unseen : seen).push(added);
    }
    this.push(unseen);
    this.push(seen);
  }

  /** The state that is to be expanded first is pushed last: that of the task whose next event is the earliest. */
  private push(states: number[]): void {
    const urgency = (state: number): number => {
      const lane = at(this.laneOf, at(this.model.machine.moveTask, at(this.moves, state)));
      return lane === NO_LANE ? Infinity : (this.next(lane)?.from ?? Infinity);
    };
    states.sort((a, b) => urgency(b) - urgency(a));
    this.stack.push(...states);
  }

  /** Takes a move of the open state; returns the new state, or -1 where there is none. */
  private take(state: number, move: number, task: number, lane: number): number {
    const { machine } = this.model;
    machine.open(this.open, 0);
    if (machine.run(move, null) < 0) return -1;
    const label = this.labels.labelOf(task);
    const follows = label === UNSEEN ? NO_LANE : this.laneFor(lane, label);
    if (label !== UNSEEN && follows === NO_LANE) {
      this.noteAllowed(task, label);
      return -1;
    }
    machine.parts.packing.pack(machine.memory, this.record, 0);
    this.positions.forEach((position, i) => {
      this.record[this.words + i] = position + (i === follows ? 1 : 0);
    });
    return this.add(state, move, follows);
  }

  /** The lane whose next event the step is; a task's own comes first. */
  private laneFor(own: number, label: number): number {
    const lanes = own === NO_LANE ? this.anyLanes : [own, ...this.anyLanes];
    return (
      lanes.find((lane) => {
        const event = this.next(lane);
        return event?.labels.includes(label) === true && this.isMinimal(lane, event);
      }) ?? NO_LANE
    );
  }

  private add(parent: number, move: number, followed: number): number {
    const hash = hashWords(this.record, 0, this.record.length);
    if (this.visited.findAt(this.record, 0, hash) !== ABSENT) return -1;
    if (this.visited.count >= this.question.maxStates || !this.visited.reserve()) {
      this.limited = true;
      return -1;
    }
    const state = this.visited.add(this.record);
    this.parents.push(parent);
    this.moves.push(move);
    this.followed.push(followed);
    if (parent < 0) this.stack.push(state);
    return state;
  }

  /** Keeps the states that have followed the most events. */
  private noteFrontier(state: number): void {
    const done = this.positions.reduce((sum, position) => sum + position, 0);
    if (done < this.best) return;
    if (done > this.best) this.frontiers = new Map();
    this.best = done;
    const key = this.positions.join();
    if (!this.frontiers.has(key))
      this.frontiers.set(key, { state, positions: [...this.positions], allowed: new Map() });
  }

  private noteAllowed(task: number, label: number): void {
    this.frontiers.get(this.positions.join())?.allowed.set(`${task} ${label}`, { task, label });
  }

  private answer(kind: FitAnswer['kind'], end: number | null): FitAnswer {
    const states = this.visited.count;
    if (end !== null) return { kind, ...this.path(end), stop: null, states };
    const stops = [...this.frontiers.values()].map((frontier) => ({
      frontier,
      stop: this.stopAt(frontier),
    }));
    stops.sort((a, b) => this.timeOf(b.stop) - this.timeOf(a.stop));
    const first = at(stops, 0);
    return { kind, ...this.path(first.frontier.state), stop: first.stop, states };
  }

  private timeOf({ lane, event }: FitStop): number {
    return this.question.lanes[lane]?.events[event]?.from ?? 0;
  }

  /** The earliest event that has not been followed. */
  private stopAt({ positions, allowed }: Frontier): FitStop {
    const waiting = this.question.lanes.flatMap(({ events }, lane) => {
      const event = positions[lane] ?? 0;
      return event < events.length ? [{ lane, event }] : [];
    });
    const stops = waiting.map((one): FitStop => ({ ...one, allowed: [...allowed.values()] }));
    stops.sort((a, b) => this.timeOf(a) - this.timeOf(b));
    return at(stops, 0);
  }

  private path(end: number): Pick<FitAnswer, 'moves' | 'matched'> {
    const way: number[] = [];
    for (let state = end; at(this.parents, state) >= 0; state = at(this.parents, state))
      way.push(state);
    way.reverse();
    const counts = this.question.lanes.map(() => 0);
    const matched = way.flatMap((state, move): MatchedEvent[] => {
      const lane = at(this.followed, state);
      if (lane === NO_LANE) return [];
      const event = counts[lane] ?? 0;
      counts[lane] = event + 1;
      return [{ lane, event, move }];
    });
    const moves = way.map((state): Move => at(this.model.moves, at(this.moves, state)));
    return { moves, matched };
  }
}
