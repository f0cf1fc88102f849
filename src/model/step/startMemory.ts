// The world before the first step: variables with their initial values, then `init`.

import { assert, at } from '../../base/assert.ts';
import type { Expr, Initial, Type } from '../../lang/program/program.ts';
import { CfgBuilder } from '../cfg/cfgBuilder.ts';
import type { CfgSetting } from '../cfg/cfgScope.ts';
import type { Bounds, Variable } from '../cfg/controlFlowGraph.ts';
import { compileNode } from './compileNode.ts';
import { Fault, LIMIT, OOPSES } from './fault.ts';
import {
  baseOf,
  extentOf,
  GLOBALS,
  referenceTo,
  type Storage,
  widthOf,
} from '../storage/storage.ts';

/** What each slot holds in an object that was not accessed yet. */
export function defaultSlots(storage: Storage): Int32Array {
  return Int32Array.from(storage.slots, (slot) => Math.max(slot.low, Math.min(0, slot.high)));
}

export interface Start {
  readonly slots: Int32Array;
  /** What went wrong on the way: an oops or a limit in `init`. */
  readonly fault: string | null;
}

export function startSlots(setting: CfgSetting): Start {
  const { storage, program } = setting;
  const slots = defaultSlots(storage);
  for (const extent of storage.extents.values()) {
    extent.objects.forEach((object, i) => {
      if (extent.live !== null && object.pool === null)
        slots[baseOf(extent, i + 1) + extent.live] = 1;
    });
  }
  const observer = new CfgBuilder(setting, { body: [], locals: [] }, null);
  const put = new InitialWriter(setting, slots, observer);
  for (const global of program.globals)
    if (global.value !== null) put.global(global.name, global.type, global.value);
  return { slots, fault: runInit(setting, slots) };
}

class InitialWriter {
  private readonly setting: CfgSetting;
  private readonly slots: Int32Array;
  private readonly observer: CfgBuilder;

  constructor(setting: CfgSetting, slots: Int32Array, observer: CfgBuilder) {
    this.setting = setting;
    this.slots = slots;
    this.observer = observer;
  }

  global(name: string, type: Type, initial: Initial): void {
    const { storage } = this.setting;
    const range = storage.ranges.get(name);
    if (range !== undefined && initial.kind === 'items') {
      initial.items.forEach((one, i) => this.object(range.struct, range.first + i, one));
    } else if (type.kind === 'object') {
      this.object(type.struct, referenceTo(storage, type.struct, name), initial);
    } else {
      const spot = extentOf(storage, GLOBALS).spots.get(name);
      if (spot) this.at(baseOf(extentOf(storage, GLOBALS), 1) + spot.offset, type, initial);
    }
  }

  private object(struct: string, reference: number, initial: Initial): void {
    if (initial.kind !== 'fields') return;
    const extent = extentOf(this.setting.storage, struct);
    for (const [name, value] of initial.fields) {
      const spot = extent.spots.get(name);
      if (spot === undefined) continue;
      const { type } = spot.field;
      if (type.kind === 'object') this.object(type.struct, spot.embedded?.[reference] ?? 0, value);
      else this.at(baseOf(extent, reference) + spot.offset, type, value);
    }
  }

  private at(slot: number, type: Type, initial: Initial): void {
    if (initial.kind === 'value') return this.value(slot, initial.value);
    if (type.kind === 'array' && initial.kind === 'items') {
      const width = widthOf(this.setting.program.structs, type.of, this.setting.storage.taskCount);
      initial.items.forEach((one, i) => this.at(slot + i * width, type.of, one));
    }
  }

  private value(slot: number, e: Expr): void {
    const parts = e.kind === 'word' ? e.fields : [e];
    parts.forEach((part, i) => {
      const value = this.observer.observe(part);
      assert(value.kind === 'constant', 'an initial value is constant');
      this.slots[slot + i] = value.value;
    });
  }
}

/** Of a local whose range is declared; the range of another follows from the values assigned to it. */
function declaredBounds({ name, type, low, high }: Variable): Bounds | null {
  if (type.kind !== 'int' || type.range === null) return null;
  return { low, high, limit: `range ${name} ${low}..${high}` };
}

/** Statements of `init`; beyond so many it is a loop. */
const MOST_MOVES = 10_000;

/** Runs `init` on the slots, all of it at once and without a task. */
function runInit(setting: CfgSetting, slots: Int32Array): string | null {
  const cfg = new CfgBuilder(setting, setting.program.init, null).build();
  const fault = new Fault();
  const memory = new Int32Array(slots.length + cfg.variables.length);
  memory.set(slots);
  const runs = cfg.nodes.map((node, i) =>
    compileNode(
      {
        storage: setting.storage,
        fault,
        task: -1,
        register: (variable) => slots.length + variable,
        isDone: () => () => 0,
        bounds: (variable) => declaredBounds(at(cfg.variables, variable)),
        bit: () => 0,
        defaults: defaultSlots(setting.storage),
      },
      node,
      i,
    ),
  );
  const endless = fault.limit('init without end');
  let next = cfg.entry;
  for (let fuel = MOST_MOVES; at(cfg.nodes, next).action.kind !== 'end'; fuel -= 1) {
    if (fuel === 0) fault.reach(endless);
    if (fault.code !== 0) break;
    next = at(runs, next)(memory, 0);
  }
  slots.set(memory.subarray(0, slots.length));
  if (fault.code === 0) return null;
  return fault.code >= LIMIT ? at(fault.limits, fault.code - LIMIT) : at(OOPSES, fault.code - 1);
}
