// A task's control-flow graph, or a property's condition, as a text without its own names: two with the same text
// behave the same. Under a renaming it is the text with tasks and objects renamed.

import { at, unreachable } from '../../base/assert.ts';
import { isArithmetic } from '../../lang/program/arithmetic.ts';
import type { Type } from '../../lang/program/program.ts';
import type {
  Action,
  Address,
  ControlFlowGraph,
  CfgNode,
  Store,
  Value,
  Variable,
} from '../cfg/controlFlowGraph.ts';
import { successorsOf } from '../cfg/controlFlowGraph.ts';
import type { Renaming } from './renaming.ts';
import { slotsOf } from '../cfg/slotValues.ts';
import { extentOf, objectAt, type Storage } from '../storage/storage.ts';

/** What such a text is made with; `variables`: those of the control-flow graph. */
interface Naming {
  readonly storage: Storage;
  readonly renaming: Renaming;
  readonly variables: readonly Variable[];
}

/** Null if it cannot be decided which numbers are references to objects. */
export function cfgText(
  storage: Storage,
  cfg: ControlFlowGraph,
  renaming: Renaming,
): string | null {
  const writer = new TextWriter({ storage, renaming, variables: cfg.variables });
  const texts = cfg.nodes.map((node, i) => writer.node(node, i));
  for (const [from, to] of orderlessRuns(storage, cfg)) {
    const sorted = texts.slice(from, to).sort();
    sorted.forEach((text, i) => (texts[from + i] = text));
  }
  return writer.unclear ? null : `${cfg.entry}\n${texts.join('\n')}`;
}

export function conditionText(storage: Storage, value: Value, renaming: Renaming): string | null {
  const writer = new TextWriter({ storage, renaming, variables: [] });
  const text = writer.value(value, BOOL);
  return writer.unclear ? null : text;
}

const BOOL: Type = { kind: 'bool' };
const INT: Type = { kind: 'int', range: null };

class TextWriter {
  /** Whether a number might be a reference. */
  unclear = false;
  private readonly naming: Naming;

  constructor(naming: Naming) {
    this.naming = naming;
  }

  node({ action, next, operates, observes, atomicRegion }: CfgNode, index: number): string {
    const flags = `${operates ? 'o' : ''}${observes ? 'w' : ''}${atomicRegion}`;
    return `${this.action(action)} ${flags} +${next.to - index}`;
  }

  private action(action: Action): string {
    switch (action.kind) {
      case 'do':
        return this.assignments(action);
      case 'branch':
        return `branch ${this.value(action.condition, BOOL)} else ${action.otherwise.to}`;
      case 'lock':
        return `${action.gate ? 'gate ' : ''}${action.operation} ${this.address(action.lock)}`;
      case 'hold':
        return `hold ${this.address(action.lock)} ${this.task(action.task)}`;
      case 'wait':
        return `${action.gate ? 'gate ' : ''}wait ${this.value(action.until, BOOL)}`;
      case 'free':
        return `free ${this.value(action.pointer, pointerTo(action.struct))}`;
      case 'choose':
        return `choose ${action.branches.map(({ label, to }) => `${label} ${to.to}`).join()}`;
      case 'check':
        return `${action.kind} ${action.property} ${this.value(action.condition, BOOL)}`;
      case 'jump':
      case 'enter':
      case 'end':
        return action.kind;
      default:
        return unreachable(action);
    }
  }

  private assignments({ sets, stores, evaluate }: Extract<Action, { kind: 'do' }>): string {
    const texts = [
      ...sets.map(({ variable, value }) => {
        const { type } = at(this.naming.variables, variable);
        return `v${variable}=${this.value(value, type)}`;
      }),
      ...stores.map(({ address, value, bounds }) => {
        const kept = bounds === null ? '' : `in ${bounds.low}..${bounds.high} ${bounds.limit}`;
        return `${this.address(address)}=${this.value(value, address.type)}${kept}`;
      }),
      ...(evaluate === null ? [] : [this.value(evaluate, this.typeOf(evaluate))]),
    ];
    return texts.join(';');
  }

  value(value: Value, type: Type | null): string {
    switch (value.kind) {
      case 'constant':
        return this.constant(value.value, type);
      case 'variable':
        return `v${value.variable}`;
      case 'load':
        return `${value.observed ? 'seen ' : ''}${this.address(value.address)}`;
      case 'lookup':
        return this.lookup(value, type);
      case 'not':
        return `!(${this.value(value.operand, this.typeOf(value.operand) ?? BOOL)})`;
      case 'binary':
        return this.binary(value);
      case 'all':
      case 'any':
        return this.many(value);
      case 'exchange': {
        const { address, bounds } = value;
        const to = this.value(value.value, address.type);
        return `xchg(${this.address(address)},${to},${bounds.limit})`;
      }
      case 'bump': {
        const seen = value.observed ? 'seen ' : '';
        return `${seen}bump(${this.address(value.address)},${value.by},${value.bounds.limit})`;
      }
      case 'trylock':
        return `${value.operation}(${this.address(value.lock)})`;
      case 'allocate':
        return `alloc(${value.pool})`;
      case 'live':
        return `live(${this.reference(value.struct, value.reference)})`;
      case 'done':
        return `done(${this.task(value.task)})`;
      case 'held':
        return `held(${this.address(value.lock)},${value.task === null ? '' : this.task(value.task)})`;
      default:
        return unreachable(value);
    }
  }

  /** Zero stands for both zero and NULL. */
  private constant(value: number, type: Type | null): string {
    if (value === 0) return '0';
    if (type === null) this.unclear = true;
    return type?.kind === 'reference' ? this.reference(type.struct, value) : `${value}`;
  }

  private reference(struct: string, reference: number): string {
    return `&${struct}${this.naming.renaming.reference(struct, reference)}`;
  }

  private task(task: number): string {
    return `t${at(this.naming.renaming.tasks, task)}`;
  }

  private binary({ operator, left, right }: Extract<Value, { kind: 'binary' }>): string {
    const compares = operator === '==' || operator === '!=';
    const logical = operator === '&&' || operator === '||' || operator === '=>';
    const known = this.typeOf(left) ?? this.typeOf(right);
    const typeFor = (side: Value): Type | null =>
      compares ? known : logical ? (this.typeOf(side) ?? BOOL) : INT;
    return `(${this.value(left, typeFor(left))}${operator}${this.value(right, typeFor(right))})`;
  }

  /** In any order, unless an item can reach a limit: items after a deciding one are not evaluated. */
  private many({ kind, items }: Extract<Value, { kind: 'all' | 'any' }>): string {
    const texts = items.map((item) => this.value(item, this.typeOf(item) ?? BOOL));
    if (!items.some(reachesLimits)) texts.sort();
    return `${kind}(${texts.join()})`;
  }

  private lookup(value: Extract<Value, { kind: 'lookup' }>, type: Type | null): string {
    const { table, of, limit } = value;
    const { from, to } = tablesOf(this.naming.storage, value, type);
    if (to === null) this.unclear = true;
    // An embedded object is renamed together with its outer object, so such a table does not change.
    const names =
      from === null && to !== null ? table.map((one) => this.reference(to, one)) : table;
    return `[${names.join()}](${this.value(of, from === null ? INT : pointerTo(from))},${limit ?? ''})`;
  }

  private address({ struct, object, offset, indexes, type }: Address): string {
    const places = indexes.map(({ index, scale, length, name }) => {
      return `[${this.value(index, INT)}*${scale}<${length} ${name}]`;
    });
    const kind = type.kind === 'lock' ? type.lock : type.kind;
    return `${this.value(object, pointerTo(struct))}.${struct}+${offset}${places.join('')}:${kind}`;
  }

  private typeOf(value: Value): Type | null {
    switch (value.kind) {
      case 'constant':
        return null;
      case 'variable':
        return at(this.naming.variables, value.variable).type;
      case 'load':
      case 'exchange':
      case 'bump':
        return value.address.type;
      case 'lookup': {
        const { to } = tablesOf(this.naming.storage, value, null);
        return to === null ? null : pointerTo(to);
      }
      case 'allocate':
        return pointerTo(this.naming.storage.ranges.get(value.pool)?.struct ?? '');
      case 'binary':
        return isArithmetic(value.operator) ? INT : BOOL;
      case 'not':
      case 'trylock':
      case 'done':
      case 'held':
      case 'all':
      case 'any':
      case 'live':
        return BOOL;
      default:
        return unreachable(value);
    }
  }
}

function pointerTo(struct: string): Type {
  return { kind: 'reference', struct };
}

/** The struct that a table maps from (null for plain numbers) and to; null if it cannot be decided. */
function tablesOf(
  storage: Storage,
  { table, limit }: Extract<Value, { kind: 'lookup' }>,
  type: Type | null,
): { from: string | null; to: string | null } {
  for (const [struct, { spots }] of storage.extents)
    for (const { embedded, field } of spots.values())
      if (embedded === table && field.type.kind === 'object')
        return { from: struct, to: field.type.struct };
  if (limit === null) return { from: null, to: null };
  const to = storage.ranges.get(limit.replace(/^range index of /, ''))?.struct ?? null;
  return { from: null, to: to ?? (type?.kind === 'reference' ? type.struct : null) };
}

function reachesLimits(value: Value): boolean {
  switch (value.kind) {
    case 'load':
    case 'exchange':
    case 'bump':
      return addressReaches(value.address);
    case 'held':
    case 'trylock':
      return addressReaches(value.lock);
    case 'lookup':
      return value.limit !== null || reachesLimits(value.of);
    case 'not':
      return reachesLimits(value.operand);
    case 'binary':
      return reachesLimits(value.left) || reachesLimits(value.right);
    case 'all':
    case 'any':
      return value.items.some(reachesLimits);
    case 'constant':
    case 'allocate':
    case 'done':
    case 'variable':
    case 'live':
      return false;
    default:
      return unreachable(value);
  }
}

function addressReaches({ object, indexes }: Address): boolean {
  return reachesLimits(object) || indexes.some((one) => !isWithin(one) || reachesLimits(one.index));
}

/** Whether the range of an index lies within the array. */
function isWithin({ index, length }: Address['indexes'][number]): boolean {
  if (index.kind !== 'load' || index.address.type.kind !== 'int') return false;
  const { range } = index.address.type;
  return range !== null && range.low >= 0 && range.high < length;
}

/** Stores of constants or variables to known places: they always go on to the next node. */
function isPlainStore(action: Action): action is Extract<Action, { kind: 'do' }> {
  return (
    action.kind === 'do' &&
    action.sets.length === 0 &&
    action.evaluate === null &&
    action.stores.length > 0 &&
    action.stores.every(isPlain)
  );
}

function isPlain({ address, value, bounds }: Store): boolean {
  const { object, indexes } = address;
  const known = object.kind === 'constant' && object.value > 0 && indexes.length === 0;
  return known && (value.kind === 'constant' || (value.kind === 'variable' && bounds === null));
}

/**
 * Ranges of nodes (from, to) within one atomic whose order cannot be observed: each stores to a known place that always
 * exists, no two to the same place, and no jump leads into the range.
 */
function orderlessRuns(storage: Storage, { nodes }: ControlFlowGraph): [number, number][] {
  const entered = new Set<number>();
  nodes.forEach((node, i) => {
    for (const to of successorsOf(node)) if (to !== i + 1) entered.add(to);
  });
  const runs: [number, number][] = [];
  for (let from = 0; from < nodes.length; from += 1) {
    let to = from;
    while (
      to < nodes.length &&
      continuesRun(storage, nodes, from, to) &&
      !(to > from && entered.has(to))
    )
      to += 1;
    if (to - from < 2) continue;
    runs.push([from, to]);
    from = to - 1;
  }
  return runs;
}

function continuesRun(
  storage: Storage,
  nodes: readonly CfgNode[],
  from: number,
  to: number,
): boolean {
  const { action, atomicRegion, next } = at(nodes, to);
  if (atomicRegion === 0 || atomicRegion !== at(nodes, from).atomicRegion || !isPlainStore(action))
    return false;
  const cells = cellsOf(storage, action);
  const before = nodes.slice(from, to).flatMap((node) => cellsOf(storage, node.action));
  return (
    next.to === to + 1 &&
    action.stores.every(({ address }) => isAlwaysThere(storage, address)) &&
    cells.every((cell) => !before.includes(cell))
  );
}

function cellsOf(storage: Storage, action: Action): number[] {
  return action.kind === 'do'
    ? action.stores.flatMap(({ address }) => slotsOf(storage, address))
    : [];
}

function isAlwaysThere(storage: Storage, { struct, object }: Address): boolean {
  return (
    object.kind === 'constant' && objectAt(extentOf(storage, struct), object.value).pool === null
  );
}
