// The shared memory of a model: an array of objects for each struct, and single variables. Only what the model's
// text uses is declared.

import { assert, unreachable } from '../../base/assert.ts';
import type { Field, Program, Type } from '../../lang/program/program.ts';
import type { NumberedObject } from './objectTable.ts';
import type { Setting } from './setting.ts';

/** A single variable, or a field of one object. */
export interface UsedPlace {
  readonly text: string;
  readonly type: Type;
  /** The path to its initial value: the variable, then indexes and fields. */
  readonly path: readonly (string | number)[];
}

interface UsedField {
  readonly field: string;
  /** Its name in the model. */
  readonly name: string;
  readonly type: Type;
}

export class SharedMemory {
  private readonly setting: Setting;
  private readonly arrays = new Map<string, string>();
  private readonly variables = new Map<string, string>();
  private readonly usedFields = new Map<string, Map<string, string>>();
  private readonly fieldNames = new Map<string, Set<string>>();
  private readonly usedVariables = new Set<string>();
  private readonly usedWords = new Set<string>();
  private readonly reached = new Set<string>();
  private readonly freed = new Set<string>();
  private readonly allocated = new Set<string>();
  private readonly liveAsked = new Set<string>();
  private readonly embeddings = new Map<string, string>();
  private readonly helpers = new Map<string, string>();
  usesRwsem = false;

  constructor(setting: Setting) {
    this.setting = setting;
    const { program, names } = setting;
    for (const { name, word } of program.structs.values())
      if (!word) this.arrays.set(name, names.global(name));
    for (const { name, type } of program.globals)
      if (!isObject(type)) this.variables.set(name, names.global(name));
  }

  get program(): Program {
    return this.setting.program;
  }

  variable(name: string): string {
    this.usedVariables.add(name);
    const declared = this.variables.get(name);
    assert(declared !== undefined, `${name} is a variable`);
    return declared;
  }

  /** `page[p].PG_dirty` */
  field(struct: string, object: string, name: string): string {
    return `${this.array(struct)}[${object}].${this.useField(struct, name)}`;
  }

  private useField(struct: string, name: string): string {
    const used = this.usedFields.get(struct) ?? new Map<string, string>();
    this.usedFields.set(struct, used);
    const known = used.get(name);
    if (known !== undefined) return known;
    const fresh = this.fieldName(struct, name);
    used.set(name, fresh);
    return fresh;
  }

  /** Of a struct or of a word. */
  private fieldName(struct: string, name: string): string {
    const taken = this.fieldNames.get(struct) ?? new Set<string>();
    this.fieldNames.set(struct, taken);
    return this.setting.names.local(name, taken);
  }

  /** A field of a word in shared memory. */
  wordField(struct: string, name: string): string {
    this.usedWords.add(struct);
    return this.useField(struct, name);
  }

  wordFields(struct: string): readonly Field[] {
    return this.setting.objects.struct(struct).fields;
  }

  private array(struct: string): string {
    const name = this.arrays.get(struct);
    assert(name !== undefined, `struct ${struct} has objects`);
    return name;
  }

  /** Whether an object that can be freed is allocated. */
  live(struct: string, object: string): string {
    this.liveAsked.add(struct);
    return `${this.array(struct)}[${object}].live`;
  }

  /** The number of the object that is embedded in another one; that of NULL is NULL. */
  embedded(struct: string, field: string, outer: string): string {
    const offset = this.setting.objects.offset(struct, field);
    if (offset === 0) return outer;
    const key = `${struct}.${field}`;
    const name = this.embeddings.get(key) ?? this.setting.names.global(`${field}_of_${struct}`);
    this.embeddings.set(key, name);
    return `${name}(${outer})`;
  }

  // Operations on objects

  /** An oops if a pointer is NULL, or points to a freed object. */
  reach(struct: string, object: string): string {
    this.reached.add(struct);
    return `${this.helper('reach', this.array(struct))}(${object})`;
  }

  /** The condition for that oops. */
  outOfReach(struct: string, object: NumberedObject | null, text: string): string | null {
    const live = this.setting.objects.isPooled(struct) ? `!${this.live(struct, text)}` : null;
    if (object !== null) return object.pool === null ? null : live;
    return live === null ? `${text} == NULL` : `(${text} == NULL || ${live})`;
  }

  free(struct: string, object: string): string {
    this.freed.add(struct);
    return `${this.helper('free', this.array(struct))}(${object})`;
  }

  allocate(pool: string, into: string): string {
    this.allocated.add(pool);
    return `${this.helper('alloc', pool)}(${into})`;
  }

  /** The name of the inline for an operation on the objects of a struct, or of a pool. */
  private helper(what: 'reach' | 'free' | 'alloc', of: string): string {
    const key = `${what} ${of}`;
    const name = this.helpers.get(key) ?? this.setting.names.global(`${what}_${of}`);
    this.helpers.set(key, name);
    return name;
  }

  // Declarations

  declarations(): string[] {
    const structs = [...this.arrays].flatMap(([struct, array]) => this.declareArray(struct, array));
    const words = [...this.usedWords].flatMap((word) => [
      `typedef ${this.wordType(word)} {`,
      ...this.wordFields(word).map(({ name, type }) => `   ${this.scalarType(type)} ${this.useField(word, name)};`), // prettier-ignore
      '};',
      '',
    ]);
    const alone = this.program.globals.flatMap(({ name, type }) =>
      this.usedVariables.has(name) ? [`${this.declare(this.variable(name), type)};`] : [],
    );
    const rwsem = this.usesRwsem ? this.rwsem() : [];
    return [...rwsem, ...words, ...structs, ...alone, ''];
  }

  private rwsem(): string[] {
    const length = this.setting.tasks.length + 1;
    return [
      '/* by task: how often it holds the lock (EXCLUSIVE: as a writer), where it queues (0: it does not), and as what */',
      'typedef rwsem {',
      `   byte holds[${length}];`,
      `   byte place[${length}];`,
      `   bool writes[${length}];`,
      '};',
      '',
    ];
  }

  private wordType(struct: string): string {
    return this.setting.names.local(`word_${struct}`, new Set());
  }

  private declareArray(struct: string, array: string): string[] {
    const fields = this.fieldsOf(struct);
    const live = this.hasLive(struct);
    if (fields.length === 0 && !live) return [];
    return [
      `typedef struct_${array} {`,
      ...fields.map(({ name, type }) => `   ${this.declare(name, type)};`),
      ...(live ? ['   bool live;'] : []),
      '};',
      `struct_${array} ${array}[${this.setting.objects.count(struct) + 1}];`,
      '',
    ];
  }

  /** The fields in use, with their names. */
  fieldsOf(struct: string): readonly UsedField[] {
    const used = this.usedFields.get(struct) ?? new Map<string, string>();
    return [...used].map(([field, name]) => ({ field, name, type: this.setting.objects.field(struct, field).type })); // prettier-ignore
  }

  private hasLive(struct: string): boolean {
    const used = this.liveAsked.has(struct) || this.reached.has(struct) || this.freed.has(struct);
    return this.setting.objects.isPooled(struct) && (used || this.isAllocated(struct));
  }

  private isAllocated(struct: string): boolean {
    return [...this.allocated].some((pool) => this.setting.objects.range(pool).struct === struct);
  }

  private declare(name: string, type: Type): string {
    if (type.kind === 'array') return `${this.typeOf(type.of)} ${name}[${type.length}]`;
    return `${this.typeOf(type)} ${name}`;
  }

  private typeOf(type: Type): string {
    if (type.kind === 'lock') {
      if (type.lock !== 'rwsem') return 'byte';
      this.usesRwsem = true;
      return 'rwsem';
    }
    return type.kind === 'word' ? this.wordType(type.struct) : this.scalarType(type);
  }

  /** The least of Promela's types that holds all values. */
  scalarType(type: Type): string {
    switch (type.kind) {
      case 'bool':
        return 'bool';
      case 'int':
        return type.range === null ? 'int' : typeFor(type.range.low, type.range.high);
      case 'data':
        return typeFor(0, this.program.tokens.length - 1);
      case 'enum':
        return typeFor(0, (this.program.enums.get(type.name)?.length ?? 1) - 1);
      case 'reference':
        return typeFor(0, this.setting.objects.count(type.struct));
      case 'null':
        return 'byte';
      case 'word':
      case 'object':
      case 'array':
      case 'lock':
      case 'void':
        return 'int';
      default:
        return unreachable(type);
    }
  }

  /** The contents of an object that was not accessed yet. */
  blank(type: Type): number {
    return type.kind === 'int' ? Math.max(0, type.range?.low ?? 0) : 0;
  }

  // Helpers of the text

  definitions(): string[] {
    const embeddings = [...this.embeddings].map(([key, name]) => {
      const [struct = '', field = ''] = key.split('.');
      return `#define ${name}(_object) ((_object) == NULL -> NULL : (_object) + ${this.setting.objects.offset(struct, field)})`;
    });
    return [
      ...embeddings,
      ...[...this.reached].flatMap((struct) => this.reaching(struct)),
      ...[...this.allocated].flatMap((pool) => this.allocating(pool)),
      ...[...this.freed].flatMap((struct) => this.freeing(struct)),
    ];
  }

  private reaching(struct: string): string[] {
    const pooled = this.setting.objects.isPooled(struct);
    return [
      `inline ${this.helper('reach', this.array(struct))}(_object) {`,
      '   if',
      '   :: _object == NULL -> OOPS(NULL_DEREFERENCE)',
      ...(pooled ? [`   :: _object != NULL && !${this.live(struct, '_object')} -> OOPS(USE_AFTER_FREE)`] : []), // prettier-ignore
      '   :: else',
      '   fi',
      '}',
    ];
  }

  /** The lowest element that is free. */
  private allocating(pool: string): string[] {
    const { struct } = this.setting.objects.range(pool);
    const elements = this.setting.objects.elements(pool).map((one) => this.setting.object(one));
    const options = elements.map((element, i) => {
      const taken = elements.slice(0, i).map((before) => this.live(struct, before));
      return `   :: ${[...taken, `!${this.live(struct, element)}`].join(' && ')} -> _object = ${element}`;
    });
    const marked = this.family(struct, '_object').map((one) => `   ${this.live(one.struct, one.text)} = true`); // prettier-ignore
    return [
      `inline ${this.helper('alloc', pool)}(_object) {`,
      '   if',
      ...options,
      `   :: else -> LIMIT /* pool ${pool}[${elements.length}] */`,
      '   fi;',
      marked.join(';\n'),
      '}',
    ];
  }

  private freeing(struct: string): string[] {
    const elements = this.setting.objects.inOrder(struct).filter(({ pool, embedded }) => pool !== null && !embedded); // prettier-ignore
    const isElement = elements.map((one) => `_object == ${this.setting.object(one)}`).join(' || ');
    const may =
      elements.length === 0 ? 'false' : `(${isElement}) && ${this.live(struct, '_object')}`;
    const resets = elements.length === 0 ? [] : this.family(struct, '_object').flatMap((one) => [
      ...this.fieldsOf(one.struct).flatMap(({ field, type }) => this.reset(this.field(one.struct, one.text, field), type)),
      `${this.live(one.struct, one.text)} = false`,
    ]); // prettier-ignore
    return [
      `inline ${this.helper('free', this.array(struct))}(_object) {`,
      '   if',
      '   :: _object == NULL -> OOPS(NULL_DEREFERENCE)',
      `   :: _object != NULL && !(${may}) -> OOPS(DOUBLE_FREE)`,
      '   :: else',
      `   fi${resets.length > 0 ? ';' : ''}`,
      resets.map((text) => `   ${text}`).join(';\n'),
      '}',
    ];
  }

  /** An object and what is embedded in it. */
  private family(
    struct: string,
    text: string,
  ): { readonly struct: string; readonly text: string }[] {
    const inner = this.setting.objects.struct(struct).fields.flatMap(({ name, type }) => {
      if (type.kind !== 'object') return [];
      const offset = this.setting.objects.offset(struct, name);
      return this.family(type.struct, offset === 0 ? text : `${text} + ${offset}`);
    });
    return [{ struct, text }, ...inner];
  }

  /** Resets a place to its value in a new object. */
  private reset(place: string, type: Type): string[] {
    return this.parts(place, type).map(({ text, blank }) => `${text} = ${blank}`);
  }

  /** The scalars of a place, with what each holds at first. */
  parts(place: string, type: Type): { readonly text: string; readonly blank: number }[] {
    if (type.kind === 'array')
      return Array.from({ length: type.length }, (_, i) => this.parts(`${place}[${i}]`, type.of)).flat(); // prettier-ignore
    if (type.kind === 'word')
      return this.wordFields(type.struct).map((field) => ({
        text: `${place}.${this.wordField(type.struct, field.name)}`,
        blank: this.blank(field.type),
      }));
    if (type.kind === 'lock' && type.lock === 'rwsem')
      return this.setting.tasks.flatMap(
        (_, task) =>
        ['holds', 'place', 'writes'].map((part) => ({ text: `${place}.${part}[${this.setting.holder(task)}]`, blank: 0 })), // prettier-ignore
      );
    return [{ text: place, blank: this.blank(type) }];
  }

  /** Every place that is used. */
  usedPlaces(): UsedPlace[] {
    const alone = this.program.globals.flatMap(({ name, type }) =>
      this.usedVariables.has(name) ? [{ text: this.variable(name), type, path: [name] }] : [],
    );
    const fields = [...this.arrays.keys()].flatMap((struct) =>
      this.fieldsOf(struct).flatMap(({ field, type }) =>
        this.setting.objects.inOrder(struct).map((object) => ({
          text: this.field(struct, this.setting.object(object), field),
          type,
          path: [...object.path, field],
        })),
      ),
    );
    return [...alone, ...fields];
  }

  /** Objects that exist from the start, of structs that also have objects from pools. */
  liveFromStart(): string[] {
    return [...this.arrays.keys()].flatMap((struct) =>
      this.hasLive(struct)
        ? this.setting.objects
            .inOrder(struct)
            .filter(({ pool }) => pool === null)
            .map((object) => `${this.live(struct, this.setting.object(object))} = true`)
        : [],
    );
  }
}

function isObject(type: Type): boolean {
  return type.kind === 'object' || (type.kind === 'array' && type.of.kind === 'object');
}

export function typeFor(low: number, high: number): string {
  if (low < -32_768 || high > 32_767) return 'int';
  return low < 0 || high > 255 ? 'short' : high > 1 ? 'byte' : 'bool';
}
