// Expressions of a checked program as Promela.

import { assert, at, unreachable } from '../../base/assert.ts';
import {
  type ArithmeticOperator,
  isArithmetic,
  resultInterval,
} from '../../lang/program/arithmetic.ts';
import { decide, evaluateOption } from '../../lang/program/configurations.ts';
import type { Expr, Loop, Place, PathStep, TryLock, Type } from '../../lang/program/program.ts';
import { line, type Stmt, when } from '../promelaText.ts';
import type { Binding, Frame } from './frame.ts';
import type { LockText } from './lockText.ts';
import type { NumberedObject } from './objectTable.ts';
import type { Setting } from './setting.ts';
import type { SharedMemory } from './sharedMemory.ts';
import { anyOf, known, negate, type Span, truth, type Written } from './written.ts';

type Of<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

/** `step`: an observer within a step. `state`: one that looks at a whole state, as a property does. */
export type Look = 'kernel' | 'step' | 'state';

/** Where an expression stands. */
export interface Site {
  frame: Frame;
  look: Look;
  /** Null for properties and `init`. */
  readonly task: number | null;
  /** A variable of the process that nobody uses at the moment. */
  scratch(): string;
  binding(local: number): Binding;
}

/** A place in shared memory. */
export interface Spot {
  readonly before: readonly Stmt[];
  readonly text: string;
  readonly unknown: readonly string[];
  /** When an object on the way is NULL: what is read there is zero. */
  readonly nulls: readonly string[];
  readonly type: Type;
  /** What the limit is called when a value leaves the place's range. */
  readonly name: string;
  /** The object that it is in; null for a variable that stands alone. */
  readonly object: Where | null;
}

interface Where {
  readonly struct: string;
  readonly text: string;
  /** Null where it is known only when the model runs. */
  readonly known: NumberedObject | null;
}

/** On the way through a place's path: at an object, at a value, or at an array of objects. */
type Here =
  | { readonly kind: 'object'; readonly where: Where }
  | { readonly kind: 'array'; readonly range: string }
  | { readonly kind: 'value'; readonly text: string; readonly type: Type; readonly name: string; readonly object: Where | null }; // prettier-ignore

/** One of the things that a loop or a quantifier runs over. */
export interface Member {
  readonly binding: Binding;
  /** The condition that it is there; null where it always is. */
  readonly live: string | null;
}

export class ValueWriter {
  private readonly setting: Setting;
  private readonly memory: SharedMemory;
  private readonly locks: LockText;
  private readonly site: Site;
  /** Whether only the value is wanted, of a state in which everything on the way to it can be reached. */
  private asking = false;
  /** Of a state that is looked at: when some index is beyond its array, among what is computed at all. */
  readonly beyond: string[] = [];
  /** What must hold for the part that is written now to be computed. */
  private readonly under: string[] = [];

  constructor(setting: Setting, memory: SharedMemory, locks: LockText, site: Site) {
    this.setting = setting;
    this.memory = memory;
    this.locks = locks;
    this.site = site;
  }

  /** An expression that can stand in the guard of a step: nothing has to run before it. */
  ask(write: () => string): string {
    this.asking = true;
    const text = write();
    this.asking = false;
    return text;
  }

  /** `dropped`: nobody looks at what it yields. */
  write(e: Expr, dropped = false): Written {
    const option = decide(e, this.setting.config);
    if (option !== null && e.type.kind === 'bool') return bool(option);
    switch (e.kind) {
      case 'constant':
        return known(this.constant(e.type, e.value), [e.value, e.value], true);
      case 'local':
        return this.local(e);
      case 'part':
        return this.part(e);
      case 'load': {
        const spot = this.spot(e.place);
        return { ...spot, text: this.seen(spot), span: spanOf(spot.type), changes: false, fixed: false }; // prettier-ignore
      }
      case 'address':
        return this.address(e.place);
      case 'current':
        return this.current(e);
      case 'not': {
        const operand = this.write(e.operand);
        return { ...operand, text: negate(truth(operand)), unknown: [], span: [0, 1] };
      }
      case 'binary':
        return this.binary(e);
      case 'option':
        return bool(evaluateOption(e, this.setting.config));
      case 'exchange':
        return this.exchange(e, dropped);
      case 'bump':
        return this.bump(e, dropped);
      case 'trylock':
        return this.tryLock(e.operation, e.place);
      case 'allocate': {
        const got = this.site.scratch();
        return changed([line(this.memory.allocate(e.pool, got))], got, null);
      }
      case 'quantified':
        return this.quantified(e);
      case 'done': {
        const task = this.setting.taskIndex(e.task);
        return task === null ? bool(true) : known(at(this.setting.done, task), [0, 1]);
      }
      case 'held':
        return this.held(e);
      case 'word':
        return this.write(at(e.fields, 0));
      default:
        return unreachable(e);
    }
  }

  /** What an observer within a step reads. */
  private seen({ text, nulls }: Spot): string {
    if (this.site.look !== 'step' || nulls.length === 0) return text;
    return `(${anyOf(nulls)} -> 0 : ${text})`;
  }

  /** The values of a word's fields, or the one value of a scalar. */
  parts(e: Expr): readonly Written[] {
    if (e.type.kind !== 'word') return [this.write(e)];
    const fields = this.memory.wordFields(e.type.struct);
    if (e.kind === 'word') return e.fields.map((field) => this.write(field));
    if (e.kind === 'local') {
      const binding = this.site.binding(e.local);
      assert(binding.kind === 'word', 'a word by value has parts');
      return fields.map(({ name, type }) => known(binding.parts.get(name) ?? '', spanOf(type)));
    }
    const word = e.type.struct;
    if (e.kind === 'load') {
      const spot = this.spot(e.place);
      return fields.map(({ name, type }, i) => ({
        before: i === 0 ? spot.before : [],
        text: this.seen({ ...spot, text: `${spot.text}.${this.memory.wordField(word, name)}` }),
        unknown: spot.unknown,
        span: spanOf(type),
        changes: false,
        fixed: false,
      }));
    }
    assert(e.kind === 'exchange', 'a word is a literal, a local, a cell, or what stood in a cell');
    return this.exchangeWord(e, word);
  }

  constant(type: Type, value: number): string {
    switch (type.kind) {
      case 'bool':
        return value === 0 ? 'false' : 'true';
      case 'reference':
      case 'null':
        return value === 0 ? 'NULL' : String(value);
      case 'enum':
        return this.setting.enumValue(type.name, value);
      case 'data':
        return this.setting.token(value);
      case 'int':
      case 'word':
      case 'object':
      case 'array':
      case 'lock':
      case 'void':
        return value < 0 ? `(${value})` : String(value);
      default:
        return unreachable(type);
    }
  }

  private local({ local }: Of<'local'>): Written {
    const binding = this.site.binding(local);
    assert(binding.kind === 'scalar', 'a scalar local');
    return known(binding.text, binding.span, binding.fixed !== null);
  }

  private part({ word, field }: Of<'part'>): Written {
    assert(word.type.kind === 'word', 'only a word has parts');
    const index = this.memory.wordFields(word.type.struct).findIndex(({ name }) => name === field);
    const parts = this.parts(word);
    return { ...at(parts, index), before: parts.flatMap(({ before }) => before) };
  }

  private current({ what }: Of<'current'>): Written {
    const { task } = this.site;
    const name = task === null ? null : at(this.setting.tasks, task)[what];
    const object = name === null ? undefined : this.setting.objects.byName(name);
    return known(object === undefined ? 'NULL' : this.setting.object(object), null, true);
  }

  // Operators

  private binary(e: Of<'binary'>): Written {
    const { operator } = e;
    if (e.left.type.kind === 'word') return this.sameWords(e);
    const left = this.write(e.left);
    if (operator === '&&' || operator === '||' || operator === '=>') return this.lazy(e, left);
    const right = this.write(e.right);
    const [kept, text] = this.keep(left, right);
    const before = [...left.before, ...kept, ...right.before];
    const changes = left.changes || right.changes;
    const unknown = [...left.unknown, ...right.unknown];
    const whole = `(${text} ${operator} ${right.text})`;
    if (isArithmetic(operator))
      return { before, text: whole, unknown, span: sum(operator, left.span, right.span), changes, fixed: false }; // prettier-ignore
    const compared = truth({ ...left, text: whole, unknown });
    return { before, text: compared, unknown: [], span: [0, 1], changes, fixed: false };
  }

  /** Words are the same where all their fields are. */
  private sameWords(e: Of<'binary'>): Written {
    const [lefts, rights] = [this.parts(e.left), this.parts(e.right)];
    const before = [...lefts, ...rights].flatMap((part) => part.before);
    const fields = lefts.map((left, i) => {
      const right = at(rights, i);
      const unknown = [...left.unknown, ...right.unknown];
      return truth({ ...left, text: `(${left.text} ${e.operator} ${right.text})`, unknown });
    });
    const text = `(${fields.join(e.operator === '==' ? ' && ' : ' || ')})`;
    return { before, text, unknown: [], span: [0, 1], changes: false, fixed: false };
  }

  /** The left side is computed first: it is kept where the right one may change it. */
  private keep(left: Written, right: Written): [Stmt[], string] {
    if (!right.changes || left.fixed) return [[], left.text];
    const kept = this.site.scratch();
    return [[line(`${kept} = ${left.text}`)], kept];
  }

  /** The right side is only computed where the left one leaves it open. */
  private lazy({ operator, right }: Of<'binary'>, left: Written): Written {
    const a = truth(left);
    const opens = operator === '||' ? negate(a) : a;
    if (left.fixed && opens === 'false') return { ...left, ...bool(operator !== '&&'), before: left.before }; // prettier-ignore
    const second = this.only([opens], () => this.write(right));
    const b = truth(second);
    const span: Span = [0, 1];
    if (left.fixed) return { ...second, text: b, unknown: [], span };
    const changes = left.changes || second.changes;
    if (second.before.length === 0) {
      const text = operator === '=>' ? `(${negate(a)} || ${b})` : `(${a} ${operator} ${b})`;
      return { before: left.before, text, unknown: [], span, changes, fixed: false };
    }
    const result = this.site.scratch();
    const decided = operator === '&&' ? 'false' : 'true';
    const before = [
      ...left.before,
      ...when(opens, [...second.before, line(`${result} = ${b}`)], [line(`${result} = ${decided}`)]), // prettier-ignore
    ];
    return { before, text: result, unknown: [], span, changes, fixed: false };
  }

  private quantified(e: Of<'quantified'>): Written {
    const { bindings } = this.site.frame;
    const every = e.quantifier === 'forall';
    const before: Stmt[] = [];
    const open: string[] = [];
    const item = (text: string, live: string | null): string => {
      if (live === null) return text;
      return every ? `(${negate(live)} || ${text})` : `(${live} && ${text})`;
    };
    const items = this.members(e.over).map(({ binding, live }) => {
      bindings.set(e.local, binding);
      const body = this.only([...open, ...(live === null ? [] : [live])], () => this.write(e.body));
      before.push(...body.before);
      const text = item(truth(body), live);
      open.push(every ? text : negate(text));
      return text;
    });
    bindings.delete(e.local);
    if (items.length === 0) return bool(every);
    const text = items.length === 1 ? at(items, 0) : `(${items.join(every ? ' && ' : ' || ')})`;
    return { before, text, unknown: [], span: [0, 1], changes: false, fixed: false };
  }

  /** Writes what is computed under these conditions only. */
  private only<T>(conditions: readonly string[], write: () => T): T {
    this.under.push(...conditions);
    const written = write();
    this.under.length -= conditions.length;
    return written;
  }

  /** All that a loop or a quantifier runs over, in the order of the text. */
  members(over: Loop): Member[] {
    switch (over.kind) {
      case 'range':
        return Array.from({ length: Math.max(0, over.high - over.low + 1) }, (_, i) => {
          const value = over.low + i;
          return { binding: scalar(String(value), [value, value], value), live: null };
        });
      case 'objects':
        return this.setting.objects.inOrder(over.struct).map((object) => this.member(object));
      case 'elements':
        return this.setting.objects.elements(over.of).map((object) => this.member(object));
      case 'cells':
        return this.cells(over.struct);
      default:
        return unreachable(over);
    }
  }

  private member(object: NumberedObject): Member {
    const text = this.setting.object(object);
    return { binding: scalar(text, null, object.number), live: this.liveOf(object, text) };
  }

  private liveOf({ struct, pool }: NumberedObject, text: string): string | null {
    return pool === null ? null : this.memory.live(struct, text);
  }

  /** Every cell of a word struct, wherever it is embedded. */
  private cells(word: string): Member[] {
    const { program, objects } = this.setting;
    const isCell = (type: Type): boolean => type.kind === 'word' && type.struct === word;
    const eachOf = (text: string, type: Type): string[] =>
      type.kind === 'array'
        ? Array.from({ length: type.length }, (_, i) => `${text}[${i}]`)
        : [text];
    const holds = (type: Type): boolean => isCell(type.kind === 'array' ? type.of : type);
    const alone = program.globals
      .filter(({ type }) => holds(type))
      .flatMap(({ name, type }) => eachOf(this.memory.variable(name), type))
      .map((text): Member => ({ binding: { kind: 'cell', text }, live: null }));
    const inObjects = [...program.structs.values()]
      .filter((struct) => !struct.word)
      .flatMap((struct) =>
        objects.inOrder(struct.name).flatMap((object) =>
          struct.fields
            .filter(({ type }) => holds(type))
            .flatMap(({ name, type }) => {
              const number = this.setting.object(object);
              return eachOf(this.memory.field(struct.name, number, name), type).map(
                (text): Member => ({
                  binding: { kind: 'cell', text },
                  live: this.liveOf(object, number),
                }),
              );
            }),
        ),
      );
    return [...alone, ...inObjects];
  }

  private held({ place, task }: Of<'held'>): Written {
    const index = task === null ? null : this.setting.taskIndex(task);
    if (task !== null && index === null) return bool(false);
    const spot = this.spot(place);
    const held = this.locks.isHeld(spot.text, spot.type, index);
    const text = this.seen({ ...spot, text: held });
    return { ...spot, text, span: [0, 1], changes: false, fixed: false };
  }

  // What changes something

  private exchange(e: Of<'exchange'>, dropped: boolean): Written {
    if (e.type.kind === 'word') {
      const parts = this.exchangeWord(e, e.type.struct);
      return { ...at(parts, 0), before: parts.flatMap(({ before }) => before) };
    }
    const spot = this.spot(e.place);
    const value = this.write(e.value);
    const old = dropped ? null : this.site.scratch();
    const before = [
      ...spot.before,
      ...value.before,
      ...(old === null ? [] : [line(`${old} = ${spot.text}`)]),
      ...this.inRange(value, spot.type, spot.name),
      line(`${spot.text} = ${value.text}`),
    ];
    return changed(before, old ?? '0', spanOf(spot.type));
  }

  private exchangeWord(e: Of<'exchange'>, word: string): Written[] {
    const spot = this.spot(e.place);
    const values = this.parts(e.value);
    const fields = this.memory.wordFields(word).map(({ name }) => `${spot.text}.${this.memory.wordField(word, name)}`); // prettier-ignore
    const olds = fields.map(() => this.site.scratch());
    const before = [
      ...spot.before,
      ...values.flatMap((value) => value.before),
      ...fields.map((field, i) => line(`${at(olds, i)} = ${field}`)),
      ...fields.map((field, i) => line(`${field} = ${at(values, i).text}`)),
    ];
    return olds.map((old, i) => changed(i === 0 ? before : [], old, null));
  }

  private bump({ place, by }: Of<'bump'>, dropped: boolean): Written {
    const spot = this.spot(place);
    const span = spanOf(spot.type);
    const next: Written = known(
      `(${spot.text} ${by < 0 ? '-' : '+'} 1)`,
      span === null ? null : [span[0] + by, span[1] + by],
    );
    const write = [
      ...this.inRange(next, spot.type, spot.name),
      line(`${spot.text} = ${spot.text} ${by < 0 ? '-' : '+'} 1`),
    ];
    const there = this.thereToWrite(spot);
    if (there === null || dropped) {
      const before = [...spot.before, ...this.whereKnown(spot, write)];
      return { before, text: spot.text, unknown: spot.unknown, span, changes: true, fixed: false };
    }
    const counted = this.site.scratch();
    const before = [
      ...spot.before,
      ...when(there, [...write, line(`${counted} = ${spot.text}`)], [line(`${counted} = 0`)]),
    ];
    return { before, text: counted, unknown: spot.unknown, span, changes: true, fixed: false };
  }

  private tryLock(operation: TryLock, place: Place): Written {
    const spot = this.spot(place);
    const got = this.site.scratch();
    const { task } = this.site;
    assert(task !== null, 'a task tries a lock');
    return changed([...spot.before, line(this.locks.tries(operation, spot.text, task, got))], got, [0, 1]); // prettier-ignore
  }

  whereKnown(spot: Spot, body: readonly Stmt[]): Stmt[] {
    const there = this.thereToWrite(spot);
    return there === null ? [...body] : when(there, body, []);
  }

  /** A ghost behind NULL, or in an object that is free, is written nowhere. Null: it is always written. */
  private thereToWrite({ unknown, object }: Spot): string | null {
    if (this.site.look === 'kernel') return null;
    const pooled = object !== null && this.setting.objects.isPooled(object.struct);
    const live =
      !pooled || (object.known !== null && object.known.pool === null)
        ? []
        : [this.memory.live(object.struct, object.text)];
    const conditions = [...(unknown.length > 0 ? [`!(${anyOf(unknown)})`] : []), ...live];
    return conditions.length === 0 ? null : conditions.join(' && ');
  }

  /** A limit where a value leaves the range of what it is put into. */
  inRange({ text, span }: Written, type: Type, name: string): Stmt[] {
    if (type.kind !== 'int' || type.range === null) return [];
    const { low, high } = type.range;
    const below = span !== null && span[0] >= low ? [] : [`${text} < ${low}`];
    const above = span !== null && span[1] <= high ? [] : [`${text} > ${high}`];
    const ways = [...below, ...above];
    if (ways.length === 0) return [];
    return when(ways.join(' || '), [line('LIMIT', `range ${name} ${low}..${high}`)], []);
  }

  // Places

  /** Where a scalar, a word or a lock is; to the kernel, what cannot be reached is an oops. */
  spot(place: Place): Spot {
    const { here, before, unknown, nulls } = this.walk(place);
    assert(here.kind === 'value', 'a place below an object');
    return { before, unknown, nulls, text: here.text, type: here.type, name: here.name, object: here.object }; // prettier-ignore
  }

  /** The condition that a place cannot be reached, in a state before a step; null where it always can. */
  outOfReach(place: Place): string | null {
    const ways: string[] = [];
    const spot = this.walk(place, ways);
    assert(spot.here.kind === 'value', 'a place below an object');
    return ways.length === 0 ? null : anyOf(ways);
  }

  private address(place: Place): Written {
    const { here, before, unknown } = this.walk(place);
    assert(here.kind === 'object', 'only an object has an address');
    return { before, text: here.where.text, unknown, span: null, changes: false, fixed: here.where.known !== null }; // prettier-ignore
  }

  /** `ways`: where it is given, what stands in the way is told there, and nothing has to run before. */
  private walk(
    { root, path }: Place,
    ways: string[] | null = null,
  ): {
    readonly here: Here;
    readonly before: readonly Stmt[];
    readonly unknown: readonly string[];
    readonly nulls: readonly string[];
  } {
    const before: Stmt[] = [];
    const unknown: string[] = [];
    const way: Way = { before, unknown, ways, nulls: [], first: this.beyond.length };
    let here = this.root(root, before, unknown);
    for (const step of path) here = this.down(here, step, way);
    return { here, before, unknown, nulls: way.nulls };
  }

  private root(root: Place['root'], before: Stmt[], unknown: string[]): Here {
    switch (root.kind) {
      case 'pointer': {
        const pointer = this.write(root.pointer);
        before.push(...pointer.before);
        unknown.push(...pointer.unknown);
        const object = pointer.fixed ? this.objectNamed(root, pointer.text) : null;
        return {
          kind: 'object',
          where: { struct: root.struct, text: pointer.text, known: object },
        };
      }
      case 'cell': {
        const binding = this.site.binding(root.local);
        assert(binding.kind === 'cell', 'a quantifier over words stands at a cell');
        const type = at(this.site.frame.body.locals, root.local).type;
        return { kind: 'value', text: binding.text, type, name: '', object: null };
      }
      case 'global':
        return this.global(root.name);
      default:
        return unreachable(root);
    }
  }

  /** The object that a pointer which never changes points to. */
  private objectNamed(root: Extract<Place['root'], { kind: 'pointer' }>, text: string) {
    const objects = this.setting.objects.inOrder(root.struct);
    return objects.find((object) => this.setting.isNamed(object, text)) ?? null;
  }

  private global(name: string): Here {
    if (this.setting.objects.ranges.has(name)) return { kind: 'array', range: name };
    const object = this.setting.objects.byName(name);
    if (object !== undefined) {
      const text = this.setting.object(object);
      return { kind: 'object', where: { struct: object.struct, text, known: object } };
    }
    const global = this.setting.program.globals.find((one) => one.name === name);
    assert(global !== undefined, `${name} is declared`);
    return { kind: 'value', text: this.memory.variable(name), type: global.type, name, object: null }; // prettier-ignore
  }

  private down(here: Here, step: PathStep, way: Way): Here {
    if (step.kind === 'index') return this.indexed(here, step, way);
    if (here.kind === 'value') {
      assert(here.type.kind === 'word', 'only a word has fields here');
      const field = this.memory.wordFields(here.type.struct).find(({ name }) => name === step.name);
      assert(field !== undefined, `a field ${step.name}`);
      const text = `${here.text}.${this.memory.wordField(here.type.struct, step.name)}`;
      return { ...here, text, type: field.type, name: step.name };
    }
    assert(here.kind === 'object', 'an element is asked for by its index');
    return this.intoObject(here.where, step.name, way);
  }

  private intoObject(where: Where, name: string, way: Way): Here {
    const { struct, text, known: object } = where;
    const { type } = this.setting.objects.field(struct, name);
    if (type.kind === 'object') {
      const offset = this.setting.objects.offset(struct, name);
      const inner = object === null ? null : this.setting.objects.byNumber(type.struct, object.number + offset); // prettier-ignore
      const number = inner == null ? this.memory.embedded(struct, name, text) : this.setting.object(inner); // prettier-ignore
      return { kind: 'object', where: { struct: type.struct, text: number, known: inner ?? null } };
    }
    this.reach(where, way);
    return {
      kind: 'value',
      text: this.memory.field(struct, text, name),
      type,
      name,
      object: where,
    };
  }

  /** What NULL, or an object that was freed, means on the way. */
  private reach({ struct, text, known: object }: Where, way: Way): void {
    const { before, unknown, ways, nulls } = way;
    const obstacle = this.memory.outOfReach(struct, object, text);
    if (this.site.look !== 'kernel') {
      if (object !== null) return;
      unknown.push(`${text} == NULL`);
      nulls.push(`${text} == NULL`);
    } else if (obstacle !== null && !this.asking) {
      if (ways === null) before.push(line(this.memory.reach(struct, text)));
      else ways.push(obstacle);
    }
  }

  private indexed(
    here: Here,
    { index, length }: Extract<PathStep, { kind: 'index' }>,
    way: Way,
  ): Here {
    // prettier-ignore
    const value = this.write(index);
    way.before.push(...value.before);
    way.unknown.push(...value.unknown);
    const name = here.kind === 'array' ? here.range : here.kind === 'value' ? here.name : '';
    this.withinArray(value, length, name, way);
    if (here.kind === 'array') {
      const { struct, first } = this.setting.objects.range(here.range);
      const number = value.fixed && value.span !== null ? value.span[0] : null;
      const object = number === null ? undefined : this.setting.objects.byNumber(struct, first + number); // prettier-ignore
      if (object !== undefined) return { kind: 'object', where: { struct, text: this.setting.object(object), known: object } }; // prettier-ignore
      return { kind: 'object', where: { struct, text: `(${value.text} + ${first})`, known: null } };
    }
    assert(here.kind === 'value' && here.type.kind === 'array', 'only an array is indexed');
    return { ...here, text: `${here.text}[${value.text}]`, type: here.type.of };
  }

  private withinArray(index: Written, length: number, name: string, way: Way): void {
    const { text, span } = index;
    const below = span !== null && span[0] >= 0 ? [] : [`${text} < 0`];
    const above = span !== null && span[1] < length ? [] : [`${text} >= ${length}`];
    const outside = [...below, ...above];
    if (outside.length === 0 || this.asking) return;
    if (way.ways !== null) way.ways.push(...outside);
    else if (this.site.look === 'state') this.lookBeyond(outside, way);
    else way.before.push(...when(outside.join(' || '), [line('LIMIT', `range index of ${name}`)], [])); // prettier-ignore
  }

  /** An index is asked for where what it is computed from can be reached. */
  private lookBeyond(outside: readonly string[], { unknown, nulls, first }: Way): void {
    const earlier = [...nulls, ...this.beyond.slice(first)].map((way) => `!(${way})`);
    this.beyond.push([...this.under, ...earlier, `(${outside.join(' || ')})`].join(' && '));
    unknown.push(...outside);
  }
}

/** How far a place has been gone to. */
interface Way {
  readonly before: Stmt[];
  readonly unknown: string[];
  readonly ways: string[] | null;
  /** When an object on it is NULL. */
  readonly nulls: string[];
  /** How many of `beyond` are from before it. */
  readonly first: number;
}

function bool(value: boolean): Written {
  return known(value ? 'true' : 'false', value ? [1, 1] : [0, 0], true);
}

function changed(before: readonly Stmt[], text: string, span: Span | null): Written {
  return { before, text, unknown: [], span, changes: true, fixed: false };
}

export function scalar(text: string, span: Span | null, fixed: number | null): Binding {
  return { kind: 'scalar', text, span, fixed };
}

/** The values that a place of the type can hold; null where the type does not say. */
export function spanOf(type: Type): Span | null {
  if (type.kind === 'bool') return [0, 1];
  return type.kind === 'int' && type.range !== null ? [type.range.low, type.range.high] : null;
}

function sum(operator: ArithmeticOperator, left: Span | null, right: Span | null): Span | null {
  return left === null || right === null ? null : resultInterval(operator, left, right);
}
