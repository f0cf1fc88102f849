// What the parts of the builder share while a control-flow graph is built: the configuration, the current call, the
// variables so far.

import { assert, at as item } from '../../base/assert.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Body, Local, Program, Task, Type } from '../../lang/program/program.ts';
import { referenceTo, scalarBounds, widthOf, type Storage } from '../storage/storage.ts';
import { type Binding, type CallFrame, openFrame } from './callFrame.ts';
import type { Value, Variable } from './controlFlowGraph.ts';
import type { SiteNamer } from './siteNamer.ts';

/** The inputs that all control-flow graphs of one configuration share. */
export interface CfgSetting {
  readonly program: Program;
  readonly config: Config;
  readonly storage: Storage;
  /** The tasks of this configuration, in order. */
  readonly tasks: readonly Task[];
  readonly ghosts: ReadonlySet<string>;
  /** Slots at the start, once they are known: what constant fields hold. */
  readonly initial: Int32Array | null;
  readonly namer: SiteNamer;
}

export class CfgScope {
  readonly variables: Variable[] = [];
  readonly setting: CfgSetting;
  readonly task: Task | null;
  frame: CallFrame;
  /** Inside ghost statements and assertions: reading is not an access, and reading through NULL is not an oops. */
  observing = false;

  constructor(setting: CfgSetting, body: Body, task: Task | null) {
    this.setting = setting;
    this.task = task;
    this.frame = openFrame(setting.program, body, [], task?.name ?? 'init', null);
  }

  binding(local: number): Binding {
    const known = this.frame.bindings.get(local);
    if (known !== undefined) return known;
    const binding: Binding = {
      kind: 'values',
      values: this.newVariables(item(this.frame.locals, local)),
    };
    this.frame.bindings.set(local, binding);
    return binding;
  }

  variablesFor(local: number): readonly Value[] {
    const binding = this.binding(local);
    assert(binding.kind === 'values', 'a cell is not assigned');
    return binding.values;
  }

  targets(local: number): number[] {
    return this.variablesFor(local).map((value) => {
      assert(value.kind === 'variable', 'what is assigned is a variable');
      return value.variable;
    });
  }

  newVariables(local: Local): Value[] {
    if (local.type.kind !== 'word') return [this.newVariable(local.name, local.type, null)];
    return this.fieldsOf(local.type.struct).map((field) =>
      this.newVariable(field.name, field.type, local.name),
    );
  }

  private newVariable(name: string, type: Type, word: string | null): Value {
    const open = type.kind === 'int' && type.range === null;
    const [low, high] = open ? [0, 0] : this.bounds(type);
    this.variables.push({ name, type, low, high, word });
    return { kind: 'variable', variable: this.variables.length - 1 };
  }

  private bounds(type: Type): readonly [number, number] {
    const { program, storage } = this.setting;
    return scalarBounds(
      program,
      (struct) => storage.extents.get(struct)?.objects.length ?? 0,
      type,
    );
  }

  fieldsOf(struct: string) {
    return this.setting.program.structs.get(struct)?.fields ?? [];
  }

  width(type: Type): number {
    return widthOf(this.setting.program.structs, type, this.setting.storage.taskCount);
  }

  where(what: 'cpu' | 'mm'): number {
    const name = this.task?.[what] ?? null;
    const global = this.setting.program.globals.find((g) => g.name === name);
    if (name === null || global?.type.kind !== 'object') return 0;
    return referenceTo(this.setting.storage, global.type.struct, name);
  }

  ownIndex(): number | null {
    return this.task === null ? null : this.taskIndex(this.task.name);
  }

  /** Null for a task that is not part of this configuration. */
  taskIndex(name: string): number | null {
    const index = this.setting.tasks.findIndex((task) => task.name === name);
    return index < 0 ? null : index;
  }
}
