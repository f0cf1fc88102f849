// The laws of decisive orders, on random programs: every run is enumerated, one by one, and asked.
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { loadProgram } from '../../lang/load/loadProgram.ts';
import { enumerateConfigurations } from '../../lang/program/configurations.ts';
import { Dice } from '../../lang/random/dice.testing.ts';
import { randomProgram, randomTwins } from '../../lang/random/randomProgram.testing.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import type { Move } from '../../model/world/run.ts';
import { DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import { type Causes, findCauses } from './findCauses.ts';
import type { OrderedStep } from './decisiveOrders.ts';

const MOST_RUNS = 4000;
const LONGEST = 40;

/** A step of a run: which task steps from which place, for the which time. */
interface RunEvent {
  readonly task: number;
  readonly key: string;
}

interface EnumeratedRun {
  readonly events: readonly RunEvent[];
  readonly moves: readonly Move[];
  /** By property, how many of its steps it takes to break it for the first time; 0: at the start. */
  readonly breaks: ReadonlyMap<string, number>;
  readonly end: 'quiescent' | 'panicked' | 'deadlocked';
}

/** Every run to its end; null where there are too many, or some are too long. */
function everyRun(model: Model): EnumeratedRun[] | null {
  const { machine } = model;
  const found: EnumeratedRun[] = [];
  const start = new Uint32Array(machine.words);
  if (machine.start(start, 0) !== 0) return null;
  const names = (bits: number): string[] =>
    machine.properties.flatMap(({ name }, i) => ((bits >> i) & 1 ? [name] : []));
  const walk = (
    state: Uint32Array,
    events: readonly RunEvent[],
    moves: readonly Move[],
    breaks: ReadonlyMap<string, number>,
  ): boolean => {
    machine.open(state, 0);
    const now = new Map(breaks);
    for (const name of names(machine.judge())) if (!now.has(name)) now.set(name, events.length);
    const ending = machine.ending();
    const enabled = ending === 'panicked' ? 0 : machine.enabled();
    if (enabled === 0 || ending === 'quiescent') {
      const end = ending === 'running' ? 'deadlocked' : ending;
      if (end === 'deadlocked') now.set('no_deadlock', events.length);
      found.push({ events, moves, breaks: now, end });
      // An idle daemon may still go on.
      if (enabled === 0) return found.length <= MOST_RUNS;
    }
    if (events.length >= LONGEST) return false;
    for (let move = 0; move < machine.moveCount; move += 1) {
      if (((enabled >> move) & 1) === 0) continue;
      machine.open(state, 0);
      const task = at(machine.moveTask, move);
      const place = machine.pcOf(task);
      const times = events.filter(({ key }) => key.startsWith(`${task} ${place} `)).length + 1;
      const next = new Uint32Array(machine.words);
      const broken = machine.take(move, next, 0);
      if (broken < 0) return false;
      const after = new Map(now);
      for (const name of names(broken)) if (!after.has(name)) after.set(name, events.length + 1);
      const event = { task, key: `${task} ${place} ${times}` };
      if (!walk(next, [...events, event], [...moves, at(model.moves, move)], after)) return false;
    }
    return true;
  };
  return walk(start, [], [], new Map()) ? found : null;
}

interface Puzzle {
  readonly seed: string;
  readonly model: Model;
  readonly runs: readonly EnumeratedRun[];
  readonly property: string;
  /** Those that break it in the way of the witness, up to there. */
  readonly breaking: readonly (readonly RunEvent[])[];
  readonly witness: EnumeratedRun;
  readonly causes: Causes;
}

function causesOf(model: Model, property: string, witness: readonly Move[]): Causes | null {
  const search = findCauses(model, property, witness, DEFAULT_LIMITS);
  let step = search.next();
  while (step.done !== true) step = search.next();
  return step.value.kind === 'found' ? step.value.causes : null;
}

function puzzlesOf(seed: string, text: string): Puzzle[] {
  const { program } = loadProgram('random.race', text, new Map());
  const configuration = program && enumerateConfigurations(program)[0];
  if (!program || !configuration) return [];
  const model = buildModel(program, configuration.config);
  const runs = everyRun(model);
  if (runs === null) return [];
  const properties = new Set(runs.flatMap(({ breaks }) => [...breaks.keys()]));
  return [...properties].flatMap((property): Puzzle[] => {
    const broken = runs.filter(({ breaks }) => (breaks.get(property) ?? 0) > 0);
    const witness = broken.toSorted(
      (a, b) => upTo(a, property).length - upTo(b, property).length,
    )[0];
    if (
      witness === undefined ||
      broken.length < runs.filter(({ breaks }) => breaks.has(property)).length
    )
      return [];
    const causes = causesOf(model, property, witness.moves.slice(0, witness.breaks.get(property)));
    if (causes === null) return [];
    const alike = broken.filter((run) => breaksAlike(model, property, run, witness));
    const breaking = alike.map((run) => upTo(run, property));
    return [{ seed, model, runs, property, breaking, witness, causes }];
  });
}

function upTo({ events, breaks }: EnumeratedRun, property: string): readonly RunEvent[] {
  return events.slice(0, breaks.get(property));
}

/** A step that breaks counts where it is the same task's from the same place; a deadlock where all stand alike. */
function breaksAlike(
  model: Model,
  property: string,
  run: EnumeratedRun,
  witness: EnumeratedRun,
): boolean {
  if (property === 'no_deadlock') return standing(model, run) === standing(model, witness);
  const kind = model.machine.properties.find(({ name }) => name === property)?.kind;
  const place = (one: EnumeratedRun): string =>
    upTo(one, property).at(-1)?.key.replace(/ \d+$/, '') ?? '';
  return kind !== 'edge' || place(run) === place(witness);
}

function standing(model: Model, { moves }: EnumeratedRun): string {
  const { machine } = model;
  let state = new Uint32Array(machine.words);
  machine.start(state, 0);
  for (const move of moves) {
    machine.open(state, 0);
    const next = new Uint32Array(machine.words);
    const number = model.moves.findIndex(
      ({ task, choice }) => task === move.task && choice === move.choice,
    );
    machine.take(number, next, 0);
    state = next;
  }
  machine.open(state, 0);
  return model.tasks.map((_, task) => machine.pcOf(task)).join();
}

const keyOf = ({ event: { task, place, count } }: OrderedStep): string =>
  `${task} ${place} ${count}`;

/** What tasks race for most: a few cells, locks in every order, loops, and what is allocated and freed. */
const LINES = [
  'x = 1;', 'x = 2;', 'n = x;', 'y = n;', 'y = 1;', 'm = y;', 'x++;', 'x--;', 'f = true;', 'g = f;', 'if (f) x = 2;',
  'if (n == 1) y = 2;', 'while (g) g = f;', 'wait until (x != 1);', 'p = root;', 'root = NULL;', 'if (p) p->v = 1;',
  'root = alloc(nodes);', 'p = xchg(root, NULL); if (p) free(p);', 'assert(y != 2 || x == 2, seen);', 'atomic { n = x; y = n; }',
  'mutex_lock(&a); mutex_lock(&b); x = 1; mutex_unlock(&b); mutex_unlock(&a);', 'mutex_lock(&b); mutex_lock(&a); n = x; mutex_unlock(&a); mutex_unlock(&b);',
  'mutex_lock(&a); n = x; x = 0; mutex_unlock(&a);', 'down_read(&s); n = y; up_read(&s);', 'down_write(&s); y = 2; up_write(&s);',
]; // prettier-ignore

const CONDITIONS = ['x != 2', 'x + y < 3', '!f || x == 0', 'y == x', 'y != 2', 'root'];

function racyProgram(seed: number): string {
  const dice = new Dice(seed);
  const body = (): string =>
    Array.from({ length: 2 + dice.below(3) }, () => dice.pick(LINES)).join(' ');
  const task = (name: string): string =>
    `task ${name} '${name}' { int 0..3 n = 0; int 0..3 m = 0; bool g = false; struct node *p = NULL; ${body()} }`;
  return `tokens { Z }; struct node { int 0..3 v; }; pool struct node nodes[2] named N; struct node fixed; struct node *root = &fixed;
    int 0..3 x, y; bool f; mutex a, b; rwsem s; assertion seen; always kept: ${dice.pick(CONDITIONS)}; finally left: ${dice.pick(CONDITIONS)};
    ${task('t')} ${task('u')} ${dice.chance(30) ? task('v') : ''}`;
}

/** How many seeds there are; the first that fails is named. */
const SEEDS = 100;
const puzzles: readonly Puzzle[] = Array.from({ length: SEEDS }, (_, seed) => [
  ...puzzlesOf(`randomProgram(${seed})`, randomProgram(seed)),
  ...puzzlesOf(`randomTwins(${seed})`, randomTwins(seed)),
  ...puzzlesOf(`racyProgram(${seed})`, racyProgram(seed)),
]).flat();

describe('on random programs', () => {
  it('there is something to ask', () => {
    const orders = puzzles.flatMap(({ causes }) => causes.all);
    expect(puzzles.length).toBeGreaterThan(50);
    expect(orders.length).toBeGreaterThan(30);
    expect(orders.some(({ open }) => open)).toBe(true);
    expect(new Set(puzzles.map(({ property }) => property)).size).toBeGreaterThan(3);
  });

  it('every run that breaks has every decisive order', () => {
    for (const { seed, property, breaking, causes } of puzzles)
      for (const { first, second, open } of causes.all) {
        const without = breaking.filter((events) => {
          const keys = events.map(({ key }) => key);
          const [a, b] = [keys.indexOf(keyOf(first)), keys.indexOf(keyOf(second))];
          return a < 0 || (b < 0 ? !open : b < a);
        });
        expect(without, `${seed} ${property}: ${keyOf(first)} before ${keyOf(second)}`).toEqual([]);
      }
  });

  it('some run has each of them the other way round', () => {
    for (const { seed, property, runs, causes } of puzzles)
      for (const { first, second } of causes.all) {
        const reversed = runs.some(({ events }) => isBefore(events, keyOf(second), keyOf(first)));
        expect(reversed, `${seed} ${property}: ${keyOf(second)} before ${keyOf(first)}`).toBe(true);
      }
  });

  it('none is missing: a write and another access of one cell whose order is necessary and free', () => {
    for (const { seed, property, runs, breaking, causes } of puzzles) {
      const found = new Set(
        causes.all.map(({ first, second }) => `${keyOf(first)} < ${keyOf(second)}`),
      );
      const steps = causes.traced.steps.filter(({ toCome }) => !toCome);
      for (const b of steps)
        for (const a of steps.slice(0, b.index - 1)) {
          if (a.task === b.task || !touchTogether(a.step.effects, b.step.effects)) continue;
          const necessary = breaking.every((events) => isBefore(events, keyOf(a), keyOf(b)));
          const free = runs.some(({ events }) => isBefore(events, keyOf(b), keyOf(a)));
          const name = `${keyOf(a)} < ${keyOf(b)}`;
          if (necessary && free) expect(found, `${seed} ${property}: ${name}`).toContain(name);
        }
    }
  });

  it('what was left out follows from the others and from the order within each task', () => {
    for (const { seed, property, causes } of puzzles) {
      const kept = causes.orders;
      for (const { first, second, meeting } of causes.all) {
        // Locks whose order goes with that of accesses under them are no order of events.
        if (meeting.kind === 'lock' || first.index === null || second.index === null) continue;
        expect(follows(causes, first.index, second.index), `${seed} ${property}`).toBe(true);
      }
      expect(new Set(kept).size).toBe(kept.length);
    }
  });

  it('they are enough exactly where no run with all of them ends well', () => {
    for (const { seed, property, runs, causes } of puzzles) {
      if (causes.enough === null) continue;
      const well = runs.some(
        ({ events, breaks, end }) =>
          end === 'quiescent' &&
          !breaks.has(property) &&
          causes.orders.every(({ first, second, open }) => {
            const keys = events.map(({ key }) => key);
            const [a, b] = [keys.indexOf(keyOf(first)), keys.indexOf(keyOf(second))];
            return a >= 0 && (b < 0 ? open : a < b);
          }),
      );
      const kind = causes.traced.model.machine.properties.find(
        ({ name }) => name === property,
      )?.kind;
      // Others who break the same assertion break it too, in another way.
      if (kind !== 'edge') expect(causes.enough, `${seed} ${property}`).toBe(!well);
    }
  });
});

function isBefore(events: readonly RunEvent[], first: string, second: string): boolean {
  const keys = events.map(({ key }) => key);
  const [a, b] = [keys.indexOf(first), keys.indexOf(second)];
  return a >= 0 && b > a;
}

type Effects = Causes['traced']['steps'][number]['step']['effects'];

/** One writes the very cell that the other reads or writes as a whole, and they do not both count it. */
function touchTogether(a: Effects, b: Effects): boolean {
  return a.some(
    (one) =>
      one.kind === 'write' &&
      b.some(
        (other) =>
          other.kind === 'read' && other.object === one.object && other.field === one.field,
      ),
  );
}

function follows({ traced, orders }: Causes, from: number, to: number): boolean {
  const seen = new Set<number>();
  const pending = [from];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    if (place === to) return true;
    if (seen.has(place) || place > to) continue;
    seen.add(place);
    const task = traced.steps[place - 1]?.task;
    pending.push(
      ...traced.steps.flatMap((s) => (s.task === task && s.index > place ? [s.index] : [])),
    );
    pending.push(
      ...orders.flatMap(({ first, second }) =>
        first.index === place && second.index !== null ? [second.index] : [],
      ),
    );
  }
  return false;
}
