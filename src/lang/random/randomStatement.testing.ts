// Random statements that are allowed at a given position.

import {
  isLockOperation,
  LOCK_OPERATIONS,
  type LockOperation,
  mayBlock,
} from '../syntax/lockKinds.ts';
import type { Dice, Way } from './dice.testing.ts';
import {
  type Callee,
  HELD_KINDS,
  LOCALS,
  OVERS,
  RandomExpression,
  type Reader,
  TRIES,
  type ValueType,
} from './randomExpression.testing.ts';

/** Where a statement stands. */
export interface Standing {
  readonly reader: Exclude<Reader, 'property'>;
  /** `first`: first in an atomic, so that it may block. */
  readonly atomic: 'none' | 'first' | 'later';
  readonly loop: boolean;
  /** Whether it is written out for every round, so that no label can stand there. */
  readonly unrolled: boolean;
  /** Null where the body is no function's. */
  readonly result: ValueType | 'void' | null;
  readonly depth: number;
}

export interface BodySetting {
  readonly calls: readonly Callee[];
  readonly tasks: readonly string[];
  /** Sorts of statements that this program goes without. */
  readonly without: ReadonlySet<string>;
}

interface Kind {
  readonly name: string;
  readonly weight: number;
  readonly fits: (at: Standing) => boolean;
  readonly make: (at: Standing) => string;
}

const TYPES: readonly ValueType[] = ['int', 'bool', 'node', 'leaf', 'data', 'phase', 'word'];
const TYPE_WEIGHTS: readonly ValueType[] = ['int', 'int', 'bool', 'bool', 'node', 'node', ...TYPES];

const always = (): boolean => true;
const inCode = ({ reader }: Standing): boolean => reader === 'task';
const unseen = ({ reader }: Standing): boolean => reader !== 'ghost';
const opens = ({ depth }: Standing): boolean => depth > 0;

export class RandomStatement {
  /** Labels that the body needs, and those that are placed already. */
  private labels = 0;
  private readonly dice: Dice;
  private readonly setting: BodySetting;
  private readonly kinds: readonly Kind[];

  constructor(dice: Dice, setting: BodySetting) {
    this.dice = dice;
    this.setting = setting;
    this.kinds = this.allKinds().filter(({ name }) => !setting.without.has(name));
  }

  /** One to `most` statements. */
  body(at: Standing, most: number): string[] {
    const count = this.dice.between(most > 3 ? 2 : 1, most);
    const inner = { ...at, depth: at.depth - 1 };
    return Array.from({ length: count }, (_, i) =>
      this.of(inner.atomic === 'first' && i > 0 ? { ...inner, atomic: 'later' } : inner),
    );
  }

  of(at: Standing): string {
    const ways = this.kinds
      .filter(({ fits }) => fits(at))
      .map(({ weight, make }): Way<string> => ({ weight, make: () => make(at) }));
    return ways.length === 0 ? (at.reader === 'ghost' ? 'g = 1;' : 'n = 1;') : this.dice.take(ways);
  }

  private expression(at: Standing, calls = true): RandomExpression {
    const most = at.reader === 'ghost' || at.atomic !== 'none' || at.reader === 'init' ? 3 : 1;
    return new RandomExpression(this.dice, {
      reader: at.reader,
      most,
      calls: calls ? this.callees(at) : [],
      tasks: this.setting.tasks,
    });
  }

  private callees(at: Standing): readonly Callee[] {
    if (at.reader !== 'task') return [];
    return this.setting.calls.filter(({ atomic }) => at.atomic === 'none' || atomic);
  }

  private allKinds(): Kind[] {
    const { dice } = this;
    return [
      { name: 'set', weight: 8, fits: unseen, make: (at) => this.set(at) },
      { name: 'declare', weight: 1, fits: always, make: (at) => this.declare(at) },
      { name: 'part', weight: 1, fits: unseen, make: (at) => this.setPart(at) },
      { name: 'store', weight: 8, fits: unseen, make: (at) => this.store(at) },
      { name: 'add', weight: 2, fits: unseen, make: (at) => this.add(at) },
      { name: 'bump', weight: 3, fits: unseen, make: (at) => this.bump(at) },
      { name: 'dropped', weight: 3, fits: unseen, make: (at) => this.dropped(at) },
      { name: 'lock', weight: 3, fits: inCode, make: (at) => this.lock(at) },
      {
        name: 'locked',
        weight: 4,
        fits: (at) => inCode(at) && opens(at) && at.atomic === 'none',
        make: (at) => this.locked(at),
      },
      { name: 'hold', weight: 1, fits: (at) => unseen(at), make: (at) => this.hold(at) },
      { name: 'fresh', weight: 1, fits: unseen, make: (at) => this.fresh(at) },
      { name: 'free', weight: 3, fits: unseen, make: (at) => this.guarded(at, 'free') },
      { name: 'put', weight: 2, fits: inCode, make: () => 'if (p) {\n  put(p);\n}' },
      {
        name: 'get',
        weight: 2,
        fits: (at) => unseen(at) && at.atomic !== 'first',
        make: (at) => this.get(at),
      },
      {
        name: 'wait',
        weight: 1,
        fits: (at) => inCode(at) && at.atomic !== 'later',
        make: (at) => `wait until (${this.expression(at, false).looking().condition()});`,
      },
      {
        name: 'call',
        weight: 4,
        fits: (at) => this.callees(at).length > 0,
        make: (at) => this.call(at),
      },
      { name: 'pick', weight: 2, fits: unseen, make: (at) => this.pick(at) },
      { name: 'cmpxchg', weight: 2, fits: unseen, make: (at) => this.compareExchange(at) },
      { name: 'barrier', weight: 1, fits: unseen, make: () => dice.pick(['smp_mb();', ';']) },
      { name: 'switch', weight: 2, fits: (at) => unseen(at) && opens(at), make: (at) => this.switch(at) }, // prettier-ignore
      {
        name: 'do',
        weight: 1,
        fits: (at) => unseen(at) && opens(at) && at.atomic === 'none',
        make: (at) => `do ${block(this.body({ ...at, loop: true }, 2))} while (${this.expression(at).condition()});`, // prettier-ignore
      },
      { name: 'count', weight: 1, fits: (at) => unseen(at) && opens(at), make: (at) => this.count(at) }, // prettier-ignore
      { name: 'if', weight: 4, fits: opens, make: (at) => this.if(at) },
      {
        name: 'while',
        weight: 3,
        fits: (at) => unseen(at) && opens(at) && at.atomic === 'none',
        make: (at) => this.while(at),
      },
      { name: 'for', weight: 2, fits: opens, make: (at) => this.for(at) },
      {
        name: 'label',
        weight: 1,
        fits: (at) => inCode(at) && !at.unrolled,
        make: () => this.label(),
      },
      {
        name: 'goto',
        weight: 1,
        fits: inCode,
        make: () => `goto ${dice.pick(['again', 'out', 'out'])};`,
      },
      { name: 'return', weight: 1, fits: (at) => unseen(at), make: (at) => this.return(at) },
      {
        name: 'break',
        weight: 8,
        fits: (at) => unseen(at) && at.loop,
        make: () => dice.pick(['break;', 'continue;']),
      },
      {
        name: 'atomic',
        weight: 4,
        fits: (at) => unseen(at) && opens(at),
        make: (at) => this.atomic(at),
      },
      { name: 'ghost', weight: 2, fits: opens, make: (at) => this.ghost(at) },
      { name: 'assert', weight: 2, fits: inCode, make: (at) => this.assert(at) },
      { name: 'complain', weight: 1, fits: unseen, make: (at) => this.complain(at) },
      {
        name: 'choose',
        weight: 1,
        fits: (at) => inCode(at) && opens(at) && at.atomic === 'none',
        make: (at) => this.choose(at),
      },
      {
        name: 'watch',
        weight: 8,
        fits: ({ reader }) => reader === 'ghost',
        make: (at) => this.watch(at),
      },
    ];
  }

  private set(at: Standing): string {
    const type = this.dice.pick(TYPE_WEIGHTS);
    if (type === 'word' && this.dice.chance(30)) return this.swap(at);
    const value = this.expression(at).of(type);
    return `${this.dice.pick(LOCALS[type])} = ${value};`;
  }

  /** A word is exchanged as a whole, by a statement of its own. */
  private swap(at: Standing): string {
    const e = this.expression(at);
    return `w = xchg(${e.target('word')}, ${e.of('word')});`;
  }

  private declare(at: Standing): string {
    this.labels += 1;
    const name = `t${this.labels}`;
    const value = this.expression(at).of('int');
    if (at.reader === 'task' && this.dice.chance(20)) {
      const what = this.dice.pick(['cpu', 'mm']);
      return `struct ${what} *${name} = current->${what};\nb = ${name} == &${what[0]}1;`;
    }
    const use = at.reader === 'ghost' ? `g = ${name};` : `n = ${name};`;
    return `int 0..2 ${name} = ${value};\n${use}`;
  }

  private setPart(at: Standing): string {
    const e = this.expression(at);
    return this.dice.chance(50) ? `w.ok = ${e.of('bool')};` : `w.to = ${e.of('node')};`;
  }

  private store(at: Standing): string {
    const type = this.dice.pick(TYPE_WEIGHTS);
    const e = this.expression(at);
    const target = e.target(type);
    return this.maybeGuarded(target, `${target} = ${e.of(type)};`);
  }

  /** Half of the accesses through a local pointer test first whether it is NULL. */
  private maybeGuarded(place: string, text: string): string {
    const pointer = /^\W*([pql])->/.exec(place)?.[1];
    return pointer && this.dice.chance(pointer === 'p' ? 90 : 30)
      ? `if (${pointer}) {\n${indent(text)}\n}`
      : text;
  }

  private add(at: Standing): string {
    const e = this.expression(at);
    if (this.dice.chance(20)) return `n ${this.dice.pick(['+=', '-='])} ${e.of('int')};`;
    const target = e.target('int');
    return this.maybeGuarded(target, `${target} ${this.dice.pick(['+=', '-='])} ${e.of('int')};`);
  }

  private bump(at: Standing): string {
    const target = this.dice.chance(20) ? 'n' : this.expression(at).target('int');
    const text = this.dice.chance(50)
      ? `${target}${this.dice.pick(['++', '--'])};`
      : `${this.dice.pick(['++', '--'])}${target};`;
    return this.maybeGuarded(target, text);
  }

  private dropped(at: Standing): string {
    const e = this.expression(at, false);
    if (at.reader === 'task' && this.dice.chance(40)) {
      const [operation, kind] = this.dice.pick(TRIES);
      return `${operation}(&${e.lock(kind)});`;
    }
    const type = this.dice.pick(['int', 'bool', 'node', 'data', 'phase', 'leaf'] as const);
    return `xchg(${e.target(type)}, ${e.of(type)});`;
  }

  private lock(at: Standing): string {
    const releases = at.atomic === 'later' || this.dice.chance(45);
    const [operation, kind] = releases ? this.dice.pick(RELEASES) : this.dice.pick(TAKES);
    const place = this.expression({ ...at, atomic: 'none' }, false).lock(kind);
    return this.maybeGuarded(place, `${operation}(&${place});`);
  }

  private locked(at: Standing): string {
    const [take, drop, kind] = this.dice.pick(PAIRS);
    const place = this.expression(at, false).lock(kind);
    const inner = this.body(at, 2);
    const text = [`${take}(&${place});`, ...inner, `${drop}(&${place});`].join('\n');
    return this.maybeGuarded(place, text);
  }

  private hold(at: Standing): string {
    const kind = this.dice.pick(HELD_KINDS);
    const place = this.expression({ ...at, atomic: 'none' }, false).lock(kind);
    const task = at.reader === 'init' ? this.dice.pick(this.setting.tasks) : 'current';
    return this.maybeGuarded(place, `${place} = ${task};`);
  }

  /** A new object, with a reference for a while. */
  private fresh(at: Standing): string {
    const lines = ['p = alloc(nodes);', 'p->refs = 1;', ...this.dice.pick(FRESH)];
    return at.reader === 'init' || at.atomic !== 'none'
      ? lines.filter((line) => !line.includes('current') || at.reader === 'task').join('\n')
      : `atomic ${block(lines)}`;
  }

  private get(at: Standing): string {
    const lines = [
      `p = ${this.dice.pick(['root', 'root', 'tab[0]', 'tab[1]'])};`,
      'if (p) {\n  p->refs++;\n}',
    ];
    return at.atomic === 'later' || at.reader === 'init'
      ? lines.join('\n')
      : `atomic ${block(lines)}`;
  }

  private guarded(at: Standing, operation: string): string {
    if (this.dice.chance(15)) {
      const pointer = this.expression(at).of('node');
      return pointer === 'NULL' ? 'free(p);' : `${operation}(${pointer});`;
    }
    const pointer = this.dice.chance(90) ? 'p' : 'q';
    return `if (${pointer}) {\n  ${operation}(${pointer});\n}`;
  }

  private call(at: Standing): string {
    const callee = this.dice.pick(this.callees(at));
    const text = this.expression(at).callOf(callee);
    if (callee.result === 'void' || this.dice.chance(50)) return `${text};`;
    return `${this.dice.pick(LOCALS[callee.result])} = ${text};`;
  }

  private if(at: Standing): string {
    const condition = this.expression(at).condition();
    const inner = at.atomic === 'first' ? { ...at, atomic: 'later' as const } : at;
    const then = block(this.body(inner, 2));
    return this.dice.chance(40)
      ? `if (${condition}) ${then} else ${block(this.body(inner, 2))}`
      : `if (${condition}) ${then}`;
  }

  /** Each of its three parts is a step of its own. */
  private pick(at: Standing): string {
    const type = this.dice.pick(['int', 'bool', 'node', 'data', 'phase'] as const);
    const condition = this.expression(at).condition();
    const [then, otherwise] = [this.expression(at).of(type), this.expression(at).of(type)];
    return `${this.dice.pick(LOCALS[type])} = (${condition}) ? ${then} : ${otherwise};`;
  }

  private compareExchange(at: Standing): string {
    const type = this.dice.pick(TYPE_WEIGHTS);
    const place = this.expression(at).target(type);
    const [old, next] = [this.dice.pick(KNOWN[type]), this.dice.pick(KNOWN[type])];
    const text = `${this.dice.pick(LOCALS[type])} = cmpxchg(&${place}, ${old}, ${next});`;
    return this.maybeGuarded(place, text);
  }

  private switch(at: Standing): string {
    const inner = at.atomic === 'first' ? { ...at, atomic: 'later' as const } : at;
    const subject = this.expression(at).of('int');
    const leaves = (): string[] => (this.dice.chance(75) ? ['break;'] : []);
    const first = this.dice.chance(30) ? [`if (${this.expression(inner).condition()}) {\n  break;\n}`] : []; // prettier-ignore
    const one = ['case 0:', ...first, ...this.body(inner, 2), ...leaves()];
    const two = ['case 1: case 2:', ...this.body(inner, 1), ...leaves()];
    const rest = this.dice.chance(60) ? ['default:', ...this.body(inner, 1)] : [];
    return `switch (${subject}) ${block([...one, ...two, ...rest])}`;
  }

  private count(at: Standing): string {
    this.labels += 1;
    const atomic = at.atomic !== 'none';
    const name = atomic || this.dice.chance(70) ? `k${this.labels}` : 'n';
    const inner = at.atomic === 'first' ? { ...at, atomic: 'later' as const } : at;
    const body = this.body({ ...inner, loop: true, unrolled: at.unrolled || atomic }, 2);
    const use = name === 'n' ? [] : [`i = ${name};`];
    return `for (${name} = 0; ${name} < 2; ${name}++) ${block([...use, ...body])}`;
  }

  private while(at: Standing): string {
    const condition = this.expression(at).condition();
    return `while (${condition}) ${block(this.body({ ...at, loop: true }, 2))}`;
  }

  private for(at: Standing): string {
    const [over, type] = this.dice.pick(OVERS);
    this.labels += 1;
    const name = `k${this.labels}`;
    const use =
      at.reader === 'ghost'
        ? {
            int: `g = ${name};`,
            node: `${name}->seen = true;`,
            leaf: `hit = ${name} == NULL;`,
            word: `hit = ${name}.ok;`,
          }
        : {
            int: `n = ${name};`,
            node: `p = ${name};`,
            leaf: `l = ${name};`,
            word: `b = ${name}.ok;`,
          };
    const text = use[type as 'int' | 'node' | 'leaf' | 'word'];
    const direct =
      at.reader === 'task' && type === 'node' && this.dice.chance(50) && at.atomic !== 'first'
        ? [this.dice.pick([`${name}->flag = true;`, `n = ${name}->refs;`, `${name}->refs--;`])]
        : [];
    const inner = at.atomic === 'first' ? { ...at, atomic: 'later' as const } : at;
    const body = this.body({ ...inner, loop: at.reader !== 'ghost', unrolled: true }, 2);
    return `for (${name} in ${over}) ${block([text, ...direct, ...body])}`;
  }

  private label(): string {
    this.labels += 1;
    return `if (b) {\n  goto l${this.labels};\n}\nn = 1;\nl${this.labels}:`;
  }

  private return(at: Standing): string {
    const { result } = at;
    if (result === null || result === 'void') return 'return;';
    return `return ${this.expression(at).of(result)};`;
  }

  private atomic(at: Standing): string {
    const inner = at.atomic === 'none' ? 'first' : at.atomic;
    return `atomic ${block(this.body({ ...at, atomic: inner }, 3))}`;
  }

  private ghost(at: Standing): string {
    const inner: Standing = { ...at, reader: 'ghost' };
    return this.dice.chance(60)
      ? `ghost ${this.watch(inner)}`
      : `ghost ${block(this.body({ ...inner, loop: false }, 3))}`;
  }

  /** What a ghost statement may write. */
  private watch(at: Standing): string {
    const e = this.expression(at);
    return this.dice.take<string>([
      way(2, () => `g = ${e.of('int')};`),
      way(2, () => `hit = ${e.of('bool')};`),
      way(1, () => `gp = ${e.of('node')};`),
      way(1, () => `gd = ${e.of('data')};`),
      way(1, () => `ge = ${e.of('word')};`),
      way(1, () => `ge.ok = ${e.of('bool')};`),
      way(1, () => `${this.dice.pick(['p', 'root', 'q'])}->seen = ${e.of('bool')};`),
      way(1, () => `fixed.told = ${e.of('int')};`),
      way(1, () => `g ${this.dice.pick(['+=', '-='])} ${e.of('int')};`),
      way(1, () => this.dice.pick(['g++;', 'g--;', 'p->told++;', '--g;'])),
    ]);
  }

  private assert(at: Standing): string {
    const e = this.expression({ ...at, reader: 'ghost' }, false);
    return `assert(${e.condition()}, ok);`;
  }

  private complain(at: Standing): string {
    const e = this.expression(at, false);
    const warns = at.reader === 'init' ? [] : ['WARN_ON', 'WARN_ON', 'WARN_ON'];
    return `${this.dice.pick(['BUG_ON', ...warns])}(${e.condition()});`;
  }

  private choose(at: Standing): string {
    const [left, right] = [block(this.body(at, 2)), block(this.body(at, 1))];
    return `choose {\n  left: ${left}\n  right: ${right}\n}`;
  }
}

const operations = (which: (operation: LockOperation) => boolean) =>
  Object.entries(LOCK_OPERATIONS).flatMap(([name, { lock }]) =>
    isLockOperation(name) && which(name) ? [[name, lock] as const] : [],
  );

const TAKES = operations(mayBlock);
const RELEASES = operations((operation) => !mayBlock(operation));

/** What is known without a step. */
const KNOWN: Readonly<Record<ValueType, readonly string[]>> = {
  int: ['0', '1', 'n'],
  bool: ['true', 'false', 'b'],
  node: ['NULL', 'p', 'q', '&fixed'],
  leaf: ['NULL', 'l', '&leaves[0]'],
  data: ['Z', 'A', 'v'],
  phase: ['IDLE', 'BUSY', 'h'],
  word: ['w', '{}'],
};

/** How a lock is taken and released; a lock of another kind gets a row here, and its places in `RandomExpression.lock`. */
const PAIRS = [
  ['mutex_lock', 'mutex_unlock', 'mutex'],
  ['spin_lock', 'spin_unlock', 'spinlock'],
  ['bit_lock', 'bit_unlock', 'bitlock'],
  ['down_read', 'up_read', 'rwsem'],
  ['down_write', 'up_write', 'rwsem'],
  ['down', 'up', 'semaphore'],
] as const;

const FRESH = [
  ['root = p;'],
  ['tab[0] = p;', 'root = p;', 'p->refs = 2;'],
  ['p->lk = current;', 'root = p;'],
  ['p->next = root;', 'root = p;'],
  ['p->leaf.lock = current;'],
  ['p->rw = current;', 'tab[1] = p;'],
] as const;

const indent = (text: string): string => text.replaceAll(/^/gm, '  ');

export const block = (lines: readonly string[]): string =>
  `{\n${indent(lines.filter((line) => line !== '').join('\n'))}\n}`;

function way<T>(weight: number, make: () => T): Way<T> {
  return { weight, make };
}
