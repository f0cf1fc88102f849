// Random expressions of a wanted type, with no more shared accesses than their statement may make.

import { unreachable } from '../../base/assert.ts';
import { LOCK_KINDS, type LockKind, LOCKS, TRY_LOCKS } from '../syntax/lockKinds.ts';
import type { Dice, Way } from './dice.testing.ts';

export type ValueType = 'int' | 'bool' | 'node' | 'leaf' | 'data' | 'phase' | 'word';

/** The context of the evaluation: a task, `init`, a ghost statement or an assertion, or a property. */
export type Reader = 'task' | 'init' | 'ghost' | 'property';

/** Where an expression stands, as far as it decides what may stand in it. */
export interface ExpressionSetting {
  readonly reader: Reader;
  /** Shared accesses at most: 1 in a step that is no atomic. */
  readonly most: number;
  /** Whether a call of one of these may stand first in it: what follows a call is not certain to be reached. */
  readonly calls: readonly Callee[];
  readonly tasks: readonly string[];
}

export interface Callee {
  readonly name: string;
  readonly parameters: readonly (ValueType | 'out')[];
  readonly result: ValueType | 'void';
  readonly atomic: boolean;
}

type Maker = () => string;

/** The other local pointer to a node is NULL more often. */
const QS = ['q', 'q', 'q', 'q', 'q'];

/** A function's value may be asked for in these places only. */
const DEEPEST = 3;

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const;

export const LOCALS: Readonly<Record<ValueType, readonly string[]>> = {
  int: ['n', 'i'],
  bool: ['b'],
  node: ['p', 'q'],
  leaf: ['l'],
  data: ['v'],
  phase: ['h'],
  word: ['w'],
};

export class RandomExpression {
  private readonly dice: Dice;
  private readonly setting: ExpressionSetting;
  /** Accesses that may still be made. */
  private left: number;
  private depth = 0;
  private mayCall: boolean;
  private looks = false;
  /** Loop variables in scope, by type. */
  private bound: { readonly name: string; readonly type: ValueType }[] = [];

  constructor(dice: Dice, setting: ExpressionSetting) {
    this.dice = dice;
    this.setting = setting;
    this.left = setting.most;
    this.mayCall = setting.calls.length > 0;
  }

  of(type: ValueType): string {
    this.depth += 1;
    const text = this.dice.take(this.waysOf(type));
    this.depth -= 1;
    this.mayCall = false;
    return text;
  }

  /** From here on only expressions that change nothing. */
  looking(): this {
    this.looks = true;
    return this;
  }

  /** A pointer counts as one, too. */
  condition(): string {
    return this.dice.chance(12)
      ? this.of(this.dice.pick(['node', 'node', 'leaf']))
      : this.of('bool');
  }

  /** A place that can be written, which costs an access. */
  target(type: ValueType): string {
    this.left -= 1;
    return this.dice.pick(this.targetsOf(type))();
  }

  /** A lock, which costs an access. */
  lock(kind: LockKind): string {
    this.left -= 1;
    return this.dice.pick(this.locksOf(kind))();
  }

  private get observes(): boolean {
    return this.setting.reader === 'ghost' || this.setting.reader === 'property';
  }

  private get dot(): string {
    return this.setting.reader === 'property' ? '.' : '->';
  }

  private waysOf(type: ValueType): Way<string>[] {
    const ways = this.leavesOf(type);
    const deep = this.depth < DEEPEST;
    if (this.left > 0) ways.push(...this.loadsOf(type));
    if (this.left > 0 && !this.observes && !this.looks) ways.push(...this.changesOf(type));
    if (deep) ways.push(...this.joinsOf(type));
    if (this.mayCall && this.depth === 1) ways.push(...this.callsOf(type));
    return ways;
  }

  private callsOf(type: ValueType): Way<string>[] {
    return this.setting.calls
      .filter(({ result, parameters }) => result === type && !parameters.includes('out'))
      .map((callee) => one(() => this.callOf(callee), 2));
  }

  /** Arguments are locals and constants. */
  callOf({ name, parameters }: Callee): string {
    const args = parameters.map((type) =>
      type === 'out' ? `&${this.dice.pick(LOCALS.node)}` : this.local(type),
    );
    return `${name}(${args.join(', ')})`;
  }

  private local(type: ValueType): string {
    const own = new RandomExpression(this.dice, { ...this.setting, most: 0, calls: [] });
    own.depth = this.dice.chance(70) ? DEEPEST - 1 : DEEPEST - 2;
    own.bound = this.bound;
    return own.of(type);
  }

  /** Expressions without a shared access. */
  private leavesOf(type: ValueType): Way<string>[] {
    const locals = this.setting.reader === 'property' ? [] : LOCALS[type];
    const bound = this.bound.filter((local) => local.type === type);
    const names = [...locals, ...bound.map(({ name }) => name), ...bound.map(({ name }) => name)];
    const reads = names.map((name) => one(() => name, 2));
    return [...reads, ...this.constantsOf(type)];
  }

  private constantsOf(type: ValueType): Way<string>[] {
    const fixed = (...texts: string[]): Way<string>[] => texts.map((text) => one(() => text));
    switch (type) {
      case 'int':
        return [
          ...fixed('0', '1', '2', 'fixed.kind'),
          ...this.through((p, dot) => `${p}${dot}kind`, 1),
        ];
      case 'bool':
        return [
          ...fixed('true', 'false', 'more', 'how == two', 'how in { one, two }'),
          ...this.parts('ok'),
        ];
      case 'node':
        return [
          ...fixed('NULL', '&fixed'),
          ...this.through((p, dot) => `${p}${dot}up`, 1),
          ...this.parts('to'),
        ];
      case 'leaf':
        return [
          ...fixed('NULL', '&fixed.leaf', '&leaves[0]', '&leaves[1]'),
          ...this.through((p, dot) => `&${p}${dot}leaf`, 1),
          ...(this.setting.reader === 'property' ? [] : fixed('&leaves[n]')),
        ];
      case 'data':
        return fixed('Z', 'A');
      case 'phase':
        return fixed('IDLE', 'BUSY');
      case 'word':
        return [...fixed('{}')];
      default:
        return unreachable(type);
    }
  }

  private parts(field: string): Way<string>[] {
    const words = this.bound.filter(({ type }) => type === 'word').map(({ name }) => name);
    if (this.setting.reader !== 'property') words.push('w');
    return words.map((name) => one(() => `${name}.${field}`));
  }

  /** Through each local pointer to a node. */
  private through(path: (p: string, dot: string) => string, weight: number): Way<string>[] {
    const names = this.bound.filter(({ type }) => type === 'node').map(({ name }) => name);
    if (this.setting.reader !== 'property') names.push('q');
    return names.map((name) => one(() => path(name, this.dot), weight));
  }

  private index(): string {
    const text = this.left > 0 && this.dice.chance(20) ? this.of('int') : this.local('int');
    return text === '2' ? '1' : text;
  }

  /** A shared read: what is counted first is the read itself. */
  private loadsOf(type: ValueType): Way<string>[] {
    return [...this.placesOf(type), ...this.ghostsOf(type)].map((place) =>
      one(() => {
        this.left -= 1;
        return place();
      }, 1),
    );
  }

  private ghostsOf(type: ValueType): Maker[] {
    if (!this.observes) return [];
    const named: Readonly<Record<ValueType, readonly string[]>> = {
      int: ['g', 'fixed.told'],
      bool: ['hit', 'ge.ok'],
      node: ['gp', 'ge.to'],
      leaf: [],
      data: ['gd'],
      phase: [],
      word: [],
    };
    return named[type].map((text) => () => text);
  }

  private targetsOf(type: ValueType): Maker[] {
    return this.placesOf(type);
  }

  /** Shared places, by a local pointer, by name, by index, or through a place that costs an access more. */
  private placesOf(type: ValueType): Maker[] {
    const { dot } = this;
    const node = (): string => this.nodePointer();
    const leaf = (): string => this.leafPointer();
    const current = this.setting.reader === 'task' ? 'current' : null;
    switch (type) {
      case 'int':
        return [
          () => 'x',
          () => 'y',
          () => 'low',
          () => `arr[${this.index()}]`,
          () => `${node()}${dot}refs`,
          () => 'fixed.refs',
          () => `${node()}${dot}leaf.v`,
          () => `${leaf()}${dot}v`,
          () => `leaves[${this.index()}].v`,
          () => (current ? `${current}->cpu->n` : 'c0.n'),
          () => (current ? `${current}->mm->faults` : 'm0.faults'),
        ];
      case 'bool':
        return [
          () => 'f',
          () => `${node()}${dot}flag`,
          () => 'fixed.flag',
          () => 'e.ok',
          () => `es[${this.index()}].ok`,
        ];
      case 'node':
        return [
          () => 'root',
          () => 'root',
          () => `tab[${this.index()}]`,
          () => `${node()}${dot}next`,
          () => 'e.to',
          () => `es[${this.index()}].to`,
        ];
      case 'leaf':
        return [() => 'top'];
      case 'data':
        return [() => 'd', () => `${node()}${dot}bytes[${this.index()}]`];
      case 'phase':
        return [() => 'phase'];
      case 'word':
        return [() => 'e', () => `es[${this.index()}]`];
      default:
        return unreachable(type);
    }
  }

  private nodePointer(): string {
    const names = this.bound.filter(({ type }) => type === 'node').map(({ name }) => name);
    if (this.setting.reader !== 'property') names.push('p', ...QS);
    if (this.left > 0 && (names.length === 0 || this.dice.chance(15))) {
      this.left -= 1;
      names.push(...Array<string>(names.length + 1).fill('root'));
    }
    return names.length === 0 ? 'root' : this.dice.pick(names);
  }

  private leafPointer(): string {
    const names = this.bound.filter(({ type }) => type === 'leaf').map(({ name }) => name);
    if (this.setting.reader !== 'property') names.push('l');
    return names.length === 0 ? 'top' : this.dice.pick(names);
  }

  /** Expressions that change something and have a value. */
  private changesOf(type: ValueType): Way<string>[] {
    const ways = [one(() => this.exchange(type), type === 'word' ? 0 : 1)];
    if (type === 'int')
      ways.push(
        one(() => `++${this.target('int')}`),
        one(() => `--${this.target('int')}`),
      );
    if (type === 'node') ways.push(one(() => this.allocate(), 2));
    if (type === 'bool')
      ways.push(
        ...this.tryLocks(),
        one(() => `--${this.target('int')} == 0`, 2),
      );
    return ways;
  }

  private exchange(type: ValueType): string {
    const place = this.target(type);
    return `xchg(${place}, ${this.of(type)})`;
  }

  private allocate(): string {
    this.left -= 1;
    return 'alloc(nodes)';
  }

  private tryLocks(): Way<string>[] {
    if (this.setting.reader !== 'task') return [];
    return TRIES.map(([operation, kind]) => one(() => `${operation}(&${this.lock(kind)})`));
  }

  private locksOf(kind: LockKind): Maker[] {
    const { dot } = this;
    const node = (): string => this.nodePointer();
    switch (kind) {
      case 'mutex':
        return [() => 'm', () => 'm', () => `${node()}${dot}mx`];
      case 'spinlock':
        return [
          () => 's',
          () => `ls[${this.index()}]`,
          () => `${this.leafPointer()}${dot}lock`,
          () => `leaves[${this.index()}].lock`,
        ];
      case 'bitlock':
        return [() => `${node()}${dot}lk`, () => 'fixed.lk'];
      case 'rwsem':
        return [() => 'sem', () => 'sem', () => `${node()}${dot}rw`];
      case 'semaphore':
        return [() => 'slots', () => `${node()}${dot}turns`];
      case 'completion':
        return [() => 'ready'];
      default:
        return unreachable(kind);
    }
  }

  private joinsOf(type: ValueType): Way<string>[] {
    const pair = (operator: string, kind: ValueType): string =>
      `${this.operand(kind)} ${operator} ${this.operand(kind)}`;
    switch (type) {
      case 'int':
        return [
          one(() => pair('+', 'int')),
          one(() => pair('-', 'int')),
          one(() => `${this.operand('int')} * ${this.dice.pick(['2', '(-1)'])}`),
          one(() => `${this.operand('int')} % ${this.dice.pick(['2', '3'])}`),
        ];
      case 'bool':
        return [
          one(() => `!${this.operand('bool')}`, 2),
          one(() => `!${this.operand('node')}`),
          ...['&&', '||', '=>'].map((operator) => one(() => pair(operator, 'bool'))),
          ...COMPARISONS.map((operator) => one(() => pair(operator, 'int'))),
          one(() => pair(this.dice.pick(['==', '!=']), 'node')),
          one(() => pair(this.dice.pick(['==', '!=']), 'data')),
          one(() => pair(this.dice.pick(['==', '!=']), 'phase')),
          ...this.sameWords(),
          ...this.questions(),
        ];
      case 'word':
        return [one(() => `{${this.of('node')}, ${this.of('bool')}}`, 3)];
      case 'node':
      case 'leaf':
      case 'data':
      case 'phase':
        return [];
      default:
        return unreachable(type);
    }
  }

  /** Words are compared with cells, locals and literals. */
  private sameWords(): Way<string>[] {
    const operator = this.dice.pick(['==', '!=']);
    const cell = (): string => {
      this.left -= 1;
      return this.dice.pick(['e', 'es[0]', 'es[1]']);
    };
    const local = this.setting.reader === 'property' ? [] : ['w'];
    return [
      ...local.map((w) => one(() => `${w} ${operator} {}`)),
      ...(this.left > 0 ? [one(() => `${cell()} ${operator} ${this.dice.pick([...local, '{NULL, true}'])}`)] : []), // prettier-ignore
    ];
  }

  private operand(type: ValueType): string {
    const text = this.of(type);
    return /^[\w.>[\]-]+$|^\w+\([^()]*\)$/.test(text) && !text.startsWith('-') ? text : `(${text})`;
  }

  /** Expressions that only an observer may use. */
  private questions(): Way<string>[] {
    if (!this.observes) return [];
    return [
      one(() => `held(${this.lock(this.dice.pick(HELD_KINDS))})`, 2),
      one(
        () =>
          `held(${this.lock(this.dice.pick(HELD_KINDS))}, ${this.dice.pick(this.setting.tasks)})`,
        2,
      ),
      one(() => `done(${this.dice.pick(this.setting.tasks)})`, 2),
      ...OVERS.map(([over, type]) => one(() => this.quantified(over, type))),
    ];
  }

  private quantified(over: string, type: ValueType): string {
    const name = `z${this.bound.length}`;
    this.bound.push({ name, type });
    const text = `(${this.dice.pick(['forall', 'exists'])} ${name} in ${over}, ${this.of('bool')})`;
    this.bound.pop();
    return text;
  }
}

/** Kinds of locks with holders. */
export const HELD_KINDS = LOCK_KINDS.filter((kind) => LOCKS[kind].modes.length > 0);

export const TRIES = Object.entries(TRY_LOCKS).map(([name, { lock }]) => [name, lock] as const);

/** What loops and quantifiers run over, and what their variable is. */
export const OVERS: readonly (readonly [string, ValueType])[] = [
  ['0..1', 'int'],
  ['nodes', 'node'],
  ['struct node', 'node'],
  ['struct leaf', 'leaf'],
  ['leaves', 'leaf'],
  ['struct entry', 'word'],
];

function one<T>(make: () => T, weight = 1): Way<T> {
  return { weight, make };
}
