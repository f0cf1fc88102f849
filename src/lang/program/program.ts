// A checked program: every name looked up, every expression typed, every option still open.

import type { Span } from '../syntax/diagnostic.ts';
import type { LockKind, LockOperation, TryLock } from '../syntax/lockKinds.ts';
import type { PaintedRange } from '../syntax/parseFile.ts';

export type { LockKind, LockOperation, TryLock };

export type Type =
  | { readonly kind: 'bool' }
  /** `range` null: a local whose range follows from the values assigned to it. */
  | { readonly kind: 'int'; readonly range: Range | null }
  | { readonly kind: 'data' }
  | { readonly kind: 'enum'; readonly name: string }
  /** Points to an object of a struct, or is NULL. */
  | { readonly kind: 'reference'; readonly struct: string }
  /** NULL before its struct is known. */
  | { readonly kind: 'null' }
  /** A word struct by value: read and written as one cell. */
  | { readonly kind: 'word'; readonly struct: string }
  /** An object embedded in another; it has an address and no value. */
  | { readonly kind: 'object'; readonly struct: string }
  | { readonly kind: 'array'; readonly of: Type; readonly length: number }
  | { readonly kind: 'lock'; readonly lock: LockKind }
  | { readonly kind: 'void' };

export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  /** Never changes after the start, so reading it is no step. */
  readonly constant: boolean;
  readonly ghost: boolean;
  readonly role: string | null;
}

export interface Struct {
  readonly name: string;
  readonly word: boolean;
  readonly role: string | null;
  readonly fields: readonly Field[];
  readonly at: Span;
}

/** A place in shared memory: its root and the path from there. */
export interface Place {
  readonly root:
    | { readonly kind: 'global'; readonly name: string }
    | { readonly kind: 'pointer'; readonly pointer: Expr; readonly struct: string }
    /** The current cell of a quantifier over a word struct. */
    | { readonly kind: 'cell'; readonly local: number };
  readonly path: readonly PathStep[];
  readonly type: Type;
  readonly constant: boolean;
  readonly ghost: boolean;
  readonly at: Span;
}

export type PathStep =
  | { readonly kind: 'field'; readonly struct: string; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expr; readonly length: number };

export type Operator =
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

export type Expr = { readonly type: Type; readonly at: Span } & (
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'local'; readonly local: number }
  /** One field of a word held by value. */
  | { readonly kind: 'part'; readonly word: Expr; readonly field: string }
  | { readonly kind: 'word'; readonly struct: string; readonly fields: readonly Expr[] }
  | { readonly kind: 'load'; readonly place: Place }
  | { readonly kind: 'address'; readonly place: Place }
  | { readonly kind: 'current'; readonly what: 'cpu' | 'mm' }
  | { readonly kind: 'not'; readonly operand: Expr }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expr;
      readonly right: Expr;
    }
  | {
      readonly kind: 'option';
      readonly option: string;
      readonly values: readonly (string | boolean)[];
    }
  /** xchg: writes, and yields the old value. */
  | { readonly kind: 'exchange'; readonly place: Place; readonly value: Expr }
  /** ++place or --place: yields the new value. */
  | { readonly kind: 'bump'; readonly place: Place; readonly by: 1 | -1 }
  | { readonly kind: 'trylock'; readonly operation: TryLock; readonly place: Place }
  | { readonly kind: 'allocate'; readonly pool: string }
  | {
      readonly kind: 'quantified';
      readonly quantifier: 'forall' | 'exists';
      readonly local: number;
      readonly over: Loop;
      readonly body: Expr;
    }
  | { readonly kind: 'done'; readonly task: string }
  | { readonly kind: 'held'; readonly place: Place; readonly task: string | null }
);

/** What a loop or a quantifier runs over; all of it is known before the program runs. */
export type Loop =
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  /** Every live object of a struct. */
  | { readonly kind: 'objects'; readonly struct: string }
  /** Every live element of one pool, or every element of one array. */
  | { readonly kind: 'elements'; readonly of: string; readonly struct: string }
  /** Every cell of a word struct, wherever it is embedded. */
  | { readonly kind: 'cells'; readonly struct: string };

export type Stmt = { readonly at: Span } & (
  | { readonly kind: 'set'; readonly local: number; readonly value: Expr }
  | {
      readonly kind: 'set-part';
      readonly local: number;
      readonly field: string;
      readonly value: Expr;
    }
  | {
      readonly kind: 'store';
      readonly place: Place;
      readonly operator: '=' | '+=' | '-=';
      readonly value: Expr;
    }
  | { readonly kind: 'evaluate'; readonly value: Expr }
  | { readonly kind: 'lock'; readonly operation: LockOperation; readonly place: Place }
  /** The lock is held from here on, without a wait: by the running task (null), or in `init` by a named one. */
  | { readonly kind: 'hold'; readonly place: Place; readonly task: string | null }
  | { readonly kind: 'free'; readonly pointer: Expr; readonly struct: string }
  | { readonly kind: 'wait'; readonly until: Expr }
  | {
      readonly kind: 'call';
      readonly callee: string;
      readonly args: readonly Expr[];
      readonly result: number | null;
    }
  | {
      readonly kind: 'if';
      readonly condition: Expr;
      readonly then: readonly Stmt[];
      readonly else: readonly Stmt[];
    }
  /** `before` runs before every test: the calls that the condition makes. */
  | {
      readonly kind: 'while';
      readonly before: readonly Stmt[];
      readonly condition: Expr;
      readonly body: readonly Stmt[];
    }
  | {
      readonly kind: 'for';
      readonly local: number;
      readonly over: Loop;
      readonly body: readonly Stmt[];
    }
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'goto'; readonly label: string }
  | { readonly kind: 'return'; readonly value: Expr | null }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'atomic'; readonly body: readonly Stmt[] }
  | { readonly kind: 'ghost'; readonly body: readonly Stmt[] }
  | {
      readonly kind: 'assert';
      readonly variant: 'assert' | 'bug' | 'warn';
      readonly property: string;
      readonly condition: Expr;
    }
  | {
      readonly kind: 'choose';
      readonly branches: readonly { readonly label: string; readonly body: readonly Stmt[] }[];
    }
);

export interface Local {
  readonly name: string;
  readonly type: Type;
  /** `out`: a parameter `struct T **` that is bound to a local of the caller. */
  readonly kind: 'parameter' | 'out' | 'variable' | 'loop' | 'temporary';
  /** Whether anything but the call itself gives it a value. */
  readonly assigned: boolean;
}

export interface Body {
  readonly locals: readonly Local[];
  readonly body: readonly Stmt[];
}

export interface FunctionDefinition extends Body {
  readonly name: string;
  readonly nameAt: Span;
  readonly at: Span;
  /** The comment above it: what it models, where from, how sure, and what it leaves out. */
  readonly doc: string | null;
  readonly atomic: boolean;
  readonly parameters: number;
  readonly result: Type;
  /** The configurations that this text is for; null: all. */
  readonly when: Expr | null;
}

export interface Task extends Body {
  readonly name: string;
  readonly letter: string;
  readonly kind: 'task' | 'daemon' | 'settle';
  readonly cpu: string | null;
  readonly mm: string | null;
  /** How many passes a daemon may run; 1 for a task. */
  readonly runs: number;
  readonly when: Expr | null;
  readonly at: Span;
}

export interface Global {
  readonly name: string;
  readonly type: Type;
  readonly ghost: boolean;
  readonly value: Initial | null;
  readonly at: Span;
}

/** A variable's initial value; a field that it does not name is zero, NULL or the first token. */
export type Initial =
  | { readonly kind: 'value'; readonly value: Expr }
  | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, Initial> }
  | { readonly kind: 'items'; readonly items: readonly Initial[] };

export interface Pool {
  readonly name: string;
  readonly struct: string;
  readonly length: number;
  /** The prefix of its elements' names: `P` for P1, P2 …. */
  readonly prefix: string;
  readonly at: Span;
}

export interface Option {
  readonly kind: 'change' | 'world' | 'model';
  readonly name: string;
  /** Null: on or off, and off by default; else the first value is the default. */
  readonly values: readonly string[] | null;
  readonly sentence: string | null;
  readonly since: string | null;
  readonly by: string | null;
  /** False for a library option that this scenario leaves at its default. */
  readonly varied: boolean;
}

export interface Kernel {
  readonly name: string;
  readonly settings: Readonly<Record<string, boolean | string>>;
  readonly at: Span;
}

export interface Property {
  readonly name: string;
  readonly kind: 'always' | 'finally' | 'assertion';
  readonly sentence: string | null;
  /** What a violation means, as a sentence without a full stop. */
  readonly violation: string | null;
  /** The id of the invariant that it states, such as `INV-ORPHAN`. */
  readonly checks: string | null;
  /** Null for an assertion. */
  readonly condition: Expr | null;
  readonly locals: readonly Local[];
  readonly at: Span;
}

export interface Expectation {
  readonly properties: readonly string[];
  readonly clauses: readonly {
    readonly verdict: 'holds' | 'violated';
    /** It is also expected that no state tests the property. */
    readonly vacuously: boolean;
    readonly when: Expr | 'otherwise' | null;
    readonly at: Span;
  }[];
}

export interface DataToken {
  readonly name: string;
  readonly meaning: string | null;
}

export interface Cue {
  readonly task: string;
  readonly anchor: string;
  readonly text: string;
  readonly at: Span;
}

export interface Program {
  /** The scenario's file name without `.race`. */
  readonly name: string;
  readonly title: string;
  readonly year: number | null;
  readonly author: string | null;
  readonly story: string;
  /** The kernel that the scenario opens on; null: the first that it names. */
  readonly opens: string | null;
  readonly sources: readonly { readonly text: string; readonly mark: string | null }[];
  readonly cues: readonly Cue[];
  readonly files: readonly {
    readonly name: string;
    readonly text: string;
    readonly painted: readonly PaintedRange[];
  }[];
  readonly structs: ReadonlyMap<string, Struct>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
  readonly tokens: readonly DataToken[];
  readonly globals: readonly Global[];
  readonly pools: readonly Pool[];
  /** Several definitions of one name are distinguished by their `when`. */
  readonly functions: ReadonlyMap<string, readonly FunctionDefinition[]>;
  readonly tasks: readonly Task[];
  readonly init: Body;
  readonly options: readonly Option[];
  /** Calls that order memory, in the order in which they are met: what they order is not modelled. */
  readonly ordering: readonly { readonly name: string; readonly file: string }[];
  readonly requires: readonly Expr[];
  readonly kernels: readonly Kernel[];
  readonly properties: readonly Property[];
  readonly outcome: readonly { readonly text: string; readonly value: Expr }[];
  readonly expectations: readonly Expectation[];
}
