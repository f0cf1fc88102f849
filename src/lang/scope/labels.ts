// Labels and gotos of one body: each label once, and no jump into the middle of a step or of a `for`.

import { type Scope, reportUnknown } from './scope.ts';
import { innerStatements } from '../syntax/innerStatements.ts';
import type { Name, Statement } from '../syntax/syntax.ts';

/** Statements that no goto from outside can enter. */
type Closed = Extract<Statement, { kind: 'for' | 'atomic' | 'ghost' }>;

interface Placed {
  readonly name: Name;
  readonly inside: readonly Closed[];
}

export function checkLabels(scope: Scope, body: readonly Statement[]): void {
  const labels = new Map<string, Placed>();
  const gotos: Placed[] = [];
  const visit = (s: Statement, inside: readonly Closed[]): void => {
    if (s.kind === 'goto') gotos.push({ name: s.label, inside });
    if (s.kind === 'label') declareLabel(scope, labels, { name: s.name, inside });
    const deeper = isClosed(s) ? [...inside, s] : inside;
    for (const inner of innerStatements(s)) visit(inner, deeper);
  };
  for (const s of body) visit(s, []);
  for (const jump of gotos) checkGoto(scope, labels, jump);
}

function isClosed(s: Statement): s is Closed {
  return s.kind === 'for' || s.kind === 'atomic' || s.kind === 'ghost';
}

function declareLabel(scope: Scope, labels: Map<string, Placed>, label: Placed): void {
  const { name, inside } = label;
  const { diagnostics } = scope;
  if (labels.has(name.name)) {
    const message = `label “${name.name}” is declared twice`;
    diagnostics.error('RC102', name.at, message, 'rename one of them');
  } else if (inside.some((s) => s.kind === 'for')) {
    const message = `label “${name.name}” stands in a for, which is unrolled, so the label would exist once for each round`;
    diagnostics.error('RC104', name.at, message, 'use continue or break');
  }
  labels.set(name.name, label);
}

function checkGoto(
  scope: Scope,
  labels: ReadonlyMap<string, Placed>,
  { name, inside }: Placed,
): void {
  const label = labels.get(name.name);
  if (label === undefined) return reportUnknown(scope, 'RC104', 'label', name, labels.keys());
  const entered = label.inside.find((s) => !inside.includes(s));
  if (entered === undefined || entered.kind === 'for') return;
  const message = `goto ${name.name} jumps into the middle of ${entered.kind}`;
  scope.diagnostics.error('RC104', name.at, message, `put the label before the ${entered.kind}`);
}
