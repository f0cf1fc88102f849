// The context in which one body is checked: its locals, what it may read, and the calls moved out of its expressions.

import { LIMITS } from '../syntax/limits.ts';
import type { Span } from '../syntax/diagnostic.ts';
import type { Expr, Local, Stmt, Type } from '../program/program.ts';
import {
  type GlobalName,
  type NamedValue,
  isOut,
  resolveByValue,
  resolveParameter,
  type Scope,
  spanText,
} from './scope.ts';
import type { Expression } from '../syntax/syntax.ts';

/**
 * - `kernel`: code of a function or a task.
 * - `ghost`: a ghost statement or an assertion; sees ghosts and costs no step.
 * - `property`: sees shared and ghost state, and no local.
 * - `option`: a condition over options.
 * - `init`: the initial state; ghosts and locks can be set.
 */
export type Mode = 'kernel' | 'ghost' | 'property' | 'option' | 'init';

/** The statements that a jump stands for; null: there is nothing to jump out of. */
export interface Jumps {
  readonly break: ((at: Span) => Stmt[]) | null;
  readonly continue: ((at: Span) => Stmt[]) | null;
}

interface DraftLocal {
  readonly name: string;
  type: Type;
  readonly kind: Local['kind'];
  readonly ghost: boolean;
  /** Declared `const`: only its declaration gives it a value. */
  constant: boolean;
  assigned: boolean;
}

export interface Signature {
  readonly result: Type;
  /** False for `void`; a result whose type is unknown is still one. */
  readonly hasResult: boolean;
  readonly parameters: readonly { readonly type: Type; readonly out: boolean }[];
}

/** Places, calls and options hold expressions, and expressions hold them: this is what they share. */
type ExpressionCheck = (b: BodyContext, e: Expression, wanted: Type | null) => Expr;

export class BodyContext {
  mode: Mode;
  readonly scope: Scope;
  /** The type of its `return` value; null: none. */
  readonly result: Type | null;
  readonly at: Span;
  /** Calls moved out of the current expression, to run before its statement; null where no call is allowed. */
  hoisted: Stmt[] | null = null;
  /** How to fix a call where none is allowed; null: give its value a name. */
  callMend: string | null = null;
  /** What `break` and `continue` are where the statement at hand stands; null: it stands in no loop. */
  jumps: Jumps | null = null;
  /** How many combinations of elements the quantifiers around the current expression visit. */
  private instances = 1;
  private readonly drafts: DraftLocal[] = [];
  private visible = new Map<string, number>();

  /** Names in parts of this body that have syntax errors: they may be locals of any type. */
  private readonly unsure: ReadonlySet<string>;

  private readonly check: ExpressionCheck;

  /** `at`: the declaration that the body belongs to. `check`: how its expressions are looked at. */
  constructor(scope: Scope, mode: Mode, result: Type | null, at: Span, check: ExpressionCheck) {
    this.scope = scope;
    this.mode = mode;
    this.result = result;
    this.at = at;
    this.check = check;
    const unread = scope.unread.get(at.file) ?? [];
    const own = unread.filter((token) => token.from >= at.from && token.to <= at.to);
    this.unsure = new Set(own.map((token) => token.text));
  }

  /** `wanted`: the type that its place asks for, where it does. */
  expression(e: Expression, wanted: Type | null): Expr {
    return this.check(this, e, wanted);
  }

  /** A variable that the body's file can see: its own, or one of a file that it uses. */
  global(name: string): GlobalName | undefined {
    return this.seen(this.scope.globals.get(name));
  }

  value(name: string): NamedValue | undefined {
    return this.seen(this.scope.values.get(name));
  }

  /** `init` is assembled from all files, so it sees all. */
  private seen<T extends { readonly file: string }>(named: T | undefined): T | undefined {
    if (named === undefined || this.mode === 'init') return named;
    return this.scope.uses.get(this.at.file)?.has(named.file) === false ? undefined : named;
  }

  /** Whether a local may be declared where the body cannot be read. */
  get mayHideLocals(): boolean {
    return this.unsure.size > 0;
  }

  get locals(): readonly Local[] {
    return this.drafts.map(({ name, type, kind, assigned }) => ({ name, type, kind, assigned }));
  }

  get names(): string[] {
    return [...this.visible.keys()];
  }

  find(name: string): {
    readonly index: number;
    readonly type: Type;
    readonly kind: Local['kind'];
    readonly ghost: boolean;
    readonly constant: boolean;
  } | null {
    const index = this.visible.get(name);
    const draft = index === undefined ? undefined : this.drafts[index];
    return index === undefined || draft === undefined ? null : { index, ...draft };
  }

  declare(name: string, type: Type, kind: Local['kind']): number {
    const own: Type = this.unsure.has(name) ? { kind: 'void' } : type;
    this.drafts.push({
      name,
      type: own,
      kind,
      ghost: this.mode === 'ghost',
      constant: false,
      assigned: false,
    });
    const index = this.drafts.length - 1;
    this.visible.set(name, index);
    return index;
  }

  /** A local that no text can name: the value of a call. */
  temporary(type: Type): number {
    const index = this.declare(`(${this.drafts.length})`, type, 'temporary');
    this.markAssigned(index);
    return index;
  }

  markAssigned(index: number): void {
    const draft = this.drafts[index];
    if (draft) draft.assigned = true;
  }

  markConstant(index: number): void {
    const draft = this.drafts[index];
    if (draft) draft.constant = true;
  }

  /** NULL was assigned first: the next assignment determines the struct that it points to. */
  refine(index: number, type: Type): void {
    const draft = this.drafts[index];
    if (draft?.type.kind === 'null') draft.type = type;
  }

  /** Runs `check` with a variable that is visible inside only. */
  scoped<T>(name: string, type: Type, kind: Local['kind'], check: (index: number) => T): T {
    return this.enclosed(() => check(this.declare(name, type, kind)));
  }

  /** Runs `check` for the body of a quantifier: its count of elements is multiplied by those of the quantifiers around it. */
  quantified<T>(elements: number, at: Span, check: () => T): T {
    const before = this.instances;
    this.instances *= Math.max(1, elements);
    if (before <= LIMITS.instances && this.instances > LIMITS.instances) {
      const message = `quantifiers range over more than ${LIMITS.instances} elements`;
      this.scope.diagnostics.error('RC504', at, message, 'range over fewer elements');
    }
    const result = check();
    this.instances = before;
    return result;
  }

  /** Runs `check` for the body of a loop. */
  inLoop<T>(jumps: Jumps, check: () => T): T {
    const before = this.jumps;
    this.jumps = jumps;
    const result = check();
    this.jumps = before;
    return result;
  }

  /** Runs `check` with the calls that it takes out of its expression in a list of their own. */
  hoisting<T>(check: () => T): { readonly before: readonly Stmt[]; readonly checked: T } {
    const outer = this.hoisted;
    const before: Stmt[] = [];
    this.hoisted = before;
    const checked = check();
    this.hoisted = outer;
    return { before, checked };
  }

  /** Runs `check`; what it declares is not visible afterwards. */
  enclosed<T>(check: () => T): T {
    const before = new Map(this.visible);
    const result = check();
    this.visible = before;
    return result;
  }

  within<T>(mode: Mode, check: () => T): T {
    const before = this.mode;
    this.mode = mode;
    const result = check();
    this.mode = before;
    return result;
  }

  localExpr(index: number, at: Span): Expr {
    return { kind: 'local', local: index, type: this.drafts[index]?.type ?? { kind: 'void' }, at };
  }

  /** The types of a function that exists; several definitions of one name have the same. Null: they cannot be read. */
  signature(name: string): Signature | null {
    const syntax = this.scope.functions.get(name)?.[0];
    if (syntax === undefined || !this.scope.diagnostics.isRead(syntax.name.at)) return null;
    return {
      result: resolveByValue(this.scope, syntax.result),
      hasResult: syntax.result.base.kind !== 'void',
      parameters: syntax.parameters.map((parameter) => ({
        type: resolveParameter(this.scope, parameter.type),
        out: isOut(this.scope, parameter.type),
      })),
    };
  }

  text(at: Span): string {
    return spanText(this.scope.texts, at);
  }
}
