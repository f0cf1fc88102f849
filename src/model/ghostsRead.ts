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

/** What is written is not read by that; where it is may have to be read. */
function readStatement(s: Stmt, read: (e: Expr) => void): void {
  switch (s.kind) {
    case 'assert':
    case 'if':
    case 'while':
      return read(s.condition);
    case 'store':
      innerExpressions(s.place).forEach(read);
      return read(s.value);
    case 'set':
    case 'set-part':
      return read(s.value);
    case 'evaluate':
      return readCount(s.value, read);
    case 'call':
      return s.args.forEach(read);
    case 'return':
      return s.value === null ? undefined : read(s.value);
    default:
  }
}

/** `n++` as a statement: nobody looks at what it yields. */
function readCount(e: Expr, read: (e: Expr) => void): void {
  if (e.kind === 'bump') innerExpressions(e.place).forEach(read);
  else read(e);
}

/** What says where a place is: its pointer and its indexes. */
function innerExpressions({ root, path }: Place): Expr[] {
  const pointer = root.kind === 'pointer' ? [root.pointer] : [];
  return [...pointer, ...path.flatMap((step) => (step.kind === 'index' ? [step.index] : []))];
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
    for (const inner of innerExpressions(place)) eachPlace(inner, visit);
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
