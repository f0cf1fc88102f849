// How a run ended, by name: what the scenario's `outcome` line names, and which tasks are stuck.

import { at, unreachable } from '../../base/assert.ts';
import type { Type } from '../../lang/program/program.ts';
import { type Fault, OOPSES } from '../step/fault.ts';
import type { Model } from '../build/model.ts';
import type { OutcomeCell } from '../build/outcomePlace.ts';
import { baseOf, extentOf } from '../storage/storage.ts';
import { othersAreThrough } from './settling.ts';
import { ENDED } from '../step/taskCode.ts';

export interface OutcomeValue {
  /** The expression as the scenario writes it. */
  readonly place: string;
  /** Objects and tokens by their names: an element of a pool by its place there, the same in every run. */
  readonly value: string;
}

export interface RunEnd {
  /** In the order of the `outcome` line. */
  readonly values: readonly OutcomeValue[];
  /** Null unless the machine panicked. */
  readonly oops: string | null;
  /** Names of the tasks that can never go on; empty unless it deadlocked. */
  readonly stuck: readonly string[];
}

/** A final state in numbers: the values by place, null if one cannot be reached; the oops; the stuck tasks. */
type EndCode = readonly [
  values: readonly (number | null)[][],
  oops: number,
  stuck: readonly number[],
];

/** The end that the machine's open state is, as text that `readEnd` reads: equal for equal ends only. */
export function endKey(model: Model): string {
  const { machine, outcome } = model;
  const values = outcome.map(({ cells }) => cells.map((cell) => codeOf(model, cell)));
  const oops = machine.state[machine.parts.plan.oops] ?? 0;
  const stuck = oops === 0 ? tasksUnderWay(model) : [];
  const code: EndCode = [values, oops, stuck];
  return JSON.stringify(code);
}

/** The value in memory, negated for a reference to a pool element that is free now. */
function codeOf(model: Model, { type, read }: OutcomeCell): number | null {
  const { state, parts } = model.machine;
  const value = observed(parts.fault, () => read(state));
  if (value === null) return null;
  if (type.kind !== 'reference' || value === 0) return value;
  const extent = extentOf(model.storage, type.struct);
  const free = extent.live !== null && state[baseOf(extent, value) + extent.live] === 0;
  return free ? -value : value;
}

/** Null if the observer reads through NULL or beyond an array. That is no fault of the step. */
function observed(fault: Fault, look: () => number): number | null {
  const { code } = fault;
  fault.unknown = false;
  fault.code = 0;
  const value = look();
  const reached = !fault.unknown && fault.code === 0;
  fault.unknown = false;
  fault.code = code;
  return reached ? value : null;
}

/** Tasks with a next step, including `after all` tasks that may begin: stuck in a final state without an oops. */
function tasksUnderWay(model: Model): number[] {
  const { machine, codes } = model;
  const settling = othersAreThrough(model);
  return codes.flatMap(({ idleFrom, task: { kind } }, task) => {
    const place = machine.pcOf(task);
    const begun = place < idleFrom || (kind === 'settle' && settling);
    return place !== ENDED && begun ? [task] : [];
  });
}

export function readEnd(model: Model, key: string): RunEnd {
  const [values, oops, stuck] = JSON.parse(key) as EndCode;
  return {
    values: model.outcome.map(({ text, cells }, i) => ({
      place: text,
      value: wordText(cells.map(({ type }, n) => valueText(model, type, at(values, i)[n] ?? null))),
    })),
    oops: oops === 0 ? null : at(OOPSES, oops - 1),
    stuck: stuck.map((task) => at(model.tasks, task).name),
  };
}

function wordText(cells: readonly string[]): string {
  return cells.length === 1 ? at(cells, 0) : `{ ${cells.join(', ')} }`;
}

/** For a value that an observer can only read through NULL or beyond an array. */
const OUT_OF_REACH = 'out of reach';

function valueText({ program, storage }: Model, type: Type, code: number | null): string {
  if (code === null) return OUT_OF_REACH;
  switch (type.kind) {
    case 'bool':
      return code === 0 ? 'false' : 'true';
    case 'data':
      return program.tokens[code]?.name ?? `${code}`;
    case 'enum':
      return program.enums.get(type.name)?.[code] ?? `${code}`;
    case 'reference':
      if (code === 0) return 'NULL';
      return `${at(extentOf(storage, type.struct).objects, Math.abs(code) - 1).id}${code < 0 ? ' (free)' : ''}`;
    case 'object':
    case 'word':
    case 'lock':
    case 'void':
    case 'int':
    case 'null':
    case 'array':
      return `${code}`;
    default:
      return unreachable(type);
  }
}
