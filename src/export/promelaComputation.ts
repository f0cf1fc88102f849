// Values that change something while they are computed, as statements of Promela.

import { at } from '../base/assert.ts';
import type { Bounds, Value } from '../model/cfg/controlFlowGraph.ts';
import { withEmbedded } from '../model/storage/storage.ts';
import { combine, known, limitTrap, negate, type Trap, truth } from './promelaValue.ts';
import { line, type Stmt, when } from './promelaText.ts';
import { NotExportable } from './notExportable.ts';
import { type Changed, changes, type ThenText } from './promelaEffects.ts';
import { PromelaLocks } from './promelaLocks.ts';

export class PromelaComputation extends PromelaLocks {
  /** A value that must stay within its place's bounds. */
  protected bounded(
    value: Value,
    bounds: Bounds | null,
    changed: Changed,
    then: (text: string, changed: Changed) => Stmt[],
  ): Stmt[] {
    return this.evaluate(value, changed, ({ text }, after) => {
      const span = this.v.span(value, this.code.cfg);
      const limits = bounds === null ? [] : outside(text, bounds, span);
      return this.guarded(limits, after, () => then(text, after));
    });
  }

  protected evaluate(value: Value, changed: Changed, then: ThenText): Stmt[] {
    if (!changes(value)) {
      const traps: Trap[] = [];
      const text = this.v.pure(value, this.task, traps);
      return this.guarded(traps, changed, () => then(text, changed));
    }
    switch (value.kind) {
      case 'not':
        return this.evaluate(value.operand, changed, (operand, after) =>
          then(known(negate(truth(operand))), after),
        );
      case 'binary':
        return this.binary(value, changed, then);
      case 'exchange':
        return this.exchange(value, changed, then);
      case 'bump':
        return this.bump(value, changed, then);
      case 'trylock':
        return this.tryLock(value, changed, then);
      case 'allocate':
        return this.allocate(value.pool, changed, then);
      default:
        throw new NotExportable(`a value of kind ${value.kind} changes something within`);
    }
  }

  protected binary(
    { operator, left, right }: Extract<Value, { kind: 'binary' }>,
    changed: Changed,
    then: ThenText,
  ): Stmt[] {
    return this.evaluate(left, changed, (l, after) => {
      if (!changes(right)) {
        return this.evaluate(right, after, (r, last) => then(combine(operator, l, r), last));
      }
      if (operator === '&&' || operator === '||' || operator === '=>') {
        const decided = known(operator === '&&' ? '0' : '1');
        const go = operator === '||' ? negate(truth(l)) : truth(l);
        return when(
          go,
          this.evaluate(right, after, (r, last) => then(known(truth(r)), last)),
          then(decided, after),
        );
      }
      return this.bind(l.text, left.kind !== 'constant', (kept) =>
        this.evaluate(right, after, (r, last) =>
          then(combine(operator, { ...l, text: kept }, r), last),
        ),
      );
    });
  }

  protected exchange(
    value: Extract<Value, { kind: 'exchange' }>,
    changed: Changed,
    then: ThenText,
  ): Stmt[] {
    return this.at(value.address, false, changed, (spot) =>
      this.bounded(value.value, value.bounds, changed, (text, after) =>
        this.bind(this.v.cell(spot, 0), true, (before) =>
          this.write(spot, 0, text, after, (last) => then(known(before), last)),
        ),
      ),
    );
  }

  /** An observer that comes to NULL, or to an object that is free, counts nothing; behind NULL it does not know what was there. */
  protected bump(
    value: Extract<Value, { kind: 'bump' }>,
    changed: Changed,
    then: ThenText,
  ): Stmt[] {
    const { bounds, by } = value;
    return this.at(value.address, value.observed, changed, (spot) => {
      const next = `${this.v.cell(spot, 0)} ${by < 0 ? '-' : '+'} ${Math.abs(by)}`;
      const { low, high } = bounds;
      const limits = outside(`(${next})`, bounds, [low + by, high + by]);
      const count = (): Stmt[] =>
        this.guarded(limits, changed, () =>
          this.write(spot, 0, next, changed, (after) => then(known(this.v.cell(spot, 0)), after)),
        );
      const there = value.observed ? this.v.thereToWrite(spot) : null;
      if (there === null) return count();
      return when(there, count(), then({ text: '0', unknown: spot.unknown }, changed));
    });
  }

  /** The lowest element that is free. */
  protected allocate(pool: string, changed: Changed, then: ThenText): Stmt[] {
    const { storage } = this.v.model;
    const range = storage.ranges.get(pool);
    if (range === undefined) throw new NotExportable(`pool ${pool} is not there`);
    const { names } = this.v;
    const elements = Array.from({ length: range.length }, (_, i) =>
      withEmbedded(storage, range.struct, range.first + i).map(
        ({ extent, base }) => base + (extent.live ?? 0),
      ),
    );
    const lives = elements.map((slots) => names.read(at(slots, 0)));
    const got = this.temporary();
    const options = elements.map((slots, i) => ({
      guard: [...lives.slice(0, i).map((l) => `${l} != 0`), `${at(lives, i)} == 0`].join(' && '),
      body: [
        ...slots.map((slot) => line(`${names.read(slot)} = 1`)),
        line(`${got} = ${range.first + i}`),
      ],
    }));
    const empty = lives.map((live) => `${live} != 0`).join(' && ');
    return this.guarded([limitTrap([empty], `pool ${pool}[${range.length}]`)], changed, () => [
      { kind: 'if', options },
      ...then(known(got), new Set([...changed, ...elements.flat()])),
    ]);
  }
}

/** Where a value can leave its bounds, given the values that it can have. */
function outside(text: string, bounds: Bounds, span: readonly [number, number] | null): Trap[] {
  if (bounds.limit === '') return [];
  const { low, high, limit } = bounds;
  const below = span !== null && span[0] >= low ? [] : [`${text} < ${low}`];
  const above = span !== null && span[1] <= high ? [] : [`${text} > ${high}`];
  const ways = [...below, ...above];
  const [only = ''] = ways;
  if (ways.length === 0) return [];
  return [limitTrap([ways.length === 1 ? only : `(${ways.join(' || ')})`], limit)];
}
