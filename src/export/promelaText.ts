// The statements of a Promela step's body, and how they are printed.

export type Stmt =
  | { readonly kind: 'line'; readonly text: string; readonly note: string | null }
  | { readonly kind: 'if'; readonly options: readonly Option[] }
  /** A jump to a label of the same step. */
  | { readonly kind: 'back'; readonly to: string };

export interface Option {
  /** Null: `else`. */
  readonly guard: string | null;
  readonly body: readonly Stmt[];
}

export function line(text: string, note: string | null = null): Stmt {
  return { kind: 'line', text, note };
}

export function when(guard: string, then: readonly Stmt[], otherwise: readonly Stmt[]): Stmt[] {
  if (guard === '1') return [...then];
  return [{ kind: 'if', options: [{ guard, body: then }, { guard: null, body: otherwise }] }]; // prettier-ignore
}

/** Statements one below the other, each indented and ended as its place asks. */
export function printBody(body: readonly Stmt[], indent: string): string[] {
  const all = body.length === 0 ? [line('skip')] : body;
  return all.flatMap((stmt, i) => {
    const end = i === all.length - 1 ? '' : ';';
    if (stmt.kind === 'line') return [`${indent}${stmt.text}${end}${comment(stmt.note)}`];
    if (stmt.kind === 'back') return [`${indent}goto ${stmt.to}${end}`];
    const options = stmt.options.flatMap((option) => printOption(option, indent));
    return [`${indent}if`, ...options, `${indent}fi${end}`];
  });
}

function printOption({ guard, body }: Option, indent: string): string[] {
  const head = `${indent}:: ${guard ?? 'else'} ->`;
  const [only] = body;
  if (body.length === 0) return [`${head} skip`];
  if (body.length === 1 && only?.kind === 'line')
    return [`${head} ${only.text}${comment(only.note)}`];
  return [head, ...printBody(body, `${indent}   `)];
}

export function comment(note: string | null): string {
  return note === null ? '' : ` /* ${note.replaceAll('*/', '* /').replaceAll('/*', '/ *')} */`;
}
