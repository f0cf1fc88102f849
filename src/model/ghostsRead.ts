// Which ghosts anybody looks at. The others cost neither bits nor time.

import type { Expr, Place, Program, Stmt } from '../lang/program.ts';

/** Names of the ghosts that a property, an assertion, the outcome or another ghost reads. */
export function ghostsRead(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const read = (e: Expr): void =>
    eachPlace(e, (place) => {
      if (place.ghost) names.add(ghostName(place));
    });
  for (const property of program.properties) if (property.condition) read(property.condition);
  for (const { value } of program.outcome) read(value);
  const bodies = [...[...program.functions.values()].flat(), ...program.tasks];
  for (const { body } of bodies) eachStatement(body, (s) => readStatement(s, read));
  return names;
}

/** `struct.field`, or a global's name. */
export function ghostName(place: Place): string {
  const field = place.path.filter((step) => step.kind === 'field').at(-1);
  if (field !== undefined) return `${field.struct}.${field.name}`;
  return place.root.kind === 'global' ? place.root.name : '';
}

function readStatement(s: Stmt, read: (e: Expr) => void): void {
  if (s.kind === 'assert') read(s.condition);
  if (s.kind === 'store') read(s.value);
  if (s.kind === 'set') read(s.value);
  if (s.kind === 'if') read(s.condition);
}

export function eachStatement(body: readonly Stmt[], visit: (s: Stmt) => void): void {
  for (const s of body) {
    visit(s);
    for (const inner of innerBodies(s)) eachStatement(inner, visit);
  }
}

function innerBodies(s: Stmt): readonly (readonly Stmt[])[] {
  switch (s.kind) {
    case 'if':
      return [s.then, s.else];
    case 'while':
      return [s.before, s.body];
    case 'for':
    case 'atomic':
    case 'ghost':
      return [s.body];
    case 'choose':
      return s.branches.map((branch) => branch.body);
    default:
      return [];
  }
}

export function eachPlace(e: Expr, visit: (place: Place) => void): void {
  const placed = (place: Place): void => {
    visit(place);
    if (place.root.kind === 'pointer') eachPlace(place.root.pointer, visit);
    for (const step of place.path) if (step.kind === 'index') eachPlace(step.index, visit);
  };
  switch (e.kind) {
    case 'load':
    case 'address':
    case 'bump':
    case 'trylock':
    case 'held':
      return placed(e.place);
    case 'exchange':
      placed(e.place);
      return eachPlace(e.value, visit);
    case 'part':
      return eachPlace(e.word, visit);
    case 'word':
      return e.fields.forEach((field) => eachPlace(field, visit));
    case 'not':
      return eachPlace(e.operand, visit);
    case 'binary':
      eachPlace(e.left, visit);
      return eachPlace(e.right, visit);
    case 'quantified':
      return eachPlace(e.body, visit);
    default:
      return;
  }
}
