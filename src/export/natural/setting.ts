// What all parts of one export share: the program in one configuration, its tasks, and all names.

import { type Config, evaluateOption } from '../../lang/program/configurations.ts';
import type { Program, Task } from '../../lang/program/program.ts';
import { NameTable } from './nameTable.ts';
import { type NumberedObject, ObjectTable } from './objectTable.ts';

/** The built-in properties: see docs/LANGUAGE.md. */
const BUILT_IN = [
  ['no_oops', 'no NULL dereference, no use after free, no BUG_ON, no wrong unlock'],
  ['no_lock_leak', 'no task ends with a lock held'],
  ['no_warning', 'no WARN_ON'],
  ['no_deadlock', 'some task can always go on until all have ended'],
] as const;

export interface NumberedProperty {
  readonly property: string;
  readonly macro: string;
  readonly sentence: string | null;
}

export class Setting {
  readonly program: Program;
  readonly config: Config;
  /** The tasks of this configuration. */
  readonly tasks: readonly Task[];
  readonly names = new NameTable();
  readonly objects: ObjectTable;
  /** From 1, in this order. */
  readonly properties: readonly NumberedProperty[];
  /** The tasks' names, as processes and as holders of locks. */
  readonly processes: readonly string[];
  readonly holders: readonly string[];
  /** By task: the variable for its end; and for a daemon, the variable for being idle between two passes. */
  readonly done: readonly string[];
  readonly rests: readonly string[];
  private readonly objectNames = new Map<NumberedObject, string>();
  private readonly values = new Map<string, string>();
  /** The names of numbers that the text uses. */
  private readonly used = new Map<string, number>();

  constructor(program: Program, config: Config) {
    this.program = program;
    this.config = config;
    this.tasks = program.tasks.filter(({ when }) => when === null || evaluateOption(when, config));
    this.objects = new ObjectTable(program);
    const { names } = this;
    this.properties = propertiesOf(program).map(([property, sentence]) => ({
      property,
      sentence,
      macro: names.macro(property),
    }));
    this.holders = this.tasks.map(({ name }) => names.macro(`TASK_${name}`));
    for (const struct of program.structs.keys())
      for (const object of this.objects.inOrder(struct))
        this.objectNames.set(object, names.macro(object.name));
    for (const [name, values] of program.enums)
      for (const value of values) this.values.set(`${name} ${value}`, names.macro(value));
    for (const { name } of program.tokens) this.values.set(`data ${name}`, names.macro(name));
    this.processes = this.tasks.map(({ name }) => names.global(name));
    this.done = this.processes.map((name) => names.global(`${name}_done`));
    this.rests = this.processes.map((name) => names.global(`${name}_rests`));
  }

  /** An object's number, by its name. */
  object(object: NumberedObject): string {
    const name = this.objectNames.get(object) ?? String(object.number);
    this.used.set(name, object.number);
    return name;
  }

  isNamed(object: NumberedObject, text: string): boolean {
    return this.objectNames.get(object) === text;
  }

  enumValue(name: string, value: number): string {
    return this.named(name, this.program.enums.get(name)?.[value], value);
  }

  token(value: number): string {
    return this.named('data', this.program.tokens[value]?.name, value);
  }

  private named(kind: string, value: string | undefined, number: number): string {
    const name = value === undefined ? undefined : this.values.get(`${kind} ${value}`);
    if (name === undefined) return String(number);
    this.used.set(name, number);
    return name;
  }

  holder(task: number): string {
    const name = this.holders[task] ?? '0';
    this.used.set(name, task + 1);
    return name;
  }

  /** `#define F 1` for every number that is written by its name. */
  definitions(): string[] {
    return [...this.used].map(([name, number]) => `#define ${name} ${number}`);
  }

  property(name: string): string {
    return this.properties.find(({ property }) => property === name)?.macro ?? name;
  }

  /** Null for a task that is not part of this configuration. */
  taskIndex(name: string): number | null {
    const index = this.tasks.findIndex((task) => task.name === name);
    return index < 0 ? null : index;
  }
}

/** The program's properties, then the built-in ones; each with its sentence. */
function propertiesOf(program: Program): (readonly [string, string | null])[] {
  const own = program.properties.map(({ name, sentence }) => [name, sentence] as const);
  const builtIn = BUILT_IN.filter(([name]) => name !== 'no_warning' || warns(program));
  return [...own, ...builtIn];
}

/** Whether the text has a `WARN_ON`: then the property is checked. */
function warns({ files }: Program): boolean {
  return files.some(({ text }) => /\bWARN_ON\b/.test(text));
}
