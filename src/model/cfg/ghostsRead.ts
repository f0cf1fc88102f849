// Which ghosts are read anywhere. The others take neither bits nor time.

import { unreachable } from '../../base/assert.ts';
import type { Expr, Loop, Place, Program, Stmt, Type } from '../../lang/program/program.ts';
import { everyExpression, everyStatement, placeParts } from '../../lang/program/programWalk.ts';

/** Names of the ghosts that a property, an assertion, the outcome or another ghost reads. */
export function ghostsRead(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const cells = (over: Loop): void => {
    if (over.kind === 'cells') for (const name of ghostCells(program, over.struct)) names.add(name);
  };
  const read = (e: Expr): void => {
    for (const inner of everyExpression(e)) {
      if ('place' in inner && inner.place.ghost) names.add(ghostName(program, inner.place));
      if (inner.kind === 'quantified') cells(inner.over);
    }
  };
  for (const property of program.properties) if (property.condition) read(property.condition);
  for (const { value } of program.outcome) read(value);
  const bodies = [...[...program.functions.values()].flat(), ...program.tasks];
  for (const { body } of bodies)
    for (const s of everyStatement(body)) {
      readStatement(s, read);
      if (s.kind === 'for') cells(s.over);
    }
  return names;
}

/** The ghosts among all cells of a word struct. */
function ghostCells(program: Program, struct: string): string[] {
  const isCell = (type: Type): boolean =>
    type.kind === 'array' ? isCell(type.of) : type.kind === 'word' && type.struct === struct;
  const globals = program.globals.filter(({ ghost, type }) => ghost && isCell(type));
  const fields = [...program.structs.values()].flatMap((owner) =>
    owner.fields
      .filter(({ ghost, type }) => ghost && isCell(type))
      .map(({ name }) => `${owner.name}.${name}`),
  );
  return [...globals.map(({ name }) => name), ...fields];
}

/** `struct.field`, or a global's name: that of the whole word where the place is a part of one. */
export function ghostName(program: Program, place: Place): string {
  const fields = place.path.filter((step) => step.kind === 'field');
  const field = fields.findLast(({ struct }) => program.structs.get(struct)?.word !== true);
  if (field !== undefined) return `${field.struct}.${field.name}`;
  return place.root.kind === 'global' ? place.root.name : '';
}

/** A write does not read the place itself, but finding the place may read others. */
function readStatement(s: Stmt, read: (e: Expr) => void): void {
  switch (s.kind) {
    case 'assert':
    case 'if':
    case 'while':
      return read(s.condition);
    case 'store':
      placeParts(s.place).forEach(read);
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
    case 'lock':
    case 'hold':
    case 'free':
    case 'wait':
    case 'for':
    case 'label':
    case 'goto':
    case 'break':
    case 'continue':
    case 'atomic':
    case 'ghost':
    case 'choose':
      break;
    default:
      return unreachable(s);
  }
}

/** `n++` as a statement: its value is not used. */
function readCount(e: Expr, read: (e: Expr) => void): void {
  if (e.kind === 'bump') placeParts(e.place).forEach(read);
  else read(e);
}
