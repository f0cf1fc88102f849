// Random syntax trees: any that the parser can yield, sensible or not. Spans are all nothing.

import { LOCK_KINDS } from './lockKinds.ts';
import fc from 'fast-check';
import type { Span } from './diagnostic.ts';
import type {
  Collection,
  Declaration,
  DeclarationOf,
  Expression,
  FieldSyntax,
  Name,
  Statement,
  TypeSyntax,
} from './syntax.ts';
import { RESERVED } from './tokenCursor.ts';

const at: Span = { file: '', from: 0, to: 0 };

/** A tree without its places, for comparison by value. */
export function withoutSpans(tree: unknown): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value) => (key === 'at' ? undefined : value)));
}

const word = fc
  .oneof(
    fc.constantFrom('p', 'page', 'mapping', 'i_pages', 'wait', 'until', 'named', 'all', 'S'),
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,7}$/),
  )
  .filter((text) => !RESERVED.has(text));
const name: fc.Arbitrary<Name> = word.map((text) => ({ name: text, at }));
const names = fc.array(name, { minLength: 1, maxLength: 3 });
const number = fc.nat(65535);
const text = fc.oneof(fc.string(), fc.constantFrom('a "quoted" one', 'two\nlines', 'back\\slash'));
const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });

/** A bound is a sum of numbers and constants. */
const bound: fc.Arbitrary<Expression> = fc.letrec<{ sum: Expression; leaf: Expression }>((tie) => ({
  leaf: fc.oneof(
    number.map((value): Expression => ({ kind: 'number', value, at })),
    word.map((own): Expression => ({ kind: 'name', name: own, at })),
  ),
  sum: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({
      kind: fc.constant('binary' as const),
      operator: fc.constantFrom('+' as const, '-' as const),
      left: tie('sum'),
      right: tie('leaf'),
      at: fc.constant(at),
    }),
  ),
})).sum;

const collection: fc.Arbitrary<Collection> = fc.oneof(
  fc.record({
    kind: fc.constant('range' as const),
    low: bound,
    high: bound,
    at: fc.constant(at),
  }),
  name.map((own): Collection => ({ kind: 'struct', name: own, at })),
  name.map((own): Collection => ({ kind: 'named', name: own, at })),
);

const type: fc.Arbitrary<TypeSyntax> = fc
  .oneof<fc.Arbitrary<TypeSyntax['base']>[]>(
    fc
      .constantFrom('bool', 'data', 'void', ...LOCK_KINDS)
      .map((kind) => ({ kind }) as TypeSyntax['base']),
    nullable(fc.record({ low: bound, high: bound })).map((range) => ({ kind: 'int', range })),
    name.map((own) => ({ kind: 'enum', name: own })),
    fc
      .tuple(name, fc.constantFrom(0, 1, 2))
      .map(([own, stars]) => ({ kind: 'struct', name: own, pointer: stars > 0, out: stars > 1 })),
  )
  .map((base) => ({ base, at }));

const expression: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => {
  const e = tie('e');
  const of = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T & { at: Span }> =>
    fc.record(shape).map((made) => ({ ...made, at }) as T & { at: Span });
  const kind = <K extends Expression['kind']>(k: K): fc.Arbitrary<K> => fc.constant(k);
  return {
    e: fc.oneof(
      { depthSize: 'small', withCrossShrink: true, maxDepth: 6 },
      fc.oneof(
        of({ kind: kind('number'), value: number }),
        of({
          kind: kind('name'),
          name: fc.oneof(word, fc.constantFrom('NULL', 'true', 'current')),
        }),
      ),
      of({ kind: kind('member'), object: e, field: name, arrow: fc.boolean() }),
      of({ kind: kind('index'), object: e, index: e }),
      of({ kind: kind('address'), of: e }),
      of({ kind: kind('not'), operand: e }),
      of({ kind: kind('dereference'), of: e }),
      of({ kind: kind('bump'), by: fc.constantFrom(1 as const, -1 as const), target: e }),
      of({
        kind: kind('binary'),
        operator: fc.constantFrom(
          '||',
          '&&',
          '=>',
          '==',
          '!=',
          '<',
          '<=',
          '>',
          '>=',
          '+',
          '-',
          '*',
          '%',
        ),
        left: e,
        right: e,
      }),
      of({ kind: kind('conditional'), condition: e, then: e, else: e }),
      of({ kind: kind('call'), callee: name, args: fc.array(e, { maxLength: 3 }) }),
      of({
        kind: kind('braces'),
        items: fc.array(of({ field: nullable(name), value: e }), { maxLength: 3 }),
      }),
      of({ kind: kind('among'), subject: e, values: names }),
      of({
        kind: kind('quantified'),
        quantifier: fc.constantFrom('forall', 'exists'),
        variable: name,
        collection,
        body: e,
      }),
    ) as fc.Arbitrary<Expression>,
  };
}).e;

/** An `else` after it would become its own. */
function takesElse(s: Statement): boolean {
  if (s.kind === 'if') return s.else === null || takesElse(s.else);
  const nests =
    s.kind === 'while' ||
    s.kind === 'for' ||
    s.kind === 'count' ||
    s.kind === 'atomic' ||
    s.kind === 'ghost';
  return nests && takesElse(s.body);
}

const declared: fc.Arbitrary<Statement> = fc.record({
  kind: fc.constant('declare' as const),
  constant: fc.boolean(),
  type,
  name,
  value: nullable(expression),
  at: fc.constant(at),
});

/** What may also stand in the head of C's `for`. */
const part: fc.Arbitrary<Statement> = fc.oneof(
  fc.record({
    kind: fc.constant('assign' as const),
    operator: fc.constantFrom('=' as const, '+=' as const, '-=' as const),
    target: expression,
    value: expression,
    at: fc.constant(at),
  }),
  expression.map((value): Statement => ({ kind: 'evaluate', value, at })),
);

const label: fc.Arbitrary<Statement> = name.map((own) => ({ kind: 'label', name: own, at }));

/** Labels stand in blocks only. */
function inBlock(s: fc.Arbitrary<Statement>): fc.Arbitrary<Statement[]> {
  return fc.array(fc.oneof({ weight: 5, arbitrary: s }, { weight: 1, arbitrary: label }), {
    maxLength: 3,
  });
}

function compound(s: fc.Arbitrary<Statement>): fc.Arbitrary<Statement> {
  const here = fc.constant(at);
  return fc.oneof(
    fc.record({ kind: fc.constant('block' as const), body: inBlock(s), at: here }),
    fc
      .record({
        kind: fc.constant('if' as const),
        condition: expression,
        then: s,
        else: nullable(s),
        at: here,
      })
      .map((made) =>
        made.else !== null && takesElse(made.then)
          ? { ...made, then: { kind: 'block' as const, body: [made.then], at } }
          : made,
      ),
    fc.record({
      kind: fc.constant('do' as const),
      body: inBlock(s).map((own): Statement => ({ kind: 'block', body: own, at })),
      condition: expression,
      at: here,
    }),
    fc.record({
      kind: fc.constant('count' as const),
      start: nullable(fc.oneof(part, declared)),
      condition: nullable(expression),
      step: nullable(part),
      body: s,
      at: here,
    }),
    fc.record({
      kind: fc.constant('switch' as const),
      subject: expression,
      cases: fc.array(
        fc.record({
          values: fc.array(nullable(expression), { minLength: 1, maxLength: 2 }),
          // Without a statement its labels are those of the next case.
          body: inBlock(s).map((own): Statement[] =>
            own.length > 0 ? own : [{ kind: 'block', body: [], at }],
          ),
          at: here,
        }),
        { maxLength: 3 },
      ),
      at: here,
    }),
    fc.record({ kind: fc.constant('while' as const), condition: expression, body: s, at: here }),
    fc.record({
      kind: fc.constant('for' as const),
      variable: name,
      over: collection,
      body: s,
      at: here,
    }),
    fc.record({
      kind: fc.constantFrom('atomic' as const, 'ghost' as const),
      body: s,
      at: here,
    }),
    fc.record({
      kind: fc.constant('choose' as const),
      branches: fc.array(
        fc.record({ label: name, body: fc.array(s, { minLength: 1, maxLength: 2 }) }),
        { minLength: 1, maxLength: 3 },
      ),
      at: here,
    }),
  );
}

const simple: fc.Arbitrary<Statement> = fc.oneof(
  declared,
  part,
  name.map((own): Statement => ({ kind: 'goto', label: own, at })),
  nullable(expression).map((value): Statement => ({ kind: 'return', value, at })),
  fc.constantFrom<Statement>({ kind: 'break', at }, { kind: 'continue', at }),
  expression.map((until): Statement => ({ kind: 'wait', until, at })),
);

const statement: fc.Arbitrary<Statement> = fc.letrec<{ s: Statement }>((tie) => ({
  s: fc.oneof(
    { depthSize: 'small', withCrossShrink: true, maxDepth: 4 },
    simple,
    compound(tie('s')),
  ),
})).s;

const body = inBlock(statement);

const field: fc.Arbitrary<FieldSyntax> = fc.record({
  constant: fc.boolean(),
  ghost: fc.boolean(),
  type,
  name,
  length: nullable(expression),
  role: nullable(fc.stringMatching(/^[A-Za-z_]{1,6}$/)),
  at: fc.constant(at),
});

type Shape<K extends Declaration['kind']> = {
  readonly [P in Exclude<keyof DeclarationOf<K>, 'kind' | 'at'>]: fc.Arbitrary<DeclarationOf<K>[P]>;
};

function declare<K extends Declaration['kind']>(
  kind: K,
  shape: Shape<K>,
): fc.Arbitrary<Declaration> {
  return fc
    .record(shape as Record<string, fc.Arbitrary<unknown>>)
    .map((rest) => ({ kind, ...rest, at }) as Declaration);
}

/** Lines of words, as a comment above a function holds them. */
const doc = fc
  .array(fc.stringMatching(/^[a-z(),.]{1,8}( [a-z*]{1,8}){0,4}$/), { minLength: 1, maxLength: 3 })
  .map((lines) => lines.join('\n'));

const condition = nullable(expression);

const declaration: fc.Arbitrary<Declaration> = fc.oneof(
  declare('use', { file: text }),
  fc.oneof(
    declare('title', { text }),
    declare('story', { text }),
    declare('author', { text }),
    declare('opens', { text }),
    declare('year', { year: number }),
  ),
  declare('source', { text, mark: nullable(name) }),
  declare('cue', { task: name, anchor: name, text }),
  declare('const', { name, value: expression }),
  declare('enum', { name, values: fc.array(name, { maxLength: 3 }) }),
  declare('tokens', {
    tokens: fc.array(fc.record({ name, meaning: nullable(text) }), { maxLength: 3 }),
  }),
  declare('struct', {
    word: fc.boolean(),
    name,
    role: nullable(fc.constant('page')),
    fields: fc.array(field, { maxLength: 3 }),
  }),
  declare('extend', { name, fields: fc.array(field, { maxLength: 3 }) }),
  declare('variable', {
    ghost: fc.boolean(),
    type,
    name,
    length: nullable(expression),
    value: nullable(expression),
  }),
  declare('pool', { struct: name, name, length: expression, prefix: nullable(word) }),
  declare('function', {
    doc: nullable(doc),
    atomic: fc.boolean(),
    result: type,
    name,
    parameters: fc.array(fc.record({ type, name, at: fc.constant(at) }), { maxLength: 3 }),
    when: condition,
    body,
  }),
  declare('option', {
    variant: fc.constantFrom('change', 'world', 'model'),
    name,
    values: nullable(names),
    sentence: nullable(text),
    since: nullable(text),
    by: nullable(text),
  }),
  declare('vary', { names }),
  declare('require', { condition: expression }),
  declare('kernel', {
    name: text,
    settings: fc.array(fc.record({ option: name, value: nullable(name) }), { maxLength: 3 }),
  }),
  declare('task', {
    variant: fc.constantFrom('task', 'daemon'),
    name,
    letter: fc.constantFrom('a', 'f', 'z'),
    cpu: nullable(name),
    mm: nullable(name),
    runs: condition,
    afterAll: fc.boolean(),
    when: condition,
    body,
  }),
  declare('init', { body }),
  fc.oneof(
    declare('property', {
      variant: fc.constantFrom('always', 'finally'),
      name,
      sentence: nullable(text),
      violation: nullable(text),
      checks: nullable(fc.array(word, { minLength: 1, maxLength: 3 }).map((w) => w.join('-'))),
      condition: expression,
    }),
    declare('property', {
      variant: fc.constant('assertion'),
      name,
      sentence: nullable(text),
      violation: nullable(text),
      checks: nullable(word),
      condition: fc.constant(null),
    }),
  ),
  declare('outcome', { places: fc.array(expression, { maxLength: 3 }) }),
  declare('expect', {
    properties: names,
    clauses: fc.array(
      fc
        .record({
          reported: fc.constantFrom(
            { verdict: 'holds' as const, vacuously: false },
            { verdict: 'holds' as const, vacuously: true },
            { verdict: 'violated' as const, vacuously: false },
          ),
          when: fc.oneof(expression, fc.constantFrom('otherwise' as const, null)),
        })
        .map(({ reported, when }) => ({ ...reported, when, at })),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

export const syntaxTree: fc.Arbitrary<readonly Declaration[]> = fc.array(declaration, {
  minLength: 1,
  maxLength: 4,
});
