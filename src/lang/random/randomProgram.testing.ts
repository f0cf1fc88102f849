// Small random .race programs that use the whole language, each the same for the same seed: as text, so that a
// failure shows a text that can be run.

import { loadProgram } from '../load/loadProgram.ts';
import { Dice } from './dice.testing.ts';
import { type Callee, RandomExpression, type ValueType } from './randomExpression.testing.ts';
import { block, RandomStatement, type Standing } from './randomStatement.testing.ts';
import { initialWorld, WORLD } from './randomWorld.testing.ts';

const LOCAL_LINES = `int 0..2 n = 0; int 0..2 i = 1; bool b = false; struct node *p = NULL; struct node *q = &fixed;
struct leaf *l = &leaves[0]; data v = A; enum phase h = IDLE; struct entry w = {};`;

/** Each may call those after it. */
const FUNCTIONS: readonly Callee[] = [
  { name: 'visit', parameters: ['node', 'int'], result: 'int', atomic: false },
  { name: 'move', parameters: ['node', 'bool'], result: 'void', atomic: false },
  { name: 'find', parameters: ['out'], result: 'bool', atomic: false },
  { name: 'first', parameters: ['int'], result: 'node', atomic: false },
  { name: 'mark', parameters: ['data'], result: 'data', atomic: false },
  { name: 'turn', parameters: ['phase'], result: 'phase', atomic: false },
  { name: 'pair', parameters: ['word'], result: 'word', atomic: false },
  { name: 'leafOf', parameters: ['leaf'], result: 'leaf', atomic: false },
  { name: 'grab', parameters: ['out'], result: 'void', atomic: true },
  { name: 'take', parameters: ['int'], result: 'bool', atomic: true },
];

const TYPE_NAMES: Readonly<Record<ValueType | 'void' | 'out', string>> = {
  int: 'int 0..2 ',
  bool: 'bool ',
  node: 'struct node *',
  leaf: 'struct leaf *',
  data: 'data ',
  phase: 'enum phase ',
  word: 'struct entry ',
  void: 'void ',
  out: 'struct node **',
};

/** A parameter takes the place of the first local of its type. */
const PARAMETERS: Readonly<Record<ValueType | 'out', string>> = {
  int: 'n',
  bool: 'b',
  node: 'p',
  leaf: 'l',
  data: 'v',
  phase: 'h',
  word: 'w',
  out: 'out',
};

/** Features that a program may lack, so that the others are combined more often. */
const KINDS =
  'declare part add bump dropped lock locked hold fresh free put get wait if while for label goto return break atomic ghost assert complain choose'.split(
    ' ',
  );

/** Statements that end a task or the search early. */
const RARE = ['free', 'complain', 'return', 'goto', 'hold', 'lock', 'while', 'declare', 'dropped'];

const TASKS = ['t0', 't1', 't2'];

class ProgramWriter {
  private readonly dice: Dice;
  private readonly without: ReadonlySet<string>;
  private readonly twins: boolean;

  constructor(dice: Dice, twins: boolean) {
    this.dice = dice;
    this.twins = twins;
    this.without = new Set([
      ...KINDS.filter(() => dice.chance(35)),
      ...RARE.filter(() => dice.chance(50)),
    ]);
  }

  write(): string {
    const first = this.body('task', null, 5);
    const second = this.twins ? first : this.body('task', null, 5);
    const [placed0, placed1] = this.dice.chance(80)
      ? ['on c0 in m0', 'on c1 in m1']
      : ['on c0 in m0', 'on c0 in m0'];
    const rest = [
      this.init(),
      `task t0 'a' ${placed0} ${first}`,
      `task t1 'b' ${placed1} ${second}`,
      `${this.third()} ${this.body('task', null, 3)}`,
      ...this.fourth(),
      ...this.properties(),
    ];
    const ruledOut = this.dice.chance(20) ? 'require !(more && how == three);' : '';
    return [WORLD, ruledOut, this.functions(rest.join('\n')), ...rest]
      .filter((text) => text !== '')
      .join('\n');
  }

  private statements(calls: readonly Callee[]): RandomStatement {
    return new RandomStatement(this.dice, { calls, tasks: TASKS, without: this.without });
  }

  private body(reader: 'task' | 'init', callee: Callee | null, most: number): string {
    const index = callee === null ? 0 : FUNCTIONS.indexOf(callee) + 1;
    const at: Standing = {
      reader,
      atomic: callee?.atomic === true ? 'later' : 'none',
      loop: false,
      unrolled: false,
      result: callee?.result ?? null,
      depth: 3,
    };
    const calls = reader === 'init' ? [] : FUNCTIONS.slice(index);
    return this.bodyWith(this.statements(calls).body(at, most), callee);
  }

  private bodyWith(lines: readonly string[], callee: Callee | null): string {
    const names = callee?.parameters.map((type) => PARAMETERS[type]) ?? [];
    const locals = LOCAL_LINES.split(/(?<=;)\s/).filter(
      (line) => !names.some((name) => line.includes(` ${name} =`) || line.includes(`*${name} =`)),
    );
    const ending = callee === null ? '' : this.ending(callee);
    const used = [...lines, ending].join('\n');
    const needed = locals.filter((line) =>
      new RegExp(`\\b${/(\w+) =/.exec(line)?.[1]}\\b`).test(used),
    );
    const end = callee === null || callee.result === 'void' ? [] : [`return ${ending};`];
    const text = [...lines, 'out:', ...end].join('\n');
    return block([
      needed.join(' '),
      text.includes('goto again') ? 'again:' : '',
      text.includes('goto out') ? text : text.replace(/out:\n?/, ''),
    ]);
  }

  /** What a function gives back at its end. */
  private ending({ result, atomic }: Callee): string {
    const setting = { reader: 'task', most: atomic ? 3 : 1, calls: [], tasks: TASKS } as const;
    return result === 'void' ? '' : new RandomExpression(this.dice, setting).of(result);
  }

  /** The functions that are called, by each other too. */
  private functions(calling: string): string {
    const texts: string[] = [];
    for (const callee of FUNCTIONS)
      if ([calling, ...texts].some((text) => text.includes(`${callee.name}(`)))
        texts.push(this.functionText(callee));
    return texts.join('\n');
  }

  private functionText(callee: Callee): string {
    const { name, parameters, result, atomic } = callee;
    const head = `${atomic ? 'atomic ' : ''}${TYPE_NAMES[result]}${name}(${parameters.map((type) => `${TYPE_NAMES[type]}${PARAMETERS[type]}`).join(', ')})`;
    const write = (): string => {
      const text = this.body('task', callee, 2);
      if (!parameters.includes('out')) return text;
      return text.replace(
        '{\n',
        `{\n  *out = ${this.dice.pick(['root', 'NULL', '&fixed', '*out'])};\n`,
      );
    };
    if (!this.dice.chance(10)) return `${head} ${write()}`;
    return `${head} when how == one ${write()}\n${head} when how in { two, three } ${write()}`;
  }

  private init(): string {
    const given = initialWorld(this.dice);
    if (this.dice.chance(40)) return given === '' ? '' : `init ${block([given])}`;
    const own = this.body('init', null, 3);
    return `init ${own.replace(/\}$/, given === '' ? '}' : `${given.replaceAll(/^/gm, '  ')}\n}`)}`;
  }

  private third(): string {
    return this.dice.pick([
      "task t2 'c' on c1 in m1 when more",
      "task t2 'c' on c1 in m1 when how != one",
      "daemon t2 'w' on c1 in m1",
      "daemon t2 'w' on c1 in m1 runs 2",
      "daemon t2 'w' on c1 in m1 runs 1",
      "task t2 's' on c1 in m1 after all",
      "task t2 's' on c1 in m1 after all when more",
    ]);
  }

  /** Another task that begins when all others have ended: it may have to wait then, or end before its first step. */
  private fourth(): string[] {
    if (!this.dice.chance(20)) return [];
    const first = this.dice.pick([
      '',
      'wait until (x == 1);\n',
      'mutex_lock(&m);\n',
      'if (!more) return;\n',
    ]);
    const body = this.body('task', null, 2).replace('{\n', `{\n${first}`);
    return [`task t3 'u' on c0 in m0 after all ${body}`];
  }

  private properties(): string[] {
    const one = (): string =>
      new RandomExpression(this.dice, { reader: 'property', most: 3, calls: [], tasks: TASKS }).of(
        'bool',
      );
    const always = Array.from(
      { length: this.dice.below(3) },
      (_, i) => `always a${i} "a${i} is kept" else "a${i} is broken": ${one()};`,
    );
    const final = Array.from({ length: this.dice.below(2) }, (_, i) => `finally z${i}: ${one()};`);
    return [
      ...always,
      ...final,
      ...(this.dice.chance(30) ? ['expect no_deadlock holds when more; violated otherwise;'] : []),
    ];
  }
}

function writeProgram(seed: number, twins: boolean): string {
  for (let attempt = 0; ; attempt += 1) {
    const text = new ProgramWriter(new Dice(seed * 64 + attempt), twins).write();
    if (attempt > 60 || !hasErrors(text)) return text;
  }
}

function hasErrors(text: string): boolean {
  return loadProgram('random', text, new Map()).diagnostics.some(
    ({ severity }) => severity === 'error',
  );
}

/** The text of a program without errors. */
export function randomProgram(seed: number): string {
  return writeProgram(seed, false);
}

/** A program in which two tasks have the same text, each with its own cpu and mm or both with the same. */
export function randomTwins(seed: number): string {
  return writeProgram(seed, true);
}
