// What is known while one body is checked: its locals, what it may read, and the calls taken out of its expressions.

import type { Span } from './diagnostic.ts';
import type { Expr, Local, Stmt, Type } from './program.ts';
import { resolveType, type Scope } from './scope.ts';
import type { TypeSyntax } from './syntax.ts';

/**
 * - `kernel`: code of a function or a task.
 * - `ghost`: a ghost statement or an assertion; sees ghosts and costs no step.
 * - `property`: sees shared and ghost state, and no local.
 * - `option`: a condition over options.
 * - `init`: the start of the world; ghosts and locks can be set.
 */
export type Mode = 'kernel' | 'ghost' | 'property' | 'option' | 'init';

interface DraftLocal {
  readonly name: string;
  type: Type;
  readonly sort: Local['sort'];
  readonly ghost: boolean;
  assigned: boolean;
}

export class BodyContext {
  mode: Mode;
  readonly scope: Scope;
  readonly result: Type;
  readonly texts: ReadonlyMap<string, string>;
  /** Calls taken out of the expression at hand, to run before its statement; null where no call can stand. */
  hoisted: Stmt[] | null = null;
  readonly labels = new Set<string>();
  private readonly drafts: DraftLocal[] = [];
  private visible = new Map<string, number>();

  constructor(scope: Scope, mode: Mode, result: Type, texts: ReadonlyMap<string, string>) {
    this.scope = scope;
    this.mode = mode;
    this.result = result;
    this.texts = texts;
  }

  get locals(): readonly Local[] {
    return this.drafts.map(({ name, type, sort, assigned }) => ({ name, type, sort, assigned }));
  }

  get names(): string[] {
    return [...this.visible.keys()];
  }

  find(name: string): {
    readonly index: number;
    readonly type: Type;
    readonly sort: Local['sort'];
    readonly ghost: boolean;
  } | null {
    const index = this.visible.get(name);
    const draft = index === undefined ? undefined : this.drafts[index];
    return index === undefined || draft === undefined ? null : { index, ...draft };
  }

  declare(name: string, type: Type, sort: Local['sort']): number {
    this.drafts.push({ name, type, sort, ghost: this.mode === 'ghost', assigned: false });
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

  /** NULL was put in first: what comes next says which struct it points to. */
  refine(index: number, type: Type): void {
    const draft = this.drafts[index];
    if (draft?.type.kind === 'null') draft.type = type;
  }

  /** Runs `check` with a variable that is visible inside only. */
  scoped<T>(name: string, type: Type, sort: Local['sort'], check: (index: number) => T): T {
    const before = new Map(this.visible);
    const result = check(this.declare(name, type, sort));
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

  /** The types of a function that exists; several definitions of one name have the same. */
  signature(name: string): {
    readonly result: Type;
    readonly parameters: readonly { readonly type: Type; readonly out: boolean }[];
  } {
    const syntax = this.scope.functions.get(name)?.[0];
    if (syntax === undefined) return { result: { kind: 'void' }, parameters: [] };
    return {
      result: resolveType(this.scope, syntax.result),
      parameters: syntax.parameters.map((parameter) => ({
        type: resolveType(this.scope, parameter.type),
        out: isOut(parameter.type),
      })),
    };
  }

  text(at: Span): string {
    return (this.texts.get(at.file) ?? '').slice(at.from, at.to).replace(/\s+/g, ' ').trim();
  }
}

/** `struct page **pagep`: stands for a local of the caller. */
export function isOut(type: TypeSyntax): boolean {
  return type.base.kind === 'struct' && type.base.out;
}
