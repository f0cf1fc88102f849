// Which productions of the grammar a program has, and in which positions.

import { unreachable } from '../../base/assert.ts';
import { LOCK_OPERATIONS, TRY_LOCKS } from '../syntax/lockKinds.ts';
import type {
  Body,
  Expr,
  FunctionDefinition,
  Initial,
  Loop,
  Operator,
  Place,
  Program,
  Stmt,
  Task,
} from '../program/program.ts';
import { everyStatement, placeParts } from '../program/programWalk.ts';

/** The rows of one kind, and which of them a node of that kind belongs to. */
interface Rows<T> {
  readonly rows: readonly string[];
  readonly rowOf: (node: T) => string;
}

type RowsOf<T extends { readonly kind: string }> = {
  readonly [K in T['kind']]: Rows<Extract<T, { kind: K }>>;
};

const one = (row: string): Rows<unknown> => ({ rows: [row], rowOf: () => row });

const LOOPS: Readonly<Record<Loop['kind'], string>> = {
  range: 'a range',
  objects: 'a struct',
  elements: 'a pool or an array',
  cells: 'a word struct',
};
const OPERATORS: Readonly<Record<Operator, true>> = {
  '||': true,
  '&&': true,
  '=>': true,
  '==': true,
  '!=': true,
  '<': true,
  '<=': true,
  '>': true,
  '>=': true,
  '+': true,
  '-': true,
  '*': true,
  '%': true,
};

/** A new kind of statement has to be given its rows here. */
const STATEMENTS: RowsOf<Stmt> = {
  set: one('local ='),
  'set-part': one('local.field ='),
  store: { rows: ['place =', 'place +=', 'place -='], rowOf: (s) => `place ${s.operator}` },
  evaluate: {
    rows: ['++ or --, dropped', 'xchg, dropped', 'trylock, dropped', 'alloc, dropped'],
    rowOf: ({ value }) => {
      // down_trylock() is the negation of having taken it.
      const { kind } = value.kind === 'not' ? value.operand : value;
      return `${DROPPED[kind] ?? kind}, dropped`;
    },
  },
  lock: { rows: Object.keys(LOCK_OPERATIONS), rowOf: (s) => s.operation },
  hold: one('lock = task'),
  free: one('free'),
  wait: one('wait until'),
  call: {
    rows: ['call, value used', 'call, without or dropped value'],
    rowOf: (s) => (s.result === null ? 'call, without or dropped value' : 'call, value used'),
  },
  if: {
    rows: ['if', 'if else'],
    rowOf: (s) => (s.else.length > 0 ? 'if else' : 'if'),
  },
  while: one('while'),
  for: {
    rows: Object.values(LOOPS).map((over) => `for over ${over}`),
    rowOf: (s) => `for over ${LOOPS[s.over.kind]}`,
  },
  label: one('label'),
  goto: one('goto'),
  return: {
    rows: ['return', 'return value'],
    rowOf: (s) => (s.value === null ? 'return' : 'return value'),
  },
  break: one('break'),
  continue: one('continue'),
  atomic: one('atomic'),
  ghost: one('ghost'),
  assert: { rows: ['assert', 'BUG_ON', 'WARN_ON'], rowOf: (s) => ASSERTIONS[s.variant] },
  choose: one('choose'),
};

const DROPPED: Readonly<Partial<Record<Expr['kind'], string>>> = {
  bump: '++ or --',
  exchange: 'xchg',
  trylock: 'trylock',
  allocate: 'alloc',
};

const ASSERTIONS = { assert: 'assert', bug: 'BUG_ON', warn: 'WARN_ON' } as const;

/** A new kind of expression has to be given its rows here. */
const EXPRESSIONS: RowsOf<Expr> = {
  constant: one('constant'),
  local: one('local'),
  part: one('local.field'),
  word: one('{ … }'),
  load: one('place'),
  address: one('&place'),
  current: { rows: ['current->cpu', 'current->mm'], rowOf: (e) => `current->${e.what}` },
  not: one('!'),
  binary: { rows: Object.keys(OPERATORS), rowOf: (e) => e.operator },
  option: one('option'),
  exchange: one('xchg'),
  bump: { rows: ['++', '--'], rowOf: (e) => (e.by === 1 ? '++' : '--') },
  trylock: { rows: Object.keys(TRY_LOCKS), rowOf: (e) => e.operation },
  allocate: one('alloc'),
  quantified: {
    rows: ['forall', 'exists'].flatMap((q) =>
      Object.values(LOOPS).map((over) => `${q} over ${over}`),
    ),
    rowOf: (e) => `${e.quantifier} over ${LOOPS[e.over.kind]}`,
  },
  done: one('done'),
  held: {
    rows: ['held', 'held by a task'],
    rowOf: (e) => (e.task === null ? 'held' : 'held by a task'),
  },
};

const rowsIn = (all: Readonly<Record<string, Rows<never>>>): string[] =>
  Object.values(all).flatMap(({ rows }) => rows);

export const STATEMENT_ROWS: readonly string[] = rowsIn(STATEMENTS);
export const EXPRESSION_ROWS: readonly string[] = rowsIn(EXPRESSIONS);

export const STATEMENT_POSITIONS = [
  'task',
  'daemon',
  'after all',
  'function',
  'atomic function',
  'then',
  'else',
  'while',
  'for',
  'choose',
  'atomic first',
  'atomic middle',
  'atomic last',
  'init',
  'ghost',
] as const;
export type StatementPosition = (typeof STATEMENT_POSITIONS)[number];

export const EXPRESSION_POSITIONS = [
  'local =',
  'field =',
  'place =',
  'dropped',
  'wait until',
  'argument',
  'if',
  'while',
  'return used',
  'return dropped',
  'free',
  'assert',
  'BUG_ON',
  'WARN_ON',
  'pointer',
  'index',
  'xchg',
  '!',
  'left',
  'right',
  '{ … }',
  'quantified',
  'always',
  'finally',
  'initial',
  'outcome',
  'in atomic',
  'in init',
  'in ghost',
] as const;
export type ExpressionPosition = (typeof EXPRESSION_POSITIONS)[number];

/** How often each row stands in each position: `row | position`. */
export class GrammarPairs {
  readonly statements = new Map<string, number>();
  readonly expressions = new Map<string, number>();
  private program: Program | null = null;

  add(program: Program): void {
    this.program = program;
    for (const task of program.tasks) this.body(task, BODIES[task.kind]);
    for (const definition of [...program.functions.values()].flat()) this.function(definition);
    this.statementsIn(program.init.body, 'init', ['in init']);
    for (const { kind, condition } of program.properties)
      if (condition !== null && kind !== 'assertion') this.expression(condition, kind, []);
    for (const { value } of program.globals) if (value !== null) this.initial(value);
    for (const { value } of program.outcome) this.expression(value, 'outcome', []);
  }

  private body({ body }: Body, position: StatementPosition): void {
    this.statementsIn(body, position, []);
  }

  private function(definition: FunctionDefinition): void {
    const uses = this.usesOf(definition.name);
    this.statementsIn(
      definition.body,
      definition.atomic ? 'atomic function' : 'function',
      definition.atomic ? ['in atomic'] : [],
      uses,
    );
  }

  /** Where the values that a function returns stand. */
  private usesOf(name: string): ExpressionPosition[] {
    const bodies = [
      ...(this.program?.tasks ?? []),
      ...[...(this.program?.functions.values() ?? [])].flat(),
    ];
    const calls = bodies
      .flatMap(({ body }) => everyStatement(body))
      .filter((s) => s.kind === 'call' && s.callee === name);
    const results = calls.map((s) => s.kind === 'call' && s.result !== null);
    return [
      ...(results.includes(true) ? (['return used'] as const) : []),
      ...(results.includes(false) ? (['return dropped'] as const) : []),
    ];
  }

  private statementsIn(
    body: readonly Stmt[],
    position: StatementPosition,
    within: readonly ExpressionPosition[],
    returns: readonly ExpressionPosition[] = [],
  ): void {
    for (const s of body) this.statement(s, position, within, returns);
  }

  private statement(
    s: Stmt,
    position: StatementPosition,
    within: readonly ExpressionPosition[],
    returns: readonly ExpressionPosition[],
  ): void {
    count(this.statements, rowOf(STATEMENTS, s), position);
    this.parts(s, within, returns);
    const fixed = position === 'init' || position === 'ghost';
    const inside = (own: StatementPosition): StatementPosition => (fixed ? position : own);
    const go = (body: readonly Stmt[], own: StatementPosition, more = within): void =>
      this.statementsIn(body, inside(own), more, returns);
    switch (s.kind) {
      case 'if':
        go(s.then, 'then');
        return go(s.else, 'else');
      case 'while':
        go(s.before, 'while');
        return go(s.body, 'while');
      case 'for':
        return go(s.body, 'for');
      case 'choose':
        return s.branches.forEach(({ body }) => go(body, 'choose'));
      case 'ghost':
        return this.statementsIn(s.body, 'ghost', [...within, 'in ghost'], returns);
      case 'atomic': {
        const last = s.body.length - 1;
        const more = [...within, 'in atomic'] as const;
        return s.body.forEach((inner, i) => {
          if (i === 0) go([inner], 'atomic first', more);
          if (i > 0 && i < last) go([inner], 'atomic middle', more);
          if (i === last) go([inner], 'atomic last', more);
        });
      }
      case 'set':
      case 'set-part':
      case 'store':
      case 'evaluate':
      case 'lock':
      case 'hold':
      case 'free':
      case 'wait':
      case 'call':
      case 'label':
      case 'goto':
      case 'return':
      case 'break':
      case 'continue':
      case 'assert':
        return;
      default:
        return unreachable(s);
    }
  }

  /** The expressions of a statement, where they stand. */
  private parts(
    s: Stmt,
    within: readonly ExpressionPosition[],
    returns: readonly ExpressionPosition[],
  ): void {
    const at = (e: Expr, position: ExpressionPosition): void =>
      this.expression(e, position, within);
    switch (s.kind) {
      case 'set':
        return at(s.value, 'local =');
      case 'set-part':
        return at(s.value, 'field =');
      case 'store':
        this.place(s.place, within);
        return at(s.value, 'place =');
      case 'evaluate':
        return at(s.value, 'dropped');
      case 'lock':
      case 'hold':
        return this.place(s.place, within);
      case 'free':
        return at(s.pointer, 'free');
      case 'wait':
        return at(s.until, 'wait until');
      case 'call':
        return s.args.forEach((arg) => at(arg, 'argument'));
      case 'if':
        return at(s.condition, 'if');
      case 'while':
        return at(s.condition, 'while');
      case 'return':
        return returns.forEach((position) => s.value && at(s.value, position));
      case 'assert':
        return at(s.condition, ASSERTIONS[s.variant]);
      case 'for':
      case 'label':
      case 'goto':
      case 'break':
      case 'continue':
      case 'atomic':
      case 'ghost':
      case 'choose':
        return;
      default:
        return unreachable(s);
    }
  }

  private place(place: Place, within: readonly ExpressionPosition[]): void {
    const root = place.root.kind === 'pointer' ? place.root.pointer : null;
    for (const part of placeParts(place))
      this.expression(part, part === root ? 'pointer' : 'index', within);
  }

  private expression(
    e: Expr,
    position: ExpressionPosition,
    within: readonly ExpressionPosition[],
  ): void {
    for (const one of [position, ...new Set(within)])
      count(this.expressions, rowOf(EXPRESSIONS, e), one);
    switch (e.kind) {
      case 'not':
        return this.expression(e.operand, '!', within);
      case 'binary':
        this.expression(e.left, 'left', within);
        return this.expression(e.right, 'right', within);
      case 'part':
        return this.expression(e.word, position, within);
      case 'word':
        return e.fields.forEach((field) => this.expression(field, '{ … }', within));
      case 'exchange':
        this.place(e.place, within);
        return this.expression(e.value, 'xchg', within);
      case 'quantified':
        return this.expression(e.body, 'quantified', within);
      case 'load':
      case 'address':
      case 'bump':
      case 'trylock':
      case 'held':
        return this.place(e.place, within);
      case 'constant':
      case 'local':
      case 'current':
      case 'option':
      case 'allocate':
      case 'done':
        return;
      default:
        return unreachable(e);
    }
  }

  private initial(value: Initial): void {
    if (value.kind === 'value') return this.expression(value.value, 'initial', []);
    const inner = value.kind === 'fields' ? [...value.fields.values()] : value.items;
    inner.forEach((one) => this.initial(one));
  }
}

const BODIES: Readonly<Record<Task['kind'], StatementPosition>> = {
  task: 'task',
  daemon: 'daemon',
  settle: 'after all',
};

/** The kind of a node says which record of rows fits it. */
function rowOf<T extends { readonly kind: string }>(all: RowsOf<T>, node: T): string {
  const rows: Rows<never> = all[node.kind as T['kind']];
  return rows.rowOf(node as never);
}

function count(into: Map<string, number>, row: string, position: string): void {
  const key = `${row} | ${position}`;
  into.set(key, (into.get(key) ?? 0) + 1);
}
