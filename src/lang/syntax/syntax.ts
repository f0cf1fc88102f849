// The syntax tree: what was written, before any name is looked up.

import type { LockKind } from './lockKinds.ts';
import type { Span } from './diagnostic.ts';

export interface Node {
  readonly at: Span;
}

export interface Name extends Node {
  readonly name: string;
}

/** A type as written. `range` only with int, whose bounds may be constants by name. */
export interface TypeSyntax extends Node {
  readonly base:
    | { readonly kind: 'bool' | 'data' | 'void' | LockKind }
    | {
        readonly kind: 'int';
        readonly range: { readonly low: Expression; readonly high: Expression } | null;
      }
    | { readonly kind: 'enum'; readonly name: Name }
    | {
        readonly kind: 'struct';
        readonly name: Name;
        readonly pointer: boolean;
        readonly out: boolean;
      };
}

export type BinaryOperator =
  | '||'
  | '&&'
  | '=>'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '%';

export type Expression = Node &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'name'; readonly name: string }
    | {
        readonly kind: 'member';
        readonly object: Expression;
        readonly field: Name;
        readonly arrow: boolean;
      }
    | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression }
    | { readonly kind: 'address'; readonly of: Expression }
    | { readonly kind: 'not'; readonly operand: Expression }
    /** What an out parameter points at. */
    | { readonly kind: 'dereference'; readonly of: Expression }
    | { readonly kind: 'bump'; readonly by: 1 | -1; readonly target: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'conditional';
        readonly condition: Expression;
        readonly then: Expression;
        readonly else: Expression;
      }
    | { readonly kind: 'call'; readonly callee: Name; readonly args: readonly Expression[] }
    | { readonly kind: 'braces'; readonly items: readonly Initializer[] }
    | { readonly kind: 'among'; readonly subject: Expression; readonly values: readonly Name[] }
    | {
        readonly kind: 'quantified';
        readonly quantifier: 'forall' | 'exists';
        readonly variable: Name;
        readonly collection: Collection;
        readonly body: Expression;
      }
  );

export interface Initializer extends Node {
  readonly field: Name | null;
  readonly value: Expression;
}

/** What a loop or a quantifier runs over: `0..1`, `struct page`, or a pool or array by name. */
export type Collection = Node &
  (
    | { readonly kind: 'range'; readonly low: Expression; readonly high: Expression }
    | { readonly kind: 'struct'; readonly name: Name }
    | { readonly kind: 'named'; readonly name: Name }
  );

export type Statement = Node &
  (
    | { readonly kind: 'block'; readonly body: readonly Statement[] }
    | {
        readonly kind: 'declare';
        readonly constant: boolean;
        readonly type: TypeSyntax;
        readonly name: Name;
        readonly value: Expression | null;
      }
    | {
        readonly kind: 'assign';
        readonly operator: '=' | '+=' | '-=';
        readonly target: Expression;
        readonly value: Expression;
      }
    | { readonly kind: 'evaluate'; readonly value: Expression }
    | {
        readonly kind: 'if';
        readonly condition: Expression;
        readonly then: Statement;
        readonly else: Statement | null;
      }
    | { readonly kind: 'while'; readonly condition: Expression; readonly body: Statement }
    | {
        readonly kind: 'for';
        readonly variable: Name;
        readonly over: Collection;
        readonly body: Statement;
      }
    | { readonly kind: 'do'; readonly body: Statement; readonly condition: Expression }
    /** C's `for (start; condition; step)`, each of which may be missing. */
    | {
        readonly kind: 'count';
        readonly start: Statement | null;
        readonly condition: Expression | null;
        readonly step: Statement | null;
        readonly body: Statement;
      }
    | {
        readonly kind: 'switch';
        readonly subject: Expression;
        readonly cases: readonly SwitchCase[];
      }
    | { readonly kind: 'label'; readonly name: Name }
    | { readonly kind: 'goto'; readonly label: Name }
    | { readonly kind: 'return'; readonly value: Expression | null }
    | { readonly kind: 'break' }
    | { readonly kind: 'continue' }
    | { readonly kind: 'atomic'; readonly body: Statement }
    | { readonly kind: 'ghost'; readonly body: Statement }
    | { readonly kind: 'wait'; readonly until: Expression }
    | {
        readonly kind: 'choose';
        readonly branches: readonly { readonly label: Name; readonly body: readonly Statement[] }[];
      }
  );

export interface SwitchCase extends Node {
  /** What its labels name; null: `default`. */
  readonly values: readonly (Expression | null)[];
  readonly body: readonly Statement[];
}

export interface FieldSyntax extends Node {
  readonly constant: boolean;
  readonly ghost: boolean;
  readonly type: TypeSyntax;
  readonly name: Name;
  /** Array length, if it is an array. */
  readonly length: Expression | null;
  readonly role: string | null;
}

export interface ParameterSyntax extends Node {
  readonly type: TypeSyntax;
  readonly name: Name;
}

export interface ExpectClause extends Node {
  readonly verdict: 'holds' | 'violated';
  /** `holds vacuously`: nothing tests it. */
  readonly vacuously: boolean;
  /** A condition over options, `otherwise`, or nothing at all: always. */
  readonly when: Expression | 'otherwise' | null;
}

export type Declaration = Node &
  (
    | { readonly kind: 'use'; readonly file: string }
    | { readonly kind: 'title' | 'story' | 'author' | 'opens'; readonly text: string }
    | { readonly kind: 'year'; readonly year: number }
    | { readonly kind: 'source'; readonly text: string; readonly mark: Name | null }
    | { readonly kind: 'cue'; readonly task: Name; readonly anchor: Name; readonly text: string }
    | { readonly kind: 'const'; readonly name: Name; readonly value: Expression }
    | { readonly kind: 'enum'; readonly name: Name; readonly values: readonly Name[] }
    | {
        readonly kind: 'tokens';
        readonly tokens: readonly { readonly name: Name; readonly meaning: string | null }[];
      }
    | {
        readonly kind: 'struct';
        readonly word: boolean;
        readonly name: Name;
        readonly role: string | null;
        readonly fields: readonly FieldSyntax[];
      }
    /** `extend struct inode { … };`: more fields for a struct of a file that this one uses. */
    | { readonly kind: 'extend'; readonly name: Name; readonly fields: readonly FieldSyntax[] }
    | {
        readonly kind: 'variable';
        readonly ghost: boolean;
        readonly type: TypeSyntax;
        readonly name: Name;
        readonly length: Expression | null;
        readonly value: Expression | null;
      }
    | {
        readonly kind: 'pool';
        readonly struct: Name;
        readonly name: Name;
        readonly length: Expression;
        readonly prefix: string | null;
      }
    | {
        readonly kind: 'function';
        readonly doc: string | null;
        readonly atomic: boolean;
        readonly result: TypeSyntax;
        readonly name: Name;
        readonly parameters: readonly ParameterSyntax[];
        readonly when: Expression | null;
        readonly body: readonly Statement[];
      }
    | {
        readonly kind: 'option';
        readonly variant: 'change' | 'world' | 'model';
        readonly name: Name;
        /** Null: on or off. */
        readonly values: readonly Name[] | null;
        readonly sentence: string | null;
        readonly since: string | null;
        readonly by: string | null;
      }
    | { readonly kind: 'vary'; readonly names: readonly Name[] }
    | { readonly kind: 'require'; readonly condition: Expression }
    | {
        readonly kind: 'kernel';
        readonly name: string;
        readonly settings: readonly { readonly option: Name; readonly value: Name | null }[];
      }
    | {
        readonly kind: 'task';
        readonly variant: 'task' | 'daemon';
        readonly name: Name;
        readonly letter: string;
        readonly cpu: Name | null;
        readonly mm: Name | null;
        readonly runs: Expression | null;
        readonly afterAll: boolean;
        readonly when: Expression | null;
        readonly body: readonly Statement[];
      }
    | { readonly kind: 'init'; readonly body: readonly Statement[] }
    | {
        readonly kind: 'property';
        readonly variant: 'always' | 'finally' | 'assertion';
        readonly name: Name;
        readonly sentence: string | null;
        /** What is wrong where it does not hold, as a sentence. */
        readonly violation: string | null;
        readonly checks: string | null;
        /** Null for an assertion: the text asserts it. */
        readonly condition: Expression | null;
      }
    | { readonly kind: 'outcome'; readonly places: readonly Expression[] }
    | {
        readonly kind: 'expect';
        readonly properties: readonly Name[];
        readonly clauses: readonly ExpectClause[];
      }
  );

/** The declarations of a kind. */
export type DeclarationOf<K extends Declaration['kind']> = Declaration extends infer D
  ? D extends { readonly kind: infer Kinds }
    ? [K & Kinds] extends [never]
      ? never
      : D
    : never
  : never;

/** The declarations of one sort, in order. */
export type Declared = <K extends Declaration['kind']>(kind: K) => readonly DeclarationOf<K>[];

export interface SourceFile {
  readonly name: string;
  readonly text: string;
  readonly declarations: readonly Declaration[];
}
