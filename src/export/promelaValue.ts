// Values as Promela expressions, beside what stands in the way of computing them.

import { LOCKS } from '../lang/syntax/lockKinds.ts';
import { AssertionFailure, at, unreachable } from '../base/assert.ts';
import { isArithmetic, resultInterval } from '../lang/program/arithmetic.ts';
import type { Operator } from '../lang/program/program.ts';
import { OOPSES, type Oops } from '../model/step/fault.ts';
import type { Address, ControlFlowGraph, Value } from '../model/cfg/controlFlowGraph.ts';
import type { Model } from '../model/build/model.ts';
import { baseOf, extentOf, kindOf } from '../model/storage/storage.ts';
import type { PromelaNames } from './promelaNames.ts';

/** An expression; `unknown` is when an observer has looked through NULL, null where it cannot have. */
export interface Text {
  readonly text: string;
  readonly unknown: string | null;
}

/** Why a step stops halfway: an oops by its code, or a limit (0), and its name. */
export interface Trap {
  /** All of these. */
  readonly when: readonly string[];
  readonly oops: number;
  readonly name: string;
}

/** A place whose object and indexes are expressions. */
export interface Spot {
  readonly address: Address;
  readonly object: string;
  readonly indexes: readonly string[];
  readonly unknown: string | null;
}

export function oopsCode(oops: Oops): number {
  return OOPSES.indexOf(oops) + 1;
}

export function limitTrap(when: readonly string[], name: string): Trap {
  return { when, oops: 0, name };
}

export function oopsTrap(when: readonly string[], oops: Oops): Trap {
  return { when, oops: oopsCode(oops), name: oops };
}

export class PromelaValues {
  readonly names: PromelaNames;
  readonly model: Model;
  /** Fields reached through a pointer, as macros: their definitions by name. */
  readonly macros = new Map<string, string>();
  /** And stores there. */
  readonly setters = new Map<string, string>();

  constructor(model: Model, names: PromelaNames) {
    this.model = model;
    this.names = names;
  }

  /** `under`: what must hold for it to be computed at all; `traps` takes what is met on the way, in order. */
  pure(value: Value, task: number, traps: Trap[], under: readonly string[] = []): Text {
    const inner = (v: Value, more: readonly string[] = []): Text =>
      this.pure(v, task, traps, [...under, ...more]);
    switch (value.kind) {
      case 'constant':
        return known(String(value.value));
      case 'variable':
        return known(this.names.read(this.names.variable(task, value.variable)));
      case 'load': {
        const spot = this.spot(value.address, value.observed, task, traps, under);
        return { text: this.cell(spot, 0), unknown: spot.unknown };
      }
      case 'lookup':
        return this.lookup(value, inner(value.of), traps, under);
      case 'not':
        return known(negate(truth(inner(value.operand))));
      case 'binary':
        return this.binary(value, inner);
      case 'all':
      case 'any': {
        const done: string[] = [];
        for (const item of value.items) {
          const met = value.kind === 'all' ? done : done.map(negate);
          done.push(truth(inner(item, met)));
        }
        return known(`(${done.join(value.kind === 'all' ? ' && ' : ' || ')})`);
      }
      case 'live': {
        const extent = extentOf(this.model.storage, value.struct);
        return known(this.names.read(baseOf(extent, value.reference) + (extent.live ?? 0)));
      }
      case 'done':
        return known(`(${this.names.pc(value.task)} == 0)`);
      case 'held':
        return this.held(value, this.spot(value.lock, true, task, traps, under));
      default:
        throw new Error(`${value.kind} changes something`);
    }
  }

  private binary(
    value: Extract<Value, { kind: 'binary' }>,
    inner: (v: Value, more?: readonly string[]) => Text,
  ): Text {
    const { operator } = value;
    const left = inner(value.left);
    const open = operator === '||' ? negate(truth(left)) : truth(left);
    const lazy = operator === '&&' || operator === '||' || operator === '=>';
    return combine(operator, left, inner(value.right, lazy ? [open] : []));
  }

  private lookup(
    { table, limit }: Extract<Value, { kind: 'lookup' }>,
    of: Text,
    traps: Trap[],
    under: readonly string[],
  ): Text {
    if (limit !== null)
      traps.push(limitTrap([...under, `(${of.text} < 0 || ${of.text} >= ${table.length})`], limit));
    const same = table.every((target, i) => target === i);
    if (same && limit === null) return of;
    return { text: choose(of.text, table.map((target, i) => [i, String(target)])), unknown: of.unknown }; // prettier-ignore
  }

  private held({ lock, task }: Extract<Value, { kind: 'held' }>, spot: Spot): Text {
    const { unknown } = spot;
    const { form } = LOCKS[kindOf(lock)];
    switch (form) {
      case 'owner': {
        const holder = this.cell(spot, 0);
        return { text: task === null ? `(${holder} != 0)` : `(${holder} == ${task + 1})`, unknown };
      }
      case 'seats': {
        const tasks = task === null ? this.model.codes.map((_, t) => t) : [task];
        return {
          text: `(${tasks.map((t) => `${this.cell(spot, t)} != 0`).join(' || ')})`,
          unknown,
        };
      }
      case 'count':
        throw new AssertionFailure('nobody holds what counts');
      default:
        return unreachable(form);
    }
  }

  /** A place with everything that can go wrong on the way to it. */
  spot(
    address: Address,
    observed: boolean,
    task: number,
    traps: Trap[],
    under: readonly string[],
  ): Spot {
    const { object: reference, struct } = address;
    const object = this.pure(reference, task, traps, under);
    const fixed = reference.kind === 'constant' && reference.value !== 0;
    const reached = fixed ? under : [...under, `${object.text} != 0`];
    if (!observed) {
      if (!fixed) traps.push(oopsTrap([...under, `${object.text} == 0`], 'NULL dereference'));
      const live = this.live(struct, fixed ? reference.value : object.text);
      if (live !== '1') traps.push(oopsTrap([...reached, `${live} == 0`], 'use after free'));
    }
    const indexes = address.indexes.map(({ index, length, name }) => {
      const found = this.pure(index, task, traps, reached);
      const beyond = `(${found.text} < 0 || ${found.text} >= ${length})`;
      traps.push(limitTrap([...reached, beyond], `range index of ${name}`));
      return found;
    });
    const unknown = observed && !fixed ? `${object.text} == 0` : null;
    return {
      address,
      object: object.text,
      indexes: indexes.map(({ text }) => text),
      unknown: indexes.reduce((sum, index) => or(sum, index.unknown), unknown),
    };
  }

  /** Whether the object that is pointed to is allocated; '1' where it always is, '0' for NULL. */
  live(struct: string, object: number | string): string {
    if (object === 0) return '0';
    const extent = extentOf(this.model.storage, struct);
    const { live, objects } = extent;
    if (live === null) return '1';
    const cells = objects.map(({ pool }, i) => (pool === null ? '1' : this.names.read(baseOf(extent, i + 1) + live))); // prettier-ignore
    if (typeof object === 'number') return at(cells, object - 1);
    if (cells.every((cell) => cell === '1')) return '1';
    return this.macro(`${struct}_live`, cells, object);
  }

  /** When a ghost is written: not through NULL, by no index that is behind NULL, and not in an object that is free. Null: always. */
  thereToWrite({ address, object, unknown }: Spot): string | null {
    const { struct, object: pointer } = address;
    const live = this.live(struct, pointer.kind === 'constant' ? pointer.value : object);
    const known = unknown === null ? [] : [negate(`(${unknown})`)];
    const conditions = [...known, ...(live === '1' ? [] : [`${live} != 0`])];
    return conditions.length === 0 ? null : conditions.join(' && ');
  }

  /** What a cell of a place holds: 0 where there is no object. */
  cell(spot: Spot, part: number): string {
    const { address, object, indexes } = spot;
    if (indexes.length === 0 && address.object.kind !== 'constant') {
      const extent = extentOf(this.model.storage, address.struct);
      const offset = address.offset + part;
      const cells = extent.objects.map((_, i) => this.names.read(baseOf(extent, i + 1) + offset));
      return this.macro(`${address.struct}_${this.fieldAt(address.struct, offset)}`, cells, object);
    }
    const slots = this.slots(spot, part);
    const only = slots.length === 1 && slots[0]?.when === '1' ? slots[0] : null;
    if (only !== null) return this.names.read(only.slot);
    return slots.reduceRight(
      (rest, { when, slot }) => `(${when} -> ${this.names.read(slot)} : ${rest})`,
      '0',
    );
  }

  /** Every slot that a cell of a place can be, each with the condition that it is the one. */
  slots(spot: Spot, part: number): { readonly when: string; readonly slot: number }[] {
    const { address, object, indexes } = spot;
    const extent = extentOf(this.model.storage, address.struct);
    const fixed = address.object.kind === 'constant' ? address.object.value : null;
    const references = fixed === null ? extent.objects.map((_, i) => i + 1) : fixed > 0 ? [fixed] : []; // prettier-ignore
    let found = references.map((reference) => ({
      when: fixed === null ? [`${object} == ${reference}`] : [],
      slot: baseOf(extent, reference) + address.offset + part,
    }));
    address.indexes.forEach(({ scale, length }, n) => {
      found = found.flatMap(({ when, slot }) =>
        Array.from({ length }, (_, i) => ({
          when: [...when, `${at(indexes, n)} == ${i}`],
          slot: slot + i * scale,
        })),
      );
    });
    const possible = found.filter(({ when }) => !when.some(isFalse));
    return possible.map(({ when: all, slot }) => ({ when: all.filter((one) => !isTrue(one)), slot })).map(({ when, slot }) => ({ when: when.length === 0 ? '1' : when.join(' && '), slot })); // prettier-ignore
  }

  private macro(wanted: string, cells: readonly string[], object: string): string {
    if (cells.every((cell) => cell === '0')) return '0';
    const body = choose('(p)', cells.map((cell, i) => [i + 1, cell])); // prettier-ignore
    const name = `${wanted}_of`;
    this.macros.set(name, body);
    return `${name}(${object})`;
  }

  /** A store through a pointer, as a macro. */
  store(spot: Spot, part: number, text: string): string {
    const { address, object } = spot;
    const field = this.fieldAt(address.struct, address.offset + part);
    const name = `set_${address.struct}_${field}`;
    const slots = this.slots({ ...spot, object: '(p)' }, part);
    const options = slots
      .filter(({ slot }) => this.names.varies(slot))
      .map(({ when, slot }) => `:: ${when} -> ${this.names.read(slot)} = v`);
    this.setters.set(name, `if ${options.join(' ')} :: else -> skip fi`);
    return `${name}(${object}, ${text})`;
  }

  private fieldAt(struct: string, offset: number): string {
    const { spots } = extentOf(this.model.storage, struct);
    for (const [name, spot] of spots) {
      const part = this.names.partsOf(spot.field.type)[offset - spot.offset];
      if (offset >= spot.offset && part !== undefined) return `${name}${part}`;
    }
    throw new Error(`struct ${struct} has a field at ${offset}`);
  }

  /** The values that an expression can have, as far as its parts' types tell; null: any. */
  span(value: Value, cfg: ControlFlowGraph): readonly [number, number] | null {
    if (value.kind === 'constant') return [value.value, value.value];
    if (value.kind === 'variable') {
      const { low, high } = at(cfg.variables, value.variable);
      return [low, high];
    }
    if (value.kind === 'load') {
      const extent = extentOf(this.model.storage, value.address.struct);
      const slot = this.model.storage.slots[extent.base + value.address.offset];
      return slot === undefined ? null : [Math.min(0, slot.low), Math.max(0, slot.high)];
    }
    if (value.kind !== 'binary' || !isArithmetic(value.operator)) return null;
    const [left, right] = [this.span(value.left, cfg), this.span(value.right, cfg)];
    if (left === null || right === null) return null;
    return resultInterval(value.operator, left, right);
  }
}

export function known(text: string): Text {
  return { text, unknown: null };
}

/** As a condition: false where an observer does not know. */
export function truth({ text, unknown }: Text): string {
  return unknown === null ? text : `(!(${unknown}) && ${text})`;
}

/** `!!` is an operator of its own in Promela. */
export function negate(text: string): string {
  return text.startsWith('!') ? `(${text.slice(1)} != 0)` : `!${text}`;
}

export function combine(operator: Operator, left: Text, right: Text): Text {
  switch (operator) {
    case '&&':
    case '||':
      return known(`(${truth(left)} ${operator} ${truth(right)})`);
    case '=>':
      return known(`(${negate(truth(left))} || ${truth(right)})`);
    case '+':
    case '-':
    case '*':
    case '%':
      return { text: `(${left.text} ${operator} ${right.text})`, unknown: or(left.unknown, right.unknown) }; // prettier-ignore
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const text = `(${left.text} ${operator} ${right.text})`;
      return known(truth({ text, unknown: or(left.unknown, right.unknown) }));
    }
    default:
      return unreachable(operator);
  }
}

function or(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a === b ? a : `(${a}) || (${b})`;
}

/** `(p == 1 -> a : (p == 2 -> b : 0))` */
function choose(of: string, cases: readonly (readonly [number, string])[]): string {
  return cases
    .filter(([, text]) => text !== '0')
    .reduceRight((rest, [n, text]) => `(${of} == ${n} -> ${text} : ${rest})`, '0');
}

/** `2 == 2`, and `2 == 3`: what an index that is known makes of a comparison. */
function isTrue(comparison: string): boolean {
  return /^(\d+) == \1$/.test(comparison);
}

function isFalse(comparison: string): boolean {
  return /^\d+ == \d+$/.test(comparison) && !isTrue(comparison);
}
