// Partial-order reduction: which move of a state can be taken before all others without losing a verdict.

import { takesOwned } from '../../lang/syntax/lockKinds.ts';
import { at } from '../../base/assert.ts';
import { lockName, variableIn } from './locksHeld.ts';
import type { Model } from '../build/model.ts';
import { findLockDiscipline, type Guard, type LockDiscipline } from './lockDiscipline.ts';
import { type FieldReader, PackedFields } from '../storage/packedFields.ts';
import { MonitoredAssumptions } from './monitoredAssumptions.ts';
import { type CellSets, StepEffects } from './stepEffects.ts';
import { baseOf, extentOf } from '../storage/storage.ts';
import { ENDED } from '../step/taskCode.ts';
import { KNOWN_OBJECT, accessSetOfValue } from './accessSets.ts';

/** No move of this state can be taken before all others. */
export const NONE = -1;

/** Whether two steps were found independent (APART) or not (CLASH); 0: not yet tested. */
const APART = 1;
const CLASH = 2;

export interface IndependenceOptions {
  /** Chain merging: whether the first move is taken at once, and the state before it is not kept. */
  readonly merge: boolean;
  /** Partial-order reduction: whether only steps that the others can still take count, and not all steps of their text. */
  readonly order: boolean;
  /** Fields (`page.bytes`) that are known to be accessed without the lock that seems to guard them. Only `order` uses it. */
  readonly unguarded?: ReadonlySet<string>;
}

/** A lock that a task waits for, found through a variable. */
interface Waiting {
  readonly pointer: FieldReader;
  /** By reference, the lock's cell. */
  readonly locks: readonly FieldReader[];
}

/**
 * Finds, for a state, a move that is independent of everything that the other tasks can do before it: their moves,
 * in any number and order, neither change its effect nor are changed by it, and no `always` property reads what
 * it writes. Then every run from the state is equivalent to one that begins with this move, so the state's other
 * moves need not be taken. Every quiescent and every deadlocked state is still found, since the task, which has not
 * finished its work, must move before either.
 *
 * What the others may do is computed from their text, for all pcs that they can still reach (`StepEffects`). Without
 * the kernel's lock discipline, nearly every pair would conflict. The discipline is assumed here and monitored on
 * every move that is taken (`MonitoredAssumptions`); a search in which an assumption is violated is discarded. The
 * reduced search finds such a violation too: a move that was taken first does not prevent it.
 */
export class Independence {
  readonly assumptions: MonitoredAssumptions;
  private readonly model: Model;
  private readonly fields: PackedFields;
  private readonly effects: StepEffects;
  private readonly discipline: LockDiscipline;
  private readonly pcs: readonly FieldReader[];
  /** By task and program counter: whether its step may be taken first at all. */
  private readonly candidates: readonly Uint8Array[];
  /** By task, then by step (see `clash`). */
  private readonly avoids: (CellSets | undefined)[][];
  /** The tasks' program counters in the current state. */
  private readonly standing: Int32Array;
  private readonly losses = new Map<string, CellSets>();
  /** By task, then by step and other task, then by the other's program counter. */
  private readonly verdicts: (Uint8Array | undefined)[][];
  private readonly guards: readonly (readonly (Waiting | null)[])[];
  private readonly waits: readonly (readonly (Waiting | null)[])[];
  /** By task and program counter, locks of known objects that are always held there. */
  private readonly held: readonly (readonly (readonly string[])[])[];

  /** Whether an assumption was ever violated. */
  broken = false;
  private readonly options: IndependenceOptions;

  constructor(model: Model, options: IndependenceOptions) {
    const { program, storage, codes, machine } = model;
    const { packing, plan, start } = machine.parts;
    this.model = model;
    this.fields = new PackedFields(packing, start);
    const unguarded = options.order ? (options.unguarded ?? new Set()) : 'all';
    this.options = options;
    this.discipline = findLockDiscipline(program, storage, codes, plan.pcs, unguarded);
    const setting = { storage, packing, codes, discipline: this.discipline, pcs: plan.pcs };
    this.effects = new StepEffects(setting);
    this.assumptions = new MonitoredAssumptions(model, this.discipline, this.fields);
    this.broken = this.assumptions.broken;
    this.pcs = plan.pcs.map((cell) => this.reader(cell));
    this.standing = new Int32Array(codes.length);
    this.avoids = codes.map(() => []);
    this.verdicts = codes.map(() => []);
    this.candidates = codes.map((_, task) => this.candidatesOf(task));
    this.guards = codes.map((code, task) => code.nodes.map((_, pc) => this.guardAt(task, pc)));
    this.waits = codes.map((code, task) => code.nodes.map((_, pc) => this.waitAt(task, pc)));
    this.held = codes.map((code, task) =>
      code.nodes.map((first) =>
        [...(at(this.discipline.locks, task).surely[first] ?? [])].filter(
          (name) => variableIn(name) < 0,
        ),
      ),
    );
  }

  /** A move that may be taken before all others of a state that is not quiescent, out of those that are enabled; or NONE. */
  first(state: Uint32Array, from: number, enabled: number): number {
    const { movesAt } = this.model.machine;
    const { standing, pcs } = this;
    for (let task = 0; task < pcs.length; task += 1)
      standing[task] = (pcs[task] as FieldReader)(state, from);
    for (let task = 0; task < pcs.length; task += 1) {
      const pc = standing[task] as number;
      if ((this.candidates[task] as Uint8Array)[pc] === 0) continue;
      const moves = enabled & ((movesAt[task] as Int32Array)[pc] as number);
      if (moves !== 0 && this.goesFirst(task, pc, state, from)) return 31 - Math.clz32(moves);
    }
    return NONE;
  }

  /**
   * Re-checks a move that was named `first` once its successor is known. A task that drops a reference to an object is
   * not taken first while another task may free the object: a free that comes too early has to be found.
   */
  stillFirst(
    task: number,
    before: Uint32Array,
    from: number,
    after: Uint32Array,
    to: number,
  ): boolean {
    const lost = this.assumptions.lost(task, before, from, after, to);
    if (lost === null) return true;
    let sets = this.losses.get(lost);
    if (sets === undefined) this.losses.set(lost, (sets = this.effects.loses(lost)));
    for (let other = 0; other < this.pcs.length; other += 1) {
      const there = (this.pcs[other] as FieldReader)(before, from);
      if (other === task || there === ENDED || this.cannotBegin(other, there, task)) continue;
      if (this.effects.clash(sets, at(this.effects.futuresOf(other, []), there))) return false;
    }
    return true;
  }

  /** Whether a task's step between two states satisfies the assumptions. */
  kept(task: number, before: Uint32Array, from: number, after: Uint32Array, to: number): boolean {
    const kept = this.assumptions.kept(task, before, from, after, to);
    if (!kept) this.broken = true;
    return kept;
  }

  private goesFirst(task: number, pc: number, state: Uint32Array, from: number): boolean {
    const guard = (this.guards[task] as readonly (Waiting | null)[])[pc] ?? null;
    const locked = guard !== null && holder(guard, state, from) === task + 1 ? 1 : 0;
    const { standing } = this;
    for (let other = 0; other < standing.length; other += 1) {
      const there = standing[other] as number;
      if (other === task || there === ENDED || this.cannotBegin(other, there, task)) continue;
      if (this.clash(task, 2 * pc + locked, other, there)) {
        const wait = (this.waits[other] as readonly (Waiting | null)[])[there] ?? null;
        if (wait === null || holder(wait, state, from) !== task + 1) return false;
      }
    }
    return true;
  }

  /** An `after all` task does not begin before an ordinary one that is to move; two of them may begin together. */
  private cannotBegin(task: number, pc: number, before: number): boolean {
    const { codes } = this.model;
    const code = codes[task] as Model['codes'][number];
    const settling = codes[before]?.task.kind === 'settle';
    return code.task.kind === 'settle' && pc >= code.idleFrom && !settling;
  }

  /** `step`: twice the program counter, plus one if the object's lock is held. */
  private clash(task: number, step: number, other: number, there: number): boolean {
    const index = step * this.pcs.length + other;
    const tables = this.verdicts[task] as (Uint8Array | undefined)[];
    const known = tables[index];
    const table = known ?? new Uint8Array(at(this.model.codes, other).nodes.length);
    if (known === undefined) tables[index] = table;
    if (table[there] === 0) {
      const futures = this.effects.futuresOf(other, at(at(this.held, task), step >> 1));
      const clash = this.effects.clash(this.avoidsAt(task, step), at(futures, there));
      table[there] = clash ? CLASH : APART;
    }
    return table[there] === CLASH;
  }

  private avoidsAt(task: number, step: number): CellSets {
    const known = at(this.avoids, task)[step];
    if (known !== undefined) return known;
    const pc = step >> 1;
    const found = this.effects.avoids(task, pc, (step & 1) === 1 ? this.guardOf(task, pc) : null);
    at(this.avoids, task)[step] = found;
    return found;
  }

  private candidatesOf(task: number): Uint8Array {
    const { codes, machine } = this.model;
    const code = at(codes, task);
    const { seen, seenDirectly } = this.seenByProperties();
    const returning = this.options.merge ? null : this.effects.returning(task);
    return Uint8Array.from(code.nodes, (first, pc) => {
      const within = first >= 0 && pc < code.idleFrom && returning?.has(pc) !== true;
      if (!within || at(code.cfg.nodes, first).action.kind === 'choose') return 0;
      if (!this.options.order && !this.isLocal(task, pc)) return 0;
      const { accesses, put } = at(at(this.discipline.steps, task), pc);
      const pcs = at(machine.parts.plan.pcs, task);
      const shown = accesses.some(({ access: { kind, cells } }) => {
        if (kind === 'read') return false;
        const looked = put >= 0 && kind === 'free' ? seenDirectly : seen;
        return cells.some((cell) => looked.has(cell));
      });
      return shown || seen.has(pcs) ? 0 : 1;
    });
  }

  /** Whether this step is independent of every step of every other task. */
  private isLocal(task: number, pc: number): boolean {
    const avoids = this.avoidsAt(task, 2 * pc);
    return this.model.codes.every(
      (_, other) => other === task || !this.effects.clash(avoids, this.effects.anywhere(other)),
    );
  }

  /** Cells that `always` properties read, and those of them whose object is known before the run. */
  private seenByProperties(): { seen: Set<number>; seenDirectly: Set<number> } {
    const { machine, storage } = this.model;
    const { conditions, plan } = machine.parts;
    const seen = new Set<number>();
    const seenDirectly = new Set<number>();
    for (const property of machine.stateBits) {
      const condition = at(conditions, property);
      if (condition === null) continue;
      for (const { cells, through } of accessSetOfValue(
        { storage, pcs: plan.pcs },
        condition.value,
      ))
        for (const cell of cells) {
          seen.add(cell);
          if (through === KNOWN_OBJECT) seenDirectly.add(cell);
        }
    }
    return { seen, seenDirectly };
  }

  private guardOf(task: number, pc: number): Guard | null {
    const { accesses, guarding } = at(at(this.discipline.steps, task), pc);
    for (const { access } of accesses) {
      const guard = access.through === guarding ? this.effects.guardOf(access) : null;
      if (guard !== null) return guard;
    }
    return null;
  }

  private guardAt(task: number, pc: number): Waiting | null {
    const code = at(this.model.codes, task);
    const { guarding, nodes } = at(at(this.discipline.steps, task), pc);
    const guard = guarding < 0 ? null : this.guardOf(task, pc);
    const steady = !nodes.some((node) => setsVariable(code, node, guarding));
    const alive = code.registers.alive[at(code.nodes, pc)]?.has(guarding) === true;
    return guard && steady && alive
      ? this.lockThrough(task, guarding, guard.struct, guard.offset)
      : null;
  }

  private waitAt(task: number, pc: number): Waiting | null {
    const code = at(this.model.codes, task);
    const first = at(code.nodes, pc);
    const action = first < 0 ? null : at(code.cfg.nodes, first).action;
    if (action?.kind !== 'lock' || !takesOwned(action.operation)) return null;
    const { object, struct, offset } = action.lock;
    const throughVariable = lockName(action.lock) !== null && object.kind === 'variable';
    return throughVariable ? this.lockThrough(task, object.variable, struct, offset) : null;
  }

  private lockThrough(task: number, variable: number, struct: string, offset: number): Waiting {
    const { codes, storage } = this.model;
    const { registerBase, registers } = at(codes, task);
    const extent = extentOf(storage, struct);
    return {
      pointer: this.reader(registerBase + at(registers.of, variable)),
      locks: extent.objects.map((_, i) => this.reader(baseOf(extent, i + 1) + offset)),
    };
  }

  private reader(cell: number): FieldReader {
    return this.fields.reader(cell);
  }
}

function setsVariable({ cfg }: Model['codes'][number], node: number, variable: number): boolean {
  const { action } = at(cfg.nodes, node);
  return action.kind === 'do' && action.sets.some((set) => set.variable === variable);
}

/** The holder of the lock in the object pointed to, as locks number tasks; 0: none. */
function holder({ pointer, locks }: Waiting, state: Uint32Array, from: number): number {
  const reference = pointer(state, from);
  return reference === 0 ? 0 : (locks[reference - 1] as FieldReader)(state, from);
}
