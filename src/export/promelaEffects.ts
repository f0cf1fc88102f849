// The effects of a step in Promela: what it writes, the new program counter, and its traps. Locks, values and the paths
// through the nodes are built on it.

import { at } from '../base/assert.ts';
import type { CfgNode, Value } from '../model/cfg/controlFlowGraph.ts';
import type { TaskCode } from '../model/step/taskCode.ts';
import { walkValue } from '../model/cfg/walkValue.ts';
import { NotExportable } from './notExportable.ts';
import type { PromelaValues, Spot, Text, Trap } from './promelaValue.ts';
import { line, type Option, type Stmt } from './promelaText.ts';

/** The cells of the state that the step has changed so far on this path. */
export type Changed = ReadonlySet<number>;
export type Then = (changed: Changed) => Stmt[];
export type ThenText = (text: Text, changed: Changed) => Stmt[];
export type ActionOf<K extends CfgNode['action']['kind']> = Extract<CfgNode['action'], { kind: K }>;

export class PromelaEffects {
  /** Temporaries that some step needs, within it only. */
  readonly temporaries: Set<string>;
  /** Cells that a later oops or limit restores: saved before the step changes anything. */
  protected readonly saved = new Set<number>();
  protected readonly v: PromelaValues;
  protected readonly task: number;
  protected readonly code: TaskCode;
  protected readonly pc: number;
  protected count = 0;

  constructor(values: PromelaValues, task: number, pc: number, temporaries: Set<string>) {
    this.v = values;
    this.task = task;
    this.code = at(values.model.codes, task);
    this.pc = pc;
    this.temporaries = temporaries;
  }

  protected old(cell: number): string {
    const name = `old_${this.v.names.read(cell)}`;
    this.temporaries.add(name);
    return name;
  }

  protected temporary(): string {
    const name = `tmp${this.count++}`;
    this.temporaries.add(name);
    return name;
  }

  protected stand(pc: number, changed: Changed): Stmt[] {
    return [...this.resets(pc, changed), line(`${this.v.names.pc(this.task)} = ${pc}`)];
  }

  /** Dead locals are zero in every state: those that were live or have been written are reset here. */
  protected resets(pc: number, changed: Changed): Stmt[] {
    const { registers, nodes } = this.code;
    const node = at(nodes, pc);
    const before = at(registers.alive, at(nodes, this.pc));
    const cells = this.v.names.keptVariables(this.task).flatMap((variable) => {
      const cell = this.v.names.variable(this.task, variable);
      const alive = node >= 0 && at(registers.alive, node).has(variable);
      return !alive && (before.has(variable) || changed.has(cell)) ? [cell] : [];
    });
    return cells.map((cell) => line(`${this.v.names.read(cell)} = 0`));
  }

  /** The program counter of a task that has queued for a lock. */
  protected stay(pc: number): Stmt[] {
    return [line(`${this.v.names.pc(this.task)} = ${pc}`, 'queues')];
  }

  protected guarded(traps: readonly Trap[], changed: Changed, rest: () => Stmt[]): Stmt[] {
    if (traps.length === 0) return rest();
    const options: Option[] = [];
    const past: string[] = [];
    for (const trap of traps) {
      const guard = [...new Set([...past, ...trap.when])].join(' && ');
      options.push({ guard, body: this.fail(trap, changed) });
      past.push(opposite(trap.when));
    }
    return [{ kind: 'if', options: [...options, { guard: null, body: rest() }] }];
  }

  /** An oops keeps the state before the step; a limit leaves no successor: the state is its own. */
  protected fail({ oops, name }: Trap, changed: Changed): Stmt[] {
    const back = [...changed]
      .sort((a, b) => a - b)
      .map((cell) => {
        this.saved.add(cell);
        return line(`${this.v.names.read(cell)} = ${this.old(cell)}`);
      });
    if (oops === 0) return [...back, line('skip', `limit: ${name}`)];
    return [...back, line(`OOPS(${oops})`, name)];
  }

  protected write(spot: Spot, part: number, text: string, changed: Changed, on: Then): Stmt[] {
    const { body, cells } = this.assign(spot, part, text);
    return [...body, ...on(new Set([...changed, ...cells]))];
  }

  /** A cell that never changes is not written: it already has the value. */
  protected assign(spot: Spot, part: number, text: string): { body: Stmt[]; cells: number[] } {
    const { names } = this.v;
    const slots = this.v.slots(spot, part).filter(({ slot }) => names.varies(slot));
    const cells = slots.map(({ slot }) => slot);
    const [only] = slots;
    if (only === undefined) return { body: [], cells };
    if (only.when === '1') return { body: [line(`${names.read(only.slot)} = ${text}`)], cells };
    if (spot.indexes.length === 0) return { body: [line(this.v.store(spot, part, text))], cells };
    const options: Option[] = slots.map(({ when: guard, slot }) => ({
      guard,
      body: [line(`${names.read(slot)} = ${text}`)],
    }));
    return { body: [{ kind: 'if', options: [...options, { guard: null, body: [] }] }], cells };
  }

  protected at(
    address: Spot['address'],
    observed: boolean,
    changed: Changed,
    then: (spot: Spot) => Stmt[],
  ): Stmt[] {
    if (changes(address.object) || address.indexes.some(({ index }) => changes(index)))
      throw new NotExportable(`the way to ${address.path} changes something`);
    const traps: Trap[] = [];
    const spot = this.v.spot(address, observed, this.task, traps, []);
    return this.guarded(traps, changed, () => then(spot));
  }

  protected bind(text: string, wanted: boolean, then: (text: string) => Stmt[]): Stmt[] {
    if (!wanted) return then(text);
    const name = this.temporary();
    return [line(`${name} = ${text}`), ...then(name)];
  }
}

/** None of the earlier traps applies. */
function opposite(conditions: readonly string[]): string {
  const [only = ''] = conditions;
  if (conditions.length === 1 && /^\w+ == 0$/.test(only)) return only.replace('==', '!=');
  return `!(${conditions.join(' && ')})`;
}

/** Whether computing it changes anything. */
export function changes(value: Value): boolean {
  let found = false;
  walkValue(value, ({ kind }) => {
    found ||= ['exchange', 'bump', 'trylock', 'allocate'].includes(kind);
  });
  return found;
}
