// Runs of a model as the tracer would have printed them: what `observe` reads back.

import { at } from '../../base/assert.ts';
import type { Model } from '../../model/build/model.ts';
import {
  type EventMap,
  type MapRule,
  type StepPattern,
  stepText,
} from '../../recording/eventMap.ts';
import { StepLabels, UNSEEN } from './stepLabels.ts';

/** A step that a recording shows. */
export interface ShownStep {
  /** The model's task. */
  readonly task: string;
  /** As the map writes it. */
  readonly step: string;
  /** Microseconds. */
  time: number;
}

const INODE = 12;
/** Microseconds from one step to the next. */
export const STRIDE = 100;

type EventRule = Extract<MapRule, { kind: 'event' }>;

/** The rule that a function-graph recording uses for each step. */
function graphRules(map: EventMap): ReadonlyMap<string, EventRule> {
  const rules = new Map<string, EventRule>();
  for (const rule of map.rules) {
    if (rule.kind !== 'event' || rule.unless !== null) continue;
    for (const step of rule.steps.map(stepText)) if (!rules.has(step)) rules.set(step, rule);
  }
  return rules;
}

function graphPatterns(map: EventMap): StepPattern[] {
  const rules = graphRules(map);
  return [...rules].flatMap(([text, rule]) => rule.steps.filter((step) => stepText(step) === text));
}

/** Takes moves at random, and gives the steps among them that the map speaks of. */
export function randomSteps(model: Model, map: EventMap, moves: number, seed: number): ShownStep[] {
  const patterns = graphPatterns(map);
  const labels = new StepLabels(model, patterns);
  const { machine } = model;
  const random = generator(seed);
  const state = new Uint32Array(machine.words);
  machine.start(state, 0);
  const steps: ShownStep[] = [];
  for (let n = 0; n < moves; n += 1) {
    machine.open(state, 0);
    const enabled = machine.enabled();
    const open = model.moves.flatMap((_, move) => ((enabled >> move) & 1 ? [move] : []));
    if (open.length === 0) break;
    const move = at(open, random(open.length));
    if (machine.run(move, null) < 0) break;
    const task = at(machine.moveTask, move);
    const label = labels.labelOf(task);
    if (label !== UNSEEN)
      steps.push({
        task: at(model.tasks, task).name,
        step: stepText(at(patterns, label)),
        time: STRIDE * (steps.length + 1),
      });
    machine.parts.packing.pack(machine.memory, state, 0);
  }
  return steps;
}

function generator(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A trace of function_graph; the lines of `steps[i]` come in the order of the times. */
export function printSteps(map: EventMap, steps: readonly ShownStep[]): string {
  const rules = graphRules(map);
  const tasks = map.tasks.map(({ task }) => task);
  const locks = [...new Set(map.locks.map(({ name }) => name))];
  const lines = locks.map((name, i) => `# lock ${address(i)} = ${name}`);
  const print = (time: number, task: string, duration: string, code: string): void => {
    const cpu = tasks.indexOf(task);
    const stamp = ((1_000_000 + time) / 1e6).toFixed(6);
    lines.push(`    ${stamp} |   ${cpu})    race-${100 + cpu}    | ${duration} |  ${code}`);
  };
  for (const { task, by } of map.tasks) print(0, task, '  1.000 us   ', `${by[0] ?? ''}();`);
  if (map.file !== null)
    print(
      1,
      at(tasks, 0),
      '             ',
      `/* ${map.file.event}: dev 1:0 ${map.file.field} ${INODE} */`,
    );
  for (const { task, step, time } of steps.toSorted((a, b) => a.time - b.time)) {
    const rule = rules.get(step);
    if (rule !== undefined)
      printRule(rule, (duration, code) => print(time, task, duration, code), locks);
  }
  return lines.join('\n');
}

function address(lock: number): string {
  return `0xff1100000000${(0x10 + lock).toString(16)}00`;
}

function printRule(
  { rows, spansCall }: EventRule,
  print: (duration: string, code: string) => void,
  locks: readonly string[],
): void {
  const around = [rows.within, rows.inside, spansCall ? 'some_function' : null].filter(
    (name) => name !== null && name !== '-',
  );
  for (const name of around) print('             ', `${name}() {`);
  if (rows.lock !== null)
    print(
      '             ',
      `/* ${rows.name}: (${rows.name}+0x0/0x70) sem=${address(locks.indexOf(rows.lock))} */`,
    );
  if (rows.fields.length > 0) print('             ', `/* ${rows.name}: ${fieldsText(rows)} */`);
  else print('  1.000 us   ', `${rows.name}();`);
  for (const name of around.toReversed()) print('  2.000 us   ', `} /* ${name} */`);
}

function fieldsText({ fields }: EventRule['rows']): string {
  return fields
    .map(
      ({ field, value }) =>
        `${field}=${value.replace('$filex', INODE.toString(16)).replace('$file', String(INODE))}`,
    )
    .join(' ');
}
